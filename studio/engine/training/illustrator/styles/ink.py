"""Ink: black brush lines over diluted washes, color only where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.paint import (
    Floats,
    blend,
    blurred,
    blurred_rgb,
    column,
    texture,
)
from studio.engine.training.illustrator.style import (
    Films,
    Hand,
    backdrop,
    figure_color,
    weather,
)
from studio.engine.training.illustrator.vocabulary import Style

if TYPE_CHECKING:
    from studio.engine.training.illustrator.palette import Rgb

_PAPERS: tuple[Rgb, ...] = ((248, 243, 230), (250, 249, 245), (240, 231, 212), (244, 240, 238))
_INK: Rgb = (26, 24, 30)


def _finish(films: Films) -> Floats:
    size, rng = films.size, films.rng
    paper = column(_PAPERS[int(rng.integers(len(_PAPERS)))]) - texture("paper", size, rng) * 5
    alpha, land = films.figure.alpha, films.land.alpha
    behind = _washed(weather(backdrop(films), films), paper, films)
    dry = np.clip(blurred(alpha, size * 0.01) * 2, 0, 1) * (1 - alpha)
    behind = behind + (paper - behind) * (dry * 0.6)
    granules = texture("blot", size, rng)
    wash = figure_color(films) * (1 - granules * 0.14)
    wash = wash + (paper - wash) * np.clip(texture("cloud", size, rng) * 0.3 + 0.06, 0, 0.25)
    picture = behind + (wash - behind) * alpha
    # A dry brush skips over the paper's grain.
    skip = np.clip(0.75 + texture("paper", size, rng) * 0.9 + granules * 0.5, 0, 1)
    lines = films.sky.line * (1 - land) * 0.35 + films.land.line * 0.75
    lines = lines * (1 - alpha) * skip + films.figure.line * np.clip(skip + 0.3, 0, 1)
    picture = blend(picture, _INK, np.clip(lines * 1.15, 0, 1))
    return blend(picture, _INK, _spatter(films) * 0.75)


def _washed(behind: Floats, paper: Floats, films: Films) -> Floats:
    """Thinned ink: little color, wet edges, and paper left bare where a cloud lay."""
    size, rng = films.size, films.rng
    gray = behind.mean(axis=0)
    behind = behind + (gray - behind) * np.float32(rng.uniform(0.3, 0.7))
    wet = np.clip(texture("cloud", size, rng) + 0.45, 0, 1)
    behind = behind + (blurred_rgb(behind, size * 0.02) - behind) * wet
    bare = np.clip(texture("cloud", size, rng) * 0.8 + 0.3, 0, 0.85)
    thin = 0.4 if films.stage.mood.dark else 0.85
    washed: Floats = behind + (paper - behind) * (bare * thin)
    return washed * (1 - texture("blot", size, rng) * 0.06)


def _spatter(films: Films) -> Floats:
    """A few drops that fell off the brush."""
    size, rng = films.size, films.rng
    axis = np.arange(size, dtype=np.float32) / size
    drops = np.zeros((size, size), np.float32)
    for x, y, r in rng.uniform([0, 0, 0.001], [1, 1, 0.0055], (9, 3)).tolist():
        x0, x1 = (int(np.clip((x + d) * size, 0, size)) for d in (-0.01, 0.012))
        y0, y1 = (int(np.clip((y + d) * size, 0, size)) for d in (-0.01, 0.012))
        far = np.hypot(axis[None, x0:x1] - x, axis[y0:y1, None] - y)
        drops[y0:y1, x0:x1] = np.maximum(drops[y0:y1, x0:x1], np.clip((r - far) * size, 0, 1))
    return drops * (1 - films.figure.alpha)


HAND = Hand(Style.INK, _finish, wobble=0.004, pen=0.0068, brush=0.55)
