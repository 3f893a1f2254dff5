"""Thumbnails at the size they are shown at: scaled once, well, and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from studio.ui import theme
from studio.ui.canvas.images import to_image

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

MOST_BYTES = 64 * 2**20
BYTES_PER_PIXEL = 4


class Scaled:
    """Pixmaps by what they show and the cell they fit into; those not used for longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> QPixmap | None:
        """Return a pixmap that was made before."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def make(self, key: Hashable, pixels: NDArray[np.uint8], room: QSize, ratio: float) -> QPixmap:
        """Scale (h, w, 3) uint8 into `room`, with round corners, and keep it."""
        made = _scaled(pixels, room, ratio)
        self._kept[key] = made
        self._bytes += _size(made)
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= _size(gone)
        return made

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0


def _scaled(pixels: NDArray[np.uint8], room: QSize, ratio: float) -> QPixmap:
    image = to_image(pixels)
    wanted = image.size().scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio)
    image = image.scaled(
        wanted.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,  # averages; the painter's would shimmer
    )
    pixmap = QPixmap(image.size())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    radius = (theme.RADIUS - 1) * ratio
    shape.addRoundedRect(QRectF(image.rect()), radius, radius)
    painter.setClipPath(shape)
    painter.drawImage(0, 0, image)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * BYTES_PER_PIXEL
