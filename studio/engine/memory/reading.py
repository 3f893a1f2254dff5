"""Gives out the tensors of a safetensors file one by one, in the order they lie in.

From a drive of this machine they are mapped, and the pages are given back after each tensor. From
a network drive, from one that turns out to be slow, and where pages cannot be given back, the file
is read from its beginning to its end in large pieces: a mapping asks such a drive for one page at
a time and takes tens of times as long.
"""

from __future__ import annotations

import json
import mmap
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.memory.drives import is_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PIECE_BYTES = 8 << 20
SLOW_BYTES_PER_S = 40e6  # below, a mapping is given up; a spinning disk reads 100 MB a second
TRIAL_BYTES = 16 << 20  # so much is read before a drive is judged
_FORMATS = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U8": "uint8",
    "BOOL": "bool",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a tensor lie: `begin` and `size` in its file, and what they mean."""

    path: Path
    name: str
    begin: int
    size: int
    kind: str
    shape: tuple[int, ...]


def places(path: Path) -> dict[str, Place]:
    """Return where every tensor of a file lies; the file has been checked by `read_tensors`."""
    with path.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        shape = tuple(entry["shape"])
        found[name] = Place(path, name, 8 + length + begin, end - begin, entry["dtype"], shape)
    return found


class Source(Protocol):
    """An open file; what `tensor` returns is valid until the next call."""

    def tensor(self, place: Place, watch: Callable[[int], None]) -> Any:
        """Return a tensor on the processor; `watch` is told the bytes as they are read."""

    def close(self) -> None:
        """Let go of the file."""


class Mapped:
    """Reads through a mapping, whose pages are given back as soon as they were used."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self._last: Place | None = None

    def tensor(self, place: Place, watch: Callable[[int], None]) -> Any:
        """See `Source`; the bytes are read when they are used, and told beforehand."""
        self._give_back()
        self._last = place
        watch(place.size)
        return _tensor(place, self._map, place.begin)

    def _give_back(self) -> None:
        if self._last is None:
            return
        page = mmap.PAGESIZE
        begin = self._last.begin // page * page
        self._map.madvise(mmap.MADV_DONTNEED, begin, self._last.begin + self._last.size - begin)
        self._last = None

    def close(self) -> None:
        """See `Source`."""
        self._give_back()
        self._map.close()


class Read:
    """Reads piece by piece into memory of its own, which grows to the largest tensor."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb", buffering=0)
        self._buffer = bytearray()

    def tensor(self, place: Place, watch: Callable[[int], None]) -> Any:
        """See `Source`."""
        if len(self._buffer) < place.size:
            self._buffer = bytearray(place.size)
        self._file.seek(place.begin)
        done = 0
        with memoryview(self._buffer) as view:
            while done < place.size:
                count = self._file.readinto(view[done : min(done + PIECE_BYTES, place.size)])
                if not count:
                    raise _cut(self._path)
                done += count
                watch(count)
        return _tensor(place, self._buffer, 0)

    def close(self) -> None:
        """See `Source`."""
        self._file.close()


class Reader:
    """Opens files as their drive wants it, and goes over from mapping to reading when one is slow.

    `clock` is in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._open: tuple[Path, Source] | None = None
        self._bytes, self._seconds = 0, 0.0
        self.in_order = not hasattr(mmap, "MADV_DONTNEED")

    @property
    def is_slow(self) -> bool:
        """Whether the drive was found to be slow while it was read."""
        return self._bytes >= TRIAL_BYTES and self._bytes < SLOW_BYTES_PER_S * self._seconds

    def reads_slowly(self, path: Path) -> bool:
        """Whether this file comes from a slow drive, or over a network."""
        return self.is_slow or is_remote(path)

    def use(self, place: Place, watch: Callable[[int], None], work: Callable[[Any], None]) -> None:
        """Give a tensor to `work`, which copies what it needs.

        Raises `ModelRefusedError` naming the file when it cannot be read to its end.
        """
        started_s = self._clock()
        try:
            tensor = self._source(place.path).tensor(place, watch)
            work(tensor)
        except OSError as error:
            raise ModelRefusedError(
                N_("{path} cannot be read: {reason}."),
                path=place.path,
                reason=error.strerror or error,
            ) from None
        self._bytes += place.size
        self._seconds += self._clock() - started_s

    def _source(self, path: Path) -> Source:
        if self._open is not None:
            before, source = self._open
            if before == path and not (self.is_slow and isinstance(source, Mapped)):
                return source
            self.close()
        in_order = self.in_order or self.reads_slowly(path)
        source = Read(path) if in_order else Mapped(path)
        self._open = path, source
        return source

    def close(self) -> None:
        """Let go of the file that is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


def _tensor(place: Place, data: Any, begin: int) -> Any:
    import torch

    kind = getattr(torch, _FORMATS.get(place.kind, ""), None)
    if kind is None:
        raise ModelRefusedError(
            N_("{path} stores {name} in a number format that is not known: {kind}."),
            path=place.path,
            name=place.name,
            kind=place.kind,
        )
    if not place.size:
        return torch.empty(place.shape, dtype=kind)
    count = place.size // kind.itemsize
    return torch.frombuffer(data, dtype=kind, count=count, offset=begin).view(place.shape)


def _cut(path: Path) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is cut off: its end is missing. Copy or download it again."), path=path
    )


def whole_bytes(wanted: Mapping[str, Place]) -> int:
    """Return how many bytes some tensors take in their files, each counted once."""
    return sum({(place.path, place.begin): place.size for place in wanted.values()}.values())
