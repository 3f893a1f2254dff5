"""Watercolor: transparent washes that bleed, granulate and leave paper white."""

from __future__ import annotations

import numpy as np

from studio.engine.training.illustrator.paint import (
    Film,
    Floats,
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


def _finish(films: Films) -> Floats:
    size, rng = films.size, films.rng
    paper = column((253, 251, round(248 - 9 * rng.random()))) - texture("paper", size, rng) * 5
    behind = _bled(weather(backdrop(films), films), films)
    behind = _pooled(behind, films.sky, films, 0.12)
    behind = _pooled(behind, films.land, films, 0.4)
    # A sliver of dry paper keeps the figure's wash from running into the ground.
    alpha = films.figure.alpha
    dry = np.clip(blurred(alpha, size * 0.008) * 2, 0, 1) * (1 - alpha)
    picture = behind + (paper - behind) * (dry * 0.45)
    granules = texture("blot", size, rng)
    wash = figure_color(films) * (1 - granules * 0.12)
    wash = wash + (paper - wash) * np.clip(texture("cloud", size, rng) * 0.3, 0, 0.22)
    soft = blurred(alpha, 0.8)
    picture = picture + (wash - picture) * soft
    picture = _pooled(picture, films.figure, films, 0.6)
    picture = picture * (1 + texture("grain", size, rng) * 0.035)
    return _margin(picture, paper, films)


def _bled(picture: Floats, films: Films) -> Floats:
    """Wet edges: the wash runs into itself, thins out and lets the paper shine."""
    size, rng = films.size, films.rng
    wet = np.clip(texture("cloud", size, rng) * 1.5 + 0.15, 0, 1)
    picture = picture + (blurred_rgb(picture, size * 0.018) - picture) * wet
    bloom = np.clip(texture("cloud", size, rng) * 0.55 + 0.22, 0, 0.6)
    thin = 0.45 if films.stage.mood.dark else 1.0
    picture = picture + (252 - picture) * (bloom * thin)
    return picture * (1 - texture("blot", size, rng) * 0.07)


def _pooled(picture: Floats, film: Film, films: Films, amount: float) -> Floats:
    """Pigment gathers along the edges of a wash, here and there."""
    where = np.clip(texture("cloud", films.size, films.rng) + 0.55, 0, 1)
    edge = blurred(film.line, films.size * 0.003) * where * amount
    pooled: Floats = picture * (1 - edge * (1 - picture / 330))
    return pooled


def _margin(picture: Floats, paper: Floats, films: Films) -> Floats:
    """Half of the sheets keep an uneven unpainted border."""
    if films.rng.random() < 0.5:
        return picture
    size = films.size
    axis = np.minimum(np.arange(size), np.arange(size)[::-1]).astype(np.float32) / size
    edge = np.minimum(axis[:, None], axis[None, :])
    width = 0.028 + 0.02 * texture("blot", size, films.rng)
    bare = np.clip((width - edge) * size * 0.5, 0, 1)
    framed: Floats = picture * (1 - bare) + paper * bare
    return framed


HAND = Hand(Style.WATERCOLOR, _finish, wobble=0.005, pen=0.004)
