"""What the canvas paints: pictures through a viewport, the pixel grid, the wipe, small labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QTransform

from studio.ui import icons, theme
from studio.ui.canvas.images import level_for
from studio.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QFontMetricsF

    from studio.ui.canvas.panes import Box, Wipe
    from studio.ui.canvas.viewport import Viewport

CRISP_FROM = 6.0  # from this magnification on, pixels are shown as squares
GRID_FROM = 8.0  # and from this one on there may be lines between them
GRID_ALPHA = 150
MOST_VEILED, MOST_GLOWING = 190, 110
PILL_ALPHA = 225
PILL_PX = 18
HANDLE_PX = 22
PROGRESS_PX = 3
NEARLY = 1e-6
PAD = 2  # pixels of the picture drawn beyond the view, so that smoothing has neighbors


def draw_picture(
    painter: QPainter, images: Sequence[QImage], box: Box, *, ratio: float, smooth_always: bool
) -> None:
    """Draw a picture into a box of the frame that the painter's transform shows.

    Only the part that is seen is handed to Qt, at the level of detail that is seen.
    """
    transform = painter.worldTransform()
    scale = math.hypot(transform.m11(), transform.m12())
    image = level_for(images, box[2] * scale * ratio)
    across, down = image.width() / box[2], image.height() / box[3]
    seen = visible(painter)
    source = QRectF(
        (seen.x() - box[0]) * across,
        (seen.y() - box[1]) * down,
        seen.width() * across,
        seen.height() * down,
    )
    source = QRectF(source.toAlignedRect().adjusted(-PAD, -PAD, PAD, PAD) & image.rect())
    if source.isEmpty():
        return
    target = QRectF(
        box[0] + source.x() / across,
        box[1] + source.y() / down,
        source.width() / across,
        source.height() / down,
    )
    magnified = scale * ratio / across
    turned = bool(transform.m12() and transform.m11())  # not along the rows of the screen
    whole = len(images) > 1 or magnified >= 0.5  # else its halves are still being made
    same = not turned and abs(magnified - 1) < NEARLY  # nothing to smooth: pixel for pixel
    smooth = smooth_always or (magnified < CRISP_FROM and whole and not same)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, turned and smooth)
    painter.drawImage(target, image, source)


def draw_heat(painter: QPainter, heat: NDArray[np.uint8], box: Box) -> None:
    """Veil a picture where a map is low, and tint it where it is high."""
    height, width = heat.shape
    image = QImage(heat.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    veil, glow = theme.color(Role.WINDOW), theme.color(Role.ACCENT)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    for shade, strength in ((veil, _veiled), (glow, _glowing)):
        image.setColorTable(
            [_clear(shade, strength(n / 255)).rgba64().toArgb32() for n in range(256)]
        )
        painter.drawImage(
            QRectF(*box), image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        )


def _veiled(share: float) -> int:
    return round(MOST_VEILED * (1 - share))


def _glowing(share: float) -> int:
    return round(MOST_GLOWING * share * share)


def draw_grid(painter: QPainter, width: int, height: int, zoom: float) -> None:
    """Draw lines between the pixels of a picture, where these are large enough."""
    if zoom < GRID_FROM:
        return
    seen = visible(painter).toAlignedRect().intersected(QRectF(0, 0, width, height).toRect())
    left, top, right, bottom = seen.left(), seen.top(), seen.right() + 1, seen.bottom() + 1
    lines = [QLineF(x, top, x, bottom) for x in range(left, right + 1)]
    lines += [QLineF(left, y, right, y) for y in range(top, bottom + 1)]
    shade = _clear(theme.color(Role.CANVAS), GRID_ALPHA)
    pen = QPen(shade, 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawLines(lines)


def visible(painter: QPainter) -> QRectF:
    """Return the box around what the painter's clip leaves, in the coordinates it draws in."""
    return painter.clipBoundingRect()


def look_through(painter: QPainter, pane: QRectF, at: Viewport) -> None:
    """Have the painter draw in the coordinates of the picture that lies in a pane."""
    painter.translate(pane.topLeft())
    painter.setTransform(QTransform(*at.matrix()), True)


def draw_wipe(painter: QPainter, wipe: Wipe, box_of: Box, ratio: float) -> None:
    """Draw the line of a wipe and the handle that shows that it can be dragged."""
    at = round(wipe.line(box_of) * ratio) / ratio
    box = QRectF(*box_of)
    middle = box.center()
    line, handle = QRectF(box), QRectF(0, 0, HANDLE_PX, HANDLE_PX)
    if wipe.upright:
        line.setLeft(at - 1)
        line.setWidth(2)
        handle.moveCenter(QPointF(at, middle.y()))
    else:
        line.setTop(at - 1)
        line.setHeight(2)
        handle.moveCenter(QPointF(middle.x(), at))
    edge = theme.color(Role.WINDOW)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(line.adjusted(-1, 0, 1, 0) if wipe.upright else line.adjusted(0, -1, 0, 1),
                     _clear(edge, PILL_ALPHA))  # fmt: skip
    painter.fillRect(line, theme.color(Role.ACCENT))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(Role.ACCENT), 2))
    painter.setBrush(theme.color(Role.PANEL))
    painter.drawEllipse(handle.adjusted(1, 1, -1, -1))
    name = "arrows-horizontal" if wipe.upright else "arrows-vertical"
    icons.paint(painter, name, handle.adjusted(4, 4, -4, -4), theme.color(Role.TEXT))


def draw_progress(painter: QPainter, box: QRectF, fraction: float) -> None:
    """Draw how far the picture being made is, along its lower edge."""
    track = QRectF(box.left(), box.bottom(), box.width(), PROGRESS_PX)
    painter.fillRect(track, theme.color(Role.WINDOW))
    track.setWidth(box.width() * fraction)
    painter.fillRect(track, theme.color(Role.ACCENT))


def draw_pill(painter: QPainter, text: str, corner: QPointF, inside: QRectF) -> QRectF:
    """Write a few words that can be read on any picture; they stay inside a box."""
    metrics: QFontMetricsF = painter.fontMetrics()  # type: ignore[assignment]
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, PILL_PX)
    box.moveTo(
        max(min(corner.x(), inside.right() - box.width()), inside.left()),
        max(min(corner.y(), inside.bottom() - box.height()), inside.top()),
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_clear(theme.color(Role.PANEL), PILL_ALPHA))
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setPen(theme.color(Role.TEXT))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box


def _clear(color: QColor, alpha: int) -> QColor:
    color.setAlpha(alpha)
    return color
