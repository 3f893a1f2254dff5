"""Where a picture lies in the view: scale, turn, mirror, offset, and how looking changes them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Pair = tuple[float, float]

MARGIN = 24  # pixels left free around a fitted picture
SMALLEST, LARGEST = 0.004, 64.0
STEPS = (0.25, 0.33, 0.5, 0.66, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
TURN = 15.0  # degrees that one press of a key turns by
MAGNET = 3.0  # degrees within which a free turn is drawn to a step
NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class Viewport:
    """Maps picture to view: mirror left to right, turn clockwise, scale, then add (x, y).

    It says how the picture is looked at; the picture itself never changes.
    """

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    degrees: float = 0.0  # in (-180, 180]
    mirrored: bool = False

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """Return m11, m12, m21, m22, dx, dy as QTransform takes them."""
        cosine, sine = _turn(self.degrees)
        across = -self.scale if self.mirrored else self.scale
        return (
            across * cosine,
            across * sine,
            -self.scale * sine,
            self.scale * cosine,
            self.x,
            self.y,
        )

    def to_view(self, x: float, y: float) -> Pair:
        """Return where a point of the picture lies in the view."""
        m11, m12, m21, m22, dx, dy = self.matrix()
        return m11 * x + m21 * y + dx, m12 * x + m22 * y + dy

    def to_picture(self, x: float, y: float) -> Pair:
        """Return the point of the picture under a point of the view."""
        cosine, sine = _turn(self.degrees)
        x, y = (x - self.x) / self.scale, (y - self.y) / self.scale
        across, down = cosine * x + sine * y, cosine * y - sine * x
        return (-across if self.mirrored else across), down

    def moved(self, dx: float, dy: float) -> Viewport:
        """Pan."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Viewport:
        """Zoom so that the point of the picture under (at_x, at_y) stays there."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        return replace(self, scale=scale)._holding(self, at_x, at_y)

    def turned(self, degrees: float, at_x: float, at_y: float) -> Viewport:
        """Turn clockwise around (at_x, at_y)."""
        return replace(self, degrees=_wrapped(self.degrees + degrees))._holding(self, at_x, at_y)

    def flipped(self, at_x: float, at_y: float) -> Viewport:
        """Mirror what is seen, left to right, around (at_x, at_y)."""
        turned = _wrapped(-self.degrees)
        return replace(self, degrees=turned, mirrored=not self.mirrored)._holding(self, at_x, at_y)

    def bounds(self, picture: Pair) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the box around a picture in the view."""
        width, height = picture
        corners = [self.to_view(x, y) for x in (0, width) for y in (0, height)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def is_upright(self) -> bool:
        """Whether the rows of the picture run along those of the screen, or across them."""
        return self.degrees % 90 == 0

    def snapped(self, ratio: float, origin: Pair = (0.0, 0.0)) -> Viewport:
        """Move by less than a pixel so that whole pixels of the picture fill whole ones.

        `ratio` is device pixels per view pixel, `origin` where the view lies in its window.
        At 1 : 1 all pixels would be smeared over two otherwise.
        """
        zoom = self.scale * ratio
        if not self.is_upright() or zoom < 1 - NEARLY or abs(zoom - round(zoom)) > NEARLY:
            return self
        x, y = (
            round((at + start) * ratio) / ratio - start
            for at, start in zip((self.x, self.y), origin, strict=True)
        )
        return replace(self, x=x, y=y)

    def _holding(self, before: Viewport, at_x: float, at_y: float) -> Viewport:
        """Return this one moved so that what `before` showed at a place is there again."""
        x, y = self.to_view(*before.to_picture(at_x, at_y))
        return self.moved(at_x - x, at_y - y)


def centered(view: Pair, picture: Pair, scale: float, like: Viewport | None = None) -> Viewport:
    """Put a picture in the middle of the view at a scale, turned and mirrored as it was.

    It begins on a whole pixel, or at 1 : 1 all of its own pixels would be smeared over two.
    """
    looked = replace(like or Viewport(), scale=scale, x=0.0, y=0.0)
    left, top, width, height = looked.bounds(picture)
    return looked.moved((view[0] - width) // 2 - left, (view[1] - height) // 2 - top)


def fitted(view: Pair, picture: Pair, most: float = 4.0, like: Viewport | None = None) -> Viewport:
    """Show a whole picture as large as fits, but a small one not larger than `most` times."""
    room = (max(view[0] - 2 * MARGIN, 1.0), max(view[1] - 2 * MARGIN, 1.0))
    width, height = _turned_size(picture, like)
    return centered(view, picture, min(room[0] / width, room[1] / height, most), like)


def filled(view: Pair, picture: Pair, like: Viewport | None = None) -> Viewport:
    """Show a picture so large that it leaves nothing of the view free."""
    width, height = _turned_size(picture, like)
    scale = max(max(view[0], 1.0) / width, max(view[1], 1.0) / height)
    return centered(view, picture, min(scale, LARGEST), like)


def next_step(zoom: float, up: bool) -> float:
    """Return the next of the zoom steps; beyond them, twice or half as large."""
    if up:
        return next((step for step in STEPS if step > zoom * (1 + NEARLY)), zoom * 2)
    return next((step for step in reversed(STEPS) if step < zoom * (1 - NEARLY)), zoom / 2)


def drawn_to_step(degrees: float) -> float:
    """Return a free turn, or the step it is nearly at."""
    step = round(degrees / TURN) * TURN
    return _wrapped(step if abs(step - degrees) <= MAGNET else degrees)


def _turned_size(picture: Pair, like: Viewport | None) -> Pair:
    _, _, width, height = replace(like or Viewport(), scale=1.0, x=0.0, y=0.0).bounds(picture)
    return width, height


def _wrapped(degrees: float) -> float:
    wrapped = degrees % 360.0
    return wrapped - 360.0 if wrapped > 180.0 else wrapped


def _turn(degrees: float) -> Pair:
    """Return cosine and sine, exact at right angles."""
    quarters, rest = divmod(degrees, 90.0)
    if rest == 0.0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters) % 4]
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
