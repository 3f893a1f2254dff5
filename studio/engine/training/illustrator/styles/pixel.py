"""Pixel art: a coarse grid, few colors, ordered dithering, one-pixel outlines."""

from __future__ import annotations

import numpy as np
from PIL import Image

from studio.engine.training.illustrator.paint import Floats, blend, image_of, over, planes
from studio.engine.training.illustrator.palette import luminance, mix
from studio.engine.training.illustrator.style import (
    Films,
    Hand,
    backdrop,
    weather,
    with_lights,
)
from studio.engine.training.illustrator.vocabulary import Style

_BAYER = (
    (0, 8, 2, 10),
    (12, 4, 14, 6),
    (3, 11, 1, 9),
    (15, 7, 13, 5),
)


def _finish(films: Films) -> Floats:
    size, rng = films.size, films.rng
    behind = with_lights(weather(backdrop(films), films), films, 0.5)
    behind = blend(behind, films.stage.mood.top, films.land.line * 0.16)
    picture = _few_colors(behind, int(rng.integers(14, 25)), size)
    paint = films.stage.main.paint
    # The outline is nearly black, but a black figure at night needs a pale one.
    dark = luminance(paint) < 62 and films.stage.mood.dark
    edge = (190, 196, 220) if dark else mix(paint, (22, 18, 34), 0.78)
    solid = films.figure.alpha
    rim = np.zeros_like(solid)
    for axis in (0, 1):
        for step in (1, -1):
            rim = np.maximum(rim, np.roll(solid, step, axis))
    picture = blend(picture, edge, rim * (1 - solid))
    return over(picture, films.figure)


def _few_colors(picture: Floats, count: int, size: int) -> Floats:
    """Ordered dithering between the picture's own most useful colors."""
    tile: Floats = np.array(_BAYER, np.float32) / np.float32(16) - np.float32(0.5)
    pattern: Floats = np.tile(tile, (size // 4 + 1, size // 4 + 1))[:size, :size]
    image = image_of(picture + pattern * np.float32(13))
    flat = image.quantize(count, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return planes(flat.convert("RGB"))


HAND = Hand(Style.PIXEL, _finish, oversample=1, coarse=4, pen=0.001)
