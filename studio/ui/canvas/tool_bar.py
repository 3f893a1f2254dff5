"""The slim bar on the left edge of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from studio.state.canvas import Comparing
from studio.state.observable import bind
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from studio.state.session import Session
    from studio.ui.canvas.view import CanvasView

ICONS = {
    Comparing.WIPE: "wipe",
    Comparing.TWO: "columns",
    Comparing.FOUR: "grid-four",
    Comparing.DIFFERENCE: "circle-half",
}


class ToolBar(QWidget):
    """Looks closer, turns, compares; every button has a command in the menu as well."""

    def __init__(self, session: Session, view: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._state = session.desk.canvas
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 8, 4, 8)
        self._column.setSpacing(2)
        self._add_looking(view)
        self._add_comparing()
        self._column.addStretch(1)
        bind(self._state, "comparing", self._on_comparing)
        bind(self._state, "grid", self.grid.setChecked, self.grid.toggled)
        bind(self._state, "info", self.info.setChecked, self.info.toggled)

    def _add_looking(self, view: CanvasView) -> None:
        tr, add = self.tr, self._add
        add("frame-corners", tr("Whole picture (0)"), view.fit)
        add("number-square-one", tr("Actual size (1)"), view.actual_size)
        add("corners-out", tr("Fill the canvas (2)"), view.fill)
        self._column.addSpacing(8)
        add("arrow-counter-clockwise", tr("Turn the view to the left (4)"), view.turn_left)
        add("arrow-clockwise", tr("Turn the view to the right (6)"), view.turn_right)
        self.mirror = add("mirror", tr("Mirror the view (M)"), view.mirror, checkable=True)
        view.zoom_changed.connect(lambda _z: self.mirror.setChecked(view.viewport.mirrored))
        self._column.addSpacing(8)

    def _add_comparing(self) -> None:
        tr = self.tr
        self.compare = self._add(
            "wipe", tr("Compare pictures: before and after, side by side, difference"),
            self._on_compare, checkable=True,
        )  # fmt: skip
        self.pin = self._add(
            "push-pin",
            tr("Keep this picture to compare others with it (P)"),
            self._session.comparison.pin,
        )
        self._column.addSpacing(8)
        self.grid = self._add(
            "pixel-grid", tr("Lines between the pixels, from 800 % on (G)"), checkable=True
        )
        self.info = self._add("info", tr("What made this picture (I)"), checkable=True)

    def _add(
        self, name: str, tip: str, slot: object = None, *, checkable: bool = False
    ) -> QToolButton:
        button = icon_button(name, tip, slot, checkable=checkable)  # type: ignore[arg-type]
        self._column.addWidget(button)
        return button

    def menu(self) -> QMenu:
        """Make the list of the ways to compare."""
        menu = QMenu(self)
        texts = {
            Comparing.NONE: self.tr("One picture"),
            Comparing.WIPE: self.tr("Before and after"),
            Comparing.TWO: self.tr("Side by side"),
            Comparing.FOUR: self.tr("Up to four"),
            Comparing.DIFFERENCE: self.tr("Difference"),
        }
        for way, text in texts.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(way is self._state.comparing)
            action.triggered.connect(lambda _on=False, w=way: self._session.comparison.arrange(w))
        return menu

    def _on_compare(self) -> None:
        self._on_comparing(self._state.comparing)
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.compare.mapToGlobal(QPoint(self.compare.width() + 2, 0)))

    def _on_comparing(self, comparing: Comparing) -> None:
        self.compare.setChecked(comparing is not Comparing.NONE)
        self.compare.setIcon(icon(ICONS.get(comparing, "wipe"), Role.SECONDARY))
