"""Pickles become safetensors in a process without rights, and nothing in them ever runs."""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
import types
import zipfile
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import Cancelled, ModelRefusedError, RequestError
from studio.core.job import CancelToken
from studio.engine.conversion import convert, limits_for, target_for
from studio.engine.safefile import read_tensors
from studio.engine.sandbox import Limits, lock_down
from studio.engine.weights import model_at, scan
from studio.tasks.convert_model import ConvertModel
from tests import originals
from tests.unit.engine_help import draw
from tests.unit.test_engine_weights import SD_FILE


class Evil:
    def __reduce__(self):
        return os.system, (f"{sys.executable} -c \"open('executed', 'w')\"",)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working directory, in which an executed pickle would leave a mark."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def converted(path, target=None, limits=None):
    return convert(path, target, lambda _progress: None, CancelToken(), limits)


def saved(path, content, **options):
    import torch

    torch.save(content, path, **options)
    return path


def bad_crc(data):
    """Return a zip whose every checksum is wrong."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
                sum_ = entry.CRC.to_bytes(4, "little")
                place = changed.find(mark)
                while place >= 0:
                    if changed[place + at : place + at + 4] == sum_:
                        changed[place + at] ^= 0xFF
                    place = changed.find(mark, place + 4)
    return bytes(changed)


def evil_zip():
    import torch

    file = io.BytesIO()
    torch.save({"weight": torch.ones(3), "more": Evil()}, file)
    return file.getvalue()


EVIL = {
    "torch zip": ("model.ckpt", evil_zip),
    "a zip with wrong checksums": ("model.ckpt", lambda: bad_crc(evil_zip())),
    "protocol 0": ("model.pt", lambda: pickle.dumps(Evil(), protocol=0)),
    "protocol 4": ("model.bin", lambda: pickle.dumps(Evil(), protocol=4)),
    "under a false name": ("model.safetensors", evil_zip),
    "under another false name": ("model.SafeTensors", lambda: pickle.dumps(Evil(), protocol=2)),
    "something before it": ("model.pth", lambda: pickle.dumps(7) + pickle.dumps(Evil())),
}


@pytest.mark.parametrize(("name", "data"), EVIL.values(), ids=EVIL)
def test_an_evil_pickle_is_refused_whatever_it_is_called_and_runs_nothing(here, name, data):
    path = here / name
    path.write_bytes(data())
    with pytest.raises(ModelRefusedError, match="is a pickle"):
        model_at(path)
    with pytest.raises(ModelRefusedError) as caught:
        converted(path)
    assert str(path) in str(caught.value)
    assert sorted(here.iterdir()) == [path], "no draft, and no mark of the pickle, is left"


def test_a_refused_pickle_is_told_what_it_asks_for(here):
    (here / "model.ckpt").write_bytes(evil_zip())
    with pytest.raises(ModelRefusedError, match=r"asks for \w+\.system, .* never run"):
        converted(here / "model.ckpt")


def test_every_tensor_comes_out_as_it_was(here, monkeypatch):
    import torch
    from safetensors.torch import load_file

    trainer = types.ModuleType("pytorch_lightning.callbacks.model_checkpoint")
    kind = type("ModelCheckpoint", (), {"__module__": trainer.__name__})
    trainer.ModelCheckpoint = kind
    monkeypatch.setitem(sys.modules, "pytorch_lightning", types.ModuleType("pytorch_lightning"))
    monkeypatch.setitem(sys.modules, trainer.__name__, trainer)
    weight = torch.randn(30, 20)
    tensors = {
        "a": weight,
        "turned": weight.T,
        "half": weight.half(),
        "brain": weight.bfloat16(),
        "steps": torch.arange(5),
        "deep": {"bias": weight[0]},
    }
    content = {"state_dict": tensors, "epoch": 3, "callbacks": {kind: {"best": kind()}}}
    path = saved(here / "model.ckpt", content)
    before = path.read_bytes()
    target = converted(path)
    assert target == here / "model.safetensors"
    found = load_file(target)
    assert found.keys() == {"a", "turned", "half", "brain", "steps", "deep.bias"}
    for name in tensors.keys() - {"deep"}:
        assert found[name].dtype == tensors[name].dtype
        assert torch.equal(found[name], tensors[name])
    assert torch.equal(found["deep.bias"], weight[0])
    assert path.read_bytes() == before
    assert read_tensors(target).metadata["converted_from"] == "model.ckpt"


def test_the_old_format_of_torch_is_read_too(here):
    import torch

    path = saved(here / "old.pt", {"a": torch.ones(3)}, _use_new_zipfile_serialization=False)
    assert read_tensors(converted(path)).shapes == {"a": (3,)}


def test_an_embedding_becomes_one_that_prompts_can_name(here):
    import torch

    vectors = torch.ones(2, 8)
    saved(here / "hand.pt", {"string_to_token": {"*": 265}, "string_to_param": {"*": vectors}})
    converted(here / "hand.pt")
    found = scan([here])
    assert [addition.name for addition in found.additions] == ["hand"]
    assert found.problems == (), "the pickle beside its safe version is no news"


def swollen():
    import torch

    return {"a": torch.zeros(1).expand(10**9)}


def not_finite():
    import torch

    return {"fine": torch.ones(3), "broken": torch.tensor([1.0, float("nan")])}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (swollen, "asks for 4000000000 bytes"),
        (not_finite, "broken holds numbers that are not finite"),
        (lambda: {"epoch": 3}, "holds no weights"),
    ],
)
def test_what_is_no_sound_set_of_weights_is_refused(here, content, says):
    path = saved(here / "model.ckpt", content())
    with pytest.raises(ModelRefusedError, match=says):
        converted(path)
    assert sorted(here.iterdir()) == [path]


def test_what_is_safe_already_is_not_converted(here):
    (here / "model.ckpt").write_bytes(SD_FILE)
    with pytest.raises(RequestError, match="nothing to convert"):
        converted(here / "model.ckpt")


def test_no_file_is_ever_overwritten(here):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(3)})
    (here / "model.safetensors").write_bytes(b"mine")
    with pytest.raises(RequestError, match="is there already"):
        converted(path)
    assert (here / "model.safetensors").read_bytes() == b"mine"


def test_a_conversion_can_be_cancelled(here):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(3)})
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        convert(path, None, lambda _progress: None, cancel, None)
    assert sorted(here.iterdir()) == [path]


def test_a_conversion_that_takes_too_much_is_given_up(here):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(1 << 22)})
    with pytest.raises(ModelRefusedError, match="takes more memory or time"):
        converted(path, limits=Limits(1 << 30, 1 << 30, 0))
    if sys.platform == "linux":
        with pytest.raises(ModelRefusedError, match=r"takes more memory or time|cannot be"):
            converted(path, limits=Limits(1 << 20, 1 << 30, 100))
    assert sorted(here.iterdir()) == [path]


def ends(connection, _source, _draft, _limits):
    """Stands for a child that a damaged file made crash."""
    connection.send_bytes(b"no JSON")
    os._exit(139)


def test_a_child_that_ends_while_it_reads_is_a_sentence(here, monkeypatch):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(3)})
    monkeypatch.setattr("studio.engine.conversion.serve", ends)
    with pytest.raises(ModelRefusedError, match="it is damaged, or takes more memory"):
        converted(path)
    assert sorted(here.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_named_before_anything_is_read(here, monkeypatch):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(3)})
    (here / "file").write_bytes(b"")
    with pytest.raises(RequestError, match="cannot be written"):
        converted(path, here / "file" / "model.safetensors")


def test_what_a_power_cut_left_behind_goes_with_the_next_conversion(here):
    import torch

    path = saved(here / "model.ckpt", {"a": torch.ones(3)})
    (here / ".model.safetensors.0123abcd").write_bytes(b"half")
    converted(path)
    assert {p.name for p in here.iterdir()} == {"model.ckpt", "model.safetensors"}


def test_the_pickles_of_a_models_folder_are_converted_together(checkpoints, here):
    import shutil

    from safetensors.torch import load_file

    folder = shutil.copytree(checkpoints / "sd", here / "sd")
    wanted = {}
    for part, stem in (("unet", "diffusion_pytorch_model"), ("text_encoder", "pytorch_model")):
        [safe] = (folder / part).glob("*.safetensors")
        wanted[part] = safe.read_bytes()
        saved(folder / part / f"{stem}.bin", load_file(safe))
        safe.unlink()
    [problem] = scan([here]).problems
    written = ConvertModel(problem.pickle).run(lambda _progress: None, CancelToken())
    assert {path.name for path in written} == {
        "diffusion_pytorch_model.safetensors",
        "model.safetensors",
    }
    assert [model.key for model in scan([here]).models] == ["sd"]
    assert read_tensors(written[0]).numbers * 4 <= len(wanted["unet"])


def test_a_pickle_in_a_folder_that_cannot_be_written_goes_to_the_users_models(here, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert target_for(here / "model.ckpt").parent.name == "models"
    assert target_for(here / "model.ckpt").name == "model.safetensors"


def test_the_command_line_converts_and_names_the_file(studio, here):
    import torch

    saved(here / "model.ckpt", {"a": torch.ones(3)})
    status, out, _ = studio("convert", here / "model.ckpt", "--json")
    assert status == 0
    assert json.loads(out) == {"written": [str(here / "model.safetensors")]}
    status, _, err = studio("convert", here / "model.ckpt")
    assert (status, "is there already" in err) == (1, True)


def test_a_converted_checkpoint_draws_what_it_drew_before(here):
    from safetensors.torch import load_file

    from studio.engine.runtime import Runtime

    folder = originals.write_published_sd(here / "folder")
    known = originals.write_single_file(folder, here / "known.safetensors")
    path = saved(here / "old.ckpt", {"state_dict": load_file(known), "global_step": 470_000})
    engine = Runtime()
    pictures = [draw(engine, file, steps=2).pixels for file in (known, converted(path))]
    assert np.array_equal(*pictures)
    assert pictures[0].std() > 0
    engine.close()


def tries(connection, folder):
    """Try, in a process that was locked down, what a pickle could come to try."""
    import ctypes
    import socket

    libc = ctypes.CDLL(None)
    walls = lock_down(limits_for(0))
    attempts = {
        "command": lambda: os.system("true"),
        "socket": lambda: socket.socket(),
        "write": lambda: Path(folder, "written").write_bytes(b"x"),
        "remove": lambda: os.remove(Path(folder, "there")),
        "unpickle": lambda: pickle.loads(pickle.dumps(Evil)),
    }
    if "calls" in walls:  # what native code would do, which no hook hears of
        name = os.fsencode(Path(folder, "written"))
        attempts |= {
            "native command": lambda: _refused(libc.system(b"true") != 0),
            "native socket": lambda: _refused(libc.socket(2, 1, 0) < 0),
            "native write": lambda: _refused(libc.open(name, os.O_CREAT | os.O_WRONLY, 0o600) < 0),
            "native remove": lambda: _refused(libc.unlink(os.fsencode(Path(folder, "there"))) < 0),
        }
    passed = []
    for what, attempt in attempts.items():
        try:
            attempt()
        except (RuntimeError, OSError):
            continue
        passed.append(what)
    connection.send_bytes(json.dumps([walls, passed]).encode())
    os._exit(0)


def _refused(is_refused):
    if is_refused:
        raise OSError


def test_who_is_locked_down_can_do_nothing_even_past_python(here):
    import multiprocessing
    import platform

    (here / "there").write_bytes(b"x")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=tries, args=(theirs, str(here)))
    process.start()
    theirs.close()
    walls, passed = json.loads(ours.recv_bytes())
    process.join()
    assert passed == []
    assert "audit" in walls
    if sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64"):
        assert walls == ["limits", "calls", "audit"]
    assert [path.name for path in here.iterdir()] == ["there"]
