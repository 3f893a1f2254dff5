"""Whether a picture can still be drawn as it is: asked for one, told in a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.verify_run import Verified, VerifyRun

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.run import Run
    from studio.state.desk import Desk

TOPIC = "verified"


class Verifying(QObject):
    """Draws a run again on the device's lane; `verified` is what came of it last."""

    verified_changed = Signal(object)
    verified: Observable[Verified | None] = Observable(None)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def verify(self, run: Run) -> None:
        """Queue drawing it again."""
        supplies = self._desk.catalog.supplies
        models = (*supplies.models, *supplies.parts)
        task = VerifyRun(self._desk.engine, run, models, supplies.additions)
        self._desk.errands.run(task, done=self._on_done, failed=self._on_failed, quiet=False)

    def _on_done(self, found: Verified) -> None:
        self.verified = found
        alike = found.verdict.likeness.identical
        level = Level.INFO if alike else Level.ATTENTION
        self._desk.notices.tell(Notice(found.verdict.message, level, topic=TOPIC))

    def _on_failed(self, error: StudioError) -> None:
        text = message(N_("The picture cannot be verified. {why}"), why=error.message)
        self._desk.notices.tell(Notice(text, Level.ATTENTION, topic=TOPIC))
