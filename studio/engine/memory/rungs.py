"""The rungs of the memory ladder: what is done, one thing after another, when a picture is large.

Each rung does what those above it do, too. None changes what kind of picture comes out; what it
costs is said with it (docs/adr/0014).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import TYPE_CHECKING

from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator


class Rung(IntEnum):
    """From everything in memory at once, down to as little as possible."""

    WHOLE = 0
    TILES = 1
    FINISHED = 2
    LAYERS = 3
    EIGHT_BIT = 4
    ONE_BY_ONE = 5


TITLES = {
    Rung.WHOLE: N_("everything at once"),
    Rung.TILES: N_("the picture is decoded in tiles"),
    Rung.FINISHED: N_("parts of the model leave memory when they are done"),
    Rung.LAYERS: N_("the denoiser's layers come into memory one by one"),
    Rung.EIGHT_BIT: N_("the denoiser's weights are kept in 8 bits"),
    Rung.ONE_BY_ONE: N_("prompt and negative prompt are followed one after the other"),
}
NOTICES = {
    Rung.TILES: N_(
        "To fit into memory, the picture was decoded in tiles; it differs a little from one that "
        "was decoded whole."
    ),
    Rung.FINISHED: N_(
        "To fit into memory, parts of the model left it when they were done; the next picture "
        "begins later."
    ),
    Rung.LAYERS: N_(
        "To fit into memory, the denoiser's layers came into it one by one; every step took longer."
    ),
    Rung.EIGHT_BIT: N_(
        "To fit into memory, the denoiser's weights were kept in 8 bits; details differ from the "
        "exact picture."
    ),
    Rung.ONE_BY_ONE: N_(
        "To fit into memory, prompt and negative prompt were followed one after the other; every "
        "step took longer."
    ),
}

_NOW: ContextVar[Rung] = ContextVar("rung", default=Rung.WHOLE)
_TAKEN: ContextVar[set[Rung] | None] = ContextVar("taken", default=None)


def rung_now() -> Rung:
    """Return the rung that the running job is on."""
    return _NOW.get()


def take(rung: Rung) -> None:
    """Note that the running job does what a rung says; a small picture leaves some of it out."""
    taken = _TAKEN.get()
    if taken is not None:
        taken.add(rung)


@contextmanager
def standing_on(rung: Rung) -> Iterator[set[Rung]]:
    """Have what runs within this context work as a rung says; give the rungs that it `take`s."""
    taken: set[Rung] = set()
    token, noted = _NOW.set(rung), _TAKEN.set(taken)
    try:
        yield taken
    finally:
        _TAKEN.reset(noted)
        _NOW.reset(token)
