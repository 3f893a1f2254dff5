"""Parts of figures: outlines in a figure's own box, each with a tone instead of a color."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.palette import (
    Mood,
    Rgb,
    darker,
    lighter,
    luminance,
    mix,
    scaled,
)

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Points


class Tone(Enum):
    """What a part is made of; the figure's color and the light decide the actual color."""

    MAIN = auto()
    SHADE = auto()
    DEEP = auto()
    LIGHT = auto()
    TRIM = auto()
    DARK = auto()
    WINDOW = auto()
    GLASS = auto()
    WOOD = auto()
    METAL = auto()
    LEAF = auto()
    FLAME = auto()
    EMBER = auto()


class Habitat(Enum):
    """Where a figure belongs."""

    GROUND = auto()
    WATER = auto()
    AIR = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A filled outline (or, with a width, an open line); x to the right, y upward, feet at 0."""

    points: Points
    tone: Tone
    width: float = 0.0
    contour: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """All parts of a figure from back to front."""

    parts: tuple[Part, ...]
    habitat: Habitat = Habitat.GROUND
    sunk: float = 0.0  # share of the height hidden below the water line
    splashes: int = 0  # that many parts at the start make sense on water only


def poly(*pairs: tuple[float, float]) -> Points:
    """An outline from corner points."""
    return np.array(pairs, np.float64)


def box(left: float, bottom: float, right: float, top: float) -> Points:
    """A rectangle."""
    return poly((left, bottom), (right, bottom), (right, top), (left, top))


def oval(
    x: float, y: float, rx: float, ry: float, span: tuple[float, float] = (0.0, 360.0), n: int = 22
) -> Points:
    """An ellipse or, with a span in degrees counter-clockwise from the right, a piece of one."""
    start, end = span
    angles = np.radians(np.linspace(start, end, n, endpoint=(end - start) < 360))
    return np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], axis=1)


def smooth(*pairs: tuple[float, float], rounds: int = 2) -> Points:
    """A closed outline through rounded corners (Chaikin's corner cutting)."""
    points = np.array(pairs, np.float64)
    for _ in range(rounds):
        after = np.roll(points, -1, axis=0)
        cut = np.stack([points * 0.75 + after * 0.25, points * 0.25 + after * 0.75], axis=1)
        points = cut.reshape(-1, 2)
    return points


def curve(*pairs: tuple[float, float], rounds: int = 2) -> Points:
    """An open line with rounded corners."""
    points = np.array(pairs, np.float64)
    for _ in range(rounds):
        one, two = points[:-1], points[1:]
        cut = np.stack([one * 0.75 + two * 0.25, one * 0.25 + two * 0.75], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut, points[-1:]])
    return points


def tones(paint: Rgb, mood: Mood) -> dict[Tone, Rgb]:
    """The actual colors of a figure painted `paint` under the mood."""
    brightness = luminance(paint)
    pale, black = brightness > 190 and min(paint) > 150, brightness < 62 and max(paint) < 80
    shade = mix(paint, (150, 164, 190), 0.34) if pale else darker(paint, 0.24)
    deep = mix(paint, (110, 124, 156), 0.5) if pale else darker(paint, 0.42)
    if paint[0] > 150 and paint[1] > 125 and paint[2] < 110:  # yellow turns to olive when darkened
        shade, deep = scaled(paint, 0.93, 0.82, 0.6), scaled(paint, 0.84, 0.66, 0.5)
    window: Rgb = (255, 214, 110) if mood.dark or mood.time == "storm" else (92, 120, 146)
    if black:
        shade, deep = mix(paint, (70, 74, 92), 0.35), mix(paint, (8, 8, 12), 0.6)
        window = (255, 214, 110) if mood.dark else (172, 190, 204)
    return {
        Tone.MAIN: paint,
        Tone.SHADE: shade,
        Tone.DEEP: deep,
        Tone.LIGHT: mix(paint, (120, 122, 136), 0.45) if black else lighter(paint, 0.3),
        Tone.TRIM: mood.lit((132, 146, 172))
        if pale
        else mix(mood.lit((250, 240, 220)), paint, 0.1),
        Tone.DARK: mood.lit((196, 190, 184)) if black else mix(mood.lit((52, 46, 56)), paint, 0.1),
        Tone.WINDOW: window,
        Tone.GLASS: mood.lit((156, 190, 208)),
        Tone.WOOD: mood.lit((128, 88, 58)),
        Tone.METAL: mood.lit((150, 158, 168)),
        Tone.LEAF: mood.lit((92, 138, 74)),
        Tone.FLAME: (255, 168, 56),
        Tone.EMBER: (255, 236, 160),
    }
