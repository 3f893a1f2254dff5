"""Further made things: rocket, car, lighthouse, windmill and robot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.shapes import (
    Drawing,
    Habitat,
    Part,
    Tone,
    box,
    curve,
    oval,
    poly,
    smooth,
)

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Points


def rocket(rng: np.random.Generator) -> Drawing:
    """A plump rocket in flight: pointed hull, three fins, a porthole and a flame."""
    flare = float(rng.uniform(0.26, 0.31))
    hull = smooth(
        (-0.12, 0.2), (-0.2, 0.36), (-0.21, 0.62), (-0.1, 0.88), (0.0, 1.03), (0.1, 0.88),
        (0.21, 0.62), (0.2, 0.36), (0.12, 0.2), rounds=2,
    )  # fmt: skip
    shade = smooth(
        (0.04, 0.21), (0.12, 0.2), (0.2, 0.36), (0.21, 0.62), (0.1, 0.88), (0.02, 0.98),
        (0.11, 0.62), rounds=2,
    )  # fmt: skip
    parts = [
        Part(smooth((-0.11, 0.22), (-0.14, 0.1), (0.0, -0.04), (0.14, 0.1), (0.11, 0.22)),
             Tone.FLAME),
        Part(smooth((-0.06, 0.22), (-0.07, 0.14), (0.0, 0.04), (0.07, 0.14), (0.06, 0.22)),
             Tone.EMBER, 0.0, False),
        Part(poly((-0.16, 0.46), (-flare, 0.3), (-flare - 0.02, 0.12), (-0.1, 0.24)), Tone.DEEP),
        Part(poly((0.16, 0.46), (flare, 0.3), (flare + 0.02, 0.12), (0.1, 0.24)), Tone.DEEP),
        Part(hull, Tone.MAIN),
        Part(shade, Tone.SHADE, 0.0, False),
        Part(smooth((-0.105, 0.86), (-0.03, 0.98), (0.0, 1.03), (0.03, 0.98), (0.105, 0.86),
                    (0.0, 0.83), rounds=1), Tone.DEEP),
        Part(oval(0.0, 0.66, 0.095, 0.095), Tone.TRIM),
        Part(oval(0.0, 0.66, 0.066, 0.066), Tone.WINDOW, 0.0, False),
        Part(poly((-0.03, 0.16), (-0.025, 0.42), (0.025, 0.42), (0.03, 0.16)), Tone.DEEP),
    ]  # fmt: skip
    return Drawing(tuple(parts), Habitat.AIR)


def car(rng: np.random.Generator) -> Drawing:
    """A small round car seen from the side."""
    tail = float(rng.uniform(0.6, 0.66))
    body = smooth(
        (-tail, 0.16), (-tail - 0.02, 0.36), (-0.5, 0.5), (-0.36, 0.56), (-0.24, 0.9), (-0.1, 1.0),
        (0.16, 1.0), (0.3, 0.86), (0.4, 0.56), (0.62, 0.48), (0.68, 0.32), (0.66, 0.16),
        (0.3, 0.12), (-0.3, 0.12), rounds=2,
    )  # fmt: skip
    skirt = smooth((-tail, 0.16), (-tail, 0.27), (0.66, 0.27), (0.66, 0.16), rounds=1)
    parts = [
        Part(body, Tone.MAIN),
        Part(skirt, Tone.SHADE, 0.0, False),
        Part(smooth((-0.27, 0.58), (-0.17, 0.86), (0.0, 0.89), (0.0, 0.58), rounds=1), Tone.GLASS),
        Part(smooth((0.05, 0.58), (0.05, 0.89), (0.2, 0.86), (0.3, 0.58), rounds=1), Tone.GLASS),
        Part(poly((0.025, 0.2), (0.025, 0.56)), Tone.DEEP, 0.014),
        Part(box(0.06, 0.48, 0.13, 0.51), Tone.DARK, 0.0, False),
        Part(oval(0.6, 0.4, 0.05, 0.06, n=14), Tone.EMBER),
        Part(box(0.58, 0.15, 0.7, 0.21), Tone.METAL),
        Part(box(-tail - 0.05, 0.15, -tail + 0.06, 0.21), Tone.METAL),
    ]
    for x in (-0.36, 0.38):
        parts += [
            Part(oval(x, 0.17, 0.17, 0.17), Tone.DARK),
            Part(oval(x, 0.17, 0.085, 0.085, n=16), Tone.METAL, 0.0, False),
        ]
    return Drawing(tuple(parts))


def lighthouse(rng: np.random.Generator) -> Drawing:
    """A tapered tower with a pale band, a gallery, a lamp and a roof."""
    foot, head = 0.22, float(rng.uniform(0.12, 0.14))
    top = 0.74

    def half(y: float) -> float:
        return foot + (head - foot) * y / top

    tower = poly((-foot, 0.0), (-head, top), (head, top), (foot, 0.0))
    shade = poly((foot * 0.3, 0.0), (head * 0.3, top), (head, top), (foot, 0.0))
    parts = [
        Part(box(-0.3, 0.0, 0.3, 0.07), Tone.DEEP),
        Part(tower, Tone.MAIN),
        Part(shade, Tone.SHADE, 0.0, False),
    ]
    for low in (0.24, 0.52):
        high = low + 0.09
        band = poly((-half(low), low), (-half(high), high), (half(high), high), (half(low), low))
        parts.append(Part(band, Tone.TRIM, 0.0, False))
    parts += [
        Part(box(-head - 0.05, top, head + 0.05, top + 0.035), Tone.DARK),
        Part(box(-head * 0.75, top + 0.035, head * 0.75, top + 0.15), Tone.EMBER),
        Part(poly((0.0, top + 0.035), (0.0, top + 0.15)), Tone.DARK, 0.012),
        Part(poly((-head, top + 0.15), (0.0, 1.0), (head, top + 0.15)), Tone.DEEP),
        Part(oval(0.0, 1.0, 0.018, 0.018, n=10), Tone.DARK),
        Part(box(-0.055, 0.0, 0.055, 0.15), Tone.DARK),
        Part(box(-0.03, 0.39, 0.03, 0.46), Tone.WINDOW),
    ]
    return Drawing(tuple(parts))


def windmill(rng: np.random.Generator) -> Drawing:
    """A tower mill: tapered body, cap and four lattice sails."""
    hub = (0.0, 0.68)
    parts = [
        Part(poly((-0.32, 0.0), (-0.2, 0.7), (0.2, 0.7), (0.32, 0.0)), Tone.MAIN),
        Part(poly((0.07, 0.0), (0.05, 0.7), (0.2, 0.7), (0.32, 0.0)), Tone.SHADE, 0.0, False),
        Part(smooth((-0.24, 0.68), (-0.22, 0.79), (-0.07, 0.9), (0.07, 0.9), (0.22, 0.79),
                    (0.24, 0.68), rounds=2), Tone.DEEP),
        Part(box(-0.07, 0.0, 0.07, 0.2), Tone.DARK),
        Part(box(-0.045, 0.34, 0.045, 0.44), Tone.WINDOW),
    ]  # fmt: skip
    turn = float(rng.uniform(25, 65))
    for quarter in range(4):
        parts += _sail(hub, turn + 90 * quarter)
    parts.append(Part(oval(*hub, 0.035, 0.035, n=12), Tone.DARK))
    return Drawing(tuple(parts))


def _sail(hub: tuple[float, float], degrees: float) -> list[Part]:
    out = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    side = np.array([-out[1], out[0]])
    origin = np.array(hub)

    def at(along: float, across: float) -> tuple[float, float]:
        x, y = origin + out * along + side * across
        return float(x), float(y)

    cloth: Points = poly(at(0.12, 0.0), at(0.12, 0.09), at(0.44, 0.11), at(0.44, 0.0))
    parts = [Part(cloth, Tone.TRIM), Part(poly(at(0, 0), at(0.46, 0)), Tone.WOOD, 0.022)]
    for along in (0.2, 0.28, 0.36):
        parts.append(Part(poly(at(along, 0), at(along, 0.1)), Tone.WOOD, 0.008))
    return parts


def robot(rng: np.random.Generator) -> Drawing:
    """A friendly robot: square head and trunk in the color, metal limbs."""
    waist = float(rng.uniform(0.22, 0.25))
    parts = [
        Part(curve((-0.26, 0.54), (-0.38, 0.46), (-0.37, 0.26)), Tone.METAL, 0.06),
        Part(curve((0.26, 0.54), (0.38, 0.46), (0.37, 0.26)), Tone.METAL, 0.06),
        Part(oval(-0.37, 0.24, 0.055, 0.055, n=14), Tone.DEEP),
        Part(oval(0.37, 0.24, 0.055, 0.055, n=14), Tone.DEEP),
        Part(box(-0.16, 0.04, -0.06, 0.22), Tone.METAL),
        Part(box(0.06, 0.04, 0.16, 0.22), Tone.METAL),
        Part(smooth((-0.22, 0.0), (-0.2, 0.08), (-0.04, 0.08), (-0.03, 0.0), rounds=1), Tone.DEEP),
        Part(smooth((0.03, 0.0), (0.04, 0.08), (0.2, 0.08), (0.22, 0.0), rounds=1), Tone.DEEP),
        Part(smooth((-waist, 0.18), (-0.28, 0.56), (0.28, 0.56), (waist, 0.18), rounds=1),
             Tone.MAIN),
        Part(poly((0.13, 0.2), (0.15, 0.55), (0.25, 0.53), (waist - 0.02, 0.2)), Tone.SHADE, 0.0,
             False),
        Part(box(-0.13, 0.3, 0.1, 0.46), Tone.TRIM),
        Part(oval(-0.07, 0.38, 0.03, 0.03, n=10), Tone.FLAME, 0.0, False),
        Part(box(-0.01, 0.35, 0.07, 0.41), Tone.DARK, 0.0, False),
        Part(box(-0.06, 0.55, 0.06, 0.62), Tone.METAL),
        Part(smooth((-0.27, 0.6), (-0.27, 0.9), (0.27, 0.9), (0.27, 0.6), rounds=1), Tone.MAIN),
        Part(box(-0.19, 0.67, 0.19, 0.82), Tone.DARK),
        Part(oval(-0.09, 0.75, 0.05, 0.05, n=14), Tone.EMBER, 0.0, False),
        Part(oval(0.09, 0.75, 0.05, 0.05, n=14), Tone.EMBER, 0.0, False),
        Part(poly((0.0, 0.89), (0.0, 0.98)), Tone.METAL, 0.02),
        Part(oval(0.0, 1.0, 0.035, 0.035, n=12), Tone.DEEP),
    ]  # fmt: skip
    return Drawing(tuple(parts))
