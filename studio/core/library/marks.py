"""What people say of runs: stars, tags and albums, kept in the project folder.

`marks.jsonl` holds one line for each change, with everything that is said of a run from then on:
the last line of a run counts. A line is appended and pushed to the disk; one that a power failure
cut off is ignored. The file is written anew, in one step, when most of it is past.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError
from studio.core.json_text import CodecError, parse
from studio.core.names import is_safe
from studio.core.project_folder import MARKS_FILE
from studio.core.storage import is_link, sync_folder, write_atomic
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.json_text import Json

MOST_STARS = 5
SCHEMA = 1
_FORMAT = "studio.marks"
_SLACK = 200  # lines that may be past before the file is written anew
_LONGEST = 200  # characters of a tag or an album


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of one run."""

    stars: int = 0
    tags: frozenset[str] = frozenset()
    albums: frozenset[str] = frozenset()


NO_MARKS = Marks()


def clean_name(name: str) -> str:
    """Return the name of a tag or an album as it is kept: on one line, without blanks around it."""
    return " ".join(name.split())[:_LONGEST].encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the file says, and in what state it is."""

    marks: dict[str, Marks]
    lines: int = 0
    torn: bool = False  # the last line is not whole
    strange: bool = False  # a line before it cannot be read: nothing of it is thrown away
    newer: bool = False


def read_marks(root: Path) -> dict[str, Marks]:
    """Return what is said of each run by its id; a file that cannot be read says nothing."""
    try:
        return _found(root / MARKS_FILE).marks
    except OSError:
        return {}


def append_marks(root: Path, changes: Mapping[str, Marks]) -> None:
    """Say something else of some runs; it is on the disk when this returns.

    Call it only while holding the lock. Raises `OSError`, or `ProjectError` for a file that is not
    ours to change; what was said before is then still said.
    """
    path = root / MARKS_FILE
    found = _found(path)
    if found.newer:
        raise ProjectError(
            N_("{path} is of a newer version of the studio; it is neither used nor changed."),
            path=path,
        )
    lines = [] if found.lines else [_line({"format": _FORMAT, "schema": SCHEMA})]
    lines += [_line(_as_data(run_id, marks)) for run_id, marks in changes.items()]
    data = (b"\n" if found.torn else b"") + b"".join(lines)
    is_new = not path.exists()
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    fd = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        _append(fd, data)
    finally:
        os.close(fd)
    if is_new:
        sync_folder(root)


def _append(fd: int, data: bytes) -> None:
    """Write all of it or, on a full disk, nothing."""
    end = os.lseek(fd, 0, os.SEEK_END)
    try:
        written = 0
        while written < len(data):
            written += os.write(fd, data[written:])
        os.fsync(fd)
    except OSError:
        os.ftruncate(fd, end)
        raise


def compact_marks(root: Path) -> None:
    """Write the file anew if most of it is past; call it only while holding the lock."""
    path = root / MARKS_FILE
    found = _found(path)
    kept = {run_id: marks for run_id, marks in found.marks.items() if marks != NO_MARKS}
    if found.newer or found.strange or found.lines <= 2 * len(kept) + _SLACK:
        return
    lines = [_line({"format": _FORMAT, "schema": SCHEMA})]
    lines += [_line(_as_data(run_id, marks)) for run_id, marks in kept.items()]
    write_atomic(path, b"".join(lines))


def _found(path: Path) -> _Found:
    if is_link(path):
        raise ProjectError(N_("{path} is a link that leads elsewhere."), path=path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _Found({})
    lines = data.split(b"\n")
    torn = bool(lines[-1])  # cut off; nothing less than a whole entry can be read
    marks: dict[str, Marks] = {}
    strange = False
    for number, line in enumerate(lines):
        entry = _entry(line)
        if entry is None:
            strange = strange or (bool(line.strip()) and number < len(lines) - 1)
        elif entry.get("format") == _FORMAT:
            schema = entry.get("schema")
            if number == 0 and isinstance(schema, int) and schema > SCHEMA:
                return _Found({}, len(lines), torn, newer=True)
        elif isinstance(run_id := entry.get("run"), str) and is_safe(run_id):
            marks[run_id] = _marks_of(entry)
    return _Found(marks, len(lines) - (not torn), torn, strange)


def _entry(line: bytes) -> dict[str, Json] | None:
    try:
        data = parse(line)
    except CodecError:
        return None
    return data if isinstance(data, dict) else None


def _marks_of(entry: dict[str, Json]) -> Marks:
    stars = entry.get("stars", 0)
    number = stars if isinstance(stars, int) else 0
    return Marks(min(max(number, 0), MOST_STARS), _names(entry, "tags"), _names(entry, "albums"))


def _names(entry: dict[str, Json], key: str) -> frozenset[str]:
    names = entry.get(key, [])
    if not isinstance(names, list):
        return frozenset()
    cleaned = (clean_name(name) for name in names if isinstance(name, str))
    return frozenset(name for name in cleaned if name)


def _as_data(run_id: str, marks: Marks) -> dict[str, Json]:
    data: dict[str, Json] = {"run": run_id, "stars": marks.stars}
    if marks.tags:
        data["tags"] = [*sorted(marks.tags)]
    if marks.albums:
        data["albums"] = [*sorted(marks.albums)]
    return data


def _line(data: dict[str, Json]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
