"""Queues tasks on their lanes and tells the UI thread how they fare."""

from __future__ import annotations

import logging
import time
import uuid
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import Cancelled, StudioError, UnexpectedError
from studio.core.job import JobId, JobState
from studio.core.text import N_
from studio.jobs.job import Job
from studio.jobs.lane import Lane
from studio.jobs.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.task import Task

log = logging.getLogger(__name__)


class JobService(QObject):
    """Lives in the UI thread, so every slot connected to it runs there too.

    `progressed` carries (job id, `Progress`), `finished` (job id, the task's result) and `failed`
    (job id, `StudioError`); each comes before the `changed` that says where the job ended.
    """

    changed = Signal(str, JobState)
    progressed = Signal(str, object)
    finished = Signal(str, object)
    failed = Signal(str, object)
    emptied = Signal()
    _has_news = Signal(str)
    _started = Signal(str)
    _ended = Signal(str, object, object)

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._mail: dict[str, Mailbox] = {}
        self._lanes: dict[str, Lane] = {}
        self._has_news.connect(self._on_news)
        self._started.connect(self._on_started)
        self._ended.connect(self._on_ended)

    @property
    def active(self) -> list[Job]:
        """The jobs that have not ended, oldest first."""
        return list(self._jobs.values())

    def job(self, job_id: str) -> Job:
        """Return a job that has not ended yet."""
        return self._jobs[job_id]

    def submit(self, task: Task[Any], *, quiet: bool = False, lane: str = "") -> JobId:
        """Queue a task on its lane, or on another one, and return at once."""
        job = Job(JobId(uuid.uuid4().hex[:12]), task, quiet)
        self._jobs[job.id] = job
        self._mail[job.id] = Mailbox(lambda: self._has_news.emit(job.id), self._clock)
        self.changed.emit(job.id, job.state)
        mailbox = self._mail[job.id]
        self._lane(lane or task.lane).put(lambda: self._execute(job, mailbox))
        return job.id

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop: at once if it is queued, at its next check if it runs."""
        job = self._jobs.get(job_id)
        if job is None:
            return
        job.cancel.cancel()
        if job.claim():  # the lane has not taken it, and now never will
            self._on_ended(job.id, JobState.CANCELLED, None)

    def cancel_all(self) -> None:
        """Ask every job to stop; `emptied` follows when all have."""
        for job in self.active:
            self.cancel(job.id)

    def close(self) -> None:
        """Cancel everything and wait for the threads."""
        self.cancel_all()
        for lane in self._lanes.values():
            lane.close()

    def _lane(self, name: str) -> Lane:
        if name not in self._lanes:
            self._lanes[name] = Lane(name, self)
            self._lanes[name].start()
        return self._lanes[name]

    def _execute(self, job: Job, mailbox: Mailbox) -> None:
        """Run in the lane: the one place where job errors are caught."""
        if not job.claim():
            return
        self._started.emit(job.id)
        try:
            result = job.task.run(mailbox.put, job.cancel)
        except Cancelled:
            self._ended.emit(job.id, JobState.CANCELLED, None)
        except StudioError as error:
            # without the traceback, which would keep the job's arrays alive
            self._ended.emit(job.id, JobState.FAILED, error.with_traceback(None))
        except Exception as error:  # thread boundary
            log.exception("job %s crashed", job.id)
            sentence = UnexpectedError(N_("Unexpected error: {error}"), error=error)
            self._ended.emit(job.id, JobState.FAILED, sentence)
        else:
            self._ended.emit(job.id, JobState.DONE, result)

    def _on_started(self, job_id: str) -> None:
        job = self._jobs[job_id]
        job.state = JobState.RUNNING
        job.started_s = self._clock()
        self.changed.emit(job_id, job.state)

    def _on_news(self, job_id: str) -> None:
        job = self._jobs[job_id]
        for progress in self._mail[job_id].take():
            job.progress = progress
            self.progressed.emit(job_id, progress)

    def _on_ended(self, job_id: str, state: JobState, outcome: object) -> None:
        job = self._jobs.pop(job_id)
        del self._mail[job_id]
        job.state = state
        match state:
            case JobState.DONE:
                self.finished.emit(job_id, outcome)
            case JobState.FAILED:
                self.failed.emit(job_id, outcome)
            case _:
                pass
        self.changed.emit(job_id, state)
        if not self._jobs:
            self.emptied.emit()
