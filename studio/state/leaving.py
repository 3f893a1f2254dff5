"""Closing the window without losing anything, and without waiting in the dark."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, Message, message
from studio.state.notices import Level, Notice, Step

if TYPE_CHECKING:
    from studio.state.desk import Desk
    from studio.state.keeping import Keeping

TOPIC = "leaving"


class Decision(Enum):
    """What the user wants done with the work."""

    NONE = "none"
    WHEN_DONE = "when done"
    CANCEL = "cancel"


class Leaving(QObject):
    """Asks about running jobs and unsaved pictures, then says when the window may go."""

    ready = Signal()

    def __init__(self, desk: Desk, keeping: Keeping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keeping = keeping
        self._decision = Decision.NONE
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
        if self._desk.queue.busy and self._decision is not Decision.CANCEL:
            self._ask_about_work()
            return False
        if self._desk.jobs.active:
            self._decision = Decision.CANCEL
            self._desk.jobs.cancel_all()
        return not self._desk.jobs.active

    def _ask_about_work(self) -> None:
        jobs = self._desk.queue.rowCount()
        if self._decision is Decision.WHEN_DONE:
            text = message(N_("The window closes when the work is done. Jobs: {n}."), n=jobs)
            self._ask(text, (Step.CANCEL_AND_CLOSE, Step.STAY))
        else:
            text = message(N_("The studio is still working. Jobs: {n}."), n=jobs)
            self._ask(text, (Step.CLOSE_WHEN_DONE, Step.CANCEL_AND_CLOSE, Step.STAY))

    def _ask(self, text: Message, steps: tuple[Step, ...]) -> None:
        self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, self._on_step, TOPIC))

    def _on_step(self, step: Step) -> None:
        match step:
            case Step.STAY:
                self._decision = Decision.NONE
            case Step.LOSE_AND_CLOSE:
                self._keeping.forget()
                self.ready.emit()
            case Step.CANCEL_AND_CLOSE:
                self._decision = Decision.CANCEL
                self._desk.jobs.cancel_all()
                self._on_emptied()
            case Step.CLOSE_WHEN_DONE:
                self._decision = Decision.WHEN_DONE
                self._on_emptied()
            case _:
                pass

    def _on_emptied(self) -> None:
        if self._decision is not Decision.NONE and not self._desk.jobs.active:
            self.ready.emit()
