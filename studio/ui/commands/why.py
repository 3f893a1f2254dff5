"""The command that asks why a picture looks as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class WhyCommands(QObject):
    """Shows the panel of words and looks into the selected picture."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def groups(self) -> tuple[Group, ...]:
        """Return the line of the picture's menu."""
        why = Command(
            "picture.why",
            self.tr("&Why does it look like this?"),
            self.why,
            ("Ctrl+Alt+W",),
            tip=self.tr("Shows where in the picture each word of the prompt acts"),
        )
        return (Group("picture", (why,)),)

    def why(self) -> None:
        """Look into the selected picture."""
        run = self._window.session.browsing.selected
        if run is None:
            self._window.say(self.tr("Select a picture first."))
            return
        self._window.dock("why")
        self._window.session.explaining.explain(run)
