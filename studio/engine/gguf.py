"""Reads the table of contents of a GGUF file: what it is, and which tensors it holds.

The layout is that of the GGUF specification, versions 2 and 3 (ggml, docs/gguf.md): little-endian
numbers, texts with their length before them, every tensor with its shape, innermost side first.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.text import N_
from studio.engine.safefile import MAX_HEADER_BYTES, MAX_TENSORS, Tensors, read_tensors

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"GGUF"
VERSIONS = (2, 3)
ARCHITECTURE = "general.architecture"
MOST_VALUES = 10_000
MOST_SIDES = 4
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}  # by type, in bytes
# number format -> its name, how many numbers a block holds, how many bytes it takes
_FORMATS = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 36),
    10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4),
    27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """One tensor: its number format, its shape, and where its bytes lie in the file."""

    kind: str
    shape: tuple[int, ...]
    begin: int
    size: int


def packed_tensors(path: Path) -> dict[str, Packed]:
    """Return where every tensor of a file lies; the file has been checked by `read_gguf`."""
    with path.open("rb") as file:
        file.seek(len(MAGIC))
        _, count, values = _numbers(file, "<IQQ")
        _, alignment = _metadata(file, values)
        found = _tensors(file, count)
        start = -(-file.tell() // alignment) * alignment
    return {name: replace(one, begin=start + one.begin) for name, one in found.items()}


def read_table(path: Path) -> Tensors:
    """Return the table of contents of a safetensors or a GGUF file, whatever it is called.

    Raises as `read_tensors` does.
    """
    try:
        with path.open("rb") as file:
            is_ours = file.read(len(MAGIC)) == MAGIC
    except OSError:
        is_ours = False  # which is said in words by the other
    return read_gguf(path) if is_ours else read_tensors(path)


def read_gguf(path: Path) -> Tensors:
    """Return the table of contents; `metadata` holds the texts that the file says of itself.

    Shapes are in the order of safetensors, outermost side first. Raises `WeightsMissingError` or
    `ModelRefusedError` with one sentence.
    """
    if not path.is_file():
        raise WeightsMissingError(N_("{path} is missing. Put the file there."), path=path)
    try:
        with path.open("rb") as file:
            return _read(path, file, path.stat().st_size)
    except (struct.error, UnicodeDecodeError, ValueError):
        raise _damaged(path) from None
    except OSError as error:
        raise ModelRefusedError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from None


def _read(path: Path, file: BinaryIO, size: int) -> Tensors:
    if file.read(4) != MAGIC:
        raise ModelRefusedError(N_("{path} is not a GGUF file."), path=path)
    version, count, values = _numbers(file, "<IQQ")
    if version not in VERSIONS:
        raise ModelRefusedError(
            N_("{path} is a GGUF file of version {version}, which is not known."),
            path=path,
            version=version,
        )
    if count > MAX_TENSORS or values > MOST_VALUES:
        raise ModelRefusedError(
            N_("{path} lists {count} tensors, more than any real model."),
            path=path,
            count=max(count, values),
        )
    metadata, alignment = _metadata(file, values)
    found = _tensors(file, count)
    end = max((one.begin + one.size for one in found.values()), default=0)
    start = -(-file.tell() // alignment) * alignment
    if count and start + end > size:
        raise ModelRefusedError(
            N_("{path} is cut off: its end is missing. Copy or download it again."), path=path
        )
    kinds: dict[str, int] = {}
    for one in found.values():
        kinds[one.kind] = kinds.get(one.kind, 0) + math.prod(one.shape)
    return Tensors({name: one.shape for name, one in found.items()}, metadata, kinds)


def _metadata(file: BinaryIO, count: int) -> tuple[dict[str, str], int]:
    """Return the texts, and to how many bytes the data is aligned."""
    texts, alignment = {}, 32
    for _ in range(count):
        name = _text(file)
        (kind,) = _numbers(file, "<I")
        if kind == _STRING:
            texts[name] = _text(file)
        elif name == "general.alignment" and kind == 4:
            (alignment,) = _numbers(file, "<I")
        else:
            _skip(file, kind)
    if alignment <= 0 or alignment % 8:
        raise ValueError(alignment)
    return texts, alignment


def _tensors(file: BinaryIO, count: int) -> dict[str, Packed]:
    """Return every tensor; where it begins is counted from the first one's bytes."""
    found = {}
    for _ in range(count):
        name = _text(file)
        (sides,) = _numbers(file, "<I")
        if sides > MOST_SIDES:
            raise ValueError(sides)
        shape = _numbers(file, f"<{sides}Q")
        kind, begin = _numbers(file, "<IQ")
        if kind not in _FORMATS:
            raise ValueError(kind)
        title, block, block_bytes = _FORMATS[kind]
        blocks = -(-math.prod(shape) // block)
        found[name] = Packed(title, shape[::-1], begin, blocks * block_bytes)
    return found


def _numbers(file: BinaryIO, layout: str) -> tuple[int, ...]:
    if file.tell() > MAX_HEADER_BYTES:
        raise ValueError(file.tell())
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _text(file: BinaryIO) -> str:
    (length,) = _numbers(file, "<Q")
    if length > MAX_HEADER_BYTES:
        raise ValueError(length)
    data = file.read(length)
    if len(data) != length:
        raise ValueError(length)
    return data.decode("utf-8")


def _skip(file: BinaryIO, kind: int) -> None:
    if kind == _STRING:
        _text(file)
    elif kind in _SIZES:
        file.read(_SIZES[kind])
    elif kind == _ARRAY:
        inner, count = _numbers(file, "<IQ")
        if inner in _SIZES:
            _seek(file, count * _SIZES[inner])
        elif inner == _STRING:  # a vocabulary
            for _ in range(count):
                _text(file)
        else:
            raise ValueError(inner)
    else:
        raise ValueError(kind)


def _seek(file: BinaryIO, length: int) -> None:
    if length > MAX_HEADER_BYTES:
        raise ValueError(length)
    file.seek(length, 1)


def _damaged(path: Path) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is damaged: its table of contents is wrong. Copy or download it again."),
        path=path,
    )
