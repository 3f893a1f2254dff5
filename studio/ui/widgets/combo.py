"""A choice from a list, drawn like every other control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent


class Combo(QComboBox):
    """A combo box of our look whose items carry their key as data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.view().setObjectName("menu")

    def select(self, key: object) -> None:
        """Show the item of a key; nothing if there is none."""
        self.setCurrentIndex(self.findData(key))

    def sizeHint(self) -> QSize:
        """As tall as every control."""
        return QSize(120, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a narrow panel."""
        return QSize(64, theme.CONTROL_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel rather than the choice, unless the user is in it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, its text and a caret."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
        hover = self.underMouse() and self.isEnabled()
        painter.fillPath(shape, theme.color(Role.RAISED if hover else Role.CONTROL))
        if self.hasFocus():
            painter.setPen(theme.color(Role.ACCENT))
            painter.drawPath(shape)
        room = box.adjusted(8, 0, -26, 0)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.currentText() or self.placeholderText()
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(text, elide, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        caret = QRectF(box.right() - 22, box.center().y() - 6, 12, 12)
        icons.paint(painter, "caret-down", caret, theme.color(Role.SECONDARY))
