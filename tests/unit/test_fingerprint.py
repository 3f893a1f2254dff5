"""The hash of a model's weights is remembered, and never read where nobody may wait for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from studio.core.paths import cache_folder
from studio.engine import fingerprint as module
from studio.engine.fingerprint import Fingerprint, broken_tensor, fingerprint, hash_at_hand


@pytest.fixture(params=["folder", "file"])
def model(request, tmp_path):
    """A model, and the file that holds its weights."""
    if request.param == "file":
        weights = tmp_path / "foo.safetensors"
        weights.write_bytes(b"w" * 100)
        return weights, weights
    weights = tmp_path / "foo" / "unet" / "model.safetensors"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"w" * 100)
    (tmp_path / "foo" / "model_index.json").write_bytes(b"{}")
    return tmp_path / "foo", weights


def drawn_with(path):
    """What a picture's facts say, and the memory of it."""
    return Fingerprint(path, cache_folder() / "hashes.json").text


def test_the_hash_is_at_hand_once_the_model_has_drawn(model):
    path, weights = model
    assert hash_at_hand(path) is None
    told = drawn_with(path)
    assert len(told) == 64
    assert hash_at_hand(path) == told
    weights.write_bytes(b"other")
    assert hash_at_hand(path) is None


def test_a_small_model_is_read_at_once(model):
    path, _ = model
    assert hash_at_hand(path, 99) is None
    assert hash_at_hand(path, 1000) == drawn_with(path)


def test_what_is_only_laid_beside_a_model_does_not_change_it(tmp_path):
    memory, folder = tmp_path / "hashes.json", tmp_path / "foo"
    parts = ("model_index.json", "unet/config.json", "unet/m.safetensors", "tokenizer/merges.txt")
    for name in parts:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    before = fingerprint(folder, memory)
    lines = [f"{name} {hashlib.sha256(name.encode()).hexdigest()}\n" for name in sorted(parts)]
    assert before == hashlib.sha256("".join(lines).encode()).hexdigest()
    for name in ("notes.txt", "unet/notes.txt", "civitai.json"):
        (folder / name).write_text("where it came from", encoding="utf-8")
    assert fingerprint(folder, memory) == before
    for name in parts:
        (folder / name).write_bytes(b"other")
        assert fingerprint(folder, memory) != before
        (folder / name).write_bytes(name.encode())


def test_the_hash_of_the_starter_is_made_of_every_file_of_its(tmp_path):
    starter = Path(module.__file__).parents[2] / "resources" / "models" / "starter"
    names = [p for p in sorted(starter.rglob("*")) if p.suffix in (".safetensors", ".json", ".txt")]
    assert module._weights(starter, module._SUFFIXES) == names


def test_of_a_model_that_is_not_there_nothing_is_known(tmp_path):
    assert hash_at_hand(tmp_path / "gone", 1000) is None
    assert hash_at_hand(tmp_path, 1000) is None


def test_what_another_process_learnt_meanwhile_is_kept(tmp_path, monkeypatch):
    memory = tmp_path / "hashes.json"
    ours, theirs = tmp_path / "ours.safetensors", tmp_path / "theirs.safetensors"
    for path in (ours, theirs):
        path.write_bytes(path.name.encode())
    reading = "studio.engine.fingerprint._file_hash"
    real = fingerprint.__globals__["_file_hash"]

    def while_reading(path, known, heard):
        monkeypatch.setattr(reading, real)
        fingerprint(theirs, memory)
        return real(path, known, heard)

    monkeypatch.setattr(reading, while_reading)
    fingerprint(ours, memory)
    assert json.loads(memory.read_text("utf-8")).keys() == {str(ours), str(theirs)}


BAD = {
    "float64": float("nan"),
    "float32": float("inf"),
    "float16": float("-inf"),
    "bfloat16": float("nan"),
    "float8_e5m2": float("inf"),
    "float8_e4m3fn": float("nan"),
}


def stored(path, **tensors):
    from safetensors.torch import save_file

    save_file(tensors, path)
    return path


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("block", [7, 1 << 20], ids=["numbers torn apart", "one block"])
def test_numbers_that_are_not_finite_are_found_while_a_file_is_hashed(
    tmp_path, monkeypatch, kind, block
):
    import torch

    monkeypatch.setattr(module, "_BLOCK", block)
    sound = torch.linspace(-3, 3, 41).to(getattr(torch, kind))
    flags = torch.full((5,), 255, dtype=torch.uint8)
    fine = stored(tmp_path / "fine.safetensors", a=sound, m=flags, z=sound.clone())
    wrong = sound.float().clone()
    wrong[-1] = BAD[kind]
    bad = stored(tmp_path / "bad.safetensors", a=sound, m=flags, z=wrong.to(sound.dtype))
    for path in (fine, bad):
        assert drawn_with(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert broken_tensor(fine) is None
    assert broken_tensor(bad) == (bad, "z")
    assert hash_at_hand(bad) == drawn_with(bad), "what is damaged has a hash like any other"
    bad.write_bytes(fine.read_bytes())
    assert broken_tensor(bad) is None


@pytest.mark.parametrize("data", [b"", b"12345678{", b"\x05\0\0\0\0\0\0\0{1,2}rest", b"x" * 30])
def test_a_file_of_another_kind_is_hashed_like_any_other(tmp_path, data):
    path = tmp_path / "odd.safetensors"
    path.write_bytes(data)
    assert drawn_with(path) == hashlib.sha256(data).hexdigest()
    assert broken_tensor(path) is None


def test_the_parts_of_a_folder_are_looked_at_too(tmp_path):
    import torch

    (tmp_path / "sd" / "vae").mkdir(parents=True)
    bad = stored(tmp_path / "sd" / "vae" / "m.safetensors", b=torch.tensor([float("nan")]))
    drawn_with(tmp_path / "sd")
    assert broken_tensor(tmp_path / "sd") == (bad, "b")
