"""A path on one line that shortens itself in the middle; the tooltip has it whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget


def brief(path: Path | str) -> str:
    """Return a path with the home folder as ~."""
    text, home = str(path), str(Path.home())
    if text == home:
        return "~"
    inside = text.startswith((home + "/", home + "\\"))
    return "~" + text[len(home) :] if inside and len(home) > 1 else text


class PathLabel(QLabel):
    """Shows a path; its middle gives way where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_path(self, path: Path | str) -> None:
        """Show another path."""
        self.setText(brief(path))
        self.setToolTip(str(path))
        self.setAccessibleName(str(path))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        room = self.contentsRect()
        middle = Qt.TextElideMode.ElideMiddle
        text = self.fontMetrics().elidedText(self.text(), middle, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
