"""Workspaces: sets of docks around the same canvas, each with a layout that it remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from studio.core.text import N_
from studio.ui.docks import BOTTOM
from studio.ui.translate import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.ui.main_window import MainWindow

VERSION = 1  # of saveState; another number when docks change their meaning


@dataclass(frozen=True, slots=True)
class Workspace:
    """One tab on top of the window.

    A dock names the workspaces that it shows in at first. `shares` says how much of the window a
    dock gets there at first, where that is not its usual size.
    """

    key: str
    title: str  # marked with N_
    tip: str  # marked with N_
    shares: Mapping[str, float] = field(default_factory=dict)


WORKSPACES = (
    Workspace("generate", N_("Generate"), N_("Write, generate, look")),
    Workspace("gallery", N_("Gallery"), N_("The pictures large, to sort them"), {"gallery": 0.62}),
    Workspace("models", N_("Models"), N_("What there is to draw with"), {"models": 0.7}),
)


class Layout(QObject):
    """Puts the docks of a window where its workspace wants them, and where the user left them."""

    changed = Signal(str)  # the key of the workspace

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._memory = window.session.desk.memory
        self._before_canvas_only: QByteArray | None = None
        self._workspace = WORKSPACES[0]

    @property
    def workspace(self) -> str:
        """The key of the workspace that shows."""
        return self._workspace.key

    @property
    def is_canvas_only(self) -> bool:
        """Whether everything but the picture is hidden."""
        return self._before_canvas_only is not None

    def restore(self) -> None:
        """Show the workspace of last time as it was left."""
        self._show(self._memory.remembered.workspace)

    def choose(self, key: str) -> None:
        """Go to another workspace; this one's layout is kept."""
        if key == self._workspace.key:
            return
        if self.is_canvas_only:
            self.toggle_canvas_only()
        self.remember()
        self._show(key)

    def step(self, by: int) -> None:
        """Go to the next workspace, or the one before."""
        keys = [workspace.key for workspace in WORKSPACES]
        self.choose(keys[(keys.index(self._workspace.key) + by) % len(keys)])

    def reset(self) -> None:
        """Put the docks of this workspace where they were at first."""
        if self.is_canvas_only:
            self.toggle_canvas_only()
        self._set_out()

    def remember(self) -> None:
        """Note how the docks lie, to be written with everything else."""
        state = self._before_canvas_only or self._window.saveState(VERSION)
        text = bytes(state.toBase64().data()).decode()
        layouts = {**self._memory.remembered.layouts, self._workspace.key: text}
        self._memory.remember(
            workspace=self._workspace.key, layouts=layouts, docks=tuple(self._window.places)
        )

    def toggle_canvas_only(self) -> None:
        """Hide everything but the picture, or show again exactly what was there."""
        window = self._window
        before, self._before_canvas_only = self._before_canvas_only, None
        if before is None:
            self._before_canvas_only = window.saveState(VERSION)
            for part in (*window.places.values(), window.bottom):
                part.hide()
        else:
            window.restoreState(before, VERSION)
        window.menuBar().setVisible(before is not None)

    def _show(self, key: str) -> None:
        by_key = {workspace.key: workspace for workspace in WORKSPACES}
        self._workspace = by_key.get(key, WORKSPACES[0])
        remembered = self._memory.remembered
        text = remembered.layouts.get(self._workspace.key, "")
        state = QByteArray.fromBase64(text.encode())
        if not text or not self._window.restoreState(state, VERSION):
            self._set_out()
        else:
            self._show_new(remembered.docks)
        self._window.bottom.show()
        self.changed.emit(self._workspace.key)

    def _show_new(self, known: tuple[str, ...]) -> None:
        """Place the docks that were not there yet when the layout was kept."""
        for key, place in self._window.places.items():
            if key not in known:
                self._window.addDockWidget(place.dock.area, place)
                place.setVisible(self._workspace.key in place.dock.workspaces)

    def _set_out(self) -> None:
        window, across, widths = self._window, [], []
        for place in window.places.values():
            place.setFloating(False)
            window.addDockWidget(place.dock.area, place)
            wanted = self._workspace.key in place.dock.workspaces
            place.setVisible(wanted)
            if wanted and place.dock.area is not BOTTOM:
                share = self._workspace.shares.get(place.dock.key, 0.0)
                across.append(place)
                widths.append(round(share * window.width()) or place.dock.size_px)
        window.resizeDocks(across, widths, Qt.Orientation.Horizontal)


class WorkspaceTabs(QTabBar):
    """The workspaces by name, beside the menus."""

    def __init__(self, layout: Layout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = layout
        self.setObjectName("workspaces")
        self.setAccessibleName(self.tr("Workspaces"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for n, workspace in enumerate(WORKSPACES):
            self.addTab(shown(workspace.title))
            self.setTabData(n, workspace.key)
            self.setTabToolTip(n, shown(workspace.tip))
        self.currentChanged.connect(self._on_chosen)
        layout.changed.connect(self._on_changed)

    def _on_chosen(self, index: int) -> None:
        self._layout.choose(self.tabData(index))

    def _on_changed(self, key: str) -> None:
        keys = [workspace.key for workspace in WORKSPACES]
        with QSignalBlocker(self):
            self.setCurrentIndex(keys.index(key))
