"""Runs that were made just now: shown already, and soon known to the index."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.tasks.library.take_up import TakeUp

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.run import Run
    from studio.state.shelves import Shelves


class Newcomers(QObject):
    """Has the index take them up, as many at a time as have come meanwhile."""

    taken_up = Signal()

    def __init__(self, shelves: Shelves, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelves = shelves
        self._waiting: list[Run] = []
        self._job = ""
        shelves.history.added.connect(self._on_added)

    def forget(self) -> None:
        """Another project is opened: this one is compared with its folder when it is again."""
        self._waiting.clear()
        self._shelves.errands.cancel(self._job)
        self._job = ""

    def _on_added(self, run: Run) -> None:
        self._waiting.append(run)
        if not self._job:
            self._take_up()

    def _take_up(self) -> None:
        home, new = self._shelves.home, self._waiting
        self._waiting = []
        new = [run for run in new if home and run.folder.parent.parent == home.root]
        if home and new:
            task = TakeUp(home, tuple(run.id for run in new))
            done = partial(self._on_taken_up, new)
            self._job = self._shelves.errands.run(task, done=done, failed=self._on_failed)

    def _on_taken_up(self, runs: list[Run], _changed: bool) -> None:
        self._job = ""
        self._shelves.history.settle(runs)
        if self._waiting:
            self._take_up()
        else:
            self.taken_up.emit()

    def _on_failed(self, error: StudioError) -> None:
        self._job = ""
        self._shelves.lost.emit(error)
