"""The `Engine` protocol spoken to a child process, so that this one never imports torch."""

from __future__ import annotations

import atexit
import itertools
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from studio.core.errors import Cancelled, DeviceLostError
from studio.engine.child import PATIENCE_S, Child, DeafError, Following, GoneError
from studio.engine.ending import death
from studio.engine.wire import Free, Freed, Run, WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime

GRACE_S = 3.0  # for a job to end politely
IDLE_GRACE_S = 0.3  # for a worker without one, which has nothing to lose


def new_runtime(threads: int = 0, device: str = "") -> Runtime:
    """Build what runs verbs; the window's process, which does not, imports nothing of it."""
    from studio.engine.devices import take

    take(device)
    from studio.engine.runtime import Runtime

    return Runtime(threads)


class WorkerEngine:
    """Runs verbs in a child process; starts it when needed, and again after it died.

    `run` may be called from any thread and takes jobs one at a time. `make` builds the runtime in
    the child, so it must be importable there. A job that goes on for `patience_s` after it was
    cancelled is cut: its child is ended, and a new one is started for the next job.
    """

    def __init__(
        self, make: Callable[[], Runtime] = new_runtime, patience_s: float = PATIENCE_S
    ) -> None:
        self._make = make
        self._patience_s = patience_s
        self._child: Child | None = None
        self._stale: Child | None = None  # made for another runtime than is wanted now
        self._starting = threading.Lock()
        self._turn = threading.Lock()
        self._jobs = itertools.count(1)
        self._is_closed = False
        self._is_warm = False
        self._held: tuple[str, ...] = ()
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

    @property
    def held(self) -> tuple[str, ...]:
        """The key and the path of the model that the last job left loaded, if one did."""
        return self._held if self.pid is not None and self._stale is None else ()

    def restart(self, make: Callable[[], Runtime]) -> None:
        """Have another runtime from now on: the child is replaced as soon as it has no job."""
        self._make = make
        self._stale = self._child
        threading.Thread(target=self._replace, name="worker-restarter", daemon=True).start()

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb in the child; see `Engine.run`."""
        with self._turn:
            cancel.check()
            job = next(self._jobs)
            child = self._given(Run(job, verb, payload))
            try:
                result = Following(child, job, self._patience_s).result(report, cancel)
                self._held = _names(payload) or self._held
                return result
            except GoneError:
                if cancel.is_set:  # nobody wants to know, nor to have the job tried again
                    self._replace_dead(child)
                    raise Cancelled from None
                raise self._death(child, payload) from None
            except DeviceLostError:
                self._replace_dead(child)
                raise
            except DeafError:
                child.kill()
                self._replace_dead(child)
                raise Cancelled from None

    def free(self) -> None:
        """Drop every loaded model; waits for the job that is running."""
        with self._turn:
            self._held = ()
            child = self._child
            if child is None or not child.process.is_alive():
                return
            try:
                child.send(Free())
                while not isinstance(child.receive(None), Freed):
                    pass
            except GoneError:
                self._bury(child)

    def close(self) -> None:
        """Cancel what runs and end the child, by force if it does not end by itself."""
        self._is_closed = True
        atexit.unregister(self.close)
        with self._starting:
            child, self._child = self._child, None
        if child is not None:
            child.stop(GRACE_S if self._turn.locked() else IDLE_GRACE_S)

    def _living(self) -> Child:
        with self._starting:
            if self._is_closed:
                raise _ClosedError("the engine is closed")
            if self._child is None or not self._child.process.is_alive():
                self._child = Child(self._make)
                if self._is_warm:
                    self._child.send(WarmUp())
            return self._child

    def _replace(self) -> None:
        with self._turn:
            if self._stale is not None:
                self._bury(self._stale)
            if self._is_warm:
                self._warm_up()

    def _warm_up(self) -> None:
        with suppress(GoneError, _ClosedError):
            self._living()

    def _given(self, order: Run) -> Child:
        """Give the order to the child; to a new one if the last had died while it was idle."""
        if self._stale is not None:
            self._bury(self._stale)
        child = self._living()
        try:
            child.send(order)
        except GoneError:
            self._bury(child)
            child = self._living()
            child.send(order)
        return child

    def _replace_dead(self, child: Child) -> None:
        """Forget a child that is of no use any more, and have the next one import meanwhile."""
        self._bury(child)
        if self._is_warm and not self._is_closed:
            self.start()

    def _bury(self, child: Child) -> None:
        child.stop(IDLE_GRACE_S)
        self._held = ()
        with self._starting:
            if self._child is child:
                self._child = None
            if self._stale is child:
                self._stale = None

    def _death(self, child: Child, payload: object) -> Exception:
        """Return what to raise when the child is gone: after `close`, that was the intention."""
        if self._is_closed:
            return Cancelled()
        child.process.join(GRACE_S)
        code = child.process.exitcode
        self._replace_dead(child)
        return death(code, payload, child.log)


def _names(payload: object) -> tuple[str, ...]:
    model = getattr(payload, "model", None)
    return () if model is None else (model.key, str(model.path))


class _ClosedError(RuntimeError):
    """The engine was used after `close`."""
