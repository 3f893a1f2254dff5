"""The child process that reads a pickle and writes its tensors as safetensors.

It opens what it writes to, gives up everything else, and only then looks at the pickle, with
torch's reader that knows tensors and containers and calls nothing. What it says goes out as JSON,
so that nothing it could become can talk its parent into reading a pickle.
"""

from __future__ import annotations

import json
import os
import re
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

from studio.core.errors import ModelRefusedError, StudioError
from studio.core.text import N_
from studio.engine.offline import forbid_network
from studio.engine.safefile import MAX_TENSORS
from studio.engine.sandbox import Limits, lock_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

ROOTS = ("state_dict", "params_ema", "params")  # where trainers put the weights
MOST_TIMES = 4  # the bytes of the file, that its tensors may come to: some are there twice
DEEPEST = 4
FORMATS = {
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16", "int64": "I64",
    "int32": "I32", "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL",
    "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2",
}  # fmt: skip
INERT = (  # what trainers leave beside the weights: read as a thing that does nothing
    "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
    "pytorch_lightning.utilities.enums._FaultTolerantMode",
    "numpy.core.multiarray.scalar",
    "numpy._core.multiarray.scalar",
    "numpy.dtype",
)
EMPTY = N_("{path} holds no weights.")
UNKNOWN = N_("{path} cannot be converted: {name} is of a kind that is not known ({kind}).")
SWOLLEN = N_("{path} is damaged: it asks for {wanted} bytes and holds {size}.")
NOT_FINITE = N_("{path} is damaged: {name} holds numbers that are not finite.")
FOREIGN = N_("{path} asks for {name}, which is no part of any weights. It is never run.")
UNREADABLE = N_("{path} cannot be converted: {reason}")
SENTENCES = (EMPTY, UNKNOWN, SWOLLEN, NOT_FINITE, FOREIGN, UNREADABLE)
_GLOBAL = re.compile(r"GLOBAL ([\w.]+)|(?:global|class|function) ([\w.]+)")


class Inert:
    """Stands for an object of a trainer; takes whatever it is given."""

    def __init__(self, *_args: object) -> None:
        pass

    def __setstate__(self, _state: object) -> None:
        pass


def serve(connection: Connection, source: Path, draft: Path, limits: Limits) -> None:
    """Convert one file; the entry point of the child process."""
    forbid_network()
    import torch
    import torch.serialization

    torch.set_num_threads(1)
    inert = [(type(name, (Inert,), {}), name) for name in INERT]
    torch.serialization.add_safe_globals(inert)
    say = _Speaker(connection)
    with draft.open("wb") as file:
        say(walls=lock_down(limits))
        try:
            _convert(source, file, say)
            say(done=True)
        except MemoryError:
            say(memory=True)
        except Exception as error:  # noqa: BLE001 - process boundary: of a file from anywhere
            told = (error if isinstance(error, StudioError) else _explained(error, source)).message
            values = {key: str(value) for key, value in told.values.items()}
            say(error=SENTENCES.index(told.template), values=values)
    os._exit(0)


class _Speaker:
    """Sends JSON to the parent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, **values: object) -> None:
        self._connection.send_bytes(json.dumps(values).encode())


def _convert(source: Path, file: BinaryIO, say: _Speaker) -> None:
    content = _load(source)
    tensors = dict(_tensors(_root(content)))
    if not tensors:
        raise ModelRefusedError(EMPTY, path=source)
    _check(source, tensors)
    _write(source, file, tensors, say)


def _load(source: Path) -> Any:
    import torch

    with source.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    options = {"mmap": True} if is_zip else {}
    return torch.load(source, map_location="cpu", weights_only=True, **options)


def _root(content: Any) -> Any:
    """Return the part of a checkpoint that holds the weights."""
    import torch

    if not isinstance(content, dict):
        return {"emb_params": content} if isinstance(content, torch.Tensor) else {}
    words = content.get("string_to_param")  # an embedding
    if isinstance(words, dict) and len(words) == 1:
        return {"emb_params": next(iter(words.values()))}
    return next((content[name] for name in ROOTS if isinstance(content.get(name), dict)), content)


def _tensors(content: Any, prefix: str = "", depth: int = DEEPEST) -> Iterator[tuple[str, Any]]:
    """Yield the tensors of dicts within dicts, their names joined by dots."""
    import torch

    for name, value in content.items():
        if not isinstance(name, str):
            continue
        if isinstance(value, torch.Tensor):
            yield prefix + name, value.detach()
        elif isinstance(value, dict) and depth:
            yield from _tensors(value, f"{prefix}{name}.", depth - 1)


def _check(source: Path, tensors: dict[str, Any]) -> None:
    """Refuse what no safetensors file can hold, and what is larger than the file it came from."""
    import torch

    for name, tensor in tensors.items():
        is_plain = tensor.layout is torch.strided and not tensor.is_quantized and not tensor.is_meta
        if not is_plain or _format(tensor) is None:
            raise ModelRefusedError(UNKNOWN, path=source, name=name, kind=tensor.dtype)
    total = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    size = source.stat().st_size
    if len(tensors) > MAX_TENSORS or total > MOST_TIMES * size:
        raise ModelRefusedError(SWOLLEN, path=source, wanted=total, size=size)


def _write(source: Path, file: BinaryIO, tensors: dict[str, Any], say: _Speaker) -> None:
    """Write a safetensors file, one tensor in memory at a time, the widest numbers first."""
    names = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header: dict[str, object] = {"__metadata__": {"format": "pt", "converted_from": source.name}}
    position = 0
    for name in names:
        tensor = tensors[name]
        end = position + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": _format(tensor),
            "shape": list(tensor.shape),
            "data_offsets": [position, end],
        }
        position = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    done = 0
    for name in names:
        done += file.write(_bytes(source, name, tensors[name]))
        say(step=done, total=position)
    file.flush()
    os.fsync(file.fileno())


def _bytes(source: Path, name: str, tensor: Any) -> memoryview:
    import torch

    if tensor.is_floating_point() and not torch.isfinite(tensor.float()).all():
        raise ModelRefusedError(NOT_FINITE, path=source, name=name)
    flat = tensor.contiguous().reshape(-1).view(torch.uint8)
    return memoryview(flat.numpy())


def _format(tensor: Any) -> str | None:
    return FORMATS.get(str(tensor.dtype).removeprefix("torch."))


def _explained(error: Exception, source: Path) -> StudioError:
    """Say which name a pickle asks for, or how what went wrong begins."""
    text = " ".join(str(error).split())
    if asked := _GLOBAL.search(text):
        return ModelRefusedError(FOREIGN, path=source, name=asked[1] or asked[2])
    return ModelRefusedError(UNREADABLE, path=source, reason=text[:200] or type(error).__name__)
