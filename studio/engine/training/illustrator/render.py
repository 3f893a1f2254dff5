"""Rendering: a scene becomes a picture and the mask of its subjects."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.engine.training.illustrator import styles
from studio.engine.training.illustrator.compose import films_of
from studio.engine.training.illustrator.paint import image_of

if TYPE_CHECKING:
    from studio.engine.training.illustrator.scene import Scene
    from studio.engine.training.illustrator.style import Hand
    from studio.engine.training.illustrator.vocabulary import Style

Pixels = NDArray[np.uint8]


def render(scene: Scene, size: int = 256) -> Pixels:
    """The picture of a scene, (size, size, 3) uint8; the same scene gives the same bytes."""
    return render_with_mask(scene, size)[0]


def subject_mask(scene: Scene, size: int = 256) -> Pixels:
    """Coverage of the subjects, (size, size) uint8, 255 inside."""
    return render_with_mask(scene, size)[1]


def render_with_mask(scene: Scene, size: int = 256) -> tuple[Pixels, Pixels]:
    """Picture and subject mask in one pass, which costs what the picture alone costs."""
    hand = hands()[scene.style]
    films = films_of(scene, hand, size)
    picture = np.ascontiguousarray(np.asarray(image_of(hand.finish(films))))
    mask = np.clip(films.figure.alpha * 255 + 0.5, 0, 255).astype(np.uint8)
    if hand.coarse > 1:
        spread = np.arange(size) * films.size // size
        picture, mask = picture[spread][:, spread], mask[spread][:, spread]
    return picture, mask


@cache
def hands() -> dict[Style, Hand]:
    """Every style found in the package `styles`."""
    found: dict[Style, Hand] = {}
    for info in iter_modules(styles.__path__, styles.__name__ + "."):
        hand: Hand = import_module(info.name).HAND
        found[hand.style] = hand
    return found
