"""The sky: gradient, sun or moon, stars, clouds, lightning."""

from __future__ import annotations

import numpy as np

from studio.engine.training.illustrator.paint import (
    Floats,
    Plate,
    Points,
    blend,
    column,
    radial,
    ramp,
)
from studio.engine.training.illustrator.palette import Rgb, mix
from studio.engine.training.illustrator.stage import Stage, ellipse
from studio.engine.training.illustrator.vocabulary import Place, Time


def gradient(stage: Stage, size: int) -> Floats:
    """The bare sky, (3, H, W), brightest around the sun or moon."""
    mood = stage.mood
    share = ramp(size, (0.0, 0.0), (stage.horizon * 0.55, 0.55), (stage.horizon, 1.0))
    top, low = column(mood.top), column(mood.low)
    sky = np.broadcast_to(top + (low - top) * share, (3, size, size))
    reach, strength = {
        Time.DAY: (0.5, 0.35),
        Time.DAWN: (0.75, 0.7),
        Time.SUNSET: (0.7, 0.85),
        Time.NIGHT: (0.42, 0.6),
        Time.STORM: (0.5, 0.15),
        Time.FOG: (0.5, 0.6),
    }[mood.time]
    return blend(sky, mood.glow, radial(size, stage.light_x, stage.light_y, reach) * strength)


def draw_sky(plate: Plate, stage: Stage) -> None:
    """Everything that hangs in the sky, from far to near."""
    time = stage.mood.time
    if time is Time.NIGHT or stage.place is Place.SPACE:
        _stars(plate, stage)
    if time is not Time.STORM:
        _disc(plate, stage)
    if stage.place is not Place.SPACE:
        if stage.towering and time is not Time.FOG and time is not Time.STORM:
            _towers(plate, stage)
        _clouds(plate, stage)
    if time is Time.STORM and stage.place is Place.SPACE:
        _meteors(plate, stage)
    elif time is Time.STORM:
        _lightning(plate, stage)


def _stars(plate: Plate, stage: Stage) -> None:
    rng, mood = stage.rng, stage.mood
    bright: Rgb = (250, 246, 228)
    count = 46 if mood.dark else 34
    centers = rng.uniform([0.01, 0.01], [0.99, stage.horizon * 0.94], (count, 2))
    plate.dots(centers[: count * 3 // 4], 0.0022, mix(bright, mood.top, 0.35))
    plate.dots(centers[count * 3 // 4 :], 0.0042, bright)


def _disc(plate: Plate, stage: Stage) -> None:
    mood, x, y = stage.mood, stage.light_x, stage.light_y
    match mood.time:
        case Time.NIGHT:
            radius = float(stage.rng.uniform(0.055, 0.075))
            if stage.rng.random() < 0.6:
                plate.fill(_crescent(x, y, radius), mood.disc)
            else:
                plate.fill(ellipse(x, y, radius, radius), mood.disc)
                shade = mix(mood.disc, mood.low, 0.22)
                for dx, dy, r in ((-0.3, -0.2, 0.24), (0.3, 0.25, 0.18), (0.1, -0.45, 0.12)):
                    spot = ellipse(x + dx * radius, y + dy * radius, r * radius, r * radius, 14)
                    plate.fill(spot, shade, contour=False)
        case Time.SUNSET | Time.DAWN:
            radius = float(stage.rng.uniform(0.08, 0.11))
            plate.fill(ellipse(x, y, radius, radius, 32), mood.disc)
        case Time.FOG:
            plate.fill(ellipse(x, y, 0.055, 0.055), mix(mood.disc, mood.low, 0.3), contour=False)
        case Time.DAY | Time.STORM:
            radius = float(stage.rng.uniform(0.05, 0.065))
            plate.fill(ellipse(x, y, radius, radius), mood.disc)


def _crescent(x: float, y: float, radius: float) -> Points:
    """A disc minus a second disc shifted up and to the right."""
    shift, bite, tilt = 0.5, 0.86, np.radians(-35.0)
    cross = (shift**2 + 1 - bite**2) / (2 * shift)
    horn, inner_horn = np.arccos(cross), np.arccos((cross - shift) / bite)
    outer = np.linspace(horn, 2 * np.pi - horn, 26)
    inner = np.linspace(2 * np.pi - inner_horn, inner_horn, 22)
    a = np.stack([np.cos(outer), np.sin(outer)], axis=1)
    b = np.stack([shift + bite * np.cos(inner), bite * np.sin(inner)], axis=1)
    turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    crescent: Points = np.vstack([a, b]) @ turn * radius * 1.1 + [x, y]
    return crescent


def _clouds(plate: Plate, stage: Stage) -> None:
    rng, mood = stage.rng, stage.mood
    if mood.time is Time.FOG:
        return
    if mood.time is Time.STORM:
        _storm_bank(plate, stage)
        return
    if mood.time in (Time.SUNSET, Time.DAWN):
        _streaks(plate, stage)
    count = int(rng.integers(1, 3)) if mood.dark else int(rng.integers(2, 5))
    for _ in range(count):
        width = float(rng.uniform(0.1, 0.24))
        x, y = float(rng.uniform(0.02, 0.98)), float(rng.uniform(0.06, stage.horizon * 0.62))
        if abs(x - stage.light_x) < width and abs(y - stage.light_y) < 0.12:
            continue
        cumulus(plate, stage, x, y, width)


def cumulus(plate: Plate, stage: Stage, x: float, y: float, width: float) -> None:
    """One heap cloud with a flat foot and a shaded belly."""
    mood = stage.mood
    bumps = stage.rng.uniform(0.7, 1.3, 4)
    near = mix(mood.cloud, mood.low, 0.12)
    outline = _heap(x, y, width, width * 0.34, bumps)
    plate.fill(outline, mix(mood.cloud_shade, mood.low, 0.2))
    toward = 0.03 if stage.light_x > x else -0.03
    lit = _heap(x + toward * width, y - width * 0.05, width * 0.9, width * 0.29, bumps)
    plate.fill(lit, near, contour=False)


def _towers(plate: Plate, stage: Stage) -> None:
    """High heaps of cloud that rise from behind the land."""
    rng, mood = np.random.default_rng([7, round(stage.light_x * 1e6)]), stage.mood
    side = stage.open_side
    for row in range(3):
        body = mix(mood.cloud_shade, mood.low, 0.55 - 0.2 * row)
        lit = mix(mood.cloud, mood.low, 0.42 - 0.16 * row)
        heaps = np.stack(
            [
                rng.normal(side, 0.2 - 0.05 * row, 5),
                stage.horizon - 0.06 - 0.07 * (2 - row) - rng.uniform(0, 0.05, 5),
                rng.uniform(0.06, 0.13, 5),
            ],
            axis=1,
        ).tolist()
        for x, y, r in heaps:
            plate.fill(ellipse(x, y, r, r * 0.85), body, contour=False)
        for x, y, r in heaps:
            toward = 0.14 if stage.light_x > x else -0.14
            plate.fill(ellipse(x + toward * r, y - 0.1 * r, r * 0.84, r * 0.7), lit, contour=False)


def _heap(x: float, y: float, width: float, height: float, bumps: Points) -> Points:
    t = np.linspace(0.0, 1.0, 33)
    envelope = np.sin(np.pi * t) ** 0.55
    lobes = 0.72 + 0.28 * np.abs(np.sin(np.pi * t * 4)) * bumps[np.minimum(3, (t * 4).astype(int))]
    top = np.stack([x + (t - 0.5) * width, y - height * envelope * lobes], axis=1)
    foot = np.stack([x + (t[::-4] - 0.5) * width, np.full(9, y + height * 0.06)], axis=1)
    return np.vstack([top, foot])


def _streaks(plate: Plate, stage: Stage) -> None:
    mood, rng = stage.mood, stage.rng
    for _ in range(int(rng.integers(3, 6))):
        y = stage.horizon * float(rng.uniform(0.3, 0.92))
        x, reach = float(rng.uniform(0, 1)), float(rng.uniform(0.12, 0.36))
        color = mix(mood.cloud_shade, mood.low, float(rng.uniform(0.2, 0.7)))
        plate.fill(ellipse(x, y, reach, 0.007, 18), color, contour=False)
        plate.fill(ellipse(x + 0.3 * reach, y - 0.01, reach * 0.6, 0.006, 18), color, contour=False)


def _storm_bank(plate: Plate, stage: Stage) -> None:
    mood, rng = stage.mood, stage.rng
    for row, y in enumerate((0.3, 0.2, 0.08)):
        color = mix(mood.cloud_shade, mood.cloud, (0.75, 0.4, 0.05)[row])
        for x in np.linspace(-0.05, 1.05, 5):
            shift = rng.normal(0, 0.04, 2)
            r = float(rng.uniform(0.12, 0.19))
            center = (float(x) + shift[0], y * stage.horizon * 1.5 + shift[1] * 0.6)
            plate.fill(ellipse(center[0], center[1], r, r * 0.52), color)
        top = ellipse(0.5, -0.05, 0.8, 0.12 + y * 0.5)
        plate.fill(top, color, contour=False)


def _meteors(plate: Plate, stage: Stage) -> None:
    """A shower of stones: the weather of space."""
    color = mix((255, 236, 200), stage.mood.top, 0.1)
    for x, y, long in stage.rng.uniform([0.1, 0.0, 0.06], [1.1, 0.5, 0.16], (11, 3)).tolist():
        tail = np.array(
            [(x, y), (x - long, y + long * 0.7), (x - long + 0.01, y + long * 0.7 + 0.01)]
        )
        plate.fill(tail, mix(color, stage.mood.low, 0.4), contour=False)
        plate.fill(ellipse(x - long, y + long * 0.7, 0.009, 0.008, 10), color)


def _lightning(plate: Plate, stage: Stage) -> None:
    rng = stage.rng
    x, y = stage.light_x, stage.horizon * 0.36
    steps = 6
    path = [(x, y)]
    for i in range(1, steps + 1):
        x += float(rng.normal(0, 0.028)) + (0.02 if i % 2 else -0.02)
        path.append((x, y + (stage.horizon * 0.62) * i / steps))
    center = np.array(path, np.float64)
    width = np.linspace(0.009, 0.002, steps + 1)[:, None] * [1.0, 0.0]
    bolt = np.vstack([center - width, (center + width)[::-1]])
    plate.fill(bolt, (255, 250, 214), contour=False)
    stage.lights.append((path[2][0], path[2][1], 0.22, (220, 226, 255)))
