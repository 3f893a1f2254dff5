"""The runs as a grid that costs the same for ten pictures and for a hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from studio.state.history import RunRole
from studio.ui.gallery.delegate import RunDelegate

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QContextMenuEvent, QResizeEvent

    from studio.core.run import Run
    from studio.state.history import History

BATCH = 500


class GalleryView(QListView):
    """Tells which run was chosen by mouse or keys; shows the one it is told."""

    chosen = Signal(object)  # Run
    asked = Signal(object)  # the global position of a context menu

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._thumbnail_px = 120
        self._telling = True
        self.setModel(history)
        self.setItemDelegate(RunDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Gallery"))
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_thumbnail_px(self, size: int) -> None:
        """Show larger or smaller pictures."""
        self._thumbnail_px = size
        self._lay_grid()

    def select(self, run: Run | None) -> None:
        """Show which run is selected, without choosing it again."""
        row = self._history.row(run.id) if run else -1
        index = self._history.index(row) if row >= 0 else self.rootIndex()
        if index == self.currentIndex():
            return
        self._telling = False
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._telling = True
        if row >= 0:
            self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width with whole columns."""
        super().resizeEvent(event)
        self._lay_grid()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the run under the mouse."""
        if self.currentIndex().isValid():
            self.asked.emit(event.globalPos())

    def _lay_grid(self) -> None:
        width = self.viewport().width() - 1
        columns = max(round(width / self._thumbnail_px), 1)
        side = max(width // columns, 24)
        if self.gridSize() != QSize(side, side):
            self.setGridSize(QSize(side, side))

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._telling and current.isValid():
            self.chosen.emit(current.data(RunRole.RUN))
