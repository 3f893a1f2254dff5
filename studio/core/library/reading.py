"""A run's folder as the index keeps it."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.codec import digest
from studio.core.library.numbers import number_of
from studio.core.run import PARAMS, RECORD, read_whole, run_of

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.request import Request
    from studio.core.run import Run

_LEVEL = 1


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A run, its params.json as it was read, and what that file was then."""

    run: Run
    number: int
    stamp: int
    data: bytes  # deflated
    alike: int
    content: bytes
    trashed: bool = False


def read(folder: Path, *, trashed: bool = False) -> Reading:
    """Read a run's folder; raises like `core.run.read_run`."""
    stamp = stamp_of(folder / PARAMS)
    run, data = read_whole(folder)
    return reading_of(run, data, stamp, trashed=trashed)


def reading_of(run: Run, data: bytes, stamp: int, *, trashed: bool = False) -> Reading:
    """Join a run with the bytes of its params.json."""
    alike = _alike(run.request)
    packed = zlib.compress(data, _LEVEL)
    content = content_of(run.request, str(run.facts.get("model_hash", "")))
    number = number_of(run.id)
    return Reading(run, number, stamp, packed, _as_number(alike), content, trashed)


def unpacked(folder: Path, data: bytes) -> Run:
    """Return the run of a folder from what the index kept; raises `CodecError`, `zlib.error`."""
    return run_of(folder, RECORD.loads(zlib.decompress(data)))


def content_of(request: Request, model_hash: str) -> bytes:
    """Return what two runs share that are the same picture: request and weights."""
    text = f"{_alike(request)}/{request.seed}/{request.count}/{model_hash}"
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]


def _alike(request: Request) -> str:
    """Return what requests share that are equal but for the seed."""
    return digest(replace(request, seed=0, count=1))


def _as_number(alike: str) -> int:
    return int.from_bytes(bytes.fromhex(alike[:16]), "big", signed=True)


def stamp_of(path: Path) -> int:
    """Return a number that changes with a file or folder, or 0 where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    return (found.st_mtime_ns ^ (found.st_size << 40)) & (2**62 - 1)
