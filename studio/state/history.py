"""The project's runs as a list, newest first."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.run import Run
    from studio.state.thumbnails import Thumbnails

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class RunRole(IntEnum):
    """What the gallery asks about a run."""

    RUN = Qt.ItemDataRole.UserRole
    THUMBNAIL = Qt.ItemDataRole.UserRole + 1  # (h, w, 3) uint8, or None
    BROKEN = Qt.ItemDataRole.UserRole + 2


class History(QAbstractListModel):
    """Rows are runs; a new one comes on top."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._runs: list[Run] = []  # oldest first, so that a new one is cheap to add
        self._places: dict[str, int] = {}
        thumbnails.arrived.connect(self._on_arrived)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """The number of runs."""
        return 0 if parent.isValid() else len(self._runs)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a run; asking for a thumbnail has it read."""
        run = self.run(index.row())
        match role:
            case RunRole.RUN:
                return run
            case RunRole.THUMBNAIL:
                return self._thumbnails.get(run)
            case RunRole.BROKEN:
                return self._thumbnails.is_broken(run)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return run.request.prompt
            case _:
                return None

    def run(self, row: int) -> Run:
        """Return the run of a row."""
        return self._runs[-1 - row]

    def row(self, run_id: str) -> int:
        """Return the row of a run; -1 if it is not here."""
        place = self._places.get(run_id)
        return -1 if place is None else len(self._runs) - 1 - place

    def make_room(self, cells: int) -> None:
        """Hold the thumbnails of as many runs as a view shows at once."""
        self._thumbnails.make_room(cells)

    def reset(self, runs: Sequence[Run]) -> None:
        """Show other runs, given oldest first."""
        self.beginResetModel()
        self._runs = list(runs)
        self._places = {run.id: place for place, run in enumerate(self._runs)}
        self.endResetModel()

    def add(self, run: Run) -> None:
        """Put a new run on top, once."""
        if run.id in self._places:
            return
        self.beginInsertRows(ROOT, 0, 0)
        self._places[run.id] = len(self._runs)
        self._runs.append(run)
        self.endInsertRows()

    def _on_arrived(self, run_id: str) -> None:
        row = self.row(run_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))
