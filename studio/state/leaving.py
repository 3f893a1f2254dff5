"""Closing the window without losing anything, and without waiting in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, Message, message
from studio.state.notices import Level, Notice, Step

if TYPE_CHECKING:
    from studio.state.desk import Desk
    from studio.state.keeping import Keeping

TOPIC = "leaving"


class Leaving(QObject):
    """Asks about running jobs and unsaved pictures, then says when the window may go."""

    ready = Signal()

    def __init__(self, desk: Desk, keeping: Keeping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keeping = keeping
        self._decided = False
        desk.jobs.emptied.connect(self._on_emptied)

    def may_close(self) -> bool:
        """Whether the window may close now; if not, ask, or wait for jobs to end."""
        if self._keeping.unsaved:
            self._ask(
                message(
                    N_("{n} pictures are only in memory, and are lost when the window closes."),
                    n=len(self._keeping.unsaved),
                ),
                (Step.SAVE_ELSEWHERE, Step.LOSE_AND_CLOSE, Step.STAY),
            )
            return False
        if self._desk.queue.busy and not self._decided:
            self._ask(
                message(
                    N_("The studio is still working. Jobs: {n}."), n=self._desk.queue.rowCount()
                ),
                (Step.CLOSE_WHEN_DONE, Step.CANCEL_AND_CLOSE, Step.STAY),
            )
            return False
        if self._desk.jobs.active:
            self._decided = True
            self._desk.jobs.cancel_all()
        return not self._desk.jobs.active

    def _ask(self, text: Message, steps: tuple[Step, ...]) -> None:
        self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, self._on_step, TOPIC))

    def _on_step(self, step: Step) -> None:
        match step:
            case Step.STAY:
                self._decided = False
            case Step.LOSE_AND_CLOSE:
                self._keeping.forget()
                self.ready.emit()
            case Step.CANCEL_AND_CLOSE:
                self._decided = True
                self._desk.jobs.cancel_all()
                self._on_emptied()
            case Step.CLOSE_WHEN_DONE:
                self._decided = True
                self._on_emptied()
            case _:
                pass

    def _on_emptied(self) -> None:
        if self._decided and not self._desk.jobs.active:
            self.ready.emit()
