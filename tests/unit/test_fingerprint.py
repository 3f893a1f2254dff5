"""The hash of a model's weights is remembered, and never read where nobody may wait for it."""

from __future__ import annotations

import json

import pytest

from studio.core.paths import cache_folder
from studio.engine.fingerprint import Fingerprint, fingerprint, hash_at_hand


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
