"""Storyboard sketch: loose marker lines, gray wash, a marked color, a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.paint import Floats, blend, column, texture
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

_PAPERS: tuple[Rgb, ...] = ((250, 249, 246), (244, 241, 232), (236, 236, 238), (246, 238, 222))
_MARKER: Rgb = (34, 34, 42)
_TONES = 5


def _finish(films: Films) -> Floats:
    size, rng = films.size, films.rng
    paper = column(_PAPERS[int(rng.integers(len(_PAPERS)))]) - texture("paper", size, rng) * 3
    alpha, land = films.figure.alpha, films.land.alpha
    picture = _gray_wash(weather(backdrop(films), films), paper, films)
    streaks = texture("hatch8", size, rng) * 0.05
    marker = figure_color(films) * (1 + streaks)
    marker = marker + (paper - marker) * np.float32(0.08)
    # The marker misses the outline a little, as quick coloring does.
    slip = np.roll(alpha, (int(rng.integers(-2, 3)), int(rng.integers(-2, 3))), (0, 1))
    picture = picture + (paper - picture) * (alpha * 0.9)
    picture = picture + (marker - picture) * (slip * 0.96)
    lines = films.sky.line * (1 - land) * 0.4 + films.land.line * 0.7
    lines = lines * (1 - alpha) + films.figure.line
    again = np.roll(lines, (int(rng.integers(1, 3)), int(rng.integers(-2, 3))), (0, 1))
    lines = np.maximum(lines * 0.9, again * 0.5)
    picture = blend(picture, _MARKER, np.clip(lines, 0, 1))
    return _framed(picture, paper, films)


def _gray_wash(behind: Floats, paper: Floats, films: Films) -> Floats:
    """The scenery in a few flat marker tones that keep a trace of their color."""
    rng, size = films.rng, films.size
    gray = behind.mean(axis=0)
    step = np.float32(255 / _TONES)
    level = np.clip(np.round(gray / step + 0.15) * step, 0, 255)
    kept = np.float32(rng.uniform(0.3, 0.8))
    tone = level + (behind - gray) * kept
    tone = tone * (1 + texture("hatch20", size, rng) * 0.045)
    washed: Floats = tone + (paper - tone) * np.float32(rng.uniform(0.06, 0.24))
    return washed


def _framed(picture: Floats, paper: Floats, films: Films) -> Floats:
    """The drawn border of the panel on the sheet."""
    size = films.size
    axis = np.minimum(np.arange(size), np.arange(size)[::-1]).astype(np.float32) / size
    edge = np.minimum(axis[:, None], axis[None, :]) + texture("cloud", size, films.rng) * 0.002
    outside = np.clip((0.03 - edge) * size, 0, 1)
    border = np.clip(1.6 - np.abs(edge - 0.03) * size * 0.8, 0, 1)
    picture = picture + (paper - picture) * outside
    return blend(picture, _MARKER, border)


HAND = Hand(Style.STORYBOARD, _finish, wobble=0.005, pen=0.0062)
