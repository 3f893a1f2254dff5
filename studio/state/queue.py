"""The jobs that wait or run, as a list for the job strip."""

from __future__ import annotations

import time
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.core.job import JobState, Progress
from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.text import Message
    from studio.jobs.job import Job
    from studio.jobs.service import JobService
    from studio.state.work import Work

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class JobRole(IntEnum):
    """What the list tells about a job."""

    ID = Qt.ItemDataRole.UserRole
    TITLE = Qt.ItemDataRole.UserRole + 1  # Message
    RUNNING = Qt.ItemDataRole.UserRole + 2
    FRACTION = Qt.ItemDataRole.UserRole + 3


class JobList(QAbstractListModel):
    """Rows are the jobs the user should know of, oldest first; `leading` is the one to watch."""

    leading_changed = Signal(object)
    progress_changed = Signal()
    leading: Observable[Job | None] = Observable(None)

    def __init__(
        self,
        jobs: JobService,
        work: Work,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._work = work
        self._clock = clock
        self._rows: list[Job] = []
        self._pace: dict[str, Pace] = {}
        jobs.changed.connect(self._on_changed)
        jobs.progressed.connect(self._on_progressed)
        work.changed.connect(self.progress_changed)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """The number of jobs that have not ended."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a job."""
        job = self._rows[index.row()]
        match role:
            case JobRole.ID:
                return job.id
            case JobRole.TITLE:
                return job.task.title
            case Qt.ItemDataRole.DisplayRole:
                return str(job.task.title)
            case JobRole.RUNNING:
                return job.state is JobState.RUNNING
            case JobRole.FRACTION:
                return job.progress.fraction if job.progress else 0.0
            case _:
                return None

    @property
    def waiting(self) -> int:
        """How many jobs wait behind the leading one, on their lanes and in the queue."""
        return max(len(self._rows) - 1, 0) + self._work.waiting

    @property
    def busy(self) -> bool:
        """Whether anything waits or runs."""
        return bool(self._rows or self._work.dispatch.running)

    def stage(self) -> Message | None:
        """Return what the leading job is doing now, if it says."""
        progress = self.leading.progress if self.leading else None
        return progress.stage if progress and progress.stage.template else None

    def fraction(self) -> float:
        """Return the done share of the leading job."""
        return self.leading.progress.fraction if self.leading and self.leading.progress else 0.0

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that are with a lane, oldest first."""
        return tuple(self._rows)

    def time_left_of_s(self, job_id: str) -> float | None:
        """Return the seconds that a job still needs, once that can be told."""
        pace = self._pace.get(job_id)
        return pace.time_left_s() if pace else None

    def time_left_s(self) -> float | None:
        """Return the seconds the leading job still needs, once that can be told."""
        return self.time_left_of_s(self.leading.id) if self.leading else None

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if state is JobState.QUEUED:
            self._append(self._jobs.job(job_id))
        elif state.is_final:
            self._remove(job_id)
        self._choose_leading()
        self.progress_changed.emit()

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        for row, job in enumerate(self._rows):
            if job.id == job_id:
                self._pace.setdefault(job_id, Pace(self._clock)).note(progress)
                self.dataChanged.emit(self.index(row), self.index(row))
                self.progress_changed.emit()

    def _append(self, job: Job) -> None:
        if not job.quiet:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows))
            self._rows.append(job)
            self.endInsertRows()

    def _remove(self, job_id: str) -> None:
        self._pace.pop(job_id, None)
        for row, job in enumerate(self._rows):
            if job.id == job_id:
                self.beginRemoveRows(ROOT, row, row)
                del self._rows[row]
                self.endRemoveRows()
                return

    def _choose_leading(self) -> None:
        running = [job for job in self._rows if job.state is JobState.RUNNING]
        shown = running or self._rows
        self.leading = shown[0] if shown else None


class Pace:
    """Guesses the time left from how fast the share that is done has grown."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._total = 0
        self._first: tuple[float, float] | None = None  # (seconds, share done)
        self._last = (0.0, 0.0)

    def note(self, progress: Progress) -> None:
        """Take one progress event; a new total starts a new measurement."""
        now = (self._clock(), progress.fraction)
        if self._first is None or progress.total != self._total or now[1] < self._last[1]:
            self._first, self._total = now, progress.total
        self._last = now

    def time_left_s(self) -> float | None:
        """Return the seconds left, or None until the share has grown."""
        if self._first is None or self._last[1] <= self._first[1]:
            return None
        (start_s, start), (now_s, done) = self._first, self._last
        left = (now_s - start_s) / (done - start) * (1.0 - done)
        return max(left - (self._clock() - now_s), 0.0)
