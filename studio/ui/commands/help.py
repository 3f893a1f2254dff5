"""Commands that tell about the studio itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio import __version__
from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class HelpCommands(QObject):
    """Tells what this is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def groups(self) -> tuple[Group, ...]:
        """Return the menu of help."""
        about = Command("help.about", self.tr("&About the studio"), self.about, ("F1",))
        return (Group("help", (about,)),)

    def about(self) -> None:
        """Say which version this is."""
        title = self.tr("Studio {version}: your pictures, on your machine, with no network")
        self._window.say(title.format(version=__version__))
