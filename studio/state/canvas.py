"""What lies on the canvas: a picture that forms, a stored one, or one that could not be stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.state.observable import Observable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.request import Extent
    from studio.core.run import Run
    from studio.core.text import Message


class Origin(Enum):
    """Where the shown pixels come from."""

    PREVIEW = "preview"
    STORED = "stored"
    UNSAVED = "unsaved"


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Pixels, (h, w, 3) uint8, to be drawn at the size `extent` of the finished picture."""

    pixels: NDArray[np.uint8]
    extent: Extent
    origin: Origin
    run: Run | None = None


class CanvasState(QObject):
    """The one picture that is looked at, and whether it follows the running job."""

    shown_changed = Signal(object)
    following_changed = Signal(bool)
    notes_changed = Signal(object)

    shown: Observable[Shown | None] = Observable(None)
    following = Observable(True)
    notes: Observable[tuple[Message, ...]] = Observable(())  # what to know of the picture made

    def show_preview(self, pixels: NDArray[np.uint8], extent: Extent) -> None:
        """Show a glimpse of the picture being made, unless the user looks at another one."""
        if self.following:
            self.shown = Shown(pixels, extent, Origin.PREVIEW)

    def show_made(self, run: Run, pixels: NDArray[np.uint8]) -> None:
        """Show a picture that has just been stored, unless the user looks at another one."""
        if self.following:
            self.show_run(run, pixels)

    def show_run(self, run: Run, pixels: NDArray[np.uint8]) -> None:
        """Show a stored picture."""
        self.shown = Shown(pixels, run.request.extent, Origin.STORED, run)

    def show_unsaved(self, pixels: NDArray[np.uint8], extent: Extent) -> None:
        """Show a finished picture that exists only in memory."""
        self.following = True
        self.shown = Shown(pixels, extent, Origin.UNSAVED)

    def clear(self) -> None:
        """Show nothing."""
        self.shown = None
