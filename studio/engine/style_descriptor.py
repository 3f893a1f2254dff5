"""A picture's look in numbers, and how far a style moves it compared with another seed.

The descriptor says how a picture is made rather than what it shows: color moments and a coarse
histogram in OKLab, and the gradients, lines and grain at several scales. Every entry is a share or
a logarithm, so that its scatter is alike all over its range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

METHOD = "look-2"  # changes whenever the numbers do
SIDE = 256  # pictures are averaged down until their shorter side is less than twice this
SCALES = 4  # each half the size of the one before
SURE = 3  # standard errors; among dozens of styles, two would let one pass by chance
CLEARLY_ABOVE, CLEARLY_BELOW = 5, 1  # in trials these never changed what all the prompts said
FLOOR = 0.02  # scatter below this is that of rounding, not of seeds

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True, slots=True)
class Effect:
    """How far a style moves pictures along its own direction, and how far two seeds differ.

    `error` is the standard error of `moved`, from how much the prompts disagree.
    """

    moved: float
    spread: float
    error: float = 0.0

    @property
    def works(self) -> bool:
        """Whether the style surely does more than another seed would."""
        return self.moved - SURE * self.error > self.spread

    @property
    def is_clear(self) -> bool:
        """Whether more prompts would hardly change the verdict."""
        return (
            self.moved - CLEARLY_ABOVE * self.error > self.spread
            or self.moved + CLEARLY_BELOW * self.error < self.spread
        )


def describe(pixels: NDArray[np.uint8]) -> Floats:
    """Return the descriptor of a picture (H, W, 3 or 4) uint8."""
    lab = _oklab(_shrunk(pixels[..., :3].astype(np.float64) / 255.0))
    return np.concatenate([_colors(lab), *(_strokes(light) for light in _pyramid(lab[..., 0]))])


def effect(plain: Floats, styled: Floats) -> Effect:
    """Compare looks (prompts, seeds, entries) without and with a style; the seeds are the same.

    Entries are measured in units of their scatter: between seeds, and of the style's own shift
    between prompts, so that those count most in which the style is most of one mind. Its direction
    is taken from the other prompts, so that a mere disturbance, which moves every prompt elsewhere,
    counts as next to nothing, with a large error. Along that direction the shift is compared with
    how far two seeds with the style are apart. (Not without: a model that was not told how to draw
    may draw every seed in another style.)
    """
    shifts = (styled - plain).mean(axis=1)  # (prompts, entries)
    noise = (_scatter(plain) + _scatter(styled)) / 2 + FLOOR**2
    scale = np.sqrt(noise + shifts.var(axis=0, ddof=1))
    shifts, styled = shifts / scale, styled / scale
    moved, spread = [], []
    for i, shift in enumerate(shifts):
        direction = np.delete(shifts, i, axis=0).mean(axis=0)
        axis = direction / max(float(np.linalg.norm(direction)), 1e-12)
        moved.append(float(shift @ axis))
        spread.append(_apart(styled[i] @ axis))
    error = np.std(moved, ddof=1) / np.sqrt(len(moved))
    return Effect(float(np.mean(moved)), float(np.mean(spread)), float(error))


def _scatter(looks: Floats) -> Floats:
    """Return the variance between the seeds of a prompt, averaged over the prompts."""
    variance: Floats = looks.var(axis=1, ddof=1).mean(axis=0)
    return variance


def _apart(values: Floats) -> float:
    """Return the mean distance of two different values."""
    first, second = np.triu_indices(len(values), 1)
    return float(np.abs(values[first] - values[second]).mean())


def _shrunk(image: Floats) -> Floats:
    """Average whole blocks, so that the shorter side is less than twice `SIDE`."""
    factor = max(min(image.shape[:2]) // SIDE, 1)
    height, width = (side // factor * factor for side in image.shape[:2])
    blocks = image[:height, :width].reshape(height // factor, factor, width // factor, factor, 3)
    shrunk: Floats = blocks.mean(axis=(1, 3))
    return shrunk


def _oklab(rgb: Floats) -> Floats:
    """Return OKLab of sRGB in [0, 1]: lightness in [0, 1], a and b within about 0.4."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(linear @ _TO_LMS.T) @ _TO_OKLAB.T
    return lab


def _colors(lab: Floats) -> Floats:
    light, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    bins = (np.clip(lab * [8, 10, 10] + [0, 4, 4], 0, 7.999)).astype(int)
    counts = np.bincount((bins @ [64, 8, 1]).ravel(), minlength=512) / light.size
    used = counts[counts > 0]
    center = light - light.mean()
    return np.array(
        [
            *(light.mean(), light.std(), *np.quantile(light, [0.05, 0.5, 0.95])),
            (center**3).mean() / (light.std() + 0.01) ** 3 / 4,  # skewness, about one at most
            *(4 * chroma.mean(), 4 * chroma.std(), 4 * np.quantile(chroma, 0.95)),
            *(4 * lab[..., 1].mean(), 4 * lab[..., 2].mean()),
            *((chroma < 0.03).mean(), (light > 0.93).mean(), (light < 0.2).mean()),
            float(-(used * np.log(used)).sum()) / np.log(512),  # many colors or few
            float(np.sort(counts)[-4:].sum()),  # how much of the picture has its main colors
        ]
    )


def _pyramid(light: Floats) -> list[Floats]:
    levels = [light]
    while len(levels) < SCALES:
        last = levels[-1]
        height, width = (side // 2 * 2 for side in last.shape)
        quads = last[:height, :width].reshape(height // 2, 2, width // 2, 2)
        levels.append(quads.mean(axis=(1, 3)))
    return levels


def _strokes(light: Floats) -> Floats:
    """Return how contours, lines and grain look at one scale."""
    dx, dy = np.diff(light, axis=1)[:-1], np.diff(light, axis=0)[:, :-1]
    slope = np.hypot(dx, dy)
    along = np.minimum(np.abs(dx), np.abs(dy)).sum() / (slope.sum() + 1e-6)
    across = (light[:, :-2], light[:, 1:-1], light[:, 2:])
    darkest = _down(np.minimum, np.minimum.reduce(across))
    lightest = _down(np.maximum, np.maximum.reduce(across))
    above = light[1:-1, 1:-1] - _down(np.add, np.add.reduce(across)) / 9  # the surroundings
    return np.array(
        [
            _log(slope.mean()),
            _log(float(np.median(slope))),  # grain: what is there even away from contours
            _log(float(np.quantile(slope, 0.95))),
            (slope < 0.004).mean(),  # flat areas
            along,  # 0 when every edge is upright or level, as of pixels
            _log(np.sqrt((np.minimum(above, 0) ** 2).mean())),  # dark specks and lines
            _log(np.sqrt((np.maximum(above, 0) ** 2).mean())),  # light ones
            _log((lightest - darkest).mean()),
        ]
    )


def _down(join: np.ufunc, rows: Floats) -> Floats:
    """Join every row with the two below it."""
    joined: Floats = join(join(rows[:-2], rows[1:-1]), rows[2:])
    return joined


def _log(value: float) -> float:
    """Return a logarithm that is calm near zero; a doubling counts 0.3."""
    return float(np.log10(value + 5e-4))
