"""Neon cyberpunk: dark haze, glowing contours, a grid on the ground."""

from __future__ import annotations

import numpy as np

from studio.engine.training.illustrator.paint import Floats, blend, blurred, column, radial, ramp
from studio.engine.training.illustrator.palette import Rgb, luminance, mix
from studio.engine.training.illustrator.style import (
    Films,
    Hand,
    backdrop,
    figure_color,
    weather,
    with_lights,
)
from studio.engine.training.illustrator.vocabulary import Style, Time

_PAIRS: tuple[tuple[Rgb, Rgb], ...] = (
    ((255, 64, 180), (60, 220, 255)),
    ((176, 92, 255), (64, 255, 214)),
    ((255, 124, 72), (92, 140, 255)),
    ((80, 240, 255), (255, 90, 210)),
)
_EXPOSURE = {
    Time.DAY: 0.78,
    Time.DAWN: 0.68,
    Time.SUNSET: 0.7,
    Time.NIGHT: 0.62,
    Time.STORM: 0.6,
    Time.FOG: 0.72,
}
_DEEP: Rgb = (20, 14, 48)


def _finish(films: Films) -> Floats:
    stage, size = films.stage, films.size
    # A sunset has to stay warm at the horizon, so it only gets the pairs with a warm lamp.
    pairs = _PAIRS[::2] if stage.mood.time is Time.SUNSET else _PAIRS
    warm, cold = pairs[int(films.rng.integers(len(pairs)))]
    behind = _hazed(weather(backdrop(films), films), films, warm, cold)
    clear = 0.25 if stage.mood.time is Time.FOG else 1.0
    disc = clear * radial(size, stage.light_x, stage.light_y, 0.22) * films.sky.alpha
    behind = blend(behind, mix(stage.mood.disc, warm, 0.25), disc * (1 - films.land.alpha))
    behind = _grid(behind, films, cold)
    behind = _glow(behind, films.land.line * (1 - films.figure.alpha), cold, size, 0.5)
    behind = _glow(behind, films.sky.line * (1 - films.land.alpha), warm, size, 0.5)
    alpha = films.figure.alpha
    aura = blurred(alpha, size * 0.04) * (1 - alpha)
    picture = blend(behind, _tube(films), aura * 0.5)
    body = np.minimum(figure_color(films) * np.float32(1.04), 255)
    picture = picture + (body - picture) * alpha
    picture = _glow(picture, films.figure.line, _tube(films), size, 0.9)
    picture = with_lights(picture, films, 0.55)
    return picture * (0.75 + 0.25 * radial(size, 0.5, 0.5, 0.95))


def _hazed(behind: Floats, films: Films, warm: Rgb, cold: Rgb) -> Floats:
    """The scenery pulled into two lamps' colors: cold above, warm along the horizon."""
    stage, size = films.stage, films.size
    exposure = _EXPOSURE[stage.mood.time] * float(films.rng.uniform(0.88, 1.12))
    lamp = mix(cold, (70, 110, 255), 0.45) if stage.mood.time is not Time.SUNSET else warm
    light = np.clip(behind.mean(axis=0) / 255, 0, 1) ** 1.25
    duo = column(_DEEP) + (column(mix(lamp, (255, 255, 255), 0.2)) - column(_DEEP)) * light
    behind = behind + (duo - behind) * np.float32(0.5)
    behind = behind * np.float32(exposure)
    h = stage.horizon
    if stage.mood.time is Time.FOG:  # only a pale bank tells fog from a hazy day here
        bank = ramp(size, (h - 0.34, 0.12), (h, 0.72), (h + 0.26, 0.3))
        return blend(behind, mix(mix(warm, (214, 214, 226), 0.72), _DEEP, 0.18), bank)
    haze = ramp(size, (h - 0.26, 0.0), (h, 0.42), (h + 0.22, 0.0))
    return blend(behind, mix(warm, _DEEP, 0.2), haze)


def _tube(films: Films) -> Rgb:
    """The light of the figure's contour: its own color, or cold white when it is black."""
    paint = films.stage.main.paint
    if luminance(paint) < 62 and max(paint) < 90:
        return (196, 226, 255)
    return mix(paint, (255, 255, 255), 0.5)


def _glow(picture: Floats, line: Floats, color: Rgb, size: int, strength: float) -> Floats:
    soft = blurred(line, size * 0.014) * 1.3 + blurred(line, size * 0.004) * 0.8
    light: Floats = np.clip(soft * strength, 0, 1) * (column(color) / np.float32(255))
    picture = picture + (255 - picture) * light * np.float32(0.8)
    core = mix(color, (255, 255, 255), 0.35)
    return blend(picture, core, np.clip(line * strength, 0, 1))


def _grid(picture: Floats, films: Films, color: Rgb) -> Floats:
    """Perspective lines on the ground, fading toward the horizon."""
    size, h = films.size, films.stage.horizon + 0.1
    y = ((np.arange(size, dtype=np.float32) + 0.5) / size - h) / (1 - h)
    depth = 1 / np.clip(y, 0.02, 1)
    x = ((np.arange(size, dtype=np.float32) + 0.5) / size - 0.5)[None, :] * depth[:, None] * 6
    columns = np.clip(1 - np.abs(x - np.round(x)) * (14 / depth[:, None]), 0, 1)
    row = depth * 2.2
    rows = np.clip(1 - np.abs(row - np.round(row)) * (10 / depth), 0, 1)[:, None]
    fade = np.clip(y * 2.2, 0, 1)[:, None]
    lines = np.maximum(columns, rows) * fade * films.land.alpha
    return blend(picture, color, lines.astype(np.float32) * 0.34)


HAND = Hand(Style.NEON, _finish, pen=0.0055)
