"""Stars from none to five: painted as a row, and to click on."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent

MOST = 5
INNER = 0.44  # of the outer radius


@cache
def shape() -> QPolygonF:
    """Return a star in a circle of radius 1."""
    points = []
    for corner in range(2 * MOST):
        radius = INNER if corner % 2 else 1.0
        angle = math.pi * corner / MOST - math.pi / 2
        points.append(QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    return QPolygonF(points)


def paint_stars(
    painter: QPainter, corner: QPointF, side: float, n: int, color: QColor, empty: QColor | None
) -> None:
    """Paint `n` stars side by side; with `empty`, the missing ones as outlines."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place in range(MOST if empty else n):
        painter.save()
        painter.translate(corner.x() + (place + 0.5) * side, corner.y() + side / 2)
        painter.scale(side * 0.42, side * 0.42)
        if place < n:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
        else:
            pen = QPen(empty or color, 1.2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(shape())
        painter.restore()
    painter.restore()


class Stars(QWidget):
    """Shows how many there are; a click or an arrow key chooses, the same again takes away."""

    chosen = Signal(int)
    SIDE = 20

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stars = 0
        self._hover = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        tip = self.tr("Stars from 0 to 5; in the gallery, the keys 0 to 5 do the same")
        self.setToolTip(tip)
        self.setAccessibleName(self.tr("Stars"))

    @property
    def stars(self) -> int:
        """How many are shown."""
        return self._stars

    def show_stars(self, n: int) -> None:
        """Show `n` stars."""
        self._stars = n
        self.setAccessibleDescription(str(n))
        self.update()

    def sizeHint(self) -> QSize:
        """Five stars beside each other."""
        return QSize(MOST * self.SIDE + 4, theme.CONTROL_HEIGHT)

    def star_rect(self, n: int) -> QRectF:
        """Return where the n-th star is, from 1."""
        return QRectF(2 + (n - 1) * self.SIDE, 0, self.SIDE, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them, those under the mouse as they would become."""
        painter = QPainter(self)
        corner = QPointF(2, (self.height() - self.SIDE) / 2)
        shade = theme.color(Role.TEXT if self._hover else Role.WARNING)
        shown = self._hover or self._stars
        paint_stars(painter, corner, self.SIDE, shown, shade, theme.color(Role.SECONDARY))
        if self.hasFocus():
            painter.setPen(theme.color(Role.ACCENT))
            ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, theme.RADIUS, theme.RADIUS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would make."""
        self._hover = self._at(event.position().x())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Show what is."""
        self._hover = 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        n = self._at(event.position().x())
        self._choose(0 if n == self._stars else n)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by arrows or digits."""
        match event.key():
            case Qt.Key.Key_Left:
                self._choose(self._stars - 1)
            case Qt.Key.Key_Right:
                self._choose(self._stars + 1)
            case key if Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
                self._choose(key - Qt.Key.Key_0)
            case _:
                super().keyPressEvent(event)

    def _at(self, x: float) -> int:
        return min(max(int((x - 2) // self.SIDE) + 1, 1), MOST)

    def _choose(self, n: int) -> None:
        n = min(max(n, 0), MOST)
        self._hover = 0
        if n != self._stars:
            self.show_stars(n)
            self.chosen.emit(n)
