"""A run: one finished generation, and its folder on disk."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError
from studio.core.file_format import Format, with_new_fields
from studio.core.names import is_safe
from studio.core.params import Scalar  # noqa: TC001
from studio.core.request import Extent, Request
from studio.core.storage import is_link
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from studio.core.json_text import Json

PARAMS = "params.json"
IMAGE = "image-0.png"
THUMB = "thumb.webp"
IMPORTED = "imported_sha256"  # the fact that tells a file that was taken in
DIGITAL_SOURCE = "digital_source"  # the fact in which a file that was taken in says how it came
RIGHTS = "rights"  # and the one in which it says whose it is
GRID = "grid"  # the fact that tells a sheet of many pictures
SHEET = "sheet"  # and the one that tells how large it is, such as 800x600
_SHEET = re.compile(r"(\d{1,5})x(\d{1,5})")
_ID = re.compile(r"(\d{8}-\d{6})-(\d{4})")
_STAMP = "%Y%m%d-%H%M%S"
_PER_SECOND = 9999


@dataclass(frozen=True, slots=True)
class Run:
    """One finished generation and the files it left, complete on disk.

    `facts` is what was decided on the way: model hash, package versions, device, expanded prompts.
    """

    id: str
    request: Request
    files: tuple[str, ...]
    facts: Mapping[str, Scalar]
    seconds: float
    created: datetime
    folder: Path

    def path(self, name: str) -> Path:
        """Return where one of its files lies."""
        return self.folder / name

    @property
    def extent(self) -> Extent:
        """How large its picture is: what was asked for, but for a sheet of many pictures."""
        found = _SHEET.fullmatch(str(self.facts.get(SHEET, "")))
        return Extent(int(found[1]), int(found[2])) if found else self.request.extent


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file of a run was when it was written; of runs of schema 1 nothing is known."""

    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What params.json holds; the folder's name and place are not part of it."""

    created: datetime
    seconds: float
    request: Request
    files: Mapping[str, Stored]
    facts: Mapping[str, Scalar] = field(default_factory=dict)


def _with_checksums(data: dict[str, Json]) -> dict[str, Json]:
    """Schema 1 only listed the names."""
    names = data["files"]
    if not isinstance(names, list):
        raise TypeError("files")
    return {**data, "files": {str(name): {} for name in names}}


# Schema 3: a request may start from a picture. Schema 4: it may ask for request_parts.
RECORD = Format(
    "studio.run",
    Record,
    schema=4,
    migrations={1: _with_checksums, 2: with_new_fields, 3: with_new_fields},
)


def stored(data: bytes) -> Stored:
    """Describe the bytes of a file."""
    return Stored(len(data), hashlib.sha256(data).hexdigest())


def read_run(folder: Path) -> Run:
    """Read a run's folder, following nothing that leads out of it.

    Raises `CodecError` or `ProjectError` saying what is wrong, or `OSError`.
    """
    return read_whole(folder)[0]


def read_whole(folder: Path) -> tuple[Run, bytes]:
    """Read a run's folder; return the run and the bytes of its params.json."""
    record, data = _record(folder)
    return run_of(folder, record), data


def _record(folder: Path) -> tuple[Record, bytes]:
    if is_link(folder):
        raise ProjectError(N_("it is a link that leads elsewhere."))
    found = {entry.name for entry in os.scandir(folder)}
    _check_entry(folder, PARAMS, found)
    data = (folder / PARAMS).read_bytes()
    record = RECORD.loads(data)
    for name in record.files:
        if not is_safe(name) or name.casefold() == PARAMS:
            raise ProjectError(N_("the file name {name} is not allowed."), name=f"{name!r:.60}")
        if name != THUMB or name in found:  # a thumbnail is made again when it is missed
            _check_entry(folder, name, found)
    return record, data


def run_of(folder: Path, record: Record) -> Run:
    """Join a record with where it lies."""
    return Run(
        folder.name,
        record.request,
        tuple(record.files),
        record.facts,
        record.seconds,
        record.created,
        folder,
    )


def picture_name(files: Iterable[str]) -> str:
    """Return which of a run's files is its (first) picture."""
    return next((name for name in files if name.startswith("image")), IMAGE)


def changed_files(folder: Path) -> list[str]:
    """Return which files of a run are not as they were written; raises like `read_run`."""
    known = {name: was for name, was in _record(folder)[0].files.items() if was.sha256}
    present = {name: folder / name for name in known if (folder / name).exists()}
    return [name for name, path in present.items() if stored(path.read_bytes()) != known[name]]


def _check_entry(folder: Path, name: str, found: set[str]) -> None:
    if name not in found:
        raise ProjectError(N_("{name} is missing."), name=name)
    if is_link(folder / name):
        raise ProjectError(N_("{name} is a link that leads elsewhere."), name=name)


def next_id(now: datetime, last: str) -> str:
    """Return an id like 20260824-101530-0042 that sorts after `last`, whatever the clock does."""
    stamp, number = now.strftime(_STAMP), 1
    if (found := _ID.fullmatch(last)) and stamp <= found[1]:
        stamp, number = found[1], int(found[2]) + 1
    if number > _PER_SECOND:
        stamp, number = _one_second_later(stamp), 1
    return f"{stamp}-{number:04}"


def is_run_id(name: str) -> bool:
    """Whether a name was made by `next_id`."""
    return _ID.fullmatch(name) is not None


def _one_second_later(stamp: str) -> str:
    return (datetime.strptime(stamp, _STAMP) + timedelta(seconds=1)).strftime(_STAMP)
