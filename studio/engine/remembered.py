"""What files turned out to be at the last look, so that the next one reads only what has changed.

A collection of some hundred models on a network drive takes minutes to read, and a moment to ask
for its times and sizes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from studio import __version__
from studio.core.addition import Addition, AdditionKind
from studio.core.errors import StudioError
from studio.core.model import Kind, Layout, Model
from studio.core.request import Extent
from studio.core.storage import write_atomic
from studio.engine.folder import read_json

MOST_FILES = 2000  # of a folder that is one model
MOST_KEPT = 20_000
Entry = Model | Addition | None


class Remembered:
    """The memory of one search, kept in a JSON file; what cannot be read of it is not known."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = _read(path) if path else {}
        self._used: dict[str, list[Any]] = {}

    def recall(self, path: Path) -> tuple[bool, Entry]:
        """Return whether it is known what a file or folder is, and what."""
        found = self._known.get(str(path)) if self._path else None
        try:
            if found is None or found[0] != _stamp(path):
                return False, None
            entry = _entry(found[1])
        except (OSError, KeyError, TypeError, ValueError, IndexError):
            return False, None
        self._used[str(path)] = found
        return True, entry

    def note(self, path: Path, entry: Entry) -> None:
        """Remember what a file or folder turned out to be."""
        if self._path:
            try:
                self._used[str(path)] = [_stamp(path), _data(entry)]
            except (OSError, ValueError):  # it is gone again, or too many files to ask
                self._used.pop(str(path), None)

    def keep(self) -> None:
        """Write it down for the next search, if there is anything new."""
        together = {**self._known, **self._used}
        if self._path is None or together == self._known:
            return
        if len(together) > MOST_KEPT:
            together = self._used
        text = json.dumps({"by": _builder(), "files": together})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._path, text.encode())
        except OSError:
            pass  # a cache that cannot be written is made again


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        kept = read_json(path)
    except StudioError:
        return {}
    files = kept.get("files")
    return files if isinstance(files, dict) and kept.get("by") == _builder() else {}


def _stamp(path: Path) -> list[int] | str:
    """Return what changes when a file does, or any file of a folder."""
    if not path.is_dir():
        stat = path.stat()
        return [stat.st_mtime_ns, stat.st_size]
    lines = []
    for folder, _, names in os.walk(path, followlinks=True):
        for name in names:
            stat = os.stat(os.path.join(folder, name))
            lines.append(
                f"{os.path.relpath(folder, path)}/{name} {stat.st_mtime_ns} {stat.st_size}"
            )
        if len(lines) > MOST_FILES:
            raise ValueError(path)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@cache
def _builder() -> str:
    """Return what changes when the studio may have learnt to tell files apart in another way."""
    package = Path(__file__).parent
    sources = sorted(package.rglob("*.py")) or [Path(sys.executable)]
    stamps = [f"{p.name} {p.stat().st_mtime_ns} {p.stat().st_size}" for p in sources if p.exists()]
    return hashlib.sha256("\n".join([__version__, *stamps]).encode()).hexdigest()


def _data(entry: Entry) -> dict[str, Any] | None:
    if entry is None:
        return None
    values = {field.name: _plain(getattr(entry, field.name)) for field in fields(entry)}
    return {type(entry).__name__: values}


def _plain(value: object) -> object:
    match value:
        case Path():
            return str(value)
        case Enum():
            return value.value
        case Extent(width, height):
            return [width, height]
        case _:
            return value


def _entry(data: dict[str, Any] | None) -> Entry:
    match data:
        case None:
            return None
        case {"Model": dict(values)}:
            changed = {
                "path": Path(values["path"]),
                "layout": Layout(values["layout"]),
                "kind": Kind(values["kind"]),
                "native": Extent(*values["native"]),
            }
            return Model(**{**values, **changed})
        case {"Addition": dict(values)}:
            kind = AdditionKind(values["kind"])
            return Addition(**{**values, "path": Path(values["path"]), "kind": kind})
        case _:
            raise ValueError(data)
