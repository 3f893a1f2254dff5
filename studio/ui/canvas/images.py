"""Pixels as Qt's images, without copying them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from studio.state.canvas import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.state.canvas import Shown

COARSE_PX = 128


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Wrap (h, w, 3) uint8 without copying; the image keeps the array alive."""
    if not pixels.flags.c_contiguous:
        pixels = pixels.copy()
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image.pixels = pixels  # type: ignore[attr-defined]  # Qt does not know whose memory it is
    return image


def painted(shown: Shown, levels: Sequence[NDArray[np.uint8]]) -> list[QImage]:
    """Return the images to draw, largest first.

    A coarse preview is smoothed twice, or its squares would show.
    """
    if shown.origin is Origin.PREVIEW and shown.pixels.shape[1] < COARSE_PX:
        image = to_image(shown.pixels)
        size, ratio = image.size() * 4, Qt.AspectRatioMode.IgnoreAspectRatio
        return [image.scaled(size, ratio, Qt.TransformationMode.SmoothTransformation)]
    return [to_image(pixels) for pixels in levels]


def level_for(images: Sequence[QImage], wide: float) -> QImage:
    """Return the smallest image that is not smaller than it is drawn, or it would shimmer."""
    enough = [image for image in images if image.width() >= wide]
    return enough[-1] if enough else images[0]


def size_of(image: QImage) -> tuple[float, float]:
    """Return width and height."""
    size: QSize = image.size()
    return float(size.width()), float(size.height())
