"""Commands that open the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow
    from studio.ui.settings.window import SettingsWindow


class SettingsCommands(QObject):
    """Shows the window of settings; it stays open when the language of the window changes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shown: SettingsWindow | None = None
        if window.session.desk.preferences.open_at:
            QTimer.singleShot(0, self, self._open_again)

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the menu Edit."""
        settings = Command(
            "edit.settings",
            self.tr("&Settings..."),
            self.open,
            ("Ctrl+,",),
            tip=self.tr("Everything that is chosen once and for all projects"),
        )
        return (Group("edit", (settings,)),)

    def open(self) -> None:
        """Show the settings, or bring them to the front."""
        if self.shown is not None and self.shown.isVisible():
            self.shown.open(self.shown.category())
        else:
            self.open_at("")

    def open_at(self, category: str) -> None:
        """Show the settings of a category."""
        from studio.ui.settings.window import SettingsWindow  # not needed to open the window

        if self.shown is None:
            desk = self._window.session.desk
            self.shown = SettingsWindow(desk, self._window.dialogs, self._window)
        self.shown.open(category)

    def _open_again(self) -> None:
        self.open_at(self._window.session.desk.preferences.open_at)
