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
    KEEP = "keep"


USUAL = {
    "keep": Step.KEEP_QUEUE,
    "finish": Step.CLOSE_WHEN_DONE,
    "cancel": Step.CANCEL_AND_CLOSE,
}  # what the setting takes without asking


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
        usual = USUAL.get(self._desk.memory.settings.on_leaving)
        if usual and self._has_work() and self._decision is Decision.NONE:
            self._on_step(usual)
        if self._has_work() and self._decision not in (Decision.CANCEL, Decision.KEEP):
            self._ask_about_work()
            return False
        if self._is_done():
            return True
        self._cancel_rest()  # what nobody would miss: thumbnails, say
        return self._is_done()

    def _has_work(self) -> bool:
        """Whether anything would be stopped; a queue that is paused waits as well elsewhere."""
        work = self._desk.work
        return self._desk.queue.busy or (work.waiting > 0 and not work.paused)

    def _is_done(self) -> bool:
        return not self._desk.jobs.active and self._desk.work.is_idle

    def _cancel_rest(self) -> None:
        """Stop every job but the one that writes the queue down."""
        if self._decision is Decision.NONE:
            self._decision = Decision.KEEP
        keeper = self._desk.work.keeper
        for job in self._desk.jobs.active:
            if not (keeper.busy and job.id == keeper.job_id):
                self._desk.jobs.cancel(job.id)

    def _ask_about_work(self) -> None:
        work = self._desk.work
        jobs = self._desk.queue.rowCount() + work.waiting
        keep = (Step.KEEP_QUEUE,) if work.dispatch.running or work.waiting else ()
        if self._decision is Decision.WHEN_DONE:
            text = message(N_("The window closes when the work is done. Jobs: {n}."), n=jobs)
            self._ask(text, (*keep, Step.CANCEL_AND_CLOSE, Step.STAY))
        else:
            text = message(N_("The studio is still working. Jobs: {n}."), n=jobs)
            steps = (*keep, Step.CLOSE_WHEN_DONE, Step.CANCEL_AND_CLOSE, Step.STAY)
            self._ask(text, steps)

    def _ask(self, text: Message, steps: tuple[Step, ...]) -> None:
        self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, self._on_step, TOPIC))

    def _on_step(self, step: Step) -> None:
        match step:
            case Step.STAY:
                self._decision = Decision.NONE
            case Step.LOSE_AND_CLOSE:
                self._keeping.forget()
                self.ready.emit()
            case Step.KEEP_QUEUE:
                self._decision = Decision.KEEP
                self._desk.work.pause(stop=True)
                self._cancel_rest()
                self._on_emptied()
            case Step.CANCEL_AND_CLOSE:
                self._decision = Decision.CANCEL
                self._desk.work.discard()
                self._cancel_rest()
                self._on_emptied()
            case Step.CLOSE_WHEN_DONE:
                self._decision = Decision.WHEN_DONE
                self._on_emptied()
            case _:
                pass

    def _on_emptied(self) -> None:
        if self._decision is not Decision.NONE and self._is_done():
            self.ready.emit()
