"""Hand-painted anime film: towering clouds, warm light, soft gradients, thin outlines."""

from __future__ import annotations

import numpy as np

from studio.engine.training.illustrator.paint import (
    Floats,
    blend,
    blurred,
    blurred_rgb,
    radial,
    texture,
)
from studio.engine.training.illustrator.palette import Rgb, luminance
from studio.engine.training.illustrator.style import (
    Films,
    Hand,
    backdrop,
    figure_color,
    weather,
    with_halo,
    with_lights,
)
from studio.engine.training.illustrator.vocabulary import Style

_LINE: Rgb = (62, 40, 44)


def _finish(films: Films) -> Floats:
    stage, size, rng = films.stage, films.size, films.rng
    behind = _painted(backdrop(films), films)
    behind = blend(behind, stage.mood.top, films.land.line * 0.14)
    behind = weather(with_halo(behind, films, 0.45), films)
    alpha = films.figure.alpha
    picture = behind * (1 - alpha) + _modelled(films) * alpha
    line = (214, 218, 236) if luminance(stage.main.paint) < 62 and stage.mood.dark else _LINE
    picture = blend(picture, line, np.clip(films.figure.line * 0.8, 0, 1))
    picture = with_lights(picture, films, 0.8)
    bloom = np.clip(blurred_rgb(picture, size * 0.03) - 150, 0, 105) * np.float32(0.4)
    picture = picture + bloom * (1 - picture / 300)
    finished: Floats = picture + texture("paper", size, rng) * np.float32(2)
    return finished


def _painted(behind: Floats, films: Films) -> Floats:
    """Gouache over the scenery: richer color, visible strokes, light spilling from one side."""
    stage, size, rng = films.stage, films.size, films.rng
    gray = behind.mean(axis=0)
    behind = gray + (behind - gray) * np.float32(rng.uniform(1.1, 1.32))
    clouds = texture("band", size, rng) * 0.09
    grass = texture("hatch60", size, rng) * 0.1 + texture("blot", size, rng) * 0.1
    water = films.land.water
    ground = films.land.alpha if water is None else films.land.alpha * (1 - water)
    behind = behind * (1 + clouds + (grass - clouds) * ground)
    spill: Floats = radial(size, stage.light_x, stage.horizon, 0.75) * films.land.alpha
    warm: Rgb = (255, 226, 160) if not stage.mood.dark else (150, 180, 230)
    return blend(behind, warm, spill * np.float32(0.2))


def _modelled(films: Films) -> Floats:
    """The figure with a soft turn from light to shade and a lit rim."""
    stage, size = films.stage, films.size
    color = figure_color(films)
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size
    turn = np.zeros((1, size), np.float32)
    for placed in stage.figures:
        toward = 1.0 if stage.light_x > placed.x else -1.0
        near = np.abs(axis - placed.x) < placed.width * 0.55
        side = np.clip((axis - placed.x) / (placed.width * 0.5), -1, 1) * toward
        turn[0, near] = side[near]
    color = color * (1 + turn * np.float32(0.17))
    inside = films.figure.alpha - blurred(films.figure.alpha, size * 0.01)
    rim = np.clip(inside * 2.2, 0, 1) * np.clip(turn * 1.5, 0, 1)
    lit: Floats = color + (255 - color) * (rim * np.float32(0.45))
    return lit


HAND = Hand(Style.ANIME, _finish, pen=0.0038, towering=True)
