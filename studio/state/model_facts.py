"""What models say of themselves: read on a lane when somebody looks at them, then kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.tasks.read_about import HashModel, ModelAbout, ReadAbout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.core.job import Progress
    from studio.jobs.service import JobService
    from studio.state.errands import Errands


class ModelFacts(QObject):
    """Answers at once with what it has; `arrived` carries the path of what has been read since."""

    arrived = Signal(object)

    def __init__(self, jobs: JobService, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._known: dict[Path, ModelAbout] = {}
        self._hashes: dict[Path, str] = {}
        self._hashing: set[Path] = set()
        jobs.progressed.connect(self._on_progressed)

    def of(self, path: Path) -> ModelAbout | None:
        """Return what is known of a model."""
        return self._known.get(path)

    def hash_of(self, path: Path) -> str:
        """Return the sha256 of a model where it is known."""
        known = self._known.get(path)
        return self._hashes.get(path) or (known.hash if known else "")

    def is_hashing(self, path: Path) -> bool:
        """Whether the hash is being computed."""
        return path in self._hashing

    def read(self, paths: Iterable[Path]) -> None:
        """Read what is said of models; files may have changed, so nothing is taken as known."""
        wanted = tuple(paths)
        if wanted:
            self._errands.run(ReadAbout(wanted))

    def compute_hash(self, path: Path, name: str) -> None:
        """Read a model whole, as a job that can be cancelled."""
        if path in self._hashing:
            return
        self._hashing.add(path)
        done = partial(self._on_hash, path)
        self._errands.run(HashModel(path, name), done, self._on_no_hash, quiet=False)
        self.arrived.emit(path)

    def _on_no_hash(self, error: StudioError) -> None:
        self._hashing.clear()
        self._errands.tell(error)

    def _on_hash(self, path: Path, text: str) -> None:
        self._hashing.discard(path)
        self._hashes[path] = text
        self.arrived.emit(path)

    def _on_progressed(self, _job: str, progress: Progress) -> None:
        if isinstance(progress.result, ModelAbout):
            self._known[progress.result.path] = progress.result
            self._hashes.pop(progress.result.path, None)
            self.arrived.emit(progress.result.path)
