"""The first page: what to do when there is no picture yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.palette import Role

EXAMPLES = (
    "a red house by the sea at sunset, watercolor",
    "a small blue boat in the fog, ink",
    "一座红色的房子,海边,日落,水彩",
)
WIDEST = 460


class StartPage(QWidget):
    """Three prompts to click; `chosen` carries one of them."""

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
        hint.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(8)
        self.examples = [self._example(text) for text in EXAMPLES]
        for button in self.examples:
            column.addWidget(button)
        middle = QWidget(self)
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(column)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _example(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("example")
        button.setIcon(icon("sparkle", Role.SECONDARY))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(self.tr("Make this picture"))
        button.clicked.connect(lambda: self.chosen.emit(text))
        return button
