"""Labels in one column, controls in the next: what every panel is made of."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from studio.ui import theme
from studio.ui.icons import icon
from studio.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

LABEL_WIDTH = 84
SPACING = 4


class Label(QLabel):
    """One line that shortens itself rather than widening the panel; the tooltip has it whole."""

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        room = self.contentsRect()
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), elide, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


def label(text: str, parent: QWidget | None = None) -> QLabel:
    """Return the name of a control, in the column of names."""
    made = Label(text, parent)
    made.setObjectName("secondary")
    made.setFixedHeight(theme.CONTROL_HEIGHT)
    return made


def row(name: QLabel, *controls: QWidget, parent: QWidget | None = None) -> QWidget:
    """Return a name and its controls side by side; the name's column is as wide everywhere."""
    made = QWidget(parent)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING)
    name.setFixedWidth(LABEL_WIDTH)
    layout.addWidget(name)
    for control in controls:
        layout.addWidget(control)
    name.setBuddy(controls[0])
    return made


def walk(*controls: QWidget) -> None:
    """Let Tab go through controls in the order in which they stand on the screen."""
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)


def icon_button(
    name: str, tip: str, slot: Callable[[], object] | None = None, *, checkable: bool = False
) -> QToolButton:
    """Return a square button with an icon alone, and a tooltip that says what it does."""
    button = QToolButton()
    button.setIcon(icon(name, Role.SECONDARY))
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setCheckable(checkable)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if slot:
        button.clicked.connect(lambda: slot())
    return button
