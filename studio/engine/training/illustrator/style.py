"""What a style is: how shapes are drawn and how the films become a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from studio.engine.training.illustrator.paint import (
    Film,
    Floats,
    blend,
    blurred,
    column,
    over,
    radial,
    ramp,
    texture,
    unit,
)
from studio.engine.training.illustrator.palette import Rgb, luminance
from studio.engine.training.illustrator.vocabulary import Place, Style, Time

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.engine.training.illustrator.stage import Stage


@dataclass(frozen=True, slots=True)
class Films:
    """The drawn layers of one scene, back to front."""

    size: int
    stage: Stage
    gradient: Floats  # (3, H, W) 0..255, the bare sky
    sky: Film
    land: Film
    shadow: Floats  # (H, W) 0..1
    figure: Film
    rng: np.random.Generator


@dataclass(frozen=True, slots=True)
class Hand:
    """One style: the habits of its pen and the function that finishes a picture."""

    style: Style
    finish: Callable[[Films], Floats]
    wobble: float = 0.0
    pen: float = 0.005
    brush: float = 0.0
    oversample: int = 2
    coarse: int = 1  # one drawn pixel covers this many picture pixels
    long_shadow: bool = False
    towering: bool = False  # high summer clouds behind the land


def backdrop(films: Films) -> Floats:
    """Sky and land with valley mist, shadows and reflections: everything behind the figure."""
    stage = films.stage
    picture = over(films.gradient, films.sky)
    picture = over(picture, films.land)
    picture = misted(picture, films)
    picture = picture * (1 - films.shadow * stage.mood.shadow)
    return reflected(picture, films)


def misted(picture: Floats, films: Films) -> Floats:
    """Haze that lies on the far land, much of it in fog."""
    stage = films.stage
    h, fog = stage.horizon, stage.mood.time is Time.FOG
    if stage.place is Place.SPACE and not fog:
        return picture
    if fog and stage.place is Place.SPACE:  # drifting dust instead of fog on the ground
        veil = np.clip(texture("cloud", films.size, films.rng) + 0.55, 0, 0.9)
    elif fog:
        bank = texture("band", films.size, films.rng) * 0.5 + 0.5
        deep = ramp(films.size, (h - 0.35, 0.1), (h, 0.85), (h + 0.15, 0.5), (1.0, 0.08))
        veil = deep * (0.5 + bank * 0.7)
    else:
        veil = (
            ramp(films.size, (h - 0.12, 0.0), (h + 0.02, 0.34), (h + 0.13, 0.0)) * films.land.alpha
        )
    return blend(picture, stage.mood.haze, np.clip(veil, 0, 0.94))


def reflected(picture: Floats, films: Films) -> Floats:
    """The scenery mirrored in the water, and figures below their water line."""
    water = films.land.water
    if water is None:
        return picture
    size = films.size
    rows = np.arange(size)
    shore = round(films.stage.horizon * size)
    source = np.clip(2 * shore - rows, 0, size - 1)
    waves = (np.sin(rows * 0.9) * 1.6).astype(np.intp)
    columns = (np.arange(size)[None, :] + waves[:, None]) % size
    mirror = picture[:, source[:, None], columns]
    fade = ramp(size, (films.stage.horizon, 0.5), (1.0, 0.12))
    picture = picture + (mirror - picture) * (water * fade)
    color = figure_color(films)
    for placed in films.stage.figures:
        line = round((placed.base - 0.004) * size)
        source = 2 * line - rows
        seen = ((source >= 0) & (source < line))[:, None]
        source = np.clip(source, 0, size - 1)[:, None]
        share = films.figure.alpha[source, columns] * (water * seen * np.float32(0.5))
        picture = picture + (color[:, source, columns] * np.float32(0.85) - picture) * share
    return picture


def with_halo(picture: Floats, films: Films, strength: float = 0.55) -> Floats:
    """A soft rim around figures whose brightness is close to what lies behind them."""
    ring = blurred(films.figure.alpha, films.size * 0.012)
    ring = np.clip(ring * 2.2, 0, 1) * (1 - films.figure.alpha)
    sparse = ring[::4, ::4]
    weight = float(sparse.sum()) + 1e-3
    red, green, blue = ((picture[:, ::4, ::4] * sparse).sum((1, 2)) / weight).tolist()
    behind: Rgb = (round(red), round(green), round(blue))
    gap = luminance(films.stage.main.paint) - luminance(behind)
    if abs(gap) > 70:
        return picture
    dark = luminance(behind) > 118
    rim: Rgb = (52, 58, 82) if dark else (226, 228, 240)
    return blend(picture, rim, ring * (strength * (1 - abs(gap) / 110)))


def with_lights(picture: Floats, films: Films, strength: float = 0.5) -> Floats:
    """Glow of the sun or moon and of every lamp on the stage, added softly."""
    stage = films.stage
    mood = stage.mood
    glows = [*stage.lights]
    if mood.time is not Time.STORM:
        glows.append((stage.light_x, stage.light_y, 0.16, mood.disc))
    for x, y, radius, color in glows:
        light: Floats = radial(films.size, x, y, radius) * np.float32(strength * 0.55)
        picture = picture + (255 - picture) * (light * (column(color) / np.float32(255)))
    return picture


def figure_color(films: Films) -> Floats:
    """The figure film's color without the coverage, usable where coverage is positive."""
    return np.minimum(films.figure.rgb / np.maximum(films.figure.alpha, 0.02), 255)


def weather(picture: Floats, films: Films) -> Floats:
    """What hangs in the air before everything: fog at the feet, rain, falling snow."""
    stage, size = films.stage, films.size
    if stage.place is Place.SPACE:
        return picture
    if stage.mood.time is Time.FOG:
        base = max(placed.base for placed in stage.figures)
        low = ramp(size, (base - 0.12, 0.0), (base + 0.02, 0.42), (1.0, 0.2))
        bank = texture("band", size, films.rng) * 0.5 + 0.5
        picture = blend(picture, stage.mood.haze, low * bank)
    if stage.mood.time is Time.STORM:
        picture = blend(picture, (206, 214, 222), rain(size, films.rng) * 0.34)
    elif stage.place is Place.SNOW and films.rng.random() < 0.6:
        picture = blend(picture, (250, 252, 255), flakes(size, films.rng) * 0.85)
    return picture


def rain(size: int, rng: np.random.Generator) -> Floats:
    """Slanted streaks as a (H, W) mask."""
    image = Image.new("L", (size * 2, size * 2))
    draw = ImageDraw.Draw(image)
    slant = float(rng.uniform(-0.3, 0.3))
    for x, y, length in rng.uniform([-0.1, -0.1, 0.05], [1.1, 1.0, 0.13], (70, 3)).tolist():
        end = (x + slant * length, y + length)
        path = [x * size * 2, y * size * 2, end[0] * size * 2, end[1] * size * 2]
        draw.line(path, fill=220, width=max(1, size // 128))
    return unit(image.reduce(2))


def flakes(size: int, rng: np.random.Generator) -> Floats:
    """Sparse snow flakes of three distances as a (H, W) mask."""
    image = Image.new("L", (size * 2, size * 2))
    draw = ImageDraw.Draw(image)
    for x, y, near in rng.uniform(0, 1, (46, 3)).tolist():
        r = (0.0022 + 0.0045 * near**3) * size * 2
        x, y = x * size * 2, y * size * 2
        draw.ellipse((x - r, y - r, x + r, y + r), fill=round(130 + 125 * near))
    return unit(image.reduce(2))
