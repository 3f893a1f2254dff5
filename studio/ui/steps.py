"""What the button of a notice does: a command of the menus, or what the notice itself knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.state.notices import Step
from studio.ui.commands.service import ServiceCommands

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
        if step is Step.SHOW_LOG:
            if commands := self._window.findChild(ServiceCommands):
                commands.show_log(notice.log)
            return
        self._notices.dismiss(notice)
        if step is Step.USE_PROCESSOR:
            self._window.session.desk.preferences.choose("draw_on", "cpu")
        if notice.act:
            notice.act(step)
