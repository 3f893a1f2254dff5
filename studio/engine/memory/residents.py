"""The models that stay loaded, and which of them goes when another one needs the room.

A model's worth grows with each use by the seconds that loading it takes, for each byte that it
holds; when one is dropped, all that come later are worth at least as much (GreedyDual-Size, Cao
and Irani 1997). So a small model that is slow to load outlives a large one that is quick to load,
and what is not used grows worthless.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from studio.core.model import Model
    from studio.engine.family import Generator
    from studio.engine.memory.leaving import Coming

Stamp = tuple[tuple[str, int, int], ...]
NOTHING = 1  # byte, so that no division fails


@dataclass(slots=True, eq=False)
class Resident:
    """A loaded model; `stamp` changes with its files, `seconds` is what loading it took."""

    model: Model
    stamp: Stamp
    generator: Generator
    seconds: float
    storage: tuple[bool, bool] = (False, False)  # in 8 bits, in full precision
    coming: Coming | None = None  # where its parts are not all in memory at once
    worth: float = 0.0

    @property
    def size(self) -> int:
        """How many bytes its weights hold now."""
        return sum(weights_of(module) for module in networks(self.generator).values())


@dataclass(slots=True)
class Residents:
    """Models by use and size; those that the running job has asked for are `pinned`."""

    _all: list[Resident] = field(default_factory=list)
    _pinned: set[int] = field(default_factory=set)
    _floor: float = 0.0  # the worth of the one that was dropped last

    def __iter__(self) -> Iterator[Resident]:
        return iter(tuple(self._all))

    @property
    def size(self) -> int:
        """How many bytes all of them hold."""
        return sum(entry.size for entry in self._all)

    def find(
        self, model: Model, stamp: Stamp, storage: tuple[bool, bool] = (False, False)
    ) -> Resident | None:
        """Return a model that is loaded as it lies on disk, and count that it is used."""
        for entry in self._all:
            if (entry.model, entry.stamp, entry.storage) == (model, stamp, storage):
                self._use(entry)
                return entry
        return None

    def add(self, entry: Resident) -> None:
        """Keep another model."""
        self._all.append(entry)
        self._use(entry)

    def forget(self, model: Model) -> None:
        """Drop what is loaded of a model, whose files have changed."""
        self._all = [entry for entry in self._all if entry.model.path != model.path]

    def make_room(self, needed: int, room: Callable[[], int]) -> None:
        """Drop the least worthy ones until `room` says that `needed` bytes fit, or none is left."""
        while room() < needed:
            free = [entry for entry in self._all if id(entry) not in self._pinned]
            if not free:
                return
            least = min(free, key=lambda entry: entry.worth)
            self._floor = least.worth
            self._all.remove(least)
            del free, least

    def release(self) -> None:
        """Say that no job needs any of them now."""
        self._pinned.clear()

    def clear(self) -> None:
        """Drop all of them."""
        self._all.clear()
        self._pinned.clear()

    def _use(self, entry: Resident) -> None:
        self._pinned.add(id(entry))
        entry.worth = self._floor + entry.seconds / max(entry.size, NOTHING)


def networks(generator: object) -> Mapping[str, Any]:
    """Return the neural networks of a loaded model by the names of their folders.

    What it keeps beside them (another VAE, adapters) is among them under other names.
    """
    checkpoint = getattr(generator, "checkpoint", generator)
    found: Mapping[str, Any] = getattr(getattr(checkpoint, "parts", None), "modules", {})
    return {**found, **getattr(checkpoint, "shelved", {})}


def weights_of(module: Any) -> int:
    """Return how many bytes the weights of a network hold, each counted once."""
    stores = [values.untyped_storage() for values in module.parameters() if not values.is_meta]
    return sum({store.data_ptr(): store.nbytes() for store in stores}.values())
