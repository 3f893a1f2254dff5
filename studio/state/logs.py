"""The end of one log, as it was when it was last read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from studio.state.observable import Observable
from studio.tasks.read_log import LogText, ReadLog

if TYPE_CHECKING:
    from pathlib import Path

    from studio.state.errands import Errands

NOTHING = LogText(None, (), 0, ())


class Logs(QObject):
    """Reads on the disk lane, one reading at a time."""

    text_changed = Signal(object)
    text = Observable(NOTHING)

    def __init__(self, folder: Path, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._errands = errands
        self._is_reading = False

    def read(self, path: Path | None) -> None:
        """Read the end of a log, or of the newest."""
        if not self._is_reading:
            self._is_reading = True
            self._errands.run(ReadLog(self._folder, path), done=self._on_read)

    def _on_read(self, found: LogText) -> None:
        if shiboken6.isValid(self):  # the window may have been closed for good meanwhile
            self._is_reading = False
            self.text = found
