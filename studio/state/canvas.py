"""What lies on the canvas: a picture that forms, a stored one, or one that could not be stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.request import Extent
from studio.state.observable import Observable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.run import Run
    from studio.core.text import Message


class Origin(Enum):
    """Where the shown pixels come from."""

    PREVIEW = "preview"
    STORED = "stored"
    UNSAVED = "unsaved"
    SOURCE = "source"  # what another picture started from
    DROPPED = "dropped"  # from elsewhere, and not in the project


class Comparing(Enum):
    """How the shown picture is seen beside the ones it is compared with."""

    NONE = "none"
    WIPE = "wipe"  # one over the other, with a line to drag
    TWO = "two"
    FOUR = "four"
    DIFFERENCE = "difference"


MOST_COMPARED = 3  # beside the shown one


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Pixels, (h, w, 3) uint8, to be drawn at the size `extent` of the finished picture."""

    pixels: NDArray[np.uint8]
    extent: Extent
    origin: Origin
    run: Run | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """Where something acts in the picture of a run: (h, w) uint8 over all of it, 255 the most."""

    run: Run
    map: NDArray[np.uint8]


class CanvasState(QObject):
    """The picture that is looked at, what it is compared with, and whether it follows the work."""

    shown_changed = Signal(object)
    following_changed = Signal(bool)
    notes_changed = Signal(object)
    compare_changed = Signal(object)
    comparing_changed = Signal(object)
    difference_changed = Signal(object)
    wipe_share_changed = Signal(float)
    wipe_upright_changed = Signal(bool)
    grid_changed = Signal(bool)
    info_changed = Signal(bool)
    heat_changed = Signal(object)

    shown: Observable[Shown | None] = Observable(None)
    following = Observable(True)
    notes: Observable[tuple[Message, ...]] = Observable(())  # what to know of the picture made
    compare: Observable[tuple[Shown, ...]] = Observable(())  # what came before, or was pinned
    comparing = Observable(Comparing.NONE)
    difference: Observable[Shown | None] = Observable(None)  # of the first compared and the shown
    wipe_share = Observable(0.5)  # how much of the earlier picture is seen
    wipe_upright = Observable(True)
    grid = Observable(True)  # lines between the pixels, where these are large
    info = Observable(False)
    heat: Observable[Heat | None] = Observable(None)
    _before: Shown | None = None  # the picture that a preview covers

    def seen(self) -> tuple[Shown, ...]:
        """Return the pictures that are on the canvas now, in reading order; the shown one last."""
        if not self.shown:
            return ()
        match self.comparing:
            case Comparing.NONE:
                return (self.shown,)
            case Comparing.WIPE | Comparing.TWO:
                return (*self.compare[:1], self.shown)
            case Comparing.FOUR:
                return (*self.compare[:MOST_COMPARED], self.shown)
            case Comparing.DIFFERENCE:
                return (self.difference or self.shown,)

    def show_preview(self, pixels: NDArray[np.uint8], extent: Extent) -> None:
        """Show a glimpse of the picture being made, unless the user looks at another one."""
        if self.following:
            if self.shown is None or self.shown.origin is not Origin.PREVIEW:
                self._before = self.shown
            self.shown = Shown(pixels, extent, Origin.PREVIEW)

    def drop_preview(self) -> Shown | None:
        """Show again what lay here before a picture began to form, and return that."""
        before, self._before = self._before, None
        if before and self.shown and self.shown.origin is Origin.PREVIEW:
            self.shown = before
        return before

    def show_made(self, run: Run, pixels: NDArray[np.uint8]) -> None:
        """Show a picture that has just been stored, unless the user looks at another one."""
        if self.following:
            self.show_run(run, pixels)

    def show_run(self, run: Run, pixels: NDArray[np.uint8]) -> None:
        """Show a stored picture."""
        self._before = None
        self.shown = Shown(pixels, run.extent, Origin.STORED, run)

    def show_unsaved(self, pixels: NDArray[np.uint8], extent: Extent) -> None:
        """Show a finished picture that exists only in memory."""
        self.following = True
        self.shown = Shown(pixels, extent, Origin.UNSAVED)

    def show_dropped(self, pixels: NDArray[np.uint8]) -> None:
        """Show a picture from elsewhere, which the work does not cover."""
        self.following = False
        height, width = pixels.shape[:2]
        self.shown = Shown(pixels, Extent(width, height), Origin.DROPPED)

    def clear(self) -> None:
        """Show nothing."""
        self.shown = self._before = None
