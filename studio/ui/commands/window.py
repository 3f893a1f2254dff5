"""Commands for the workspaces of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Command, Group
from studio.ui.translate import shown
from studio.ui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow
    from studio.ui.workspaces import Workspace


class WindowCommands(QObject):
    """Goes to workspaces, and puts their docks in order."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._layout = window.workspaces

    def groups(self) -> tuple[Group, ...]:
        """Return the menu of the window."""
        tr, layout = self.tr, self._layout
        walking = (
            Command(
                "window.next", tr("&Next workspace"), partial(layout.step, 1), ("Ctrl+PgDown",)
            ),
            Command(
                "window.previous",
                tr("&Previous workspace"),
                partial(layout.step, -1),
                ("Ctrl+PgUp",),
            ),
            Command(
                "window.reset",
                tr("&Reset this workspace"),
                layout.reset,
                ("Ctrl+Shift+R",),
                tip=tr("Puts every panel back where it was at first"),
            ),
        )
        named = tuple(self._go_to(n, workspace) for n, workspace in enumerate(WORKSPACES, 1))
        return (Group("window", named), Group("window", walking))

    def _go_to(self, n: int, workspace: Workspace) -> Command:
        layout, key = self._layout, workspace.key
        return Command(
            f"window.{key}",
            shown(workspace.title),
            partial(layout.choose, key),
            (f"Ctrl+Alt+{n}",),
            tip=shown(workspace.tip),
            checked=lambda: layout.workspace == key,
        )
