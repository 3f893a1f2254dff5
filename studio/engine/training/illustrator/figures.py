"""The figures of the core vocabulary: house, tree, boat, castle, balloon and mushroom."""

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


def house(rng: np.random.Generator) -> Drawing:
    """A gabled house with a side wall in the shade, a chimney and a door."""
    depth = float(rng.uniform(0.2, 0.34))
    eaves = float(rng.uniform(0.48, 0.56))
    ridge = 0.98
    left, right = -0.5, 0.14
    middle = (left + right) / 2
    end = right + depth
    chimney = middle + 0.3
    parts = [
        Part(box(chimney, 0.72, chimney + 0.1, 1.04), Tone.DEEP),
        Part(box(chimney - 0.015, 1.0, chimney + 0.115, 1.06), Tone.DARK),
        Part(box(right, 0.0, end, eaves), Tone.SHADE),
        Part(poly((left, 0), (right, 0), (right, eaves), (middle, ridge), (left, eaves)),
             Tone.MAIN),
        Part(
            poly((middle, ridge), (middle + depth, ridge), (end + 0.05, eaves - 0.04),
                 (right + 0.03, eaves - 0.04)),
            Tone.DEEP,
        ),
        Part(
            poly((middle, ridge + 0.03), (right + 0.05, eaves - 0.05), (right - 0.02, eaves - 0.05),
                 (middle, ridge - 0.06), (left + 0.02, eaves - 0.05), (left - 0.05, eaves - 0.05)),
            Tone.DEEP,
        ),
        Part(box(middle - 0.08, 0.0, middle + 0.09, 0.3), Tone.DARK),
        Part(oval(middle, 0.66, 0.065, 0.065, n=14), Tone.WINDOW),
        Part(box(right + depth * 0.3, 0.2, right + depth * 0.75, 0.38), Tone.WINDOW),
    ]  # fmt: skip
    for x in (left + 0.07, right - 0.17):
        parts.append(Part(box(x, 0.2, x + 0.11, 0.38), Tone.WINDOW))
    return Drawing(tuple(parts))


def tree(rng: np.random.Generator) -> Drawing:
    """A broad-leaved tree: one clear crown made of clusters, or a cypress-like cone."""
    lean = float(rng.normal(0.0, 0.02))
    trunk = smooth(
        (-0.11, 0.0), (-0.05, 0.1), (-0.04, 0.4), (lean - 0.03, 0.6), (lean + 0.04, 0.6),
        (0.045, 0.4), (0.06, 0.1), (0.12, 0.0), rounds=1,
    )  # fmt: skip
    branch = curve((0.0, 0.3), (0.08, 0.4), (0.2, 0.46))
    parts = [Part(trunk, Tone.WOOD), Part(branch, Tone.WOOD, 0.03)]
    if rng.random() < 0.3:
        cone = [(-0.3, 0.18), (-0.32, 0.4), (-0.12, 0.86), (0.0, 1.04), (0.12, 0.86), (0.32, 0.4),
                (0.3, 0.18), (0.0, 0.12)]  # fmt: skip
        shade = [(0.02, 0.13), (0.3, 0.18), (0.32, 0.4), (0.12, 0.86), (0.0, 1.02), (0.1, 0.5)]
        parts += [Part(smooth(*cone), Tone.MAIN), Part(smooth(*shade), Tone.SHADE, contour=False)]
        return Drawing(tuple(parts))
    wide = float(rng.uniform(0.36, 0.44))
    parts += [
        Part(_crown(0.02, 0.62, wide, 0.31, rng), Tone.SHADE),
        Part(_crown(-0.04, 0.67, wide * 0.86, 0.28, rng), Tone.MAIN, contour=False),
        Part(_crown(-0.12, 0.78, wide * 0.42, 0.13, rng), Tone.LIGHT, contour=False),
        Part(_crown(0.16, 0.58, wide * 0.3, 0.07, rng), Tone.MAIN, contour=False),
    ]
    return Drawing(tuple(parts))


def _crown(x: float, y: float, rx: float, ry: float, rng: np.random.Generator) -> Points:
    lobes = int(rng.integers(6, 9))
    angles = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    bump = 1.0 + 0.09 * np.abs(np.sin(angles * lobes / 2 + rng.uniform(0, 6)))
    return np.stack([x + rx * bump * np.cos(angles), y + ry * bump * np.sin(angles)], axis=1)


def boat(rng: np.random.Generator) -> Drawing:
    """A sailing boat: hull and main sail in the color, a paler jib."""
    belly = float(rng.uniform(0.02, 0.06))
    mast = -0.02
    parts = [
        Part(poly((mast, 0.16), (mast, 1.0)), Tone.WOOD, 0.026),
        Part(smooth((mast + 0.03, 0.3), (mast + 0.03, 0.97), (mast + 0.03, 0.97),
                    (0.28, 0.62), (0.46 + belly, 0.3), (0.46 + belly, 0.3), rounds=2), Tone.MAIN),
        Part(poly((mast + 0.03, 0.3), (0.46, 0.3), (0.3, 0.46), (mast + 0.03, 0.42)), Tone.SHADE,
             contour=False),
        Part(smooth((mast - 0.03, 0.86), (mast - 0.03, 0.86), (-0.16, 0.55), (-0.4, 0.3),
                    (-0.4, 0.3), (mast - 0.03, 0.3), (mast - 0.03, 0.3)), Tone.LIGHT),
        Part(poly((mast, 1.0), (mast, 1.06), (mast + 0.13, 1.03)), Tone.DEEP),
        Part(smooth((-0.56, 0.26), (-0.56, 0.26), (-0.44, 0.05), (-0.3, 0.0), (0.32, 0.0),
                    (0.46, 0.08), (0.56, 0.26), (0.56, 0.26)), Tone.MAIN),
        Part(poly((0.06, 0.0), (0.32, 0.0), (0.45, 0.08), (0.55, 0.25), (0.24, 0.2)), Tone.SHADE,
             contour=False),
        Part(poly((-0.56, 0.26), (0.56, 0.26), (0.53, 0.2), (-0.53, 0.2)), Tone.TRIM,
             contour=False),
    ]  # fmt: skip
    return Drawing(tuple(parts), Habitat.WATER, sunk=0.05)


def castle(rng: np.random.Generator) -> Drawing:
    """A castle: keep, two corner towers with pointed roofs, battlements and a gate."""
    tall = float(rng.uniform(0.6, 0.68))
    parts: list[Part] = []
    parts += _tower(0.0, 0.12, 0.42, tall + 0.02, 1.0, rng)
    parts.append(Part(_battlement(-0.36, 0.36, 0.42), Tone.MAIN))
    parts.append(
        Part(poly((0.1, 0.0), (0.36, 0.0), (0.36, 0.4), (0.2, 0.4)), Tone.SHADE, 0.0, False)
    )
    parts += _tower(-0.37, 0.115, 0.0, tall - 0.08, 0.82, rng)
    parts += _tower(0.37, 0.115, 0.0, tall - 0.08, 0.82, rng)
    gate = np.vstack([poly((-0.1, 0.0)), oval(0.0, 0.16, 0.1, 0.11, (180, 0), 9), poly((0.1, 0.0))])
    parts.append(Part(gate, Tone.DARK))
    for x in (-0.17, 0.17):
        parts.append(Part(box(x - 0.02, 0.26, x + 0.02, 0.35), Tone.WINDOW, 0.0, False))
    return Drawing(tuple(parts))


def _battlement(left: float, right: float, top: float) -> Points:
    teeth = 5
    step = (right - left) / (2 * teeth - 1)
    ring = [(left, 0.0)]
    for i in range(2 * teeth - 1):
        height = top if i % 2 == 0 else top - 0.05
        ring += [(left + i * step, height), (left + (i + 1) * step, height)]
    return np.array([*ring, (right, 0.0)], np.float64)


def _tower(
    x: float, half: float, bottom: float, wall: float, top: float, rng: np.random.Generator
) -> list[Part]:
    slit = wall - 0.14
    parts = [
        Part(box(x - half, bottom, x + half, wall), Tone.MAIN),
        Part(box(x + half * 0.3, bottom, x + half, wall), Tone.SHADE, 0.0, False),
        Part(box(x - half * 1.2, wall - 0.05, x + half * 1.2, wall + 0.03), Tone.MAIN),
        Part(poly((x - half * 1.25, wall + 0.03), (x, top), (x + half * 1.25, wall + 0.03)),
             Tone.DEEP),
        Part(poly((x - half * 1.2, wall + 0.035), (x, top - 0.01), (x - half * 0.1, wall + 0.035)),
             Tone.SHADE, 0.0, False),
        Part(box(x - 0.025, slit, x + 0.025, slit + 0.08), Tone.WINDOW, 0.0, False),
    ]  # fmt: skip
    if rng.random() < 0.6:
        parts.append(Part(poly((x, top - 0.02), (x, top + 0.1)), Tone.DARK, 0.012))
        parts.append(Part(poly((x, top + 0.1), (x + 0.11, top + 0.07), (x, top + 0.04)), Tone.MAIN))
    return parts


def balloon(rng: np.random.Generator) -> Drawing:
    """A hot-air balloon: striped envelope, ropes and a basket."""
    envelope = smooth(
        (-0.07, 0.26), (-0.2, 0.36), (-0.38, 0.54), (-0.4, 0.8), (-0.24, 1.02), (0.24, 1.02),
        (0.4, 0.8), (0.38, 0.54), (0.2, 0.36), (0.07, 0.26), rounds=3,
    )  # fmt: skip
    parts = [
        Part(poly((-0.075, 0.12), (-0.08, 0.3)), Tone.DARK, 0.01),
        Part(poly((0.075, 0.12), (0.08, 0.3)), Tone.DARK, 0.01),
        Part(envelope, Tone.MAIN),
    ]
    for x, tone in ((-0.62, Tone.LIGHT), (0.18, Tone.SHADE), (0.62, Tone.DEEP)):
        inner, outer = (x - 0.2, x + 0.2) if tone is not Tone.DEEP else (x - 0.2, x + 0.36)
        parts.append(Part(_gore(envelope, inner, min(outer, 0.98)), tone, 0.0, False))
    if rng.random() < 0.5:
        band = [(-0.37, 0.56), (-0.39, 0.63), (0.39, 0.63), (0.37, 0.56)]
        parts.append(Part(poly(*band), Tone.TRIM, 0.0, False))
    parts += [
        Part(smooth((-0.09, 0.0), (-0.1, 0.13), (0.1, 0.13), (0.09, 0.0), rounds=1), Tone.WOOD),
        Part(box(-0.105, 0.11, 0.105, 0.145), Tone.DARK, 0.0, False),
        Part(smooth((-0.02, 0.17), (0.0, 0.25), (0.02, 0.17), rounds=1), Tone.FLAME, 0.0, False),
    ]
    return Drawing(tuple(parts), Habitat.AIR)


def _gore(envelope: Points, inner: float, outer: float) -> Points:
    """A stripe of the envelope: the outline squeezed toward the middle by two factors."""
    half = envelope[envelope[:, 0] > 0]
    half = half[np.argsort(half[:, 1])]
    one, two = half * [inner, 1.0], half[::-1] * [outer, 1.0]
    return np.vstack([one, two])


def mushroom(rng: np.random.Generator) -> Drawing:
    """A toadstool: a wide cap in the color with pale dots, a stout stem."""
    rim = 0.42
    cap = smooth(
        (-0.56, rim), (-0.58, rim + 0.1), (-0.42, 0.84), (-0.16, 1.04), (0.16, 1.04), (0.42, 0.84),
        (0.58, rim + 0.1), (0.56, rim), (0.3, rim - 0.07), (-0.3, rim - 0.07), rounds=2,
    )  # fmt: skip
    shade = smooth(
        (0.16, rim - 0.03), (0.56, rim), (0.58, rim + 0.1), (0.42, 0.84), (0.2, 1.0), (0.34, 0.7),
        rounds=2,
    )  # fmt: skip
    stem = smooth(
        (-0.2, 0.0), (-0.15, 0.12), (-0.12, rim), (0.12, rim), (0.15, 0.12), (0.2, 0.0), rounds=2
    )
    parts = [
        Part(stem, Tone.TRIM),
        Part(oval(0.0, rim - 0.02, 0.42, 0.07), Tone.DEEP),
        Part(cap, Tone.MAIN),
        Part(shade, Tone.SHADE, 0.0, False),
    ]
    spots = [(-0.32, 0.62, 0.07), (-0.06, 0.86, 0.06), (0.02, 0.58, 0.085), (0.32, 0.68, 0.06)]
    for x, y, r in spots:
        x += float(rng.normal(0, 0.015))
        parts.append(Part(oval(x, y, r, r * 0.85, n=16), Tone.TRIM, 0.0, False))
    return Drawing(tuple(parts))
