"""The color of one pixel, as it is told and copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.ui.canvas.panes import inside

if TYPE_CHECKING:
    from studio.state.canvas import Shown


@dataclass(frozen=True, slots=True)
class Reading:
    """One pixel of a picture: where it is, and its sRGB color, 0 to 255 each."""

    x: int
    y: int
    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The color as it is written on the web."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def read_pixel(shown: Shown, frame: tuple[float, float], x: float, y: float) -> Reading | None:
    """Return the pixel at a point of the frame that a picture lies in; None beside it."""
    extent = shown.extent
    left, top, width, height = inside(frame, (extent.width, extent.height))
    rows, columns = shown.pixels.shape[:2]
    across, down = (x - left) / width, (y - top) / height
    if not (0 <= across < 1 and 0 <= down < 1):
        return None
    red, green, blue = (int(v) for v in shown.pixels[int(down * rows), int(across * columns)])
    return Reading(int(across * extent.width), int(down * extent.height), red, green, blue)
