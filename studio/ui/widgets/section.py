"""A part of a panel that folds away under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

CARET_PX = 12


class Header(QAbstractButton):
    """The title of a section; the caret says whether it is open."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As tall as every control."""
        return QSize(80, theme.CONTROL_HEIGHT - 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the caret and the title, brighter under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.color(Role.TEXT if self.underMouse() else Role.SECONDARY)
        middle = self.height() / 2
        caret = QRectF(0, middle - CARET_PX / 2, CARET_PX, CARET_PX)
        icons.paint(painter, "caret-down" if self.isChecked() else "caret-right", caret, shade)
        painter.setPen(shade)
        room = QRectF(self.rect()).adjusted(CARET_PX + 4, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(theme.color(Role.ACCENT))
            ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, theme.RADIUS, theme.RADIUS)


class Section(QWidget):
    """A title to click on and a content that shows or hides; `toggled` says which."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = Header(title, self)
        self._content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.header)
        layout.addWidget(content)
        content.hide()
        self.header.toggled.connect(content.setVisible)
        self.header.toggled.connect(self.toggled)

    def is_open(self) -> bool:
        """Whether the content shows."""
        return self.header.isChecked()

    def set_open(self, opened: bool) -> None:
        """Fold or unfold."""
        self.header.setChecked(opened)
