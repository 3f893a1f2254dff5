"""Commands that tell about the studio itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio import __version__
from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.command_palette import CommandPalette
    from studio.ui.main_window import MainWindow
    from studio.ui.shortcuts_editor import ShortcutsEditor


class HelpCommands(QObject):
    """Tells what this is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._palette: CommandPalette | None = None
        self._editor: ShortcutsEditor | None = None

    def groups(self) -> tuple[Group, ...]:
        """Return the menu of help."""
        about = Command("help.about", self.tr("&About the studio"), self.about, ("F1",))
        find = Command(
            "help.commands",
            self.tr("&Find a command..."),
            self.find,
            ("Ctrl+K",),
            tip=self.tr("Every command by its name, in English as well"),
        )
        keys = Command(
            "edit.shortcuts",
            self.tr("&Keyboard shortcuts..."),
            self.edit_shortcuts,
            ("Ctrl+Alt+K",),
            tip=self.tr("Give commands other keys"),
        )
        return (Group("edit", (keys,)), Group("help", (find, about)))

    def find(self) -> None:
        """Open the list of all commands."""
        from studio.ui.command_palette import CommandPalette  # not needed to open the window

        if self._palette is None:
            self._palette = CommandPalette(self._window)
        self._palette.open()

    def edit_shortcuts(self) -> None:
        """Show which command has which keys, to change them."""
        from studio.ui.shortcuts_editor import ShortcutsEditor  # not needed to open the window

        if self._editor is None:
            self._editor = ShortcutsEditor(self._window)
        self._editor.open_editor()

    def about(self) -> None:
        """Say which version this is."""
        title = self.tr("Studio {version}: your pictures, on your machine, with no network")
        self._window.say(title.format(version=__version__))
