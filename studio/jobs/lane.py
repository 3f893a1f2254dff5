"""A lane is one thread that works through a queue, first in, first out."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


class Lane(QThread):
    """Runs callables one at a time, away from the UI thread."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def put(self, work: Callable[[], None]) -> None:
        """Queue a callable; it must not raise and must not touch widgets."""
        self._work.put(work)

    def run(self) -> None:
        """Work until `close`."""
        while (work := self._work.get()) is not None:
            work()

    def close(self) -> None:
        """Let queued work finish, then end the thread."""
        self._work.put(None)
        self.wait()
