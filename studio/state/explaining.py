"""Which word of a picture's prompt acts where: asked for one picture, shown word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.canvas import Heat
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.explain_run import ExplainRun, Explanation

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.job import JobState
    from studio.core.run import Run
    from studio.state.desk import Desk

TOPIC = "explained"
NO_WORD = -1


class Explaining(QObject):
    """Keeps the words of one picture; `word` is the one whose map lies over it on the canvas."""

    explanation_changed = Signal(object)
    word_changed = Signal(int)
    working_changed = Signal(bool)
    explanation: Observable[Explanation | None] = Observable(None)
    word = Observable(NO_WORD)
    working = Observable(False)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job = ""
        self.explanation_changed.connect(self._show)
        self.word_changed.connect(self._show)
        desk.jobs.changed.connect(self._on_job)

    def explain(self, run: Run) -> None:
        """Queue looking into the picture of a run, in place of one that was asked for before."""
        supplies = self._desk.catalog.supplies
        models = (*supplies.models, *supplies.parts)
        task = ExplainRun(self._desk.engine, run, models, supplies.additions)
        self._desk.errands.cancel(self._job)
        self._desk.notices.dismiss_topic(TOPIC)
        self.working = True
        self._job = self._desk.errands.run(
            task, done=self._on_done, failed=self._on_failed, quiet=False
        )

    def hide(self) -> None:
        """Show the picture alone."""
        self.word = NO_WORD

    def _on_done(self, found: Explanation) -> None:
        self.word = NO_WORD
        self.explanation = found
        shares = [word.share for word in found.words]
        self.word = shares.index(max(shares)) if shares else NO_WORD

    def _on_failed(self, error: StudioError) -> None:
        text = message(N_("It cannot be said where the words act. {why}"), why=error.message)
        self._desk.notices.tell(Notice(text, Level.ATTENTION, topic=TOPIC))

    def _on_job(self, job: str, state: JobState) -> None:
        if job == self._job and state.is_final:
            self.working = False

    def _show(self, _what: object) -> None:
        found, word = self.explanation, self.word
        shows = found is not None and 0 <= word < len(found.words)
        self._desk.canvas.heat = Heat(found.run, found.words[word].map) if shows and found else None
