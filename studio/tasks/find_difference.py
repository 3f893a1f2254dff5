"""Where two pictures differ, as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.text import N_, Message, message
from studio.tasks.halve_picture import VIEW_LANE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter

GAIN = 4  # a difference of 64 of 255 is full brightness
STRIP = 512  # rows at a time


@dataclass(frozen=True, slots=True, eq=False)
class FindDifference:
    """Returns |one - other| times `GAIN`, (h, w, 3) uint8, of the size of `one`."""

    one: NDArray[np.uint8]
    other: NDArray[np.uint8]

    @property
    def lane(self) -> str:
        """As quick as it is wanted."""
        return VIEW_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Comparing two pictures"))

    def run(self, _report: Reporter, cancel: CancelToken) -> NDArray[np.uint8]:
        """Subtract; a picture of another size is brought to that of the first."""
        import numpy as np

        other = _resized(self.other, self.one.shape[1], self.one.shape[0])
        out = np.empty_like(self.one)
        for top in range(0, len(out), STRIP):
            cancel.check()
            rows = slice(top, top + STRIP)
            apart = np.abs(self.one[rows].astype(np.int16) - other[rows])
            out[rows] = np.minimum(apart * GAIN, 255)
        return out


def _resized(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    if pixels.shape[:2] == (height, width):
        return pixels
    import numpy as np
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).resize((width, height)))
