"""How one run looks in the gallery."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.state.history import RunRole
from studio.ui import icons, theme
from studio.ui.gallery.scaled import Scaled
from studio.ui.palette import Role
from studio.ui.widgets.stars import MOST, paint_stars

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from studio.core.library.card import Card
    from studio.core.library.marks import Marks

AnyIndex = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag
INSET = 3
RING = 2
BADGE_PX = 16
STAR_PX = 11
VEIL = 205  # of 255: a badge must be readable on any picture
ROOM_FOR_WORDS = 80
FRAME_S = 0.006  # of scaling in one frame


class RunDelegate(QStyledItemDelegate):
    """Paints the thumbnail whole, in the middle of its cell; rings show what is selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scaled = Scaled()
        self._began_s = 0.0
        self.names_projects = False
        self.is_late = False

    def begin(self) -> None:
        """A new frame is painted: what takes too long for it comes with the next (`is_late`)."""
        self._began_s, self.is_late = time.perf_counter(), False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        cell = QRectF(option.rect).adjusted(INSET, INSET, -INSET, -INSET)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card: Card = index.data(RunRole.CARD)
        pixmap = self._pixmap(index, card, cell, painter.device().devicePixelRatioF())
        if pixmap is None:
            place = self._paint_nothing(painter, cell, broken=index.data(RunRole.BROKEN))
        else:
            place = _centered(cell, pixmap)
            painter.drawPixmap(place.topLeft(), pixmap)
        hovered = bool(option.state & State.State_MouseOver)
        self._paint_badges(painter, place, card.marks, hovered=hovered)
        if self.names_projects:
            self._paint_words(painter, place, index.data(RunRole.PROJECT))
        self._paint_rings(painter, place, option.state)
        painter.restore()

    def _pixmap(self, index: AnyIndex, card: Card, cell: QRectF, ratio: float) -> QPixmap | None:
        room = cell.size().toSize()
        key = (card.folder, room.width(), ratio)
        if (found := self._scaled.get(key)) is not None:
            return found
        pixels = index.data(RunRole.THUMBNAIL)
        if pixels is None:
            return None
        if time.perf_counter() - self._began_s > FRAME_S:
            self.is_late = True
            return None
        return self._scaled.make(key, pixels, room, ratio)

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

    def _paint_badges(
        self, painter: QPainter, place: QRectF, marks: Marks, *, hovered: bool
    ) -> None:
        """Stars lie at the lower edge, tags and the project at the upper one."""
        stars = marks.stars
        if stars or hovered:
            n = MOST if hovered else stars
            pill = QRectF(
                place.left() + 3, place.bottom() - BADGE_PX - 3, n * STAR_PX + 6, BADGE_PX
            )
            _paint_pill(painter, pill)
            corner = QPointF(pill.left() + 3, pill.center().y() - STAR_PX / 2)
            empty = theme.color(Role.SECONDARY) if hovered else None
            paint_stars(painter, corner, STAR_PX, stars, theme.color(Role.WARNING), empty)
        if marks.tags:
            corner = QPointF(place.right() - BADGE_PX - 3, place.top() + 3)
            pill = QRectF(corner, QSizeF(BADGE_PX, BADGE_PX))
            _paint_pill(painter, pill)
            icons.paint(painter, "tag", pill.adjusted(2, 2, -2, -2), theme.color(Role.TEXT))

    def _paint_words(self, painter: QPainter, place: QRectF, words: str) -> None:
        metrics = painter.fontMetrics()
        room = int(place.width()) - 18 - BADGE_PX
        if place.width() < ROOM_FOR_WORDS or not words:
            return
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(words)
        pill = QRectF(place.left() + 3, place.top() + 3, wide + 12, BADGE_PX + 2)
        _paint_pill(painter, pill)
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_rings(self, painter: QPainter, place: QRectF, state: QStyle.StateFlag) -> None:
        """The accent is what is selected; a fine line inside it is where the keyboard is."""
        if state & State.State_Selected:
            self._paint_ring(painter, place, Role.ACCENT, RING)
        elif state & State.State_MouseOver:
            self._paint_ring(painter, place, Role.SECONDARY, RING)
        if state & State.State_HasFocus:
            inner = place.adjusted(RING, RING, -RING, -RING)
            self._paint_ring(painter, inner, Role.TEXT, 1)

    def _paint_ring(self, painter: QPainter, place: QRectF, role: Role, width: int) -> None:
        painter.setPen(QPen(theme.color(role), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        ring = place.adjusted(-half, -half, half, half)
        painter.drawRoundedRect(ring, theme.RADIUS, theme.RADIUS)


def _paint_pill(painter: QPainter, place: QRectF) -> None:
    shade = theme.color(Role.WINDOW)
    shade.setAlpha(VEIL)
    shape = QPainterPath()
    shape.addRoundedRect(place, theme.RADIUS, theme.RADIUS)
    painter.fillPath(shape, shade)


def _centered(cell: QRectF, pixmap: QPixmap) -> QRectF:
    """Return where a pixmap goes, on whole pixels, so that it stays sharp."""
    size = pixmap.deviceIndependentSize()
    corner = cell.center() - QPointF(size.width() / 2, size.height() / 2)
    return QRectF(QPointF(round(corner.x()), round(corner.y())), size)
