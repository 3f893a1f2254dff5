"""How one run looks in the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.state.history import RunRole
from studio.ui import icons, theme
from studio.ui.gallery.scaled import Scaled
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

INSET = 3
RING = 2


class RunDelegate(QStyledItemDelegate):
    """Paints the thumbnail whole, in the middle of its cell; rings show what is selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scaled = Scaled()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        cell = QRectF(option.rect).adjusted(INSET, INSET, -INSET, -INSET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._pixmap(index, cell, painter.device().devicePixelRatioF())
        if pixmap is None:
            place = self._paint_nothing(painter, cell, broken=index.data(RunRole.BROKEN))
        else:
            place = _centered(cell, pixmap)
            painter.drawPixmap(place.topLeft(), pixmap)
        self._paint_rings(painter, place, option.state)
        painter.restore()

    def _pixmap(
        self, index: QModelIndex | QPersistentModelIndex, cell: QRectF, ratio: float
    ) -> QPixmap | None:
        room = cell.size().toSize()
        key = (index.data(RunRole.RUN).folder, room.width(), ratio)
        if (found := self._scaled.get(key)) is not None:
            return found
        pixels = index.data(RunRole.THUMBNAIL)
        return None if pixels is None else self._scaled.make(key, pixels, room, ratio)

    def _paint_nothing(self, painter: QPainter, cell: QRectF, *, broken: bool) -> QRectF:
        """A picture that is still read is a mere surface: it comes at once, and must not blink."""
        shape = QPainterPath()
        shape.addRoundedRect(cell, theme.RADIUS, theme.RADIUS)
        painter.fillPath(shape, theme.color(Role.CONTROL))
        if broken:
            side = min(cell.width(), cell.height()) / 3
            place = QRectF(0, 0, side, side)
            place.moveCenter(cell.center())
            icons.paint(painter, "warning", place, theme.color(Role.WARNING))
        return cell

    def _paint_rings(self, painter: QPainter, place: QRectF, state: QStyle.StateFlag) -> None:
        """The accent is what is selected; a fine line inside it is where the keyboard is."""
        if state & QStyle.StateFlag.State_Selected:
            self._paint_ring(painter, place, Role.ACCENT, RING)
        elif state & QStyle.StateFlag.State_MouseOver:
            self._paint_ring(painter, place, Role.SECONDARY, RING)
        if state & QStyle.StateFlag.State_HasFocus:
            inner = place.adjusted(RING, RING, -RING, -RING)
            self._paint_ring(painter, inner, Role.TEXT, 1)

    def _paint_ring(self, painter: QPainter, place: QRectF, role: Role, width: int) -> None:
        painter.setPen(QPen(theme.color(role), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        ring = place.adjusted(-half, -half, half, half)
        painter.drawRoundedRect(ring, theme.RADIUS, theme.RADIUS)


def _centered(cell: QRectF, pixmap: QPixmap) -> QRectF:
    """Return where a pixmap goes, on whole pixels, so that it stays sharp."""
    size = pixmap.deviceIndependentSize()
    corner = cell.center() - QPointF(size.width() / 2, size.height() / 2)
    return QRectF(QPointF(round(corner.x()), round(corner.y())), size)
