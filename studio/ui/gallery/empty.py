"""What the gallery shows where there is nothing: why, and what can be done."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

MARK_PX = 40


class Empty(Enum):
    """Why there is nothing."""

    SEARCHING = "searching"
    OPENING = "opening"
    FRESH = "fresh"
    NOTHING_FOUND = "nothing found"
    TRASH = "trash"
    NO_PROJECT = "no project"


class Mark(QWidget):
    """A large, quiet icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = "image"
        self.setFixedSize(QSize(MARK_PX, MARK_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        icons.paint(painter, self.name, QRectF(self.rect()), theme.color(Role.SECONDARY))


class EmptyPage(QWidget):
    """A sentence and a button; `chosen` carries the reason that the button is about."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = Empty.SEARCHING
        self.mark = Mark(self)
        self.text, self.more = QLabel(self), QLabel(self)
        self.text.setObjectName("heading")
        self.more.setObjectName("secondary")
        self.button = QPushButton(self)
        self.button.clicked.connect(lambda: self.chosen.emit(self.why))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.text, self.more):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_why(Empty.SEARCHING)

    def show_why(self, why: Empty) -> None:
        """Say why there is nothing here."""
        self.why = why
        mark, text, more, button = self._words()[why]
        self.mark.name = mark
        self.mark.setVisible(bool(mark))
        self.mark.update()
        for widget, words in ((self.text, text), (self.more, more), (self.button, button)):
            widget.setText(words)
            widget.setVisible(bool(words))

    def _words(self) -> dict[Empty, tuple[str, str, str, str]]:
        tr = self.tr
        return {
            Empty.SEARCHING: ("", "", "", ""),
            Empty.OPENING: ("folder-open", tr("Opening the project..."), "", ""),
            Empty.FRESH: (
                "image",
                tr("Your pictures appear here"),
                tr("Write what you want to see and press Ctrl+Enter."),
                tr("Write a prompt"),
            ),
            Empty.NOTHING_FOUND: (
                "magnifying-glass",
                tr("No picture is like that"),
                tr("Other words, or fewer filters, find more."),
                tr("Clear the filters"),
            ),
            Empty.TRASH: (
                "trash",
                tr("The trash is empty"),
                tr("Deleted pictures stay here until you empty it."),
                tr("Back to the pictures"),
            ),
            Empty.NO_PROJECT: (
                "folder-open",
                tr("No project is open"),
                tr("Pictures live in a project: a folder that anyone can read."),
                tr("Open a project..."),
            ),
        }
