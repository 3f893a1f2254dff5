"""Asking the indexes: one question at a time, the last one counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.tasks.library.find_runs import CountRuns, FindRuns

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.library.index import Index
    from studio.core.library.listing import Listing, View
    from studio.core.library.query import Query
    from studio.state.errands import Errands
    from studio.state.history import History


class Looking(QObject):
    """Fills the history with what is found, then counts it."""

    started = Signal()
    ended = Signal()
    counted = Signal(object)  # Counted
    failed = Signal(object)  # StudioError

    def __init__(self, errands: Errands, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._history = history
        self._finding = self._counting = ""

    def find(self, indexes: tuple[Index, ...], view: View, chance: int) -> None:
        """Show what is asked for; of the same as before, only what came or went is told."""
        self._errands.cancel(self._finding)
        self.started.emit()
        task = FindRuns(indexes, view, chance)
        self._finding = self._errands.run(
            task, done=partial(self._on_found, indexes, view.query), failed=self._on_failed
        )

    def count(self, indexes: tuple[Index, ...], query: Query) -> None:
        """Count what there is, by what it is."""
        self._errands.cancel(self._counting)
        task = CountRuns(indexes, query)
        self._counting = self._errands.run(task, done=self.counted.emit, failed=self.failed.emit)

    def stop(self) -> None:
        """Wait for no answer any more."""
        for job_id in (self._finding, self._counting):
            self._errands.cancel(job_id)
        self.ended.emit()

    def _on_found(self, indexes: tuple[Index, ...], query: Query, listing: Listing) -> None:
        if listing.view == self._history.listing.view:
            self._history.update(listing)
        else:
            self._history.show(listing)
        self.ended.emit()
        self.count(indexes, query)

    def _on_failed(self, error: StudioError) -> None:
        self.ended.emit()
        self.failed.emit(error)
