"""Colored pencil: hatched tones and drawn outlines on toned paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.paint import Floats, blend, blurred, column, texture
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

_PAPERS = ((248, 244, 234), (240, 232, 214), (246, 246, 244), (232, 230, 224))
_LEAD: Rgb = (58, 56, 66)


def _finish(films: Films) -> Floats:
    size, rng = films.size, films.rng
    paper = column(_PAPERS[int(rng.integers(len(_PAPERS)))]) - texture("paper", size, rng) * 6
    behind = weather(backdrop(films), films)
    gray = behind.mean(axis=0)
    behind = behind + (gray - behind) * 0.22
    alpha, land = films.figure.alpha, films.land.alpha
    bare = np.clip(blurred(alpha, size * 0.012) * 2, 0, 1) * (1 - alpha) * 0.7
    heavy = 0.5 + 0.28 * films.stage.mood.dark
    picture = _hatched(
        behind, paper, films, ("hatch35", "hatch-50"), (1 - bare) * heavy * (1 - land)
    )
    ground = _hatched(behind, paper, films, ("hatch8", "hatch60"), (1 - bare) * 0.88)
    picture = picture + (ground - picture) * land
    figure = _hatched(figure_color(films), paper, films, ("hatch60", "hatch20"), 1.08)
    picture = picture + (figure - picture) * alpha
    grain = np.clip(0.78 + texture("grain", size, rng) * 0.5, 0, 1)
    lines = films.sky.line * (1 - land) * 0.4 + films.land.line * 0.6
    lines = (lines * (1 - alpha) + films.figure.line * 0.95) * grain
    return blend(picture, _LEAD, np.clip(lines, 0, 1))


def _hatched(
    color: Floats, paper: Floats, films: Films, kinds: tuple[str, str], weight: Floats | float
) -> Floats:
    """The color laid on in strokes: one direction for middle tones, crossed in the darks."""
    first = texture(kinds[0], films.size, films.rng) * 0.5 + 0.5
    second = texture(kinds[1], films.size, films.rng) * 0.5 + 0.5
    dark = np.clip(1.25 - color.mean(axis=0) / 190, 0, 1)
    cover = np.clip(0.5 + 0.5 * first + 0.5 * dark * second, 0, 1) * weight
    hatched: Floats = paper + (color - paper) * np.clip(cover, 0, 1)
    return hatched


HAND = Hand(Style.PENCIL, _finish, wobble=0.0035, pen=0.0045)
