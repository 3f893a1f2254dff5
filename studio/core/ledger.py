"""What of a long job was made already: a line for each part, written just before it is stored.

After a crash the job goes on behind them. All lines but the last are of parts that were stored for
certain; of the last one only the project can tell, by the run that the line names.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LINE = re.compile(r"(?P<part>\d{1,9}) (?P<run>[\w-]{1,120})")


class Ledger:
    """The parts of one job; without a file it remembers them as long as the process lives."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: list[tuple[int, str]] = []

    def made(self, is_stored: Callable[[str], bool]) -> dict[int, str]:
        """Return part -> run of those that need not be made again.

        `is_stored` tells of a run's id whether the project has it.
        """
        lines = self._read()
        sure, last = lines[:-1], lines[-1:]
        return dict(sure + [line for line in last if is_stored(line[1])])

    def note(self, part: int, run_id: str) -> None:
        """Say which run a part is about to become. Raises `OSError`."""
        if self._path is None:
            self._lines.append((part, run_id))
            return
        with self._path.open("a", encoding="ascii") as file:
            file.write(f"{part} {run_id}\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> list[tuple[int, str]]:
        if self._path is None:
            return list(self._lines)
        try:
            text = self._path.read_text(encoding="ascii", errors="replace")
        except OSError:
            return []
        found = (_LINE.fullmatch(line) for line in text.splitlines())
        return [(int(line["part"]), line["run"]) for line in found if line]
