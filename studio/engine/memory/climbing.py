"""Chooses the rung that a picture begins on, and the one to try after memory ran out on it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import DeviceFullError, NotFiniteError
from studio.core.text import N_, Message
from studio.engine.device import choose_device, exactly
from studio.engine.memory.anatomy import anatomy
from studio.engine.memory.estimate import MIB, estimate
from studio.engine.memory.leaving import Coming
from studio.engine.memory.machine import Machine, this_machine
from studio.engine.memory.residents import networks
from studio.engine.memory.room import RESERVE, limit_bytes, room
from studio.engine.memory.rungs import NOTICES, TITLES, Rung, rung_now, standing_on, take

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from studio.core.errors import StudioError
    from studio.core.model import Model
    from studio.core.request import Request
    from studio.engine.family import Generator
    from studio.engine.memory.residents import Resident

WORTHWHILE = 0.97  # of what one rung takes: a lower one that saves less is left out
DENOISERS = ("unet", "transformer")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a picture is made: on which rung, and in full precision or in the device's own.

    `taken` is what it takes by the estimate, in bytes; 0 where nothing is known.
    """

    rung: Rung = Rung.WHOLE
    exact: bool = False
    taken: int = 0

    @property
    def storage(self) -> tuple[bool, bool]:
        """What decides how weights are stored; a model stored otherwise must be loaded again."""
        return self.rung >= Rung.EIGHT_BIT, self.exact


_USUAL = Stance()
_NOW: ContextVar[Stance] = ContextVar("stance", default=_USUAL)


def stance_now() -> Stance:
    """Return how the running job works."""
    return _NOW.get()


@contextmanager
def taking(stance: Stance) -> Iterator[set[Rung]]:
    """Have what runs within this context work like this; give the rungs that it really takes."""
    token = _NOW.set(stance)
    try:
        with standing_on(stance.rung) as taken, exactly(wanted=stance.exact):
            yield taken
    finally:
        _NOW.reset(token)


@dataclass(frozen=True, slots=True)
class Climb:
    """The ways to make one picture: `sizes` is what it takes on each rung, nothing if not known."""

    sizes: tuple[tuple[Rung, int], ...]

    def first(self, free: int) -> Stance:
        """Return the first rung on which it fits, or the lowest."""
        for rung, taken in self.sizes:
            if taken <= free:
                return Stance(rung, taken=taken)
        if not self.sizes:
            return Stance()
        rung, taken = self.sizes[-1]
        return Stance(rung, taken=taken)

    def after(self, stance: Stance, error: StudioError) -> Stance | None:
        """Return what to try after a failure; None if there is nothing else to try."""
        if isinstance(error, NotFiniteError):
            is_half = choose_device().dtype.itemsize < 4
            return Stance(stance.rung, exact=True, taken=stance.taken) if is_half else None
        most = stance.taken * WORTHWHILE
        lower = [(r, n) for r, n in self.sizes if r > stance.rung and n < most]
        lower = lower or [(r, n) for r, n in self.sizes[-1:] if r > stance.rung]
        if lower:
            return Stance(lower[0][0], stance.exact, lower[0][1])
        if not self.sizes and stance.rung < Rung.FINISHED:
            return Stance(Rung.FINISHED, stance.exact)
        return None


def machine_now(held: int) -> Machine:
    """Return the device and what is free on it; the `held` bytes of loaded models count as free.

    As long as torch is not loaded it stays so: what is wrong with a request is told before that.
    """
    if "torch" not in sys.modules:
        found = this_machine(held)
        limit = limit_bytes()
        free = max(found.free - RESERVE, 0)
        return replace(found, free=free if limit is None else min(free, limit))
    device = choose_device()
    return Machine(device.kind, room(device.kind, 0) + held, device.dtype.itemsize)


def climb(request: Request, model: Model, others: tuple[Model, ...], itemsize: int) -> Climb:
    """Return the ways to make a picture with a model; `others` are needed beside it."""
    of = anatomy(model)
    if of is None:
        return Climb(())
    itemsize = of.itemsize(itemsize)
    more = beside(model, others, itemsize)
    sizes = [(rung, estimate(of, request, itemsize, rung).peak + more) for rung in of.rungs]
    return Climb(tuple(sizes))


def beside(model: Model, others: Iterable[Model], itemsize: int) -> int:
    """Return how many bytes the weights of others take beside a model, which may be among them."""
    return sum(_weights(other, itemsize) for other in others if other.path != model.path)


def _weights(model: Model, itemsize: int) -> int:
    of = anatomy(model)
    return model.size_bytes if of is None else sum(of.numbers.values()) * itemsize


def place(kept: Resident, wears: Callable[[Generator], bool]) -> None:
    """Have the networks of a loaded model come and go as the rung of the running job says.

    `wears` tells whether its weights are about to be changed, for which they must be there.
    """
    rung = rung_now()
    if rung >= Rung.FINISHED:
        take(Rung.FINISHED)
    if not hasattr(kept.generator, "checkpoint"):
        return  # a transformer's parts take turns by themselves
    found = networks(kept.generator)
    layers = tuple(name for name in DENOISERS if name in found and rung >= Rung.LAYERS)
    if layers:
        take(Rung.LAYERS)
    if kept.storage[0]:
        take(Rung.EIGHT_BIT)
    if kept.coming is not None and (rung < Rung.FINISHED or kept.coming.by_layers != layers):
        kept.coming.end()
        kept.coming = None
    if kept.coming is None and rung >= Rung.FINISHED:
        kept.coming = Coming(found, _changed(kept.generator), layers)
        kept.coming.begin()
    if kept.coming is not None and wears(kept.generator):
        kept.coming.all_here()


def _changed(generator: Generator) -> Callable[[str, str], bool]:
    """Return what tells whether a LoRA was added to a tensor of a part."""
    told: Callable[[str, str], bool] = generator.checkpoint.outfit.has_changed  # type: ignore[attr-defined]
    return told


def notices_of(stance: Stance, taken: Collection[Rung]) -> tuple[Message, ...]:
    """Return what to say of a picture that was made like this, and took these rungs."""
    told = [Message(NOTICES[rung]) for rung in sorted(taken)]
    if stance.exact:
        told.append(Message(EXACTLY))
    return tuple(told)


EXACTLY = N_(
    "In half precision the model computed numbers that are not finite; the picture was made in "
    "full precision, which takes twice the memory."
)


def given_up(error: StudioError, stance: Stance) -> StudioError:
    """Return the failure with what was tried, in numbers."""
    if not isinstance(error, DeviceFullError) or not stance.taken:
        return error
    values: dict[str, Any] = dict(error.message.values)
    return DeviceFullError(
        N_(
            "Memory ran out, at last with this: {what}. The picture takes about {taken} MiB; "
            "{needed} more were needed and {free} were free. Choose a smaller size, or close "
            "other programs."
        ),
        what=Message(TITLES[stance.rung]),
        taken=stance.taken // MIB,
        needed=values.get("needed", "?"),
        free=values.get("free", "?"),
    )
