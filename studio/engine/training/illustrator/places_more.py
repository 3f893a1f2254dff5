"""Further places: city, forest, river and space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.palette import Rgb, mix
from studio.engine.training.illustrator.places import (
    MEADOWS,
    WATERS,
    hedges,
    islet,
    pine,
    settle,
    sheet_of_water,
)
from studio.engine.training.illustrator.shapes import Habitat
from studio.engine.training.illustrator.stage import (
    Stage,
    blob,
    ellipse,
    quad,
    ridge,
    scatter,
    tufts,
)

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Plate

_FACADES: tuple[Rgb, ...] = ((146, 142, 150), (168, 150, 140), (126, 138, 152), (158, 158, 150))


def city(plate: Plate, stage: Stage) -> None:
    """Three rows of houses with windows, and a street in front."""
    rng, h = stage.rng, stage.horizon
    facade = _FACADES[int(rng.integers(len(_FACADES)))]
    ground = h + 0.1
    _skyline(plate, stage, ground, (0.24, 0.46), mix(facade, (120, 134, 160), 0.4), 0.95)
    _skyline(plate, stage, ground, (0.14, 0.34), facade, 0.55)
    _skyline(plate, stage, ground, (0.05, 0.16), mix(facade, (110, 84, 80), 0.35), 0.25)
    pavement = stage.surface((172, 168, 164))
    plate.fill(quad((-0.02, ground), (1.02, ground), (1.02, 1.02), (-0.02, 1.02)), pavement)
    street = stage.surface((112, 114, 122))
    top = ground + 0.03
    plate.fill(quad((-0.02, top), (1.02, top), (1.02, 1.02), (-0.02, 1.02)), street, False)
    stripe = stage.surface((216, 212, 196))
    y = top + (1.0 - top) * 0.6
    for i in range(-1, 6):
        x = i * 0.22 + 0.03
        plate.fill(quad((x, y), (x + 0.1, y), (x + 0.112, y + 0.014), (x + 0.006, y + 0.014)),
                   stripe, contour=False)  # fmt: skip
    _lamp(plate, stage, stage.open_side, top + 0.02)
    settle(plate, stage, (86, 132, 156))


def _skyline(
    plate: Plate, stage: Stage, ground: float, heights: tuple[float, float], color: Rgb, far: float
) -> None:
    rng, dark = stage.rng, stage.mood.dark
    x = -0.03
    lamp = mix((255, 212, 120), stage.mood.haze, far * 0.4)
    while x < 1.0:
        wide = float(rng.uniform(0.07, 0.15))
        top = ground - float(rng.uniform(*heights))
        wall = stage.surface(color, far)
        outline = [(x, ground), (x, top), (x + wide, top), (x + wide, ground)]
        if rng.random() < 0.25:
            outline.insert(2, (x + wide / 2, top - 0.04))
        plate.fill(quad(*outline), wall)
        side = mix(wall, stage.mood.lit((60, 60, 84), far), 0.25)
        edge = x if stage.light_x > x else x + wide * 0.7
        plate.fill(quad((edge, ground), (edge, top), (edge + wide * 0.3, top),
                        (edge + wide * 0.3, ground)), side, contour=False)  # fmt: skip
        pane = mix(wall, stage.mood.lit((70, 84, 110), far), 0.35)
        for row in np.arange(top + 0.025, ground - 0.03, 0.042):
            for col in np.linspace(x + wide * 0.16, x + wide * 0.72, 3):
                on = rng.random() < (0.55 if dark else 0.0)
                if on or rng.random() < 0.75:
                    w, tall = wide * 0.14, 0.02
                    window = quad(
                        (col, row), (col + w, row), (col + w, row + tall), (col, row + tall)
                    )
                    plate.fill(window, lamp if on else pane, contour=False)
        x += wide + float(rng.uniform(-0.01, 0.02))


def _lamp(plate: Plate, stage: Stage, x: float, y: float) -> None:
    post = stage.surface((64, 66, 78))
    plate.stroke(quad((x, y), (x, y - 0.2)), post, 0.008)
    plate.stroke(quad((x, y - 0.2), (x + 0.03, y - 0.21)), post, 0.007)
    color: Rgb = (255, 226, 150) if stage.mood.dark else stage.surface((226, 222, 206))
    plate.fill(ellipse(x + 0.034, y - 0.202, 0.013, 0.01, 12), color)
    if stage.mood.dark:
        stage.lights.append((x + 0.034, y - 0.2, 0.12, color))


def forest(plate: Plate, stage: Stage) -> None:
    """Walls of firs and trunks one behind the other, a clearing in front."""
    rng, h = stage.rng, stage.horizon
    greens: tuple[Rgb, ...] = ((74, 116, 96), (86, 122, 84), (66, 104, 104))
    green = greens[int(rng.integers(len(greens)))]
    for depth, y, tall, count in ((1.0, h + 0.03, 0.26, 15), (0.65, h + 0.07, 0.34, 12)):
        color = stage.surface(mix(green, (96, 130, 140), depth * 0.3), depth)
        plate.fill(ridge(rng, y + 0.02, 0.05, 1.0), color)
        for x in np.linspace(-0.03, 1.03, count) + rng.normal(0, 0.02, count):
            plate.fill(pine(float(x), y + 0.03, tall * float(rng.uniform(0.6, 1.1))), color)
    floor = mix(green, (132, 140, 88), 0.5)
    plate.fill(ridge(rng, h + 0.12, 0.05, 0.8), stage.surface(mix(floor, green, 0.4), 0.3))
    _frame_of_firs(plate, stage, green)
    plate.fill(ridge(rng, h + 0.2, 0.05, 0.6), stage.surface(floor, 0.1))
    tufts(plate, stage, stage.surface(mix(green, (60, 84, 60), 0.3)), 9, h + 0.2)
    scatter(plate, stage, "grass", stage.surface(mix(green, (40, 80, 50), 0.4)), 12, h + 0.2)
    scatter(plate, stage, "blossom", stage.surface((96, 130, 80)), 5, h + 0.24)
    settle(plate, stage, (72, 126, 132))


def _frame_of_firs(plate: Plate, stage: Stage, green: Rgb) -> None:
    rng, h = stage.rng, stage.horizon
    for _ in range(5):
        x = stage.open_side + float(rng.normal(0, 0.13))
        color = stage.surface(mix(green, (44, 80, 66), 0.5), 0.25)
        y = h + float(rng.uniform(0.12, 0.18))
        trunk = stage.surface((104, 80, 66), 0.25)
        plate.fill(quad((x - 0.008, y), (x, y - 0.06), (x + 0.008, y)), trunk)
        plate.fill(pine(x, y - 0.03, float(rng.uniform(0.24, 0.42))), color)


def river(plate: Plate, stage: Stage) -> None:
    """A river through meadows: winding beside the figure, or wide under what swims."""
    rng, h = stage.rng, stage.horizon
    meadow = MEADOWS[int(rng.integers(len(MEADOWS)))]
    water = WATERS[int(rng.integers(len(WATERS)))]
    plate.fill(ridge(rng, h, 0.12, 1.2), stage.surface(mix(meadow, (96, 130, 150), 0.5), 0.95))
    plate.fill(
        ridge(rng, h + 0.05, 0.07, 0.8), stage.surface(mix(meadow, (80, 120, 100), 0.4), 0.6)
    )
    hedges(plate, stage, h + 0.02, 9)
    bank = stage.surface(meadow, 0.2)
    plate.fill(ridge(rng, h + 0.09, 0.03, 0.6), bank)
    if any(placed.drawing.habitat is Habitat.WATER for placed in stage.figures):
        _broad_river(plate, stage, water)
    else:
        _winding_river(plate, stage, water)
        tufts(plate, stage, stage.surface(mix(meadow, (70, 110, 70), 0.4)), 5, h + 0.2)
        settle(plate, stage, water)
    scatter(plate, stage, "stone", stage.surface((128, 128, 130)), 4, 0.9)


def _broad_river(plate: Plate, stage: Stage, water: Rgb) -> None:
    top = stage.horizon + 0.1
    sheet_of_water(plate, stage, top, 1.02, water)
    for placed in sorted(stage.figures, key=lambda p: p.base):
        if placed.drawing.habitat is Habitat.GROUND:
            islet(plate, stage, placed.x, placed.base, placed.width)
    reeds = stage.surface((96, 122, 70))
    x = stage.open_side
    bank = blob(stage.rng, x, 1.02, 0.26, 0.075, 0.05)
    plate.fill(bank, stage.surface((124, 140, 88)))
    for lean in (-0.05, -0.02, 0.0, 0.03, 0.06):
        plate.stroke(quad((x + lean, 0.97), (x + lean * 1.8, 0.85 + abs(lean))), reeds, 0.006)


def _winding_river(plate: Plate, stage: Stage, water: Rgb) -> None:
    rng, mood = stage.rng, stage.mood
    t = np.linspace(0.0, 1.0, 22)
    y = stage.horizon + 0.075 + (1.02 - stage.horizon - 0.075) * t
    side = stage.open_side
    sway = 0.12 * np.sin(t * 5.5 + rng.uniform(0, 6)) * (1 - 0.4 * t)
    center = (0.5 + (side - 0.5) * 0.5) + sway + (side - 0.5) * 0.7 * t
    width = 0.012 + 0.17 * t**1.3
    left, right = np.stack([center - width, y], 1), np.stack([center + width, y], 1)
    margin = np.array([0.014, 0.0])
    shore = np.vstack([left - margin, (right + margin)[::-1]])
    plate.fill(shore, stage.surface((186, 174, 138), 0.1), contour=False)
    far = mix(mood.lit(water), mood.low, 0.45)
    plate.fill(np.vstack([left, right[::-1]]), far, True, True)
    inner = np.vstack([left * 0.7 + right * 0.3, (left * 0.3 + right * 0.7)[::-1]])
    plate.fill(inner, mix(far, stage.surface(water), 0.55), False, True)


def space(plate: Plate, stage: Stage) -> None:
    """A cratered moon under a big planet; stars are the sky's part."""
    rng, mood, h = stage.rng, stage.mood, stage.horizon
    x = float(np.clip(stage.open_side + rng.normal(0, 0.05), 0.15, 0.85))
    low_sun = stage.light_y > 0.4
    y = float(rng.uniform(0.14, 0.28) if low_sun else rng.uniform(0.34, 0.5))
    radius = float(rng.uniform(0.1, 0.15))
    planets: tuple[Rgb, ...] = ((206, 150, 112), (120, 150, 186), (168, 132, 176), (132, 168, 150))
    color = mix(planets[int(rng.integers(len(planets)))], mood.low, 0.15)
    ring = rng.random() < 0.5
    if ring:
        plate.fill(
            ellipse(x, y, radius * 1.75, radius * 0.42, 36), mix(color, (240, 230, 214), 0.4)
        )
        plate.fill(ellipse(x, y, radius * 1.45, radius * 0.3, 36), mix(mood.top, mood.low, 0.4))
    plate.fill(ellipse(x, y, radius, radius, 36), color)
    away = -1.0 if stage.light_x > x else 1.0
    angles = np.linspace(-np.pi / 2, np.pi / 2, 18)
    outer = np.stack([x + away * radius * np.cos(angles), y + radius * np.sin(angles)], 1)
    inner = np.stack([x + away * radius * 0.35 * np.cos(angles), y + radius * np.sin(angles)], 1)
    plate.fill(np.vstack([outer, inner[::-1]]), mix(color, (24, 22, 48), 0.4), contour=False)
    dusts: tuple[Rgb, ...] = ((150, 148, 156), (172, 150, 138), (138, 146, 166))
    dust = dusts[int(rng.integers(len(dusts)))]
    plate.fill(
        ridge(rng, h + 0.02, 0.07, 1.2, 0.05), stage.surface(mix(dust, (80, 80, 110), 0.4), 0.4)
    )
    plate.fill(ridge(rng, h + 0.07, 0.04, 0.6), stage.surface(dust))
    _craters(plate, stage, dust, h + 0.1)


def _craters(plate: Plate, stage: Stage, dust: Rgb, top: float) -> None:
    rng = stage.rng
    for _ in range(7):
        y = float(rng.uniform(top, 0.99))
        rx = 0.02 + 0.06 * (y - top) / max(0.05, 1 - top) * float(rng.uniform(0.6, 1.3))
        x = float(rng.uniform(0, 1))
        plate.fill(ellipse(x, y, rx, rx * 0.3, 18), stage.surface(mix(dust, (255, 250, 240), 0.25)))
        hole = ellipse(x, y + rx * 0.05, rx * 0.84, rx * 0.21, 16)
        plate.fill(hole, stage.surface(mix(dust, (52, 50, 80), 0.45)), contour=False)
