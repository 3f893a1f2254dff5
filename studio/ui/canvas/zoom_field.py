"""The zoom as a number to drag, type and step through, and a list of the usual ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.ui.canvas.viewport import LARGEST, next_step
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from studio.ui.canvas.looking import Looking

LISTED = (25, 50, 100, 200, 400, 800, 1600)  # percent
WIDTH = 72


class Percent(NumberField):
    """A number whose arrows go from one zoom step to the next."""

    def _move(self, by: float) -> None:
        if math.isinf(by):
            super()._move(by)
        else:
            self._set(round(100 * next_step(self.value() / 100, by > 0)))


class ZoomField(QWidget):
    """Shows how large the picture is seen, and changes it."""

    def __init__(self, view: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        tip = self.tr("How large the picture is seen; 100 % is one of its pixels per screen pixel")
        self.field = Percent(1, 100 * LARGEST, 1, default=100, decimals=0, unit="%", parent=self)
        self.field.setFixedWidth(WIDTH)
        self.field.setToolTip(tip)
        self.field.setAccessibleName(self.tr("Zoom"))
        self.list = icon_button("caret-down", self.tr("Choose a zoom"), self._on_list)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.field)
        line.addWidget(self.list)
        self.field.changed.connect(lambda percent: view.zoom_to(percent / 100))
        view.zoom_changed.connect(self._on_zoomed)

    def text(self) -> str:
        """Return what the field shows."""
        return self.field.text()

    def menu(self) -> QMenu:
        """Make the list of zooms."""
        menu = QMenu(self)
        view = self._view
        menu.addAction(self.tr("Whole picture (0)")).triggered.connect(lambda: view.fit())
        menu.addAction(self.tr("Fill the canvas (2)")).triggered.connect(lambda: view.fill())
        menu.addSeparator()
        for percent in LISTED:
            action = menu.addAction(f"{percent} %")
            action.setCheckable(True)
            action.setChecked(round(100 * view.zoom) == percent)
            action.triggered.connect(lambda _on=False, p=percent: view.zoom_to(p / 100))
        return menu

    def _on_list(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _on_zoomed(self, zoom: float) -> None:
        self.field.set_value(round(100 * zoom))
