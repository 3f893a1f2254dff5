"""Commands for what the window shows, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from studio.ui.actions import Command, Group, Submenu
from studio.ui.docks import DOCKS
from studio.ui.translate import shown

if TYPE_CHECKING:
    from studio.ui.actions import Line
    from studio.ui.docks import Dock
    from studio.ui.main_window import MainWindow


class ViewCommands(QObject):
    """Shows and hides."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def groups(self) -> tuple[Group, ...]:
        """Return the menu of the view."""
        return (
            Group("view", tuple(self._dock(n, dock) for n, dock in enumerate(DOCKS, 1))),
            Group("view", self._whole()),
        )

    def _dock(self, n: int, dock: Dock) -> Command:
        window = self._window
        return Command(
            f"view.dock_{dock.key}",
            shown(dock.title),
            lambda: window.toggle_dock(dock.key),
            (f"Shift+F{n}",) if n <= 9 else (),
            tip=self.tr("Show or hide this panel"),
            checked=lambda: window.is_dock_shown(dock.key),
        )

    def _whole(self) -> tuple[Line, ...]:
        tr, window = self.tr, self._window
        settings = window.session.desk.memory
        return (
            Command(
                "view.canvas_only",
                tr("&Canvas only"),
                window.toggle_canvas_only,
                ("F9",),
                checked=lambda: window.workspaces.is_canvas_only,
            ),
            Command(
                "view.full_screen",
                tr("&Full screen"),
                window.toggle_full_screen,
                ("F11",),
                checked=lambda: bool(window.windowState() & Qt.WindowState.WindowFullScreen),
            ),
            Command(
                "view.theme",
                tr("&Light theme"),
                window.toggle_theme,
                ("Ctrl+Shift+L",),
                checked=lambda: settings.settings.theme == "light",
            ),
            Submenu("view.language", "Language / 语言", lines=self._languages()),
        )

    def _languages(self) -> tuple[Command, ...]:
        return (
            self._language("system", "", self.tr("&As the system")),
            self._language("english", "en", "English"),
            self._language("chinese", "zh_CN", "中文"),
        )

    def _language(self, name: str, code: str, title: str) -> Command:
        memory = self._window.session.desk.memory
        return Command(
            f"view.language_{name}",
            title,
            lambda: memory.choose(language=code),
            tip=self.tr("The words of the window, at once; work that runs goes on"),
            checked=lambda: memory.settings.language == code,
        )
