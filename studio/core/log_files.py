"""The files of the log: one for each start, of the window and of a worker; the last few stay."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_START = re.compile(r"\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d),\d+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) ")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log: of the window or of a worker, and when it was begun."""

    path: Path
    is_worker: bool
    started: str  # YYYYMMDD-HHMMSS


def new_log(folder: Path, kept: int) -> Path:
    """Return the path of a new log of the window, and drop the oldest so that `kept` stay.

    Raises `OSError` when the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("window-*.log"))[: -kept or None]:
        with suppress(OSError):  # gone, or still open in another window
            old.unlink()
    return folder / f"window-{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6:06}.log"


def log_files(folder: Path) -> tuple[LogFile, ...]:
    """Return every log of the folder, the newest first."""
    found = []
    for path in folder.glob("*.log"):
        kind, _, rest = path.stem.partition("-")
        if kind in ("window", "worker"):
            found.append(LogFile(path, kind == "worker", rest[:15]))
    return tuple(sorted(found, key=lambda file: (file.started, not file.is_worker), reverse=True))


def level_of(line: str, before: str = "INFO") -> str:
    """Return the level of a line; one that continues an entry has the level of that."""
    match = _START.match(line)
    if match is None:
        return before
    return "ERROR" if match[2] == "CRITICAL" else match[2]


def starts_entry(line: str) -> bool:
    """Whether a new entry begins here."""
    return _START.match(line) is not None
