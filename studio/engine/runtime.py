"""Runs verbs in this process, and is the only owner of weights in it."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import DeviceFullError, NotFiniteError
from studio.core.prompt.compose import final_prompts
from studio.core.registry import discover
from studio.engine import families, verbs
from studio.engine.device import choose_device, explaining, give_back, release_memory
from studio.engine.family import Family, Generator
from studio.engine.memory.climbing import (
    Stance,
    climb,
    given_up,
    machine_now,
    notices_of,
    place,
    stance_now,
    taking,
)
from studio.engine.memory.residents import Resident, Residents, Stamp
from studio.engine.memory.room import room
from studio.engine.memory.rungs import Rung
from studio.engine.offline import forbid_network
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model

SMALL_BYTES = 64 << 20  # of a model that one thread draws faster than several that wait


class Runtime:
    """The in-process `Engine`. Keeps models loaded as long as there is room for them.

    On the processor so many `threads` draw; with 0, one for a small model (a second one brings
    nothing there, and costs ten times when another program wants the core), and torch's own number
    for the others.
    """

    def __init__(self, threads: int = 0) -> None:
        forbid_network()
        self.threads = threads
        self.verbs = discover(verbs, "VERB", Verb)
        self.families = discover(families, "FAMILY", Family)
        self.residents = Residents()
        self._usual_threads = 0
        self._payload: object = None

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb here and now; see `Engine.run`.

        Afterwards, whatever happened, no memory is held but that of the models that stay loaded.
        """
        if verb not in self.verbs:
            raise ValueError(f"no verb {verb!r}; there are {sorted(self.verbs)}")
        entry = self.verbs[verb]
        if not isinstance(payload, entry.payload):
            raise TypeError(
                f"{verb!r} takes {entry.payload.__name__}, got {type(payload).__name__}"
            )
        try:
            return self._made(entry, payload, report, cancel)
        except BaseException as error:
            forget_frames(error)
            release_memory()
            raise
        finally:
            self._payload = None  # its pictures and masks are held by nobody else here
            self.residents.release()
            give_back()

    def _made(self, entry: Verb, payload: Any, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb; one that makes a picture is tried once more, a rung lower, if it must be."""
        model, request = getattr(payload, "model", None), getattr(payload, "request", None)
        if model is None or request is None:
            return explaining(lambda: entry.run(self, payload, report, cancel))
        machine = machine_now(self.residents.size)
        others = tuple(getattr(payload, "others", {}).values())
        ways = climb(request, model, others, machine.itemsize)
        self._payload = payload
        stance = _not_above(ways.first(machine.free), getattr(payload, "rung", ""))
        try:
            return self._tried(entry, payload, stance, report, cancel)
        except (DeviceFullError, NotFiniteError) as error:
            failure = error
        forget_frames(failure)
        again = ways.after(stance, failure)
        if again is None:
            raise given_up(failure, stance)
        self.residents.release()
        self.residents.make_room(again.taken, lambda: self._room(choose_device().kind))
        release_memory()
        try:
            return self._tried(entry, payload, again, report, cancel)
        except (DeviceFullError, NotFiniteError) as error:
            failure = error
        forget_frames(failure)
        raise given_up(failure, again)

    def _tried(
        self, entry: Verb, payload: Any, stance: Stance, report: Reporter, cancel: CancelToken
    ) -> Any:
        with taking(stance) as taken:
            made = explaining(lambda: entry.run(self, payload, report, cancel))
        if not hasattr(made, "notices"):
            return made
        return replace(
            made,
            facts={**made.facts, "memory_rung": stance.rung.name.lower()},
            notices=(*made.notices, *notices_of(stance, taken)),
        )

    def generator(self, model: Model, report: Reporter, cancel: CancelToken) -> Generator:
        """Return a model, loading it if needed; others are dropped where it needs their room."""
        stamp, stance = _stamp(model.path), stance_now()
        kept = self.residents.find(model, stamp, stance.storage)
        if kept is None:
            kept = self._loaded(model, stamp, report, cancel)
            self.residents.add(kept)
        else:
            self._make_room(max(stance.taken - kept.size, 0))
        self._set_threads(model)
        place(kept, self._is_changed)
        return kept.generator

    def _loaded(
        self, model: Model, stamp: Stamp, report: Reporter, cancel: CancelToken
    ) -> Resident:
        self.residents.forget(model)
        stance = stance_now()
        self._make_room(stance.taken or model.size_bytes)
        started_s = time.perf_counter()
        generator = self.families[model.family].load(model, report, cancel)
        seconds = time.perf_counter() - started_s
        return Resident(model, stamp, generator, seconds, stance.storage)

    def _is_changed(self, generator: Generator) -> bool:
        """Whether a LoRA is to be added to a model's weights, or taken away from them."""
        asked = getattr(self._payload, "request", None)
        texts = final_prompts(asked) if asked is not None else ("", "")
        outfit = getattr(getattr(generator, "checkpoint", generator), "outfit", None)
        return "<lora:" in texts[0] or bool(getattr(outfit, "is_worn", False))

    def _make_room(self, needed: int) -> None:
        device = choose_device().kind
        if room(device, self.residents.size) < needed:
            self.residents.make_room(needed, lambda: self._room(device))

    def _room(self, device: str) -> int:
        release_memory()
        return room(device, self.residents.size)

    def _set_threads(self, model: Model) -> None:
        import torch

        self._usual_threads = self._usual_threads or torch.get_num_threads()
        usual = 1 if model.size_bytes <= SMALL_BYTES else self._usual_threads
        torch.set_num_threads(self.threads or usual)

    def free(self) -> None:
        """Drop every loaded model and give the memory back."""
        self.residents.clear()
        release_memory()

    def close(self) -> None:
        """Release everything."""
        self.free()


def _not_above(stance: Stance, rung: str) -> Stance:
    """Return a stance on the rung of that name, if it is a lower one."""
    wanted = Rung.__members__.get(rung.upper(), stance.rung)
    return replace(stance, rung=max(stance.rung, wanted))


def forget_frames(error: BaseException | None) -> None:
    """Let go of what the frames of an error hold; its traceback can still be printed."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _stamp(path: Path) -> Stamp:
    """Return what changes when any file of the model is replaced."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    stats = [(p, p.stat()) for p in files if p.exists()]
    return tuple((p.relative_to(path).as_posix(), s.st_mtime_ns, s.st_size) for p, s in stats)
