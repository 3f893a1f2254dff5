"""The runs as a grid that costs the same for ten pictures and for a hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Signal

from studio.state.history import RunRole
from studio.ui.gallery.delegate import RunDelegate
from studio.ui.gallery.grid import GridView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QWidget

    from studio.core.run import Run
    from studio.state.history import History

CELL_PX = 120


class GalleryView(GridView):
    """Tells which run was chosen by mouse or keys; shows the one it is told."""

    chosen = Signal(object)  # Run
    asked = Signal(object)  # the global position of a context menu

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(CELL_PX, parent)
        self._history = history
        self._telling = True
        self.cells_in_sight_changed.connect(history.make_room)
        self.setModel(history)
        self.setItemDelegate(RunDelegate(self))
        self.setAccessibleName(self.tr("Gallery"))
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_thumbnail_px(self, size: int) -> None:
        """Show larger or smaller pictures."""
        self.set_cell_px(size)

    def select(self, run: Run | None) -> None:
        """Show which run is selected, without choosing it again.

        One that is new on top is not gone to from further down, where somebody looks around.
        """
        row = self._history.row(run.id) if run else -1
        index = self._history.index(row) if row >= 0 else self.rootIndex()
        if index == self.currentIndex():
            return
        self._telling = False
        self.setAutoScroll(row != 0 or self._is_in_sight(self.currentIndex()))
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.setAutoScroll(True)
        self._telling = True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the run under the mouse."""
        if self.currentIndex().isValid():
            self.asked.emit(event.globalPos())

    def _is_in_sight(self, index: QModelIndex) -> bool:
        if not index.isValid():
            return self.verticalScrollBar().value() == 0
        return self.viewport().rect().intersects(self.visualRect(index))

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._telling and current.isValid():
            self.chosen.emit(current.data(RunRole.RUN))
