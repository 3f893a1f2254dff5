"""A grid of cells in groups, to choose from by mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from studio.ui.gallery.places import PlacesView
from studio.ui.gallery.rubber import Rubber

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QPaintEvent

GUTTER_PX = 3  # around a cell: a band can be drawn from there
Action = QAbstractItemView.CursorAction
Flag = QItemSelectionModel.SelectionFlag


class GridView(PlacesView):
    """Chooses by mouse and keys: cells, ranges, groups, and what a band touches."""

    def __init__(self, cell_px: int, parent: QWidget | None = None) -> None:
        super().__init__(cell_px, parent)
        self._hovered = QPersistentModelIndex()
        self._hovered_header = -1
        self._rubber = Rubber(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    # Choosing

    def moveCursor(self, action: Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the cell that a key goes to."""
        count, layout = self._count(), self._layout
        if not count:
            return QModelIndex()
        now = min(max(self.currentIndex().row(), 0), count - 1)
        lines = max(self.viewport().height() // layout.side, 1)
        goals: dict[Action, Callable[[], int]] = {
            Action.MoveUp: lambda: layout.moved(now, -1),
            Action.MoveDown: lambda: layout.moved(now, 1),
            Action.MovePageUp: lambda: layout.moved(now, -lines),
            Action.MovePageDown: lambda: layout.moved(now, lines),
            Action.MoveLeft: lambda: now - 1,
            Action.MovePrevious: lambda: now - 1,
            Action.MoveRight: lambda: now + 1,
            Action.MoveNext: lambda: now + 1,
            Action.MoveHome: lambda: 0,
            Action.MoveEnd: lambda: count - 1,
        }
        return self.model().index(min(max(goals[action](), 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: Flag) -> None:
        """Select from the cell where it began to the cell where a press or a key ends."""
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        if not first.isValid() or first.row() > last.row():
            first, last = last, first if first.isValid() else last
        self.selectionModel().select(QItemSelection(first, last), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return what has to be painted again."""
        seen = self._rows_in_sight()
        for at in range(selection.size()):
            part = selection.at(at)
            if part.top() < seen.stop and part.bottom() >= seen.start:
                return QRegion(self.viewport().rect())
        return QRegion()

    def select_rows(self, rows: Sequence[range], command: Flag) -> None:
        """Select whole ranges of rows."""
        chosen, model = QItemSelection(), self.model()
        for part in rows:
            if part:
                chosen.append(_span(model, part))
        self.selectionModel().select(chosen, command)

    def select_group(self, group: int, command: Flag = Flag.ClearAndSelect) -> None:
        """Select all of a group; the first of it becomes the current one."""
        rows = range(self._layout.firsts[group], self._layout.firsts[group + 1])
        self.selectionModel().setCurrentIndex(self.model().index(rows.start, 0), Flag.NoUpdate)
        self.select_rows([rows], command)

    def select_group_here(self) -> None:
        """Select the group of the current cell."""
        if self._count():
            self.select_group(self._layout.group_of(max(self.currentIndex().row(), 0)))

    def picture_at(self, point: QPoint) -> QModelIndex:
        """Return the cell at a pixel, unless the pixel is in the gutter around it."""
        index = self.indexAt(point)
        inner = self.visualRect(index).marginsRemoved(_gutter())
        return index if inner.contains(point) and self.header_at(point) < 0 else QModelIndex()

    def band(self, area: QRect) -> list[range]:
        """Return the rows that a rectangle of the content touches."""
        return list(self._layout.within(area.left(), area.top(), area.right(), area.bottom()))

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a cell or a group, or begin a band."""
        at, left = event.position().toPoint(), event.button() is Qt.MouseButton.LeftButton
        group = self.header_at(at)
        if left and group >= 0:
            keeps = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.select_group(group, Flag.Select if keeps else Flag.ClearAndSelect)
            event.accept()
        elif left and not self.picture_at(at).isValid():
            self._rubber.begin(at, event.modifiers())
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the band further."""
        if self._rubber.active:
            self._rubber.move(event.position().toPoint())
        elif not (event.buttons() and self.header_at(event.position().toPoint()) >= 0):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the band."""
        if self._rubber.active:
            self._rubber.end()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and select; a letter is the window's, not a search in the list."""
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
        letter = event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space
        if letter and not event.modifiers() & commands:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """A band stays where it was begun in the content."""
        super().scrollContentsBy(dx, dy)
        if self._rubber.active:
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the mouse with the ring of the cell under it."""
        kinds = (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave)
        if event.type() in kinds:
            self._hover(leaves=event.type() is QEvent.Type.HoverLeave)
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in sight, and the headers over them."""
        painter = QPainter(self.viewport())
        dirty, offset = event.rect(), self.verticalOffset()
        count = self._count()
        for row in self._layout.cells_between(dirty.top() + offset, dirty.bottom() + offset):
            if row < count:
                self._paint_cell(painter, self.model().index(row, 0))
        if self._layout.header:
            # from the lowest: the one that stays at the upper edge is pushed away by the next
            for group in self._layout.groups_between(offset, dirty.bottom() + offset):
                place = self.header_rect(group)
                if place.intersects(dirty):
                    self.paint_header(painter, place, group, group == self._hovered_header)
        self._rubber.paint(painter)
        painter.end()

    def paint_header(self, painter: QPainter, place: QRect, group: int, hovered: bool) -> None:
        """Paint the header of a group; a view that has groups says how."""

    def _paint_cell(self, painter: QPainter, index: QModelIndex) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if self._hovered == index:
            option.state |= QStyle.StateFlag.State_MouseOver
        if index == self.currentIndex() and self.hasFocus():
            option.state |= QStyle.StateFlag.State_HasFocus
        self.itemDelegate().paint(painter, option, index)

    def _hover(self, *, leaves: bool) -> None:
        at = self.viewport().mapFromGlobal(QCursor.pos())
        header = -1 if leaves else self.header_at(at)
        index = QModelIndex() if leaves or header >= 0 else self.indexAt(at)
        old, self._hovered = self._hovered, QPersistentModelIndex(index)
        for place in (self.visualRect(old), self.visualRect(index)):
            self.viewport().update(place)
        if header != self._hovered_header:
            self._hovered_header = header
            self.viewport().update()

    def _rows_in_sight(self) -> range:
        offset = self.verticalOffset()
        return self._layout.cells_between(offset, offset + self.viewport().height())


def _gutter() -> QMargins:
    return QMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)


def _span(model: QAbstractItemModel, rows: range) -> QItemSelectionRange:
    return QItemSelectionRange(model.index(rows.start, 0), model.index(rows.stop - 1, 0))
