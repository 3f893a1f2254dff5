"""Make the smaller versions of a large picture that the canvas draws from afar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.halving import halvings
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter

VIEW_LANE = "view"  # so that looking at a picture never waits for the disk


@dataclass(frozen=True, slots=True, eq=False)
class HalvePicture:
    """Returns the picture at a half, a quarter, and so on: (h, w, 3) uint8 each."""

    pixels: NDArray[np.uint8]

    @property
    def lane(self) -> str:
        """One of its own."""
        return VIEW_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Preparing a large picture"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[NDArray[np.uint8], ...]:
        """Halve as often as it helps."""
        smaller = []
        for half in halvings(self.pixels):
            cancel.check()
            smaller.append(half)
        return tuple(smaller)
