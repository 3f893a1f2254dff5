"""Commands for when something goes wrong: the log, and a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from pathlib import Path

    from studio.ui.log_viewer import LogViewer
    from studio.ui.main_window import MainWindow
    from studio.ui.report.window import ReportWindow


class ServiceCommands(QObject):
    """Makes the windows when they are first wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.log: LogViewer | None = None
        self.report: ReportWindow | None = None

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the menu Help."""
        log = Command(
            "help.log", self.tr("&Log..."), self._on_log, tip=self.tr("What the studio wrote down")
        )
        report = Command(
            "help.report",
            self.tr("Copy a &report..."),
            self.show_report,
            tip=self.tr("For who can help; shown before it is copied"),
        )
        return (Group("help", (log, report)),)

    def show_log(self, path: Path | None = None) -> None:
        """Show the log of this start, or another one."""
        from studio.ui.log_viewer import LogViewer

        if self.log is None:
            self.log = LogViewer(self._window.session.desk, self._window.dialogs, self._window)
        self.log.open(path)

    def _on_log(self) -> None:
        self.show_log()

    def show_report(self) -> None:
        """Show what a report would say."""
        from studio.ui.report.window import ReportWindow

        if self.report is None:
            desk, dialogs = self._window.session.desk, self._window.dialogs
            self.report = ReportWindow(desk, dialogs, self._window)
        self.report.open()
