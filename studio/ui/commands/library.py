"""The command that looks for what other programs did, and what does it unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.core.library.index import Index
    from studio.tasks.library.read_runs import Unread
    from studio.ui.main_window import MainWindow


class LibraryCommands(QObject):
    """Looks again when it is told to, and when somebody comes back to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._library = window.session.desk.library
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_application)
        self._is_told = True
        self._library.indexing.caught_up.connect(self._on_caught_up)

    def groups(self) -> tuple[Group, ...]:
        """Return one line of the gallery's menu."""
        tip = self.tr("Shows pictures that were copied into the project by hand")
        title = self.tr("&Look for new pictures")
        command = Command("gallery.refresh", title, self.refresh, ("F5",), tip)
        return (Group("gallery", (command,)),)

    def refresh(self) -> None:
        """Compare the gallery with the folders, and say what came of it."""
        self._is_told = False
        self._library.refresh()

    def _on_caught_up(self, _index: Index, unread: Unread) -> None:
        if not self._is_told and not unread.changed:
            self._library.shelves.tell_nothing_new()
        self._is_told = True

    def _on_application(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._library.look_again()
