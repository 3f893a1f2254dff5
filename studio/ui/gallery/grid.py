"""Equal square cells in rows: every place is computed, so that a hundred thousand cost as ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QPainter, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionModel
    from PySide6.QtGui import QPaintEvent

AnyIndex = QModelIndex | QPersistentModelIndex
SMALLEST_PX = 24
Hint = QAbstractItemView.ScrollHint
Action = QAbstractItemView.CursorAction


class GridView(QAbstractItemView):
    """Fills its width with whole columns; what is on top stays there when items come before it."""

    cells_in_sight_changed = Signal(int)

    def __init__(self, cell_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish_px = cell_px
        self._columns = 1
        self._side = cell_px
        self._top: QPersistentModelIndex | None = None  # None: the start, whatever comes there
        self._into_px = 0  # how much of the top row is scrolled away
        self._placing = False
        self._hovered = QPersistentModelIndex()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def gridSize(self) -> QSize:
        """The size of a cell."""
        return QSize(self._side, self._side)

    def set_cell_px(self, size: int) -> None:
        """Wish for larger or smaller cells."""
        self._wish_px = size
        self.updateGeometries()
        self.viewport().update()

    def cells_in_sight(self) -> int:
        """How many cells the view shows at most."""
        return self._columns * (self.viewport().height() // self._side + 2)

    # Places

    def visualRect(self, index: AnyIndex) -> QRect:
        """Return where a cell is, in the viewport's pixels."""
        if not index.isValid():
            return QRect()
        row, column = divmod(index.row(), self._columns)
        at = QPoint(column * self._side, row * self._side - self.verticalOffset())
        return QRect(at, self.gridSize())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the cell at a pixel of the viewport."""
        column, row = point.x() // self._side, (point.y() + self.verticalOffset()) // self._side
        place = row * self._columns + column
        if 0 <= column < self._columns and 0 <= place < self._count():
            return self.model().index(place, 0)
        return QModelIndex()

    def scrollTo(self, index: AnyIndex, hint: Hint = Hint.EnsureVisible) -> None:
        """Bring a cell into sight."""
        place, bar = self.visualRect(index), self.verticalScrollBar()
        room = self.viewport().height() - self._side
        if not index.isValid() or (hint is Hint.EnsureVisible and 0 <= place.top() <= room):
            return
        above = place.top() < 0 if hint is Hint.EnsureVisible else hint is Hint.PositionAtTop
        by = place.top() if above else place.top() - room
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

    # Choosing

    def moveCursor(self, action: Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the cell that a key goes to."""
        count, now = self._count(), max(self.currentIndex().row(), 0)
        page = self._columns * max(self.viewport().height() // self._side, 1)
        moves = {
            Action.MoveUp: -self._columns,
            Action.MoveDown: self._columns,
            Action.MovePageUp: -page,
            Action.MovePageDown: page,
            Action.MoveLeft: -1,
            Action.MovePrevious: -1,
            Action.MoveRight: 1,
            Action.MoveNext: 1,
            Action.MoveHome: -count,
            Action.MoveEnd: count,
        }
        row = min(max(now + moves[action], 0), count - 1)
        if action in (Action.MoveUp, Action.MoveDown) and abs(row - now) < self._columns:
            row = now  # there is no row there
        return self.model().index(row, 0) if count else QModelIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cell where a press or a key ends."""
        index = self.indexAt(rect.bottomRight())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return what has to be painted again."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    # Events

    def updateGeometries(self) -> None:
        """Lay out the columns and keep what is on top where it is."""
        room = self.viewport().size()
        width = room.width() - 1
        self._columns = max(round(width / self._wish_px), 1)
        self._side = max(width // self._columns, SMALLEST_PX)
        rows = -(-self._count() // self._columns)
        bar = self.verticalScrollBar()
        self._placing = True
        bar.setSingleStep(max(self._side // 2, 1))
        bar.setPageStep(room.height())
        bar.setRange(0, max(rows * self._side - room.height(), 0))
        if self._top is not None and self._top.isValid():
            into = min(self._into_px, self._side - 1)
            bar.setValue(self._top.row() // self._columns * self._side + into)
        self._placing = False
        super().updateGeometries()
        self.cells_in_sight_changed.emit(self.cells_in_sight())

    def reset(self) -> None:
        """Begin at the start: everything is another."""
        self._top = None
        self.verticalScrollBar().setValue(0)
        super().reset()
        self.updateGeometries()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        """Make room at once, so that nothing in sight moves more than it must."""
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already."""
        self.viewport().scroll(dx, dy)

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the mouse with the ring of the cell under it."""
        kinds = (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave)
        if event.type() in kinds:
            self._hover(leaves=event.type() is QEvent.Type.HoverLeave)
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in sight."""
        painter = QPainter(self.viewport())
        dirty = event.rect()
        first = (dirty.top() + self.verticalOffset()) // self._side * self._columns
        last = ((dirty.bottom() + self.verticalOffset()) // self._side + 1) * self._columns
        for row in range(max(first, 0), min(last, self._count())):
            self._paint_cell(painter, self.model().index(row, 0))
        painter.end()

    def _paint_cell(self, painter: QPainter, index: QModelIndex) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if self._hovered == index:
            option.state |= QStyle.StateFlag.State_MouseOver
        self.itemDelegate().paint(painter, option, index)

    def _hover(self, *, leaves: bool) -> None:
        at = self.viewport().mapFromGlobal(QCursor.pos())
        index = QModelIndex() if leaves else self.indexAt(at)
        old, self._hovered = self._hovered, QPersistentModelIndex(index)
        for place in (self.visualRect(old), self.visualRect(index)):
            self.viewport().update(place)

    def _on_scrolled(self, value: int) -> None:
        if self._placing:
            return
        row, self._into_px = divmod(value, self._side)
        index = self.model().index(row * self._columns, 0) if value else QModelIndex()
        self._top = QPersistentModelIndex(index) if value else None

    def _count(self) -> int:
        return self.model().rowCount() if self.model() else 0
