"""Reads the header of a safetensors file and refuses what is not one, by content alone.

Needs neither torch nor safetensors, and never executes anything: pickles are told by their first
bytes, whatever they are called.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, PickleError, WeightsMissingError
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_HEADER_BYTES = 32 << 20
MAX_TENSORS = 100_000
_BITS = {
    "F64": 64,
    "I64": 64,
    "U64": 64,
    "C64": 64,
    "F32": 32,
    "I32": 32,
    "U32": 32,
    "F16": 16,
    "BF16": 16,
    "I16": 16,
    "U16": 16,
    "I8": 8,
    "U8": 8,
    "BOOL": 8,
    "F8_E4M3": 8,
    "F8_E5M2": 8,
    "F8_E8M0": 8,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "F4": 4,
}
_SNIFF_BYTES = 512


@dataclass(frozen=True, slots=True)
class Tensors:
    """The table of contents of a safetensors file.

    `kinds` says how many numbers are stored in each number format ("F16": ...).
    """

    shapes: Mapping[str, tuple[int, ...]]
    metadata: Mapping[str, str]
    kinds: Mapping[str, int] = field(default_factory=dict)

    @property
    def numbers(self) -> int:
        """How many numbers the file holds."""
        return sum(math.prod(shape) for shape in self.shapes.values())


def read_tensors(path: Path) -> Tensors:
    """Return the table of contents of `path`.

    Raises `WeightsMissingError` if there is no such file, and `ModelRefusedError` with one sentence
    if it is damaged or of another kind.
    """
    if not path.is_file():
        raise WeightsMissingError(N_("{path} is missing. Put the file there."), path=path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_SNIFF_BYTES)
            _refuse_foreign(path, start, size)
            length = struct.unpack("<Q", start[:8])[0]
            _refuse_length(path, length, size)
            file.seek(8)
            text = file.read(length)
    except OSError as error:
        raise ModelRefusedError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from None
    return _checked(path, _parsed(path, text), size - 8 - length)


def _refuse_foreign(path: Path, start: bytes, size: int) -> None:
    """Recognize what people put in place of a model file, and say what it is."""
    lowered = start.lstrip().lower()
    if size == 0:
        raise ModelRefusedError(N_("{path} is empty. Copy or download it again."), path=path)
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ModelRefusedError(
            N_("{path} is a web page, not a model. Download the file itself."), path=path
        )
    if start.startswith(b"version https://git-lfs"):
        raise ModelRefusedError(
            N_("{path} is only a Git LFS pointer. Run `git lfs pull` where it came from."),
            path=path,
        )
    if _is_pickle(start):
        raise PickleError(
            N_(
                "{path} is a pickle, which can run any program when it is opened. "
                "Use the safetensors version of this model, or convert it."
            ),
            path=path,
        )
    if size < 10 or start[8:9] != b"{":
        raise _not_safetensors(path)


def _is_pickle(start: bytes) -> bool:
    """Whether the bytes open a pickle of any protocol, or a zip that would hold one."""
    if start[5:9] == b"\0\0\0{":  # the length and the first brace of a safetensors header
        return False
    binary = start[:1] == b"\x80" and start[1:2] <= b"\x05"
    return binary or start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"c", b"(", b"]", b"}"))


def _refuse_length(path: Path, length: int, size: int) -> None:
    if length > MAX_HEADER_BYTES and length <= size - 8:
        raise ModelRefusedError(
            N_("{path} has a header of {length} bytes, more than any real model."),
            path=path,
            length=length,
        )
    if length > size - 8:
        raise _truncated(path)


def _parsed(path: Path, text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _not_safetensors(path) from None
    if not isinstance(header, dict):
        raise _not_safetensors(path)
    if len(header) > MAX_TENSORS:
        raise ModelRefusedError(
            N_("{path} lists {count} tensors, more than any real model."),
            path=path,
            count=len(header),
        )
    return header


def _checked(path: Path, header: dict[str, Any], data_bytes: int) -> Tensors:
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict):
        raise _not_safetensors(path)
    spans = []
    shapes = {}
    kinds: dict[str, int] = {}
    for name, entry in header.items():
        shapes[name], span = _entry(path, entry)
        spans.append(span)
        kinds[entry["dtype"]] = kinds.get(entry["dtype"], 0) + math.prod(shapes[name])
    position = 0
    for begin, end in sorted(spans):
        if begin != position:
            raise _damaged(path)
        position = end
    if position > data_bytes:
        raise _truncated(path)
    if position < data_bytes:
        raise _damaged(path)
    return Tensors(shapes, {str(k): str(v) for k, v in metadata.items()}, kinds)


def _entry(path: Path, entry: Any) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Return the shape and the span of one tensor; thousands of them make a model, so: plainly."""
    try:
        shape, (begin, end) = entry["shape"], entry["data_offsets"]
        bits = math.prod(shape) * _BITS[entry["dtype"]]
        is_whole = {type(begin), type(end), *map(type, shape)} == {int}
    except (KeyError, TypeError, ValueError):
        raise _damaged(path) from None
    if not is_whole or min(shape, default=0) < 0 or not 0 <= begin <= end:
        raise _damaged(path)
    if type(shape) is not list or (end - begin) * 8 != bits:
        raise _damaged(path)
    return tuple(shape), (begin, end)


def _truncated(path: Path) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is cut off: its end is missing. Copy or download it again."), path=path
    )


def _damaged(path: Path) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is damaged: its table of contents is wrong. Copy or download it again."),
        path=path,
    )


def _not_safetensors(path: Path) -> ModelRefusedError:
    return ModelRefusedError(N_("{path} is not a safetensors file."), path=path)
