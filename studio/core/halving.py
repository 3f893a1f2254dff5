"""Pictures of half the size, for looking at large ones from afar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.late import Late

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

STRIP = 256  # rows halved at a time: a large picture costs little memory on the way
SMALLEST = 64


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (h // 2, w // 2, 3) uint8: the mean of each two by two pixels, rounded."""
    height, width = max(pixels.shape[0] // 2, 1), max(pixels.shape[1] // 2, 1)
    out = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, STRIP):
        rows = pixels[2 * top : 2 * min(top + STRIP, height)]
        out[top : top + STRIP] = _halved_strip(rows, width)
    return out


def halvings(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Yield the picture at a half, a quarter and so on, while that helps."""
    while max(pixels.shape[:2]) >= 2 * SMALLEST and min(pixels.shape[:2]) > 1:
        pixels = halved(pixels)
        yield pixels


def _halved_strip(rows: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    two = 2 if rows.shape[0] > 1 else 1
    sums = rows[0::two].astype(np.uint16)  # (h, 2 w or 2 w + 1, 3)
    sums += rows[two - 1 :: two]
    pairs = sums[:, : 2 * width] if sums.shape[1] > 1 else np.repeat(sums, 2, axis=1)
    pairs = pairs.reshape(pairs.shape[0], width, 2, 3)
    return ((pairs[:, :, 0] + pairs[:, :, 1] + 2) >> 2).astype(np.uint8)
