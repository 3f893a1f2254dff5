"""Small jobs whose outcome somebody waits for: submit a task, say what to do with its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from studio.core.errors import UnexpectedError
from studio.state.notices import Level, Notice, Step, log_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.errors import StudioError
    from studio.core.job import JobId, JobState
    from studio.core.task import Task
    from studio.jobs.service import JobService
    from studio.state.notices import Notices


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom to tell."""

    done: Callable[[Any], None] | None
    failed: Callable[[StudioError], None]


class Errands(QObject):
    """Calls back in the UI thread; a failure nobody asked about becomes a notice."""

    def __init__(self, jobs: JobService, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._notices = notices
        self._waiting: dict[str, Waiting] = {}
        jobs.finished.connect(self._on_finished)
        jobs.failed.connect(self._on_failed)
        jobs.changed.connect(self._on_changed)

    def run(
        self,
        task: Task[Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[StudioError], None] | None = None,
        *,
        quiet: bool = True,
    ) -> JobId:
        """Queue a task; its result goes to `done`, its error to `failed`."""
        job_id = self._jobs.submit(task, quiet=quiet)
        self._waiting[job_id] = Waiting(done, failed or self.tell)
        return job_id

    def cancel(self, job_id: str) -> None:
        """Stop a job, and tell nobody of its outcome, whatever it still comes to."""
        self._waiting.pop(job_id, None)
        self._jobs.cancel(job_id)

    def tell(self, error: StudioError) -> None:
        """Show an error as a notice."""
        log = log_of(error)
        steps = (Step.SHOW_LOG,) if log else ()
        if isinstance(error, UnexpectedError):
            steps = (Step.COPY_REPORT,)
        self._notices.tell(Notice(error.message, Level.LOSS, steps, log=log))

    def _on_finished(self, job_id: str, result: object) -> None:
        waiting = self._waiting.pop(job_id, None)
        if waiting and waiting.done:
            waiting.done(result)

    def _on_failed(self, job_id: str, error: StudioError) -> None:
        waiting = self._waiting.pop(job_id, None)
        if waiting:
            waiting.failed(error)

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if state.is_final:  # a cancelled one has told nobody
            self._waiting.pop(job_id, None)
