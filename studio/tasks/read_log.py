"""Read the end of a log; a long one is never read whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.log_files import LogFile, level_of, log_files
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter

MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class LogText:
    """The last lines of a log with their levels; `size` is the whole file's, in bytes."""

    path: Path | None
    lines: tuple[tuple[str, str], ...]  # (level, line)
    size: int
    files: tuple[LogFile, ...]


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Returns the end of a log, of the newest one where `path` is None, and what logs there are."""

    folder: Path
    path: Path | None = None

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading the log"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> LogText:
        """Read; a log that is gone has no lines."""
        files = log_files(self.folder)
        path = self.path or next((f.path for f in files if not f.is_worker), None)
        try:
            lines, size = tail(path) if path else ((), 0)
        except OSError:
            lines, size = (), 0
        return LogText(path, lines, size, files)


def tail(path: Path) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the last lines of a log with their levels, and its size."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - MOST_BYTES))
        data = file.read(MOST_BYTES)
    text = data.decode("utf-8", errors="replace")
    lines = text.splitlines()[1 if size > MOST_BYTES else 0 :]
    found, level = [], "INFO"
    for line in lines:
        level = level_of(line, level)
        found.append((level, line))
    return tuple(found), size
