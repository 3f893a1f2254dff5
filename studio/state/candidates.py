"""The pictures that one request made with different seeds, around the one that is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.request import Request
    from studio.core.run import Run
    from studio.state.browsing import Browsing
    from studio.state.history import History

MOST = 24  # to either side


class Candidates(QObject):
    """`runs` are the neighbors in the gallery that differ in nothing but the seed."""

    runs_changed = Signal(object)
    runs: Observable[tuple[Run, ...]] = Observable(())  # in the gallery's order; () for one alone

    def __init__(self, history: History, browsing: Browsing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._browsing = browsing
        browsing.selected_changed.connect(self._on_selected)
        for changed in (history.rowsInserted, history.rowsRemoved, history.modelReset):
            changed.connect(self._look)

    def _on_selected(self, selected: Run | None) -> None:
        known = selected and any(run.id == selected.id for run in self.runs)
        if not known:  # else one walks along the row, which stays as it is
            self._look()

    def _look(self, *_what: object) -> None:
        selected = self._browsing.selected
        row = self._history.row_of(selected) if selected else -1
        if selected is None or row < 0:
            self.runs = ()
            return
        last = self._history.rowCount() - 1
        wanted = _but_seed(selected.request)
        newer = self._alike(range(row - 1, max(row - MOST, -1), -1), wanted)
        older = self._alike(range(row + 1, min(row + MOST, last) + 1), wanted)
        found = (*reversed(newer), selected, *older)
        self.runs = found if len(found) > 1 else ()

    def _alike(self, rows: Iterable[int], wanted: Request) -> list[Run]:
        found = []
        for row in rows:
            run = self._history.run(row)
            if _but_seed(run.request) != wanted:
                break
            found.append(run)
        return found


def _but_seed(request: Request) -> Request:
    return replace(request, seed=0, count=1)
