"""Masks as arrays (H, W) float32 from 0 (kept) to 1 (drawn), and what lies under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.errors import RequestError
from studio.core.text import N_

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.core.request import Extent

SIGMA = 0.5  # of the blur, as a share of the feather: what is left of a step there is 2 %


def prepared(mask: NDArray[np.uint8], grow: int, feather: int) -> NDArray[np.float32]:
    """Return a painted mask (h, w) uint8 as shares, `grow`n and then `feather`ed, in its pixels.

    Raises `RequestError` when so soft an edge leaves nothing of it.
    """
    from PIL import Image, ImageFilter

    grown = _dilated(_dilated(mask, grow, axis=0), grow, axis=1)
    if feather:
        blur = ImageFilter.GaussianBlur(feather * SIGMA)
        grown = np.asarray(Image.fromarray(grown).filter(blur))
    if not grown.any():
        raise RequestError(
            N_("The mask is too small for a feather of {feather} px: lower it."), feather=feather
        )
    shares: NDArray[np.float32] = grown.astype(np.float32) / np.float32(255)
    return shares


def _dilated(mask: NDArray[np.uint8], radius: int, axis: int) -> NDArray[np.uint8]:
    """Return the greatest value within a radius along an axis, in steps that double."""
    reach = 0
    while reach < radius:
        step = min(reach or 1, radius - reach)
        mask = np.maximum(mask, np.maximum(_moved(mask, step, axis), _moved(mask, -step, axis)))
        reach += step
    return mask


def _moved(mask: NDArray[np.uint8], by: int, axis: int) -> NDArray[np.uint8]:
    """Return a mask moved along an axis; what comes in from beyond the edge is kept (0)."""
    moved = np.zeros_like(mask)
    size = mask.shape[axis]
    if abs(by) >= size:
        return moved
    into, out_of = slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size + min(-by, 0))
    if axis == 0:
        moved[into] = mask[out_of]
    else:
        moved[:, into] = mask[:, out_of]
    return moved


def bounds(mask: NDArray[np.float32]) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom of what is drawn at all, or None for an empty mask."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def resized(mask: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    """Return a mask at another size."""
    from PIL import Image

    size = (extent.width, extent.height)
    if mask.shape == size[::-1]:
        return mask
    shares = Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(shares, np.float32)


def filled(pixels: NDArray[np.uint8], mask: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Draw the colors around a hole smoothly in over it (pull-push, Gortler et al. 1996).

    Going up, every level is the mean of what is known of the one below; coming down, what is not
    known is taken from the level above.
    """
    known = (mask <= 0).astype(np.float32)[..., None]
    if not known.any():
        return pixels
    colors = _pulled(pixels.astype(np.float32), known)
    blended = pixels * (1 - mask[..., None]) + colors * mask[..., None]
    answer: NDArray[np.uint8] = blended.round().clip(0, 255).astype(np.uint8)
    return answer


def _pulled(colors: NDArray[Any], known: NDArray[Any]) -> NDArray[Any]:
    height, width = known.shape[:2]
    if known.all() or (height == 1 and width == 1):
        return colors
    pad = ((0, height % 2), (0, width % 2), (0, 0))
    weighted, weights = np.pad(colors * known, pad), np.pad(known, pad)
    total, weight = _halved(weighted), _halved(weights)
    above = total / np.maximum(weight, 1e-6)
    above = _pulled(above.astype(np.float32), (weight > 0).astype(np.float32))
    wide = _doubled(above)[:height, :width]
    return np.asarray(known * colors + (1 - known) * wide)


def _halved(values: NDArray[Any]) -> NDArray[Any]:
    height, width, depth = values.shape
    four = values.reshape(height // 2, 2, width // 2, 2, depth)
    return np.asarray(four.sum(axis=(1, 3)))


def _doubled(values: NDArray[Any]) -> NDArray[Any]:
    """Return values at twice the size, bilinear."""
    for axis in (0, 1):
        before = np.take(values, np.maximum(np.arange(values.shape[axis]) - 1, 0), axis)
        last = values.shape[axis] - 1
        after = np.take(values, np.minimum(np.arange(values.shape[axis]) + 1, last), axis)
        pair = np.stack([0.75 * values + 0.25 * before, 0.75 * values + 0.25 * after], axis + 1)
        shape = list(values.shape)
        shape[axis] *= 2
        values = pair.reshape(shape)
    return values


def blended(
    below: NDArray[np.uint8], above: NDArray[np.uint8], mask: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Lay a picture over another through a mask; where that is 0 or 1, pixels are exact."""
    shares = mask[..., None]
    mixed = below * (1 - shares) + above * shares
    answer: NDArray[np.uint8] = mixed.round().astype(np.uint8)
    return answer
