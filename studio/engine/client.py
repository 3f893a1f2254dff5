"""The `Engine` protocol spoken to a child process, so that this one never imports torch."""

from __future__ import annotations

import atexit
import itertools
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from studio.core.errors import Cancelled, WorkerDiedError
from studio.core.paths import cache_folder
from studio.core.text import N_
from studio.engine.wire import Cancel, Close, Done, Failed, Free, Freed, Reported, Run, Seen, WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime

POLL_S = 0.03  # how long a cancel may wait before it is passed on
GRACE_S = 3.0  # for a job to end politely
IDLE_GRACE_S = 0.3  # for a worker without one, which has nothing to lose


def new_runtime(threads: int = 0) -> Runtime:
    """Build what runs verbs; the window's process, which does not, imports nothing of it."""
    from studio.engine.runtime import Runtime

    return Runtime(threads)


class WorkerEngine:
    """Runs verbs in a child process; starts it when needed, and again after it died.

    `run` may be called from any thread and takes jobs one at a time. `make` builds the runtime in
    the child, so it must be importable there.
    """

    def __init__(self, make: Callable[[], Runtime] = new_runtime) -> None:
        self._make = make
        self._child: _Child | None = None
        self._starting = threading.Lock()
        self._turn = threading.Lock()
        self._jobs = itertools.count(1)
        self._is_closed = False
        self._is_warm = False
        atexit.register(self.close)  # before multiprocessing would wait for the child for ever

    def start(self) -> None:
        """Have the child started and return at once; it imports its libraries while it waits.

        Starting a process takes longer than a window may wait, so a thread does it.
        """
        self._is_warm = True
        threading.Thread(target=self._warm_up, name="worker-starter", daemon=True).start()

    @property
    def pid(self) -> int | None:
        """The process id of the child, if one is running."""
        child = self._child
        return child.process.pid if child is not None and child.process.is_alive() else None

    def restart(self, make: Callable[[], Runtime]) -> None:
        """Have another runtime from now on: the child is replaced as soon as it has no job."""
        self._make = make
        threading.Thread(target=self._replace, name="worker-restarter", daemon=True).start()

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb in the child; see `Engine.run`."""
        with self._turn:
            cancel.check()
            job = next(self._jobs)
            child = self._given(Run(job, verb, payload))
            try:
                return _follow(child, job, report, cancel)
            except _GoneError:
                raise self._death(child) from None

    def free(self) -> None:
        """Drop every loaded model; waits for the job that is running."""
        with self._turn:
            child = self._child
            if child is None or not child.process.is_alive():
                return
            try:
                child.send(Free())
                while not isinstance(child.receive(None), Freed):
                    pass
            except _GoneError:
                self._bury(child)

    def close(self) -> None:
        """Cancel what runs and end the child, by force if it does not end by itself."""
        self._is_closed = True
        atexit.unregister(self.close)
        with self._starting:
            child, self._child = self._child, None
        if child is not None:
            child.stop(GRACE_S if self._turn.locked() else IDLE_GRACE_S)

    def _living(self) -> _Child:
        with self._starting:
            if self._is_closed:
                raise _ClosedError("the engine is closed")
            if self._child is None or not self._child.process.is_alive():
                self._child = _Child(self._make)
                if self._is_warm:
                    self._child.send(WarmUp())
            return self._child

    def _replace(self) -> None:
        with self._turn:
            child = self._child
            if child is not None:
                self._bury(child)
            if self._is_warm:
                self._warm_up()

    def _warm_up(self) -> None:
        with suppress(_GoneError, _ClosedError):
            self._living()

    def _given(self, order: Run) -> _Child:
        """Give the order to the child; to a new one if the last had died while it was idle."""
        child = self._living()
        try:
            child.send(order)
        except _GoneError:
            self._bury(child)
            child = self._living()
            child.send(order)
        return child

    def _bury(self, child: _Child) -> None:
        child.stop(IDLE_GRACE_S)
        with self._starting:
            if self._child is child:
                self._child = None

    def _death(self, child: _Child) -> Exception:
        """Return what to raise when the child is gone: after `close`, that was the intention."""
        if self._is_closed:
            return Cancelled()
        child.process.join(GRACE_S)
        code = child.process.exitcode
        self._bury(child)
        return WorkerDiedError(
            N_(
                "The process that holds the models ended ({reason}), so this job failed. "
                "The next one starts it again. Details, if there are any: {log}"
            ),
            reason=exit_reason(code),
            log=child.log,
        )


class _ClosedError(RuntimeError):
    """The engine was used after `close`."""


class _GoneError(Exception):
    """The other end of the pipe is closed."""


class _Child:
    """One child process and this end of its pipe; what talks to it raises `_GoneError`."""

    def __init__(self, make: Callable[[], Runtime]) -> None:
        import multiprocessing

        from studio.engine.worker import prepare_log, serve

        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._sending = threading.Lock()
        self.log = prepare_log(cache_folder() / "logs")
        self.process = context.Process(
            target=serve, args=(theirs, make, self.log), name="studio-worker", daemon=False
        )
        self.process.start()
        theirs.close()  # so that the pipe ends when the child does

    def send(self, order: Run | Cancel | Seen | Free | WarmUp | Close) -> None:
        """Say something."""
        try:
            with self._sending:
                self._connection.send(order)
        except OSError:
            raise _GoneError from None

    def receive(self, timeout_s: float | None) -> object:
        """Return what the child says, or None after the timeout."""
        try:
            return self._connection.recv() if self._connection.poll(timeout_s) else None
        except (EOFError, OSError):
            raise _GoneError from None

    def stop(self, grace_s: float) -> None:
        """End the process: ask, then insist."""
        with suppress(_GoneError):
            self.send(Close())
        self.process.join(grace_s)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _follow(child: _Child, job: int, report: Reporter, cancel: CancelToken) -> Any:
    """Pass news on and the cancel back until the job has ended.

    A job that has not been heard of yet (the child may be importing) is given up at once: the child
    drops it when its turn comes.
    """
    has_ended = is_heard = is_told = False
    try:
        while True:
            if cancel.is_set and not is_told:
                if not is_heard:
                    raise Cancelled
                child.send(Cancel(job))
                is_told = True
            news = child.receive(POLL_S)
            is_heard = is_heard or news is not None
            match news:
                case Reported(number, progress) if number == job:
                    report(progress)
                    if progress.preview is not None:
                        child.send(Seen())
                case Done(number, result) if number == job:
                    has_ended = True
                    return result
                case Failed(number, error, trace) if number == job:
                    has_ended = True
                    raise _noted(error, trace)
    finally:
        if not has_ended:  # nobody waits for it any more
            with suppress(_GoneError):
                child.send(Cancel(job))


def _noted(error: Exception, trace: str) -> Exception:
    if trace:
        error.add_note(f"In the worker:\n{trace}")
    return error


def exit_reason(code: int | None) -> str:
    """Say what an exit code means, as far as it is known."""
    if code is None:
        return "?"
    if code >= 0:
        return f"exit code {code}" if code < 1 << 16 else f"exit code 0x{code:08X}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, usually because memory ran out" if name == "SIGKILL" else name
