"""A view whose every place is computed, so that a hundred thousand items cost as ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from studio.ui.gallery.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel

AnyIndex = QModelIndex | QPersistentModelIndex
SMALLEST_PX = 24
HEADER_PX = 28
Hint = QAbstractItemView.ScrollHint


class PlacesView(QAbstractItemView):
    """Fills its width with whole columns; what is on top stays there when items come before it."""

    cells_in_sight_changed = Signal(int)

    def __init__(self, cell_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish_px = cell_px
        self._firsts: Sequence[int] = ()
        self._layout = lay_out(0, (), 1, cell_px, HEADER_PX)
        self._top: QPersistentModelIndex | None = None  # None: the start, whatever comes there
        self._into_px = 0  # how much of the top cell is scrolled away
        self._placing = False
        self.setObjectName("grid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show the rows of a model."""
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._on_removed)
            model.rowsMoved.connect(self._on_removed)

    def gridSize(self) -> QSize:
        """The size of a cell."""
        return QSize(self._layout.side, self._layout.side)

    def set_cell_px(self, size: int) -> None:
        """Wish for larger or smaller cells."""
        self._wish_px = size
        self.updateGeometries()
        self.viewport().update()

    def set_groups(self, firsts: Sequence[int]) -> None:
        """Put a header before each of these rows; none for no headers."""
        self._firsts = firsts
        self.updateGeometries()
        self.viewport().update()

    def cells_in_sight(self) -> int:
        """How many cells the view shows at most."""
        return self._layout.columns * (self.viewport().height() // self._layout.side + 2)

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return where a cell is, in the viewport's pixels."""
        if not index.isValid():
            return QRect()
        x, y = self._layout.place(index.row())
        return QRect(QPoint(x, y - self.verticalOffset()), self.gridSize())

    def header_rect(self, group: int) -> QRect:
        """Return where a header is; the topmost one stays at the upper edge."""
        tops, offset = self._layout.tops, self.verticalOffset()
        top = tops[group] - offset
        if top < 0:
            top = min(0, tops[group + 1] - offset - HEADER_PX)
        return QRect(0, top, self.viewport().width(), self._layout.header)

    def header_at(self, point: QPoint) -> int:
        """Return the group whose header is at a pixel of the viewport, or -1."""
        if not self._layout.header:
            return -1
        on_top = self._layout.group_at(self.verticalOffset())
        if self.header_rect(on_top).contains(point):
            return on_top
        return self._layout.header_at(point.y() + self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the cell at a pixel of the viewport."""
        row = self._layout.cell_at(point.x(), point.y() + self.verticalOffset())
        return self.model().index(row, 0) if 0 <= row < self._count() else QModelIndex()

    def scrollTo(self, index: AnyIndex, hint: Hint = Hint.EnsureVisible) -> None:
        """Bring a cell into sight."""
        place, bar = self.visualRect(index), self.verticalScrollBar()
        room, upper = self.viewport().height() - self._layout.side, self._layout.header
        if not index.isValid() or (hint is Hint.EnsureVisible and upper <= place.top() <= room):
            return
        above = place.top() < upper if hint is Hint.EnsureVisible else hint is Hint.PositionAtTop
        by = place.top() - upper if above else place.top() - room
        if hint is Hint.PositionAtCenter:
            by = place.top() - room // 2
        bar.setValue(bar.value() + by)

    def horizontalOffset(self) -> int:
        """There is none."""
        return 0

    def verticalOffset(self) -> int:
        """Return how many pixels are scrolled away."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        """Every cell can be seen."""
        return False

    def updateGeometries(self) -> None:
        """Lay out the columns and keep what is on top where it is."""
        room = self.viewport().size()
        width = room.width() - 1
        columns = max(round(width / self._wish_px), 1)
        side = max(width // columns, SMALLEST_PX)
        self._layout = lay_out(self._count(), self._firsts, columns, side, HEADER_PX)
        bar = self.verticalScrollBar()
        self._placing = True
        bar.setSingleStep(max(side // 2, 1))
        bar.setPageStep(room.height())
        bar.setRange(0, max(self._layout.height - room.height(), 0))
        if self._top is not None and self._top.isValid():
            bar.setValue(self._layout.place(self._top.row())[1] + min(self._into_px, side - 1))
        self._placing = False
        super().updateGeometries()
        self.cells_in_sight_changed.emit(self.cells_in_sight())

    def reset(self) -> None:
        """Begin at the start: everything is another."""
        self._top = None
        self._firsts = ()
        self.verticalScrollBar().setValue(0)
        super().reset()
        self.updateGeometries()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        """Make room at once, so that nothing in sight moves more than it must."""
        super().rowsInserted(parent, start, end)
        self._on_removed()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already; what stays at the upper edge is painted again."""
        self.viewport().scroll(dx, dy)
        if self._layout.header:
            width, tall = self.viewport().width(), HEADER_PX + abs(dy)
            self.viewport().update(QRect(0, 0, width, tall))

    def _on_scrolled(self, value: int) -> None:
        if self._placing:
            return
        row = self._layout.first_from(value)
        self._into_px = value - self._layout.place(row)[1] if self._count() else 0
        index = self.model().index(row, 0) if value and self.model() else QModelIndex()
        self._top = QPersistentModelIndex(index) if value else None

    def _on_removed(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _count(self) -> int:
        return self.model().rowCount() if self.model() else 0
