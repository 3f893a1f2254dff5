"""One worker process as the window's process sees it: its pipe, its log, its jobs, its end."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from studio.core.errors import Cancelled
from studio.core.paths import cache_folder
from studio.engine.blocks import Lender
from studio.engine.parcels import Parcel
from studio.engine.stages import IMPORTING
from studio.engine.wire import (
    Begun,
    Cancel,
    Close,
    Done,
    Failed,
    Free,
    Given,
    Reported,
    Run,
    Seen,
    Taken,
    Wanted,
    WarmUp,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime

POLL_S = 0.03  # how long a cancel may wait before it is passed on
PATIENCE_S = 2.0  # how long a job that was told to stop may go on
KILLED_S = 5.0  # by then the system has taken a killed process away, if it ever does


class GoneError(Exception):
    """The other end of the pipe is closed."""


class DeafError(Exception):
    """The job did not stop when it was told to."""


class Child:
    """A child process and this end of its pipe; what talks to it raises `GoneError`."""

    def __init__(self, make: Callable[[], Runtime]) -> None:
        import multiprocessing

        from studio.engine.worker import prepare_log, serve

        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._sending = threading.Lock()
        self._blocks = Lender()
        self.log = prepare_log(cache_folder() / "logs")
        self.process = context.Process(
            target=serve, args=(theirs, make, self.log), name="studio-worker", daemon=False
        )
        self.process.start()
        theirs.close()  # so that the pipe ends when the child does

    def send(self, order: Run | Cancel | Seen | Given | Taken | Free | WarmUp | Close) -> None:
        """Say something."""
        told = self._blocks.parcel(order) if isinstance(order, Run) else order
        try:
            with self._sending:
                self._connection.send(told)
        except OSError:
            raise GoneError from None

    def receive(self, timeout_s: float | None) -> object:
        """Return what the child says, or None after the timeout; a matter of memory is settled."""
        try:
            news = self._connection.recv() if self._connection.poll(timeout_s) else None
            match news:
                case Parcel():
                    return self._unpacked(news)
                case Wanted(size):
                    self.send(Given(self._blocks.shelf(size)))
                case Taken(block):
                    self._blocks.taken(block)
            return None
        except (EOFError, OSError):
            raise GoneError from None

    def _unpacked(self, parcel: Parcel) -> object:
        value: object = self._blocks.value(parcel)
        if parcel.block:
            self.send(Taken(parcel.block))
        return value

    def stop(self, grace_s: float) -> None:
        """End the process: ask, then insist."""
        with suppress(GoneError):
            self.send(Close())
        self.process.join(grace_s)
        if self.process.is_alive():
            self.kill()
        self._blocks.close()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self.process.kill()
        self.process.join(KILLED_S)
        self._blocks.close()


class Following:
    """Passes the news of one job on, and the cancel back, until it has ended."""

    def __init__(self, child: Child, job: int, patience_s: float = PATIENCE_S) -> None:
        self._child = child
        self._job = job
        self._patience_s = patience_s
        self._has_begun = False  # the child may still be importing its libraries
        self._told_s: float | None = None  # when the job was told to stop

    def result(self, report: Reporter, cancel: CancelToken) -> Any:
        """Return the result, or raise what the job raised.

        A job that has not begun yet, or for which the child still imports its libraries, is given
        up at once: the child drops it as soon as it can. Raises `DeafError` when the job goes on
        although it was told to stop.
        """
        while True:
            if cancel.is_set and self._told_s is None:
                self._tell()
                if not self._has_begun:
                    raise Cancelled
            match self._next():
                case Reported(_, progress):
                    self._pass_on(progress, report)
                case Done(_, result):
                    return result
                case Failed(_, error, trace, is_last):
                    if is_last:
                        self._child.kill()
                    raise _noted(error, trace)

    def _next(self) -> object:
        """Return the next news of this job, or None after a while; what is old is dropped."""
        if self._told_s is not None and time.monotonic() - self._told_s > self._patience_s:
            raise DeafError
        news = self._child.receive(POLL_S)
        match news:
            case Begun(job=job):
                self._has_begun = job == self._job
                return None
            case Reported(job=job, progress=now) if job == self._job:
                self._has_begun = now.stage.template != IMPORTING
                return news
            case Done(job=job) | Failed(job=job) if job == self._job:
                return news
            case _:
                return None

    def _pass_on(self, progress: Any, report: Reporter) -> None:
        try:
            report(progress)
        except BaseException:  # nobody waits for the job any more: it must not hold up the next
            self._abandon()
            raise
        if progress.preview is not None:
            self._child.send(Seen())

    def _abandon(self) -> None:
        if self._told_s is None:
            self._tell()
        try:
            while not isinstance(self._next(), Done | Failed):
                pass
        except DeafError:
            self._child.kill()

    def _tell(self) -> None:
        self._child.send(Cancel(self._job))
        self._told_s = time.monotonic()


def _noted(error: Exception, trace: str) -> Exception:
    if trace:
        error.add_note(f"In the worker:\n{trace}")
    return error
