"""Faults of model files: what is damaged, dangerous, or of another kind."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import struct
import zipfile
from functools import partial
from pathlib import Path

from tests.faults.fault import Fault, refused, sentence_of

PHRASE = struct.pack("<Q", 2)


class Evil:
    """Leaves a mark when it is unpickled."""

    def __reduce__(self):
        return (Path.touch, (Path("executed"),))


def header(text: bytes, data: bytes = b"") -> bytes:
    return struct.pack("<Q", len(text)) + text + data


def file_is_refused(data: bytes, name: str, folder: Path, _checkpoints: Path) -> str:
    """Ask for a file as a model, and see that nothing of it was executed."""
    from studio.engine.weights import model_at

    path = folder / name
    path.write_bytes(data)
    said = refused(lambda: model_at(path))
    assert str(path) in said
    assert not Path("executed").exists()
    return said


def evil_zip(*, broken: bool) -> bytes:
    """Return what torch.save writes, around a pickle that runs code; its checksum may lie."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Evil(), protocol=2))
    data = packed.getvalue()
    if broken:  # scanners give up on a wrong checksum, where torch reads on
        at = data.index(b"PK\x01\x02") + 16
        data = data[:at] + bytes(4) + data[at + 4 :]
    return data


def copied(checkpoints: Path, name: str, folder: Path) -> Path:
    return shutil.copytree(checkpoints / name, folder / name)


def edited(path: Path, **values: object) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | values), encoding="utf-8")


def many_tensors(folder: Path, checkpoints: Path) -> str:
    entry = '"dtype":"F32","shape":[0],"data_offsets":[0,0]'
    text = ",".join(f'"{i}":{{{entry}}}' for i in range(100_001))
    return file_is_refused(header(f"{{{text}}}".encode()), "many.safetensors", folder, checkpoints)


def other_lora(folder: Path, checkpoints: Path) -> str:
    """Ask SD 1.5 for a LoRA whose layers have the widths of SDXL."""
    import torch
    from safetensors.torch import save_file

    from studio.core.addition import Addition, AdditionKind
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    layer = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
    tensors = {
        f"{layer}.lora_down.weight": torch.zeros(4, 2048),
        f"{layer}.lora_up.weight": torch.zeros(640, 4),
        f"{layer}.alpha": torch.tensor(4.0),
    }
    save_file(tensors, folder / "ink.safetensors")
    added = (Addition("ink", AdditionKind.LORA, folder / "ink.safetensors"),)
    runtime = Runtime()
    words = "a cat <lora:ink:1>"
    said = refused(lambda: draw(runtime, checkpoints / "sd", words, steps=1, additions=added))
    assert "attn2" in said, said
    assert draw(runtime, checkpoints / "sd", "a cat", steps=1).pixels.std() > 0
    return said


def nan_weights(value: float, folder: Path, checkpoints: Path) -> str:
    """Put one number that is none into the denoiser."""
    from safetensors.torch import load_file, save_file

    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    model = copied(checkpoints, "sd", folder)
    path = model / "unet" / "diffusion_pytorch_model.safetensors"
    tensors = load_file(path)
    tensors["conv_in.weight"] = tensors["conv_in.weight"].clone()
    tensors["conv_in.weight"][0, 0, 0, 0] = value
    save_file(tensors, path)
    return refused(lambda: draw(Runtime(), model, steps=1))


def own_code(folder: Path, checkpoints: Path) -> str:
    from studio.engine.weights import model_at

    model = copied(checkpoints, "sd", folder)
    for place in ("pipeline.py", "unet/my_unet.py"):
        (model / place).write_text("from pathlib import Path\nPath('executed').touch()\n")
    edited(model / "model_index.json", unet=["my_unet", "MyUNet"])
    said = refused(lambda: model_at(model))
    assert not Path("executed").exists()
    return said


def hub_attention(folder: Path, checkpoints: Path) -> str:
    """Let a config ask for attention code of a hub: it is ignored, and nothing is looked up."""
    import socket

    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("the network was asked")

    socket.getaddrinfo = refuse  # type: ignore[assignment]
    model = copied(checkpoints, "sd", folder)
    edited(model / "text_encoder" / "config.json", _attn_implementation="evil/kernels")
    edited(model / "unet" / "config.json", attn_implementation="evil/kernels")
    drawn = draw(Runtime(), model, steps=1)
    return f"drawn with {drawn.facts['attention']}" if drawn.pixels.std() > 0 else "black"


def absurd(part: str, values: dict[str, object], folder: Path, checkpoints: Path) -> str:
    from studio.engine.weights import model_at

    model = copied(checkpoints, "sd", folder)
    edited(model / part / "config.json", **values)
    said = refused(lambda: model_at(model))
    assert str(model / part / "config.json") in said
    return said


def half_downloaded(folder: Path, checkpoints: Path) -> str:
    """Find models where a download is under way, by whatever name programs give it."""
    from studio.engine.weights import scan

    weights = checkpoints / "sd" / "unet" / "diffusion_pytorch_model.safetensors"
    data = weights.read_bytes()
    for name in ("a.safetensors.part", "b.safetensors.crdownload", "c.safetensors.incomplete"):
        (folder / name).write_bytes(data[: len(data) * 43 // 100])
    found = scan([folder])
    assert found.models == ()
    assert found.problems == ()
    (folder / "d.safetensors").write_bytes(data[: len(data) * 43 // 100])
    (problem,) = scan([folder]).problems
    return str(problem.message)


def model_that_is_gone(folder: Path, checkpoints: Path) -> str:
    """Take the model away between the choice and the drawing."""
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import payload

    model = copied(checkpoints, "sd", folder)
    asked = payload(model, steps=1)
    (model / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    from studio.core.job import CancelToken

    try:
        Runtime().run("generate", asked, lambda _: None, CancelToken())
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be for the screen
        return sentence_of(error)
    raise AssertionError("nothing was refused")


GOOD = header(b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', bytes(8))
TWICE = header(
    b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
    b'"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}',
    bytes(12),
)
FILES = (
    (15, "empty", b"", "model.safetensors", "is empty"),
    (15, "truncated", GOOD[:-4], "model.safetensors", "is cut off"),
    (15, "header-2-60", struct.pack("<Q", 1 << 60) + b"{}", "model.safetensors", "is cut off"),
    (15, "overlap", TWICE, "model.safetensors", "is damaged"),
    (15, "web-page", b"<!DOCTYPE html><html>Not found</html>", "a.safetensors", "is a web page"),
    (15, "lfs", b"version https://git-lfs.github.com/spec/v1\n", "a.safetensors", "Git LFS"),
    (17, "ckpt", pickle.dumps(Evil(), protocol=2), "model.ckpt", "is a pickle"),
    (17, "pt", evil_zip(broken=False), "model.pt", "is a pickle"),
    (18, "renamed", pickle.dumps(Evil(), protocol=2), "m.safetensors", "is a pickle"),
    (18, "renamed-capitals", evil_zip(broken=False), "m.SafeTensors", "is a pickle"),
    (19, "wrong-checksum", evil_zip(broken=True), "m.safetensors", "is a pickle"),
    (19, "protocol-0", pickle.dumps(Evil(), protocol=0), "m.bin", "is a pickle"),
)
FAULTS = (
    *(Fault(r, n, partial(file_is_refused, data, file), s) for r, n, data, file, s in FILES),
    Fault(13, "lora-of-another-base", other_lora, "ink"),
    Fault(14, "nan-weights", partial(nan_weights, float("nan")), "not finite"),
    Fault(14, "infinite-weights", partial(nan_weights, float("inf")), "not finite"),
    Fault(16, "header-of-100k-tensors", many_tensors, "more than any real model"),
    Fault(20, "code-of-its-own", own_code, "code of its own"),
    Fault(21, "attention-from-a-hub", hub_attention, "drawn with"),
    Fault(22, "absurd-width", partial(absurd, "unet", {"block_out_channels": [1 << 30] * 2}), "."),
    Fault(22, "absurd-depth", partial(absurd, "text_encoder", {"num_hidden_layers": 10**6}), "."),
    Fault(40, "half-a-download", half_downloaded, "is cut off"),
    Fault(15, "gone", model_that_is_gone, "is missing"),
)
