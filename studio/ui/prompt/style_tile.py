"""One style of the list: its picture with its name, and large with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui import icons, theme
from studio.ui.canvas.images import to_image
from studio.ui.palette import Role
from studio.ui.style_picker import title_of
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPaintEvent

    from studio.core.style import Style

KEY = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1  # (h, w, 3) uint8 or None
MARKS = Qt.ItemDataRole.UserRole + 2  # (needs a full model, starred)
GRID = QSize(104, 124)
SIDE, LARGE, MARK_PX = 96, 192, 16
LETTER_PX, RING_PX = 36, 2.5


class TileDelegate(QStyledItemDelegate):
    """The picture, the name below it, a ring around the chosen one."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one style."""
        widget = self.parent()
        assert isinstance(widget, QListWidget)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        cell, chosen = QRect(option.rect), index.row() == widget.currentRow()
        weak, starred = index.data(MARKS)
        box = QRectF(cell.left() + (cell.width() - SIDE) / 2, cell.top() + 2, SIDE, SIDE)
        paint_picture(painter, box, index.data(PICTURE), index.data())
        if starred:
            _paint_mark(painter, "star-fill", box, Qt.AlignmentFlag.AlignRight)
        if weak:
            _paint_mark(painter, "cube", box, Qt.AlignmentFlag.AlignLeft)
        if chosen:
            painter.setPen(QPen(theme.color(Role.ACCENT), RING_PX))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setPen(theme.color(Role.SECONDARY if weak else Role.TEXT))
        below = QRect(cell.left() + 2, int(box.bottom()) + 3, cell.width() - 4, 18)
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(index.data(), elide, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As large as every tile."""
        return GRID


class StylePreview(QWidget):
    """What a style does, large, and the words it puts around those of the prompt."""

    starred = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(LARGE)
        self._style: Style | None = None
        self.picture = Large(self)
        self.title = QLabel(self)
        self.title.setObjectName("heading")
        self.title.setWordWrap(True)
        self.star = icon_button(
            "star", self.tr("Show this style among the first (Ctrl+D)"), self._on_star
        )
        self.star.setCheckable(True)
        self.weak = QLabel(self.tr("Needs a full model: the open one does not know it"), self)
        self.weak.setObjectName("warning")
        self.words = QLabel(self)
        self.words.setObjectName("secondary")
        for text in (self.weak, self.words):
            text.setWordWrap(True)
        heading = QHBoxLayout()
        heading.addWidget(self.title, 1)
        heading.addWidget(self.star)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture)
        column.addLayout(heading)
        column.addWidget(self.weak)
        column.addWidget(self.words)
        column.addStretch(1)

    def show_style(
        self,
        style: Style | None,
        picture: NDArray[np.uint8] | None,
        *,
        weak: bool,
        starred: bool,
    ) -> None:
        """Show another style, or none."""
        self._style = style
        title = title_of(style) if style else self.tr("No style")
        self.title.setText(title)
        self.picture.show_picture(picture, title)
        self.weak.setVisible(weak)
        self.star.setVisible(style is not None)
        self.star.setChecked(starred)
        self.star.setIcon(icons.icon("star-fill" if starred else "star", Role.SECONDARY))
        without = self.tr("Not: {words}").format(words=style.negative) if style else ""
        lines = (style.template, without if style.negative else "") if style else ()
        nothing = self.tr("The prompt as you write it")
        self.words.setText("\n\n".join(filter(None, lines)) or nothing)

    def toggle_star(self) -> None:
        """Star the style that is shown, or no longer."""
        if self._style:
            self.star.click()

    def _on_star(self) -> None:
        if self._style:
            self.starred.emit(self._style.key, self.star.isChecked())


class Large(QWidget):
    """A style's picture as large as it is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(LARGE, LARGE)
        self._picture: NDArray[np.uint8] | None = None
        self._title = ""

    def show_picture(self, picture: NDArray[np.uint8] | None, title: str) -> None:
        """Show another picture."""
        self._picture, self._title = picture, title
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        paint_picture(painter, QRectF(self.rect()), self._picture, self._title)


def paint_picture(
    painter: QPainter, box: QRectF, picture: NDArray[np.uint8] | None, title: str
) -> None:
    """Draw a style's picture with round corners; without one, the first letter of its name."""
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setClipPath(shape)
    if picture is not None:
        painter.drawImage(box, to_image(picture))
    else:
        painter.fillPath(shape, theme.color(Role.RAISED))
        font = painter.font()
        font.setPixelSize(LETTER_PX)
        painter.setFont(font)
        painter.setPen(theme.color(Role.SECONDARY))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title.strip()[:1].upper())
    painter.restore()


def _paint_mark(painter: QPainter, name: str, box: QRectF, side: Qt.AlignmentFlag) -> None:
    """Draw a sign on a dark corner, readable on any picture."""
    mark = QRectF(box.left() + 4, box.top() + 4, MARK_PX + 4, MARK_PX + 4)
    if side is Qt.AlignmentFlag.AlignRight:
        mark.moveRight(box.right() - 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Role.CONTROL))
    painter.drawRoundedRect(mark, theme.RADIUS, theme.RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    icons.paint(painter, name, mark.adjusted(2, 2, -2, -2), theme.color(Role.TEXT))
