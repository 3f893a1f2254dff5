"""Commands that say where a picture comes from: draw it again and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.core.run import Run
    from studio.ui.main_window import MainWindow


class ProvenanceCommands(QObject):
    """Asks the session about the selected picture."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the gallery's menu."""
        verify = Command(
            "gallery.verify",
            self.tr("&Verify: draw it again and compare"),
            self.verify,
            ("Ctrl+Alt+V",),
            tip=self.tr("Says whether every pixel is the same, or what differs on this machine"),
        )
        return (Group("gallery", (verify,)),)

    def verify(self) -> None:
        """Draw the selected picture again."""
        if run := self._run():
            self._session.verifying.verify(run)

    def _run(self) -> Run | None:
        run = self._session.browsing.selected
        if run is None:
            self._window.say(self.tr("Select a picture first."))
        return run
