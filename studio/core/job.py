"""The life of a job, without threads: requests go in, events come out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NewType, Protocol

from studio.core.errors import Cancelled
from studio.core.text import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JobId = NewType("JobId", str)


class JobState(Enum):
    """Where a job is; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether the job will never change again."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


NO_STAGE = Message("")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is, with an optional glimpse of the result.

    `preview` is (h, w, 3) uint8 and may be much smaller than the result. `result` is a finished
    part of the job (a stored run, say), sent as soon as it exists; it never crosses a process.
    """

    step: int
    total: int
    stage: Message = NO_STAGE
    preview: NDArray[np.uint8] | None = None
    result: object = None

    @property
    def fraction(self) -> float:
        """Completed share in [0, 1]; 0 while the total is unknown."""
        return self.step / self.total if self.total else 0.0


class Reporter(Protocol):
    """Where a running job sends its progress."""

    def __call__(self, progress: Progress, /) -> None:
        """Take one progress event; called from the worker thread."""


class CancelToken:
    """A one-way switch that the UI sets and the worker polls."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next check."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether the job has been asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._event.is_set():
            raise Cancelled
