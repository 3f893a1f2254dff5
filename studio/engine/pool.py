"""The engines of a machine with several devices: one lane for each."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.core.task import DEVICE_LANE
from studio.engine.client import WorkerEngine
from studio.engine.devices import find

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.engine.protocol import Engine
    from studio.engine.runtime import Runtime

PREFIX = DEVICE_LANE.rpartition(":")[0]


class Pool:
    """An engine for each device; as an `Engine` itself it is that of the first.

    `make` builds the runtime of a device (see `devices.take`), `engine_of` an engine around it. For
    all devices there are ("") only the first is used until `start` has looked how many that is.
    """

    def __init__(
        self,
        make: Callable[[str], Runtime],
        device: str = "",
        engine_of: Callable[[Callable[[], Runtime]], Engine] = WorkerEngine,
    ) -> None:
        self._make = make
        self._device = device
        self._engine_of = engine_of
        self._guard = threading.Lock()
        self._engines: list[Engine] = []
        self._built: list[object] = []  # what each of them was made from
        self._names: tuple[str, ...] = ()
        self._is_closed = False
        self._use((device,))

    @property
    def lanes(self) -> Mapping[str, Engine]:
        """The engines by the names of their lanes, the fastest device first."""
        used = self._engines[: len(self._names)]
        return {f"{PREFIX}:{i}": engine for i, engine in enumerate(used)}

    @property
    def pid(self) -> int | None:
        """The process of the first engine, if it runs in one."""
        return next(iter(self.pids), None)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that the engines run in now."""
        found = (getattr(engine, "pid", None) for engine in self._engines)
        return tuple(pid for pid in found if isinstance(pid, int))

    def start(self) -> None:
        """Look for devices, and have a worker started for each; returns at once."""
        threading.Thread(target=self._start, name="device-finder", daemon=True).start()

    def restart(self, make: Callable[[str], Runtime], device: str) -> None:
        """Have other runtimes from now on, on one device or ("") on all there are."""
        before, self._make, self._device = self._device, make, device
        self._use((device,) if device or before else self._names)
        threading.Thread(target=self._look, name="device-finder", daemon=True).start()

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb on the first device."""
        return self._engines[0].run(verb, payload, report, cancel)

    def free(self) -> None:
        """Drop every loaded model of every device."""
        for engine in self._engines:
            engine.free()

    def close(self) -> None:
        """End every engine."""
        with self._guard:
            self._is_closed = True
        for engine in self._engines:
            engine.close()

    def _start(self) -> None:
        self._look()
        for engine in self.lanes.values():
            if isinstance(engine, WorkerEngine):
                engine.start()

    def _look(self) -> None:
        """Use every device that may be used, and empty those that may not."""
        self._use((self._device,) if self._device else find())
        for engine in self._engines[len(self._names) :]:
            engine.free()

    def _use(self, names: tuple[str, ...]) -> None:
        with self._guard:
            if self._is_closed:
                return
            for i, name in enumerate(names):
                build, made = (self._make, name), partial(self._make, name)
                if i == len(self._engines):
                    self._engines.append(self._engine_of(made))
                    self._built.append(build)
                elif self._built[i] != build:
                    self._built[i] = build
                    _rebuild(self._engines[i], made)
            self._names = names


def _rebuild(engine: Engine, make: Callable[[], Runtime]) -> None:
    if isinstance(engine, WorkerEngine):  # an engine in this process stays as it is
        engine.restart(make)


def lanes_of(engine: Engine) -> Mapping[str, Engine]:
    """Return the engines by their lanes; an engine that is no pool has the first."""
    return engine.lanes if isinstance(engine, Pool) else {DEVICE_LANE: engine}


def chosen(
    free: Iterable[str], engines: Mapping[str, Engine], models: Collection[str]
) -> str | None:
    """Return the free lane for a job: one that holds a model of it, else an empty one, else any."""
    lanes = [lane for lane in engines if lane in set(free)]
    held = {lane: frozenset(getattr(engines[lane], "held", ())) for lane in lanes}
    fitting = [lane for lane in lanes if held[lane] & set(models)]
    empty = [lane for lane in lanes if not held[lane]]
    return next(iter([*fitting, *empty, *lanes]), None)
