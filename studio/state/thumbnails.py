"""Small pictures for the gallery: read on the disk lane when they are looked at, then kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.tasks.load_thumbnails import LoadThumbnails, Thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import JobState, Progress
    from studio.core.library.card import Placed
    from studio.jobs.service import JobService

KEPT = 600  # at most 100 MB, unless more are in sight
WANTED = 200  # of the last looked at, unless more are in sight; the rest has scrolled away
BATCH = 16


class Thumbnails(QObject):
    """Answers at once with what it has, and emits `arrived(folder)` for what it had to read."""

    arrived = Signal(str)  # the folder of the run
    looked_at = Signal(object, object)  # the run, and the stamp of its params.json

    def __init__(self, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kept: OrderedDict[str, NDArray[np.uint8] | None] = OrderedDict()
        self._wanted: OrderedDict[str, Placed] = OrderedDict()
        self._most_wanted, self._most_kept = WANTED, KEPT
        self._job = ""
        self.untouched: Path | None = None  # a project that is open for reading only
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._submit)
        jobs.progressed.connect(self._on_progressed)
        jobs.changed.connect(self._on_changed)

    def make_room(self, cells: int) -> None:
        """Hold at least as many as can be in sight at once."""
        self._most_wanted = max(WANTED, 2 * cells)
        self._most_kept = max(KEPT, cells + 2 * BATCH)

    def get(self, run: Placed) -> NDArray[np.uint8] | None:
        """Return (h, w, 3) uint8, or None while it is read and where there is nothing to read."""
        key = str(run.folder)  # ids are of one project
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._wanted[key] = run
        self._wanted.move_to_end(key)
        while len(self._wanted) > self._most_wanted:
            self._wanted.popitem(last=False)
        if not self._job:
            self._soon.start()
        return None

    def is_broken(self, run: Placed) -> bool:
        """Whether the picture was looked for and cannot be read."""
        key = str(run.folder)
        return key in self._kept and self._kept[key] is None

    def put(self, run: Placed, pixels: NDArray[np.uint8] | None) -> None:
        """Keep a thumbnail, and forget those not looked at for longest."""
        key = str(run.folder)
        self._kept[key] = pixels
        self._wanted.pop(key, None)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)
        self.arrived.emit(key)

    def clear(self) -> None:
        """Forget everything: another project has been opened."""
        self._kept.clear()
        self._wanted.clear()
        self._jobs.cancel(self._job)

    def _submit(self) -> None:
        batch = [self._wanted.popitem()[1] for _ in range(min(BATCH, len(self._wanted)))]
        if batch:
            self._job = self._jobs.submit(LoadThumbnails(tuple(batch), self.untouched), quiet=True)

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        if job_id == self._job and isinstance(progress.result, Thumbnail):
            self.put(progress.result.run, progress.result.pixels)
            self.looked_at.emit(progress.result.run, progress.result.stamp)

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if job_id == self._job and state.is_final:
            self._job = ""
            self._submit()
