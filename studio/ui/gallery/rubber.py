"""The band that is drawn with the mouse around cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPen

from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from studio.ui.gallery.grid import GridView

TICK_MS = 16
FASTEST_PX = 40  # per tick, when the mouse is far outside
Flag = QItemSelectionModel.SelectionFlag
KEEPS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Rubber(QObject):
    """Selects what it touches, scrolls at the edges, keeps what was selected with Ctrl or Shift."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self.active = False
        self._start = QPoint()  # in the content, so that it stays there when the view scrolls
        self._end = QPoint()
        self._mouse = QPoint()
        self._before = QItemSelection()
        self._scrolling = QTimer(self, interval=TICK_MS)
        self._scrolling.timeout.connect(self._scroll)

    def begin(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Put one corner of the band at a pixel of the viewport."""
        selection = self._view.selectionModel()
        if not modifiers & KEEPS:
            selection.clearSelection()
        self._before = QItemSelection(selection.selection())
        self.active = True
        self._start = self._end = self._content(at)

    def move(self, at: QPoint) -> None:
        """Put the other corner."""
        self._mouse = at
        self._end = self._content(at)
        area = self._area()
        if area.width() > 2 or area.height() > 2:
            selection = QItemSelection(self._before)
            model = self._view.model()
            for rows in self._view.band(area):
                selection.merge(
                    QItemSelection(model.index(rows.start, 0), model.index(rows.stop - 1, 0)),
                    Flag.Select,
                )
            self._view.selectionModel().select(selection, Flag.ClearAndSelect)
        room = self._view.viewport().rect()
        if room.top() <= at.y() <= room.bottom():
            self._scrolling.stop()
        else:
            self._scrolling.start()
        self._view.viewport().update()

    def end(self) -> None:
        """Leave what is selected selected."""
        self.active = False
        self._scrolling.stop()
        self._before = QItemSelection()
        self._view.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """Draw the band."""
        if not self.active:
            return
        area = self._area().translated(0, -self._view.verticalOffset())
        fill = theme.color(Role.ACCENT)
        painter.setPen(QPen(fill, 1))
        fill.setAlpha(48)
        painter.setBrush(fill)
        painter.drawRect(area)

    def _content(self, at: QPoint) -> QPoint:
        return at + QPoint(0, self._view.verticalOffset())

    def _area(self) -> QRect:
        return QRect(self._start, self._end).normalized()

    def _scroll(self) -> None:
        room, y = self._view.viewport().rect(), self._mouse.y()
        beyond = y - room.bottom() if y > room.bottom() else y - room.top()
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + max(min(beyond, FASTEST_PX), -FASTEST_PX))
        self.move(self._mouse)
