"""Pickles that are being converted because somebody asked for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.tasks.convert_model import ConvertModel

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import JobId, JobState
    from studio.jobs.service import JobService
    from studio.state.errands import Errands
    from studio.state.notices import Notices


class Conversions(QObject):
    """Starts them, says how they went, and has the folders searched again after each."""

    changed = Signal()  # one has begun or ended
    converted = Signal()  # there is a new file

    def __init__(self, jobs: JobService, errands: Errands, notices: Notices) -> None:
        super().__init__(jobs)
        self._errands = errands
        self._notices = notices
        self._running: dict[JobId, Path] = {}
        jobs.changed.connect(self._on_changed)

    def start(self, pickle: Path) -> None:
        """Convert a pickle; it stays as it is."""
        if not self.is_running(pickle):
            task = ConvertModel(pickle)
            job = self._errands.run(task, partial(self._on_done, pickle), quiet=False)
            self._running[job] = pickle
            self.changed.emit()

    def is_running(self, pickle: Path | None) -> bool:
        """Whether a pickle is being converted."""
        return pickle in self._running.values()

    def _on_done(self, pickle: Path, written: tuple[Path, ...]) -> None:
        text = message(
            N_("{pickle} was converted; the safe file is {path}."),
            pickle=pickle.name,
            path=", ".join(map(str, written)),
        )
        self._notices.tell(Notice(text, Level.INFO, topic="convert"))
        self.converted.emit()

    def _on_changed(self, job: JobId, state: JobState) -> None:
        if state.is_final and job in self._running:
            del self._running[job]
            self.changed.emit()
