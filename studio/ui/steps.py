"""What the button of a notice does: a command of the menus, or what the notice itself knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.state.notices import Step

if TYPE_CHECKING:
    from studio.state.notices import Notice
    from studio.ui.main_window import MainWindow

COMMANDS = {
    Step.SAVE_ELSEWHERE: "file.save_elsewhere",
    Step.OPEN_MODELS_FOLDER: "models.folder",
    Step.OPEN_PROJECT: "file.open",
    Step.NEW_PROJECT: "file.new",
    Step.COPY_REPORT: "help.report",
    Step.SHOW_QUEUE: "queue.show",
}


class Steps(QObject):
    """Takes the steps that the error bar offers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._notices = window.session.desk.notices

    def take(self, notice: Notice, step: Step) -> None:
        """Do what the button says; a notice whose step is a command stays until that settles it."""
        if step in COMMANDS:
            self._window.actions_table[COMMANDS[step]].trigger()
            return
        self._notices.dismiss(notice)
        if notice.act:
            notice.act(step)
