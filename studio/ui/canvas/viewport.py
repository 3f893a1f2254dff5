"""Where a picture lies in the view: a scale and an offset, and how zooming changes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

MARGIN = 24  # pixels left free around a fitted picture
SMALLEST, LARGEST = 0.02, 64.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """Maps picture coordinates to view coordinates: `view = picture * scale + (x, y)`."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Viewport:
        """Zoom so that the point of the picture under (at_x, at_y) stays there."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        ratio = scale / self.scale
        return Viewport(scale, at_x - (at_x - self.x) * ratio, at_y - (at_y - self.y) * ratio)

    def moved(self, dx: float, dy: float) -> Viewport:
        """Pan."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture under a point of the view."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale


def centered(view: tuple[float, float], picture: tuple[float, float], scale: float) -> Viewport:
    """Put a picture in the middle of the view at a scale.

    It begins on a whole pixel, or at 1 : 1 all of its own pixels would be smeared over two.
    """
    x, y = ((room - side * scale) // 2 for room, side in zip(view, picture, strict=True))
    return Viewport(scale, x, y)


def fitted(view: tuple[float, float], picture: tuple[float, float], most: float = 4.0) -> Viewport:
    """Show a whole picture as large as fits, but a small one not larger than `most` times."""
    room = (max(view[0] - 2 * MARGIN, 1.0), max(view[1] - 2 * MARGIN, 1.0))
    scale = min(room[0] / picture[0], room[1] / picture[1], most)
    return centered(view, picture, scale)
