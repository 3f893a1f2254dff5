"""Computes the hashes of all models, one after the other, while nobody waits for anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.job import JobState
from studio.state.observable import Observable
from studio.tasks.read_about import FindUnhashed

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import JobId, Progress
    from studio.core.settings import Settings
    from studio.jobs.service import JobService
    from studio.state.catalog import Catalog
    from studio.state.errands import Errands
    from studio.state.memory import Memory
    from studio.state.model_facts import ModelFacts

IDLE_MS = 10_000  # how long nothing has been done before it begins


@dataclass(frozen=True, slots=True)
class Hashing:
    """Which model is being read, how much of it, and how many are done of how many."""

    name: str
    fraction: float
    done: int
    total: int


class BackgroundHashes(QObject):
    """Waits until the window is idle, and goes on between two jobs.

    The user may halt it until the next start, or turn it off in the settings.
    """

    now_changed = Signal(object)
    halted_changed = Signal(bool)
    now: Observable[Hashing | None] = Observable(None)
    halted = Observable(False)

    def __init__(
        self,
        jobs: JobService,
        errands: Errands,
        catalog: Catalog,
        facts: ModelFacts,
        memory: Memory,
    ) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._errands = errands
        self._catalog = catalog
        self._facts = facts
        self._was_on = memory.settings.hash_models
        self._left: list[Path] = []
        self._is_wanted = False  # whether there may be something to do
        self._done = 0
        self._job: JobId | None = None
        self._soon = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._soon.timeout.connect(self._begin)
        catalog.supplies_changed.connect(self._on_supplies)
        memory.settings_changed.connect(self._on_settings)
        jobs.changed.connect(self._on_changed)
        jobs.progressed.connect(self._on_progressed)

    def halt(self) -> None:
        """Stop, and stay so until `go_on`."""
        self.halted = True
        self._stop()

    def go_on(self) -> None:
        """Begin again, at once."""
        self.halted, self._is_wanted = False, True
        self._begin()

    def _stop(self) -> None:
        self._soon.stop()
        self._left.clear()
        self._is_wanted = False
        if self._job:
            self._errands.cancel(self._job)

    def _names(self) -> dict[Path, str]:
        supplies = self._catalog.supplies
        names = {model.path: model.title for model in (*supplies.models, *supplies.parts)}
        return names | {addition.path: addition.name for addition in supplies.additions}

    def _on_supplies(self, _supplies: object) -> None:
        self._is_wanted = True
        self._soon.start()

    def _on_settings(self, settings: Settings) -> None:
        if settings.hash_models != self._was_on:
            self._was_on = settings.hash_models
            if self._was_on:
                self._on_supplies(None)
            else:
                self._stop()

    def _may_work(self) -> bool:
        is_free = not any(not job.quiet for job in self._jobs.active)
        return self._was_on and not self.halted and not self._job and is_free

    def _begin(self) -> None:
        """Do the next piece, or find out what there is to do."""
        if not self._may_work():
            return
        if self._left:
            self._next()
        else:
            self._is_wanted = False
            paths = tuple(self._names())
            self._job = self._errands.run(FindUnhashed(paths), self._on_found)

    def _on_found(self, paths: tuple[Path, ...]) -> None:
        self._left, self._done = list(paths), 0

    def _next(self) -> None:
        names = self._names()
        while self._left:
            path = self._left.pop(0)
            self._done += 1
            if path in names and (job := self._facts.compute_hash(path, names[path], quiet=True)):
                self._job = job
                self._tell(names[path], 0.0)
                return

    def _tell(self, name: str, fraction: float) -> None:
        self.now = Hashing(name, fraction, self._done, self._done + len(self._left))

    def _on_changed(self, job: JobId, state: JobState) -> None:
        if not state.is_final:
            return
        if job == self._job:
            self._job, self.now = None, None
            if state is JobState.CANCELLED:  # by whom ever: the window may be about to close
                self._left.clear()
        if self._left and self._may_work():
            self._next()
        elif (self._left or self._is_wanted) and not self._job:
            self._soon.start()

    def _on_progressed(self, job: JobId, progress: Progress) -> None:
        if job == self._job and self.now:
            self._tell(self.now.name, progress.fraction)
