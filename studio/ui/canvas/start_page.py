"""The first page: what to do when there is no picture yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.paths import resources
from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

EXAMPLES = {  # the picture in resources/examples -> the prompt and seed that made it
    "house": ("a red house by the sea at sunset, watercolor", 7),
    "boat": ("a blue boat on the sea in the fog, pencil", 3),
    "house-zh": ("一座红色的房子,海边,日落,水彩", 12),
}
CARD = QSize(196, 258)
SMALLEST_CARD = QSize(120, 182)
CAPTION_PX = 62  # three lines
GAP = 12
RING = 2


class StartPage(QWidget):
    """Three pictures with their prompts to click; `chosen` carries one of the prompts."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Describe a picture, and watch it form"), self)
        title.setObjectName("title")
        hint = QLabel(
            self.tr(
                "Write on the left what you want to see, in English or Chinese, then press"
                " Generate. Or begin with one of these:"
            ),
            self,
        )
        hint.setObjectName("secondary")
        hint.setWordWrap(True)
        self.examples = [self._card(name, prompt) for name, (prompt, _) in EXAMPLES.items()]
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        for card in self.examples:
            cards.addWidget(card)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(GAP)
        column.addLayout(cards)
        middle = QWidget(self)
        middle.setMaximumWidth(3 * CARD.width() + 2 * GAP)
        middle.setLayout(column)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)

    def _card(self, name: str, prompt: str) -> Card:
        card = Card(name, prompt, self)
        card.setToolTip(self.tr("Make a picture of these words"))
        card.clicked.connect(lambda: self.chosen.emit(prompt))
        return card


class Card(QAbstractButton):
    """A picture over the prompt that made it."""

    def __init__(self, name: str, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(prompt)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumSize(SMALLEST_CARD)
        self.setMaximumSize(CARD)
        self._image = QImage(str(resources() / "examples" / f"{name}.webp"))

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return CARD

    def hasHeightForWidth(self) -> bool:
        """The picture is square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Leave room for the words."""
        return width + CAPTION_PX

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card, its picture and its words, and a ring under the mouse or the focus."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
        lit = self.underMouse() or self.hasFocus()
        painter.fillPath(shape, theme.color(Role.RAISED if lit else Role.CONTROL))
        picture = QRectF(box.left(), box.top(), box.width(), box.height() - CAPTION_PX)
        painter.setClipPath(shape)
        if self._image.isNull():
            side = min(picture.width(), picture.height()) / 4
            place = QRectF(0, 0, side, side)
            place.moveCenter(picture.center())
            icons.paint(painter, "sparkle", place, theme.color(Role.SECONDARY))
        else:
            painter.drawImage(picture, self._image, self._square())
        painter.setClipping(False)
        words = QRectF(box.left(), picture.bottom(), box.width(), CAPTION_PX)
        painter.setPen(theme.color(Role.TEXT))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words.adjusted(10, 4, -10, -4), int(flags), self.text())
        if lit:
            painter.setPen(QPen(theme.color(Role.ACCENT), RING))
            painter.drawPath(shape)

    def _square(self) -> QRectF:
        """Return the middle of the image that has the shape of the card's picture."""
        side = float(min(self._image.width(), self._image.height()))
        ratio = (self.height() - CAPTION_PX) / max(self.width(), 1)
        square = QRectF(0, 0, side, side * min(ratio, 1.0))
        square.moveCenter(QRectF(self._image.rect()).center())
        return square
