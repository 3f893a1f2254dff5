"""How pictures that are compared share the view, and where the line of a wipe lies."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 2  # pixels between two panes
GRAB = 8  # pixels around the line of a wipe within which it can be grabbed
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the view that shows one picture; all look at it through the same viewport."""

    x: float
    y: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        """Whether a point of the view is inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def laid_out(count: int, width: float, height: float) -> tuple[Pane, ...]:
    """Split the view: whole, in two along its longer side, or in four equal parts."""
    half_w, half_h = max((width - GAP) // 2, 1.0), max((height - GAP) // 2, 1.0)
    match count:
        case 0 | 1:
            return (Pane(0.0, 0.0, width, height),)
        case 2 if width >= height:
            return tuple(Pane(x, 0.0, half_w, height) for x in (0.0, half_w + GAP))
        case 2:
            return tuple(Pane(0.0, y, width, half_h) for y in (0.0, half_h + GAP))
        case _:
            places = [(x, y) for y in (0.0, half_h + GAP) for x in (0.0, half_w + GAP)]
            return tuple(Pane(x, y, half_w, half_h) for x, y in places[:count])


def pane_at(panes: tuple[Pane, ...], x: float, y: float) -> Pane:
    """Return the pane under a point of the view, the first one between them."""
    return next((pane for pane in panes if pane.contains(x, y)), panes[0])


def inside(outer: tuple[float, float], inner: tuple[float, float]) -> Box:
    """Return where a picture of another size lies over one, as large as fits, in its middle."""
    scale = min(outer[0] / inner[0], outer[1] / inner[1])
    width, height = inner[0] * scale, inner[1] * scale
    return (outer[0] - width) / 2, (outer[1] - height) / 2, width, height


@dataclass(frozen=True, slots=True)
class Wipe:
    """A line over the box of a picture: before it one picture, behind it the other."""

    share: float = 0.5
    upright: bool = True  # the line stands and moves left and right

    def line(self, box: Box) -> float:
        """Return where the line is, in the view."""
        start, length = (box[0], box[2]) if self.upright else (box[1], box[3])
        return start + length * self.share

    def is_near(self, box: Box, x: float, y: float) -> bool:
        """Whether the line can be grabbed at a point of the view."""
        return abs((x if self.upright else y) - self.line(box)) <= GRAB

    def share_at(self, box: Box, x: float, y: float) -> float:
        """Return the share that puts the line under a point of the view."""
        start, length = (box[0], box[2]) if self.upright else (box[1], box[3])
        return min(max(((x if self.upright else y) - start) / max(length, 1.0), 0.0), 1.0)
