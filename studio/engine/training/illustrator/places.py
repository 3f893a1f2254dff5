"""The places of the core vocabulary: mountains, hills, sea, desert and snow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.palette import Rgb, mix
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
from studio.engine.training.illustrator.vocabulary import Place

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Plate, Points

ROCK: Rgb = (112, 116, 132)
MEADOWS: tuple[Rgb, ...] = ((122, 158, 92), (146, 164, 96), (104, 150, 108), (162, 166, 104))
SANDS: tuple[Rgb, ...] = ((226, 186, 128), (232, 200, 148), (214, 166, 116))
WATERS: tuple[Rgb, ...] = ((58, 128, 158), (74, 142, 156), (52, 108, 150))
SNOW: Rgb = (236, 241, 247)


def mountains(plate: Plate, stage: Stage) -> None:
    """A far and a near range with snow caps, foothills and a meadow."""
    rng, h = stage.rng, stage.horizon
    plate.fill(ridge(rng, h + 0.02, 0.2, 1.3, 0.1), stage.surface(ROCK, 1.15))
    rock = stage.surface(ROCK, 0.5)
    count = int(rng.integers(3, 5))
    slots = (np.arange(count) + rng.uniform(0.3, 0.7, count)) / count
    for x in rng.permutation(slots):
        _peak(plate, stage, float(x), h + 0.03, float(rng.uniform(0.2, 0.36)), rock)
    meadow = MEADOWS[int(rng.integers(len(MEADOWS)))]
    plate.fill(ridge(rng, h + 0.05, 0.07, 1.1), stage.surface(mix(meadow, (60, 100, 92), 0.5), 0.5))
    _pines(plate, stage, h + 0.03, (52, 92, 76), 0.4, 9)
    plate.fill(ridge(rng, h + 0.12, 0.06, 0.7), stage.surface(meadow, 0.15))
    tufts(plate, stage, stage.surface(mix(meadow, (70, 110, 70), 0.4)), 9, h + 0.14)
    scatter(plate, stage, "stone", stage.surface(ROCK, 0.1), int(rng.integers(3, 8)), h + 0.16)
    scatter(plate, stage, "grass", stage.surface(mix(meadow, (60, 100, 60), 0.6)), 10, h + 0.18)
    settle(plate, stage, (58, 128, 158))


def _peak(plate: Plate, stage: Stage, x: float, base: float, height: float, rock: Rgb) -> None:
    rng = stage.rng
    half = height * float(rng.uniform(0.75, 1.05))
    top = base - height
    left = _jagged(rng, (x - half, base), (x, top), 0.012)
    right = _jagged(rng, (x, top), (x + half, base), 0.012)
    plate.fill(np.vstack([left, right]), rock)
    toward_left = stage.light_x < x
    side = right if toward_left else left[::-1]
    spine = _jagged(rng, (x + half * (0.1 if toward_left else -0.1), base), (x, top), 0.03)
    shade = mix(rock, stage.mood.lit((60, 66, 96), 0.3), 0.42)
    plate.fill(np.vstack([spine, side]), shade, contour=False)
    _snow_cap(plate, stage, (x, top), (half, height), toward_left)


def _snow_cap(
    plate: Plate,
    stage: Stage,
    tip: tuple[float, float],
    extent: tuple[float, float],
    lit_left: bool,
) -> None:
    (x, top), (half, height) = tip, extent
    deep = 0.32
    reach = half * deep
    low = top + height * deep
    snow = stage.surface(SNOW, 0.3)
    zigzag = [(x + reach * t, low + height * d) for t, d in
              ((0.9, 0.0), (0.55, 0.07), (0.3, -0.02), (0.05, 0.09), (-0.3, -0.01), (-0.55, 0.06),
               (-0.9, 0.0))]  # fmt: skip
    plate.fill(quad((x, top), *zigzag), snow)
    side = zigzag[:4] if lit_left else zigzag[3:]
    shade = mix(snow, stage.mood.lit((128, 148, 190), 0.3), 0.5)
    plate.fill(quad((x, top), *side), shade, contour=False)


def _jagged(
    rng: np.random.Generator, start: tuple[float, float], end: tuple[float, float], rough: float
) -> Points:
    points = np.linspace(start, end, 8)
    points[1:-1] += rng.normal(0.0, rough, (6, 2))
    return points


def _pines(plate: Plate, stage: Stage, y: float, color: Rgb, depth: float, count: int) -> None:
    shade = stage.surface(color, depth)
    for _ in range(count):
        x, tall = float(stage.rng.uniform(0, 1)), float(stage.rng.uniform(0.03, 0.06))
        plate.fill(pine(x, y + float(stage.rng.uniform(0, 0.03)), tall), shade)


def pine(x: float, y: float, tall: float) -> Points:
    """A fir as one zigzag outline."""
    w = tall * 0.3
    right = [(0.0, 1.0), (0.45, 0.62), (0.25, 0.62), (0.72, 0.32), (0.45, 0.32), (1.0, 0.0)]
    left = [(-a, b) for a, b in right[::-1]]
    return np.array([(x + a * w, y - b * tall) for a, b in right + left], np.float64)


def hills(plate: Plate, stage: Stage) -> None:
    """Rolling meadows with fields, hedges and a path."""
    rng, h = stage.rng, stage.horizon
    meadow = MEADOWS[int(rng.integers(len(MEADOWS)))]
    other = MEADOWS[int(rng.integers(len(MEADOWS)))]
    plate.fill(ridge(rng, h, 0.1, 1.0), stage.surface(mix(meadow, (96, 130, 150), 0.5), 1.0))
    plate.fill(ridge(rng, h + 0.06, 0.11, 0.9), stage.surface(mix(other, (90, 130, 120), 0.3), 0.7))
    hedges(plate, stage, h + 0.02, 8)
    plate.fill(ridge(rng, h + 0.13, 0.1, 0.7), stage.surface(other, 0.35))
    plate.fill(ridge(rng, h + 0.2, 0.1, 0.55), stage.surface(meadow, 0.1))
    _path(plate, stage, h + 0.17)
    tufts(plate, stage, stage.surface(mix(meadow, (84, 124, 72), 0.45)), 9, h + 0.22)
    scatter(plate, stage, "grass", stage.surface(mix(meadow, (60, 100, 60), 0.6)), 12, h + 0.2)
    scatter(plate, stage, "blossom", stage.surface((96, 130, 80)), 9, h + 0.24)
    settle(plate, stage, (74, 142, 156))


def hedges(plate: Plate, stage: Stage, y: float, count: int) -> None:
    """Round bushes strewn over far fields."""
    color = stage.surface((78, 118, 82), 0.6)
    for _ in range(count):
        x, r = float(stage.rng.uniform(0, 1)), float(stage.rng.uniform(0.012, 0.026))
        plate.fill(ellipse(x, y + float(stage.rng.uniform(0, 0.05)), r, r * 0.8, 14), color)


def _path(plate: Plate, stage: Stage, top: float) -> None:
    rng = stage.rng
    t = np.linspace(0.0, 1.0, 14)
    x0, x1 = stage.open_side, float(rng.uniform(0.3, 0.7))
    center = x0 + (x1 - x0) * t + 0.05 * np.sin(t * 6 + rng.uniform(0, 6))
    width = 0.006 + 0.06 * t**1.6
    y = top + (1.02 - top) * t
    edge = np.vstack([np.stack([center - width, y], 1), np.stack([center + width, y], 1)[::-1]])
    plate.fill(edge, stage.surface((214, 194, 152), 0.15), contour=False)


def sea(plate: Plate, stage: Stage) -> None:
    """Open water with a far coast, glitter, and an islet or shore under what cannot swim."""
    rng, h = stage.rng, stage.horizon
    water = WATERS[int(rng.integers(len(WATERS)))]
    if rng.random() < 0.7:
        x = stage.open_side + float(rng.normal(0, 0.08))
        coast = ridge(rng, h + 0.012, float(rng.uniform(0.05, 0.11)), 1.2, 0.06)
        coast[:, 0] = x + (coast[:, 0] - 0.5) * 0.62
        coast[0, 1] = coast[48, 1] = h + 0.01
        plate.fill(np.vstack([coast[:49], [[x, h + 0.02]]]), stage.surface((104, 124, 132), 0.95))
    sheet_of_water(plate, stage, h, 1.02, water)
    settle(plate, stage, water)


def sheet_of_water(plate: Plate, stage: Stage, top: float, bottom: float, water: Rgb) -> None:
    """Water in bands from hazy to deep, with wave lines and the light's glitter."""
    rng, mood = stage.rng, stage.mood
    near, far = stage.surface(water), mix(mood.lit(water), mood.low, 0.55)
    bands = 7
    for i in range(bands):
        t = i / bands
        y = top + (bottom - top) * t**1.5
        color = mix(far, near, t)
        plate.fill(
            quad((-0.02, y), (1.02, y), (1.02, bottom), (-0.02, bottom)), color, i == 0, True
        )
    glint = mix(mood.glow, far, 0.25)
    for _ in range(16):
        t = float(rng.uniform(0, 1)) ** 1.3
        y = top + 0.006 + (bottom - top) * t
        x = stage.light_x + float(rng.normal(0, 0.03 + 0.05 * t))
        plate.fill(ellipse(x, y, 0.012 + 0.03 * t, 0.0028, 10), glint, False, True)
    crest = mix(near, mood.lit((236, 244, 246)), 0.4)
    for _ in range(9):
        t = float(rng.uniform(0.1, 1))
        y = top + (bottom - top) * t
        x, reach = float(rng.uniform(0, 1)), 0.02 + 0.05 * t
        plate.fill(ellipse(x, y, reach, 0.0025 + 0.002 * t, 10), crest, False, True)


def desert(plate: Plate, stage: Stage) -> None:
    """Dunes with a lit and a lee side, far mesas, a cactus or two."""
    rng, h = stage.rng, stage.horizon
    sand = SANDS[int(rng.integers(len(SANDS)))]
    mesa = stage.surface((184, 120, 96), 0.8)
    for _ in range(int(rng.integers(1, 4))):
        x, w, tall = rng.uniform([0, 0.08, 0.05], [1, 0.18, 0.14]).tolist()
        slope = w * 0.25
        plate.fill(quad((x - w - slope, h + 0.03), (x - w * 0.8, h - tall), (x + w * 0.8, h - tall),
                        (x + w + slope, h + 0.03)), mesa)  # fmt: skip
        shade = mix(mesa, stage.mood.lit((120, 70, 80), 0.6), 0.4)
        side = 1.0 if stage.light_x < x else -1.0
        plate.fill(quad((x + side * w * 0.35, h - tall), (x + side * w * 0.8, h - tall),
                        (x + side * (w + slope), h + 0.03), (x + side * w * 0.5, h + 0.03)),
                   shade, contour=False)  # fmt: skip
    for i, depth in enumerate((0.6, 0.35, 0.1)):
        _dune(plate, stage, h + 0.015 + 0.085 * i, sand, depth)
    if rng.random() < 0.75:
        _cactus(plate, stage, stage.open_side, h + 0.17, float(rng.uniform(0.09, 0.14)))
    scatter(plate, stage, "stone", stage.surface((176, 128, 100)), int(rng.integers(2, 7)), h + 0.2)
    settle(plate, stage, (74, 150, 150))


def _dune(plate: Plate, stage: Stage, y: float, sand: Rgb, depth: float) -> None:
    """A dune row: a long crest whose lee side lies in the shade."""
    rng, mood = stage.rng, stage.mood
    color = stage.surface(sand, depth)
    outline = ridge(rng, y + 0.03, 0.1, float(rng.uniform(0.55, 0.8)))
    plate.fill(outline, color)
    crest = int(np.argmin(outline[8:41, 1])) + 8
    toward = 1 if stage.light_x < outline[crest, 0] else -1
    run = outline[crest:49] if toward > 0 else outline[crest::-1]
    run = run[:22]
    t = np.linspace(0.0, 1.0, len(run))[:, None]
    depth_of_lee = 0.13 * np.sin(np.pi * t**0.7) * (1 - 0.2 * t)
    drift = np.hstack([toward * -0.05 * np.sin(np.pi * t), depth_of_lee])
    lee = mix(color, mood.lit((150, 92, 88), depth), 0.4)
    plate.fill(np.vstack([run, (run + drift)[::-1]]), lee, contour=False)


def _cactus(plate: Plate, stage: Stage, x: float, y: float, tall: float) -> None:
    color = stage.surface((88, 128, 92), 0.1)
    w = tall * 0.17
    plate.stroke(quad((x, y), (x, y - tall)), color, w)
    plate.fill(ellipse(x, y - tall, w / 2, w / 2, 12), color, contour=False)
    for side, low in ((1, 0.4), (-1, 0.55)):
        arm = quad((x, y - tall * low), (x + side * tall * 0.26, y - tall * low),
                   (x + side * tall * 0.26, y - tall * (low + 0.28)))  # fmt: skip
        plate.stroke(arm, color, w * 0.75)


def snow(plate: Plate, stage: Stage) -> None:
    """A white plain with blue shadows, firs under snow and far white hills."""
    rng, h = stage.rng, stage.horizon
    blue: Rgb = (198, 214, 232)
    plate.fill(ridge(rng, h + 0.01, 0.16, 1.4, 0.08), stage.surface((170, 188, 212), 0.95))
    plate.fill(ridge(rng, h + 0.05, 0.08, 0.9), stage.surface(blue, 0.5))
    for _ in range(int(rng.integers(5, 10))):
        x = float(rng.uniform(0, 1))
        _snowy_pine(
            plate, stage, x, h + float(rng.uniform(0.03, 0.1)), float(rng.uniform(0.07, 0.15))
        )
    plate.fill(ridge(rng, h + 0.14, 0.07, 0.6), stage.surface(SNOW, 0.12))
    plate.fill(ridge(rng, h + 0.24, 0.06, 0.5), stage.surface((244, 247, 250)))
    tufts(plate, stage, stage.surface(mix(SNOW, (160, 186, 220), 0.45)), 8, h + 0.2)
    settle(plate, stage, (132, 176, 204))


def _snowy_pine(plate: Plate, stage: Stage, x: float, y: float, tall: float) -> None:
    outline = pine(x, y, tall)
    plate.fill(outline, stage.surface((74, 106, 110), 0.35))
    cap = (outline - [x, y - tall]) * [0.62, 0.55] + [x + 0.004, y - tall]
    plate.fill(cap, stage.surface(SNOW, 0.3), contour=False)


def settle(plate: Plate, stage: Stage, water: Rgb) -> None:
    """Gives every figure ground or water to be on, far figures first."""
    for placed in sorted(stage.figures, key=lambda p: p.base):
        if placed.drawing.habitat is Habitat.AIR:
            continue
        if stage.place is Place.SEA and placed.drawing.habitat is Habitat.GROUND:
            islet(plate, stage, placed.x, placed.base, placed.width)
        elif placed.drawing.habitat is Habitat.WATER and stage.place is not Place.SEA:
            _pond(plate, stage, placed.x, placed.base, placed.width, water)


def islet(plate: Plate, stage: Stage, x: float, base: float, width: float) -> None:
    """A small island with a beach and foam around it."""
    rng = stage.rng
    reach = width * 0.62 + 0.1
    foam = mix(stage.mood.lit((240, 246, 246)), stage.mood.haze, 0.2)
    plate.fill(blob(rng, x, base + 0.035, reach * 1.12, 0.062, 0.03), foam, False)
    plate.fill(blob(rng, x, base + 0.03, reach, 0.05, 0.04), stage.surface((150, 138, 128)))
    plate.fill(blob(rng, x, base + 0.008, reach * 0.95, 0.04, 0.04), stage.surface((214, 196, 150)))
    if rng.random() < 0.6:
        grass = stage.surface(MEADOWS[int(rng.integers(len(MEADOWS)))])
        plate.fill(blob(rng, x, base - 0.004, reach * 0.76, 0.027, 0.05), grass, contour=False)


def _pond(plate: Plate, stage: Stage, x: float, base: float, width: float, water: Rgb) -> None:
    rng = stage.rng
    reach, deep = width * 0.75 + 0.12, 0.075
    plate.fill(blob(rng, x, base + 0.012, reach * 1.05, deep * 1.15, 0.03),
               stage.surface((170, 160, 128), 0.1), contour=False)  # fmt: skip
    pond = blob(rng, x, base + 0.015, reach, deep, 0.03)
    far = mix(stage.mood.lit(water), stage.mood.low, 0.35)
    plate.fill(pond, far, True, True)
    inner = (pond - [x, base + 0.015]) * [0.82, 0.7] + [x, base + 0.026]
    plate.fill(inner, mix(far, stage.surface(water), 0.55), False, True)
