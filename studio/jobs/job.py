"""A task on its way through a lane."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.job import CancelToken, JobId, JobState

if TYPE_CHECKING:
    from studio.core.job import Progress
    from studio.core.task import Task


@dataclass(slots=True, eq=False)
class Job:
    """What is known of one job; changed only by the UI thread, except for the claim.

    A `quiet` job (a thumbnail, say) is not shown to the user. `started_s` is when it left the
    queue, on the service's clock.
    """

    id: JobId
    task: Task[Any]
    quiet: bool = False
    state: JobState = JobState.QUEUED
    progress: Progress | None = None
    started_s: float = 0.0
    cancel: CancelToken = field(default_factory=CancelToken)
    _claim: threading.Lock = field(default_factory=threading.Lock)

    def claim(self) -> bool:
        """Return True to the first caller only: the lane that runs it, or the user's Cancel."""
        return self._claim.acquire(blocking=False)
