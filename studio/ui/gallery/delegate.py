"""How one run looks in the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.state.history import RunRole
from studio.ui import icons, theme
from studio.ui.canvas.view import to_image
from studio.ui.palette import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INSET = 3
RING = 2


class RunDelegate(QStyledItemDelegate):
    """Paints the thumbnail whole, in the middle of its cell; a ring shows the selected one."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        cell = QRectF(option.rect).adjusted(INSET, INSET, -INSET, -INSET)
        state = option.state
        pixels = index.data(RunRole.THUMBNAIL)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = cell
        if pixels is not None:
            place = self._paint_picture(painter, cell, pixels)
        else:
            self._paint_nothing(painter, cell, broken=index.data(RunRole.BROKEN))
        if state & QStyle.StateFlag.State_Selected:
            self._paint_ring(painter, place, Role.ACCENT)
        elif state & QStyle.StateFlag.State_MouseOver:
            self._paint_ring(painter, place, Role.SECONDARY)
        painter.restore()

    def _paint_picture(self, painter: QPainter, cell: QRectF, pixels: NDArray[np.uint8]) -> QRectF:
        image = to_image(pixels)
        size = image.size().scaled(cell.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(cell.center())
        shape = QPainterPath()
        shape.addRoundedRect(place, theme.RADIUS - 1, theme.RADIUS - 1)
        painter.setClipPath(shape)
        painter.drawImage(place, image)
        painter.setClipping(False)
        return place

    def _paint_nothing(self, painter: QPainter, cell: QRectF, *, broken: bool) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(cell, theme.RADIUS, theme.RADIUS)
        painter.fillPath(shape, theme.color(Role.CONTROL))
        side = min(cell.width(), cell.height()) / 3
        place = QRectF(0, 0, side, side)
        place.moveCenter(cell.center())
        name, role = ("warning", Role.WARNING) if broken else ("image", Role.RAISED)
        icons.paint(painter, name, place, theme.color(role))

    def _paint_ring(self, painter: QPainter, place: QRectF, role: Role) -> None:
        painter.setPen(QPen(theme.color(role), RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = RING / 2
        painter.drawRoundedRect(
            place.adjusted(-half, -half, half, half), theme.RADIUS, theme.RADIUS
        )
