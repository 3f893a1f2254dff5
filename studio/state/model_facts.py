"""What models say of themselves: read on a lane when somebody looks at them, then kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ModelRefusedError
from studio.tasks.read_about import Hashed, HashModel, ModelAbout, ReadAbout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from studio.core.job import JobId, JobState, Progress
    from studio.core.text import Message
    from studio.jobs.service import JobService
    from studio.state.errands import Errands


class ModelFacts(QObject):
    """Answers at once with what it has; `arrived` carries the path of what has been read since."""

    arrived = Signal(object)

    def __init__(self, jobs: JobService, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._known: dict[Path, ModelAbout] = {}
        self._hashed: dict[Path, Hashed] = {}
        self._hashing: dict[JobId, Path] = {}
        jobs.progressed.connect(self._on_progressed)
        jobs.changed.connect(self._on_changed)

    def of(self, path: Path) -> ModelAbout | None:
        """Return what is known of a model."""
        return self._known.get(path)

    def hash_of(self, path: Path) -> str:
        """Return the sha256 of a model where it is known."""
        known = self._hashed.get(path) or self._known.get(path)
        return known.hash if known else ""

    def damage_of(self, path: Path) -> Message | None:
        """Return what was found to be wrong with a model's weights."""
        known = self._hashed.get(path) or self._known.get(path)
        return known.damage if known else None

    def is_hashing(self, path: Path) -> bool:
        """Whether the hash is being computed."""
        return path in self._hashing.values()

    def read(self, paths: Iterable[Path]) -> None:
        """Read what is said of models; files may have changed, so nothing is taken as known."""
        wanted = tuple(paths)
        if wanted:
            self._errands.run(ReadAbout(wanted))

    def compute_hash(self, path: Path, name: str, *, quiet: bool = False) -> JobId | None:
        """Read a model whole, as a job that can be cancelled; None if one does so already."""
        if self.is_hashing(path):
            return None
        done = partial(self._on_hash, path)
        job = self._errands.run(HashModel(path, name), done, quiet=quiet)
        self._hashing[job] = path
        self.arrived.emit(path)
        return job

    def _on_hash(self, path: Path, found: Hashed) -> None:
        self._hashed[path] = found
        if found.damage:
            template, values = found.damage.template, dict(found.damage.values)
            self._errands.tell(ModelRefusedError(template, **values))

    def _on_changed(self, job: JobId, state: JobState) -> None:
        if state.is_final and job in self._hashing:
            self.arrived.emit(self._hashing.pop(job))

    def _on_progressed(self, _job: str, progress: Progress) -> None:
        if isinstance(progress.result, ModelAbout):
            self._known[progress.result.path] = progress.result
            self._hashed.pop(progress.result.path, None)
            self.arrived.emit(progress.result.path)
