"""The stage a scene is set on: light, horizon and the places where figures stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.palette import Mood, Rgb, jittered, mix

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Plate, Points
    from studio.engine.training.illustrator.shapes import Drawing
    from studio.engine.training.illustrator.vocabulary import Place

BLOSSOMS: tuple[Rgb, ...] = ((244, 236, 220), (230, 190, 170), (214, 206, 230))


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure's drawing with its position: center, feet line and height, 0..1 downward."""

    drawing: Drawing
    paint: Rgb
    x: float
    base: float
    height: float
    width: float
    mirrored: bool

    def outline(self, points: Points) -> Points:
        """Figure coordinates (feet at 0, upward) turned into picture coordinates."""
        flip = -1.0 if self.mirrored else 1.0
        return np.stack(
            [self.x + flip * points[:, 0] * self.height, self.base - points[:, 1] * self.height],
            axis=1,
        )


@dataclass(slots=True)
class Stage:
    """What the painters of places and figures share."""

    place: Place
    mood: Mood
    horizon: float
    light_x: float
    light_y: float
    figures: tuple[Placed, ...]
    rng: np.random.Generator
    towering: bool = False
    lights: list[tuple[float, float, float, Rgb]] = field(default_factory=list)

    def surface(self, color: Rgb, depth: float = 0.0) -> Rgb:
        """A ground color slightly varied, lit, and seen through the air at that depth."""
        return self.mood.lit(jittered(color, self.rng, 5.0), depth)

    @property
    def main(self) -> Placed:
        """The figure the composition is built around."""
        return self.figures[0]

    @property
    def open_side(self) -> float:
        """The x of the part of the picture the main figure leaves free."""
        return 0.78 if self.main.x < 0.5 else 0.22


def ridge(
    rng: np.random.Generator, y: float, height: float, waves: float, rough: float = 0.0
) -> Points:
    """A line of hills across the picture, closed along the bottom edge."""
    x = np.linspace(-0.02, 1.02, 49)
    phase = rng.uniform(0, 2 * np.pi, 3)
    line = (
        np.sin(x * waves * 2 * np.pi + phase[0])
        + 0.5 * np.sin(x * waves * 4.1 * np.pi + phase[1])
        + 0.22 * np.sin(x * waves * 9.3 * np.pi + phase[2])
    )
    line = line / 1.72 + rng.normal(0.0, 1.0, x.size) * rough
    top = np.stack([x, y - height * (0.5 + 0.5 * line)], axis=1)
    return np.vstack([top, [[1.02, 1.02], [-0.02, 1.02]]])


def ellipse(x: float, y: float, rx: float, ry: float, n: int = 26) -> Points:
    """An ellipse in picture coordinates."""
    angles = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], axis=1)


def quad(*pairs: tuple[float, float]) -> Points:
    """A polygon in picture coordinates."""
    return np.array(pairs, np.float64)


def blob(
    rng: np.random.Generator, x: float, y: float, rx: float, ry: float, bump: float = 0.08
) -> Points:
    """An irregular ellipse in picture coordinates."""
    points = ellipse(x, y, rx, ry)
    angles = np.linspace(0, 2 * np.pi, len(points), endpoint=False)
    wave = 1 + bump * np.sin(3 * angles + rng.uniform(0, 6)) + bump * np.sin(5 * angles)
    blobbed: Points = (points - [x, y]) * wave[:, None] + [x, y]
    return blobbed


def scatter(plate: Plate, stage: Stage, kind: str, color: Rgb, count: int, top: float) -> None:
    """Small things lying about in the foreground: stones, grass blades or blossoms."""
    rng = stage.rng
    for x, y, chance in rng.uniform([0, top, 0], [1, 0.99, 1], (count, 3)).tolist():
        scale = (0.4 + 0.9 * (y - top) / max(0.05, 1 - top)) * (0.7 + 0.6 * chance)
        match kind:
            case "stone":
                plate.fill(ellipse(x, y, 0.016 * scale, 0.009 * scale, 10), color)
                lit = mix(color, (255, 250, 240), 0.25)
                plate.fill(ellipse(x, y - 0.002, 0.011 * scale, 0.005 * scale, 8), lit, False)
            case "grass":
                for lean in (-0.012, 0.0, 0.012):
                    tip = (x + lean * scale * 1.4, y - 0.026 * scale)
                    plate.fill(quad((x - 0.003, y), tip, (x + 0.003, y)), color, contour=False)
            case _:
                plate.fill(quad((x - 0.001, y), (x, y - 0.02), (x + 0.001, y)), color, False)
                head = ellipse(x, y - 0.02, 0.0065 * scale, 0.0055 * scale, 8)
                plate.fill(head, stage.surface(BLOSSOMS[int(chance * 2.99)]), contour=False)


def tufts(plate: Plate, stage: Stage, color: Rgb, count: int, top: float) -> None:
    """Short flat patches of a second color that give the ground perspective."""
    for _ in range(count):
        y = float(stage.rng.uniform(top, 1.0))
        near = (y - top) / max(0.05, 1.0 - top)
        rx = 0.03 + 0.14 * near * float(stage.rng.uniform(0.6, 1.4))
        x = float(stage.rng.uniform(-0.05, 1.05))
        plate.fill(ellipse(x, y, rx, 0.004 + 0.012 * near, 16), color, contour=False)
