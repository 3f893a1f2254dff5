"""Living things: cat, fish, bird and flower."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.illustrator.shapes import (
    Drawing,
    Habitat,
    Part,
    Tone,
    curve,
    oval,
    poly,
    smooth,
)

if TYPE_CHECKING:
    from studio.engine.training.illustrator.paint import Points


def cat(rng: np.random.Generator) -> Drawing:
    """A sitting cat looking at us, tail curled to the side."""
    lift = float(rng.uniform(0.3, 0.46))
    tail = curve((0.2, 0.06), (0.4, 0.04), (0.48, lift * 0.6), (0.42, lift + 0.08), rounds=3)
    body = smooth(
        (-0.26, 0.0), (-0.29, 0.14), (-0.2, 0.4), (-0.12, 0.58), (0.12, 0.58), (0.2, 0.4),
        (0.29, 0.14), (0.26, 0.0), rounds=2,
    )  # fmt: skip
    shade = smooth(
        (0.02, 0.02), (0.26, 0.0), (0.29, 0.14), (0.2, 0.4), (0.12, 0.56), (0.16, 0.3), rounds=2
    )
    head = smooth(
        (-0.24, 0.62), (-0.25, 0.76), (-0.14, 0.88), (0.14, 0.88), (0.25, 0.76), (0.24, 0.62),
        (0.1, 0.51), (-0.1, 0.51), rounds=2,
    )  # fmt: skip
    parts = [
        Part(tail, Tone.DEEP, 0.095),
        Part(tail, Tone.MAIN, 0.075),
        Part(body, Tone.MAIN),
        Part(shade, Tone.SHADE, 0.0, False),
        Part(
            smooth((-0.1, 0.22), (-0.08, 0.48), (0.08, 0.48), (0.1, 0.22)), Tone.LIGHT, 0.0, False
        ),
        Part(oval(-0.09, 0.03, 0.075, 0.045, n=14), Tone.LIGHT),
        Part(oval(0.09, 0.03, 0.075, 0.045, n=14), Tone.LIGHT),
        Part(poly((-0.235, 0.74), (-0.22, 1.02), (-0.06, 0.86)), Tone.MAIN),
        Part(poly((0.235, 0.74), (0.22, 1.02), (0.06, 0.86)), Tone.MAIN),
        Part(poly((-0.2, 0.8), (-0.195, 0.95), (-0.1, 0.86)), Tone.DEEP, 0.0, False),
        Part(poly((0.2, 0.8), (0.195, 0.95), (0.1, 0.86)), Tone.DEEP, 0.0, False),
        Part(head, Tone.MAIN),
    ]
    for side in (-1, 1):
        parts += [
            Part(oval(side * 0.1, 0.71, 0.045, 0.05, n=14), Tone.EMBER),
            Part(oval(side * 0.1, 0.71, 0.018, 0.045, n=10), Tone.DARK, 0.0, False),
            Part(poly((side * 0.09, 0.6), (side * 0.3, 0.63)), Tone.DARK, 0.008),
            Part(poly((side * 0.09, 0.585), (side * 0.29, 0.57)), Tone.DARK, 0.008),
        ]
    parts.append(Part(poly((-0.03, 0.635), (0.03, 0.635), (0.0, 0.6)), Tone.DARK, 0.0, False))
    return Drawing(tuple(parts))


def fish(rng: np.random.Generator) -> Drawing:
    """A round fish leaping out of the water, with a splash below."""
    tilt = float(np.radians(rng.uniform(14, 26)))

    def turned(points: Points) -> Points:
        c, s = np.cos(tilt), np.sin(tilt)
        moved: Points = points @ np.array([[c, s], [-s, c]]) + [0.0, 0.5]
        return moved

    body = smooth((-0.36, 0.0), (-0.16, 0.22), (0.12, 0.28), (0.36, 0.14), (0.46, 0.0),
                  (0.36, -0.14), (0.12, -0.26), (-0.16, -0.2), rounds=2)  # fmt: skip
    belly = smooth((-0.3, -0.03), (0.1, -0.12), (0.44, -0.02), (0.36, -0.14), (0.12, -0.26),
                   (-0.16, -0.2), rounds=2)  # fmt: skip
    tail = smooth((-0.28, 0.0), (-0.44, 0.14), (-0.6, 0.24), (-0.54, 0.0), (-0.6, -0.24),
                  (-0.44, -0.14), rounds=1)  # fmt: skip
    shapes = [
        (tail, Tone.DEEP, True),
        (smooth((-0.14, 0.2), (-0.06, 0.38), (0.16, 0.4), (0.22, 0.24), rounds=1), Tone.DEEP, True),
        (
            smooth((0.0, -0.2), (-0.08, -0.38), (0.1, -0.34), (0.14, -0.22), rounds=1),
            Tone.DEEP,
            True,
        ),
        (body, Tone.MAIN, True),
        (belly, Tone.SHADE, False),
        (
            smooth((0.06, 0.04), (-0.12, 0.06), (-0.14, -0.1), (0.02, -0.1), rounds=1),
            Tone.LIGHT,
            True,
        ),
        (oval(0.29, 0.06, 0.06, 0.06, n=16), Tone.TRIM, True),
        (oval(0.31, 0.06, 0.032, 0.032, n=12), Tone.DARK, False),
    ]
    splash = [
        Part(oval(0.0, 0.05, 0.42, 0.05), Tone.TRIM),
        Part(oval(0.0, 0.045, 0.3, 0.028), Tone.GLASS, 0.0, False),
    ]
    for x, y, r in (
        (-0.4, 0.16, 0.025),
        (-0.3, 0.24, 0.018),
        (0.36, 0.17, 0.026),
        (0.28, 0.27, 0.016),
    ):
        splash.append(Part(oval(x, y, r, r * 1.3, n=10), Tone.TRIM))
    parts = [Part(turned(points), tone, 0.0, edge) for points, tone, edge in shapes]
    return Drawing((*splash, *parts), Habitat.WATER, splashes=len(splash))


def bird(rng: np.random.Generator) -> Drawing:
    """A bird in flight, wings raised, pointed feathers."""
    reach = float(rng.uniform(0.92, 1.0))
    far_wing = smooth((0.02, 0.42), (0.1, 0.7), (0.3, reach - 0.02), (0.3, reach - 0.02),
                      (0.36, 0.78), (0.32, 0.6), (0.24, 0.42), rounds=2)  # fmt: skip
    near_wing = np.vstack([
        curve((0.2, 0.44), (0.12, 0.74), (-0.34, reach + 0.06)),
        poly((-0.3, 0.88), (-0.4, 0.86), (-0.31, 0.74), (-0.39, 0.68), (-0.28, 0.6), (-0.34, 0.5),
             (-0.16, 0.36), (0.1, 0.34)),
    ])  # fmt: skip
    feathers = poly((-0.34, reach + 0.06), (-0.3, 0.88), (-0.4, 0.86), (-0.31, 0.74), (-0.39, 0.68),
                    (-0.28, 0.6), (-0.34, 0.5), (-0.16, 0.36), (-0.18, 0.6))  # fmt: skip
    body = smooth((-0.42, 0.3), (-0.2, 0.16), (0.1, 0.1), (0.34, 0.24), (0.46, 0.42), (0.42, 0.57),
                  (0.28, 0.57), (0.14, 0.46), (-0.2, 0.38), rounds=2)  # fmt: skip
    tail = poly((-0.3, 0.38), (-0.64, 0.44), (-0.56, 0.33), (-0.64, 0.22), (-0.3, 0.2))
    parts = [
        Part(far_wing, Tone.DEEP),
        Part(tail, Tone.DEEP),
        Part(body, Tone.MAIN),
        Part(smooth((-0.2, 0.2), (0.1, 0.1), (0.34, 0.24), (0.4, 0.36), (0.1, 0.24)), Tone.LIGHT,
             0.0, False),
        Part(near_wing, Tone.MAIN),
        Part(feathers, Tone.SHADE, 0.0, False),
        Part(poly((0.44, 0.52), (0.6, 0.44), (0.45, 0.42)), Tone.FLAME),
        Part(oval(0.36, 0.48, 0.03, 0.03, n=12), Tone.DARK, 0.0, False),
    ]  # fmt: skip
    return Drawing(tuple(parts), Habitat.AIR)


def flower(rng: np.random.Generator) -> Drawing:
    """A large blossom on a stem with two leaves."""
    petals = int(rng.integers(6, 9))
    turn = float(rng.uniform(0, 360))
    center = (0.0, 0.66)
    parts = [
        Part(curve((0.0, 0.0), (0.03, 0.2), (0.0, 0.5)), Tone.LEAF, 0.05),
        Part(smooth((0.01, 0.1), (0.14, 0.28), (0.34, 0.3), (0.22, 0.12)), Tone.LEAF),
        Part(smooth((0.01, 0.04), (-0.12, 0.22), (-0.32, 0.22), (-0.2, 0.06)), Tone.LEAF),
    ]
    for i in range(petals):
        parts.append(Part(_petal(center, turn + 360 / petals * (i + 0.5), 0.33, 0.1), Tone.SHADE))
    for i in range(petals):
        parts.append(Part(_petal(center, turn + 360 / petals * i, 0.35, 0.09), Tone.MAIN))
    parts += [
        Part(oval(*center, 0.1, 0.1, n=20), Tone.WOOD),
        Part(oval(center[0] - 0.02, center[1] + 0.02, 0.055, 0.055, n=14), Tone.FLAME, 0.0, False),
    ]
    return Drawing(tuple(parts))


def _petal(center: tuple[float, float], degrees: float, long: float, wide: float) -> Points:
    out = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    side = np.array([-out[1], out[0]])
    outline = smooth((0.02, 0.0), (0.45, 1.0), (0.85, 1.0), (1.03, 0.0), (0.85, -1.0), (0.45, -1.0))
    petal: Points = np.array(center) + outline[:, :1] * long * out + outline[:, 1:] * wide * side
    return petal
