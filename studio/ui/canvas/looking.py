"""Where the user looks: zoom, pan, turn and mirror of everything on the canvas at once."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.viewport import (
    TURN,
    Viewport,
    centered,
    drawn_to_step,
    filled,
    fitted,
    next_step,
)

Pair = tuple[float, float]


class Hold(Enum):
    """What stays so when the view changes its size."""

    NOTHING = "nothing"
    FIT = "fit"
    FILL = "fill"


class Looking(QWidget):
    """A widget with a viewport; what it shows, and in how many panes, is told by who inherits."""

    zoom_changed = Signal(float)  # 1.0 is one picture pixel per screen pixel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = Viewport()
        self._hold = Hold.FIT

    def frame(self) -> Pair | None:
        """Return the size of the picture that the viewport maps; None without one."""
        raise NotImplementedError

    def room(self) -> Pair:
        """Return the size of a pane."""
        raise NotImplementedError

    @property
    def viewport(self) -> Viewport:
        """Where the picture lies in its pane."""
        return self._viewport

    @property
    def zoom(self) -> float:
        """Screen pixels per picture pixel."""
        return self._viewport.scale * self.devicePixelRatioF()

    def fit(self) -> None:
        """Show the whole picture, and keep it so when the window changes."""
        self._hold = Hold.FIT
        if frame := self.frame():
            self._look(fitted(self.room(), frame, like=self._viewport))

    def fill(self) -> None:
        """Fill the canvas with the picture, and keep it so when the window changes."""
        self._hold = Hold.FILL
        if frame := self.frame():
            self._look(filled(self.room(), frame, like=self._viewport))

    def actual_size(self, at: QPointF | None = None) -> None:
        """Show one picture pixel per screen pixel, around a point of the pane if one is given."""
        if at is not None:
            self.zoom_to(1.0, at)
            return
        self._hold = Hold.NOTHING
        if frame := self.frame():
            scale = 1 / self.devicePixelRatioF()
            self._look(centered(self.room(), frame, scale, self._viewport))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point of the pane, its middle unless told."""
        self._hold = Hold.NOTHING
        at = at or self.middle()
        self._look(self._viewport.zoomed(factor, at.x(), at.y()))

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to so many screen pixels per picture pixel."""
        self.zoom_by(zoom / self.zoom, at)

    def zoom_in(self) -> None:
        """Go to the next larger zoom step."""
        self.zoom_to(next_step(self.zoom, up=True))

    def zoom_out(self) -> None:
        """Go to the next smaller zoom step."""
        self.zoom_to(next_step(self.zoom, up=False))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture."""
        self._hold = Hold.NOTHING
        self._look(self._viewport.moved(dx, dy))

    def turn(self, degrees: float, at: QPointF | None = None) -> None:
        """Turn what is seen clockwise; around a point of the pane, nothing else changes."""
        around = at or self.middle()
        self._look(self._viewport.turned(degrees, around.x(), around.y()))
        if at is None:
            self._rehold()
        else:
            self._hold = Hold.NOTHING

    def turn_left(self) -> None:
        """Turn what is seen by a step, against the clock."""
        self.turn(-TURN)

    def turn_right(self) -> None:
        """Turn what is seen by a step, with the clock."""
        self.turn(TURN)

    def turn_freely(self, degrees: float) -> None:
        """Turn to an angle, or to the step that it is close to."""
        self.turn(drawn_to_step(degrees) - self._viewport.degrees, self.middle())

    def reset_turn(self) -> None:
        """Show the picture upright."""
        self.turn(-self._viewport.degrees)

    def mirror(self) -> None:
        """Mirror what is seen, left to right."""
        at = self.middle()
        self._look(self._viewport.flipped(at.x(), at.y()))
        self._rehold()

    def look_straight(self) -> None:
        """Undo turning and mirroring."""
        self._look(replace(self._viewport, degrees=0.0, mirrored=False))
        self.fit()

    def middle(self) -> QPointF:
        """Return the middle of a pane."""
        width, height = self.room()
        return QPointF(width / 2, height / 2)

    def _rehold(self) -> None:
        """Keep what is held: the whole picture stays whole while it is turned."""
        match self._hold:
            case Hold.FIT:
                self.fit()
            case Hold.FILL:
                self.fill()
            case Hold.NOTHING:
                pass

    def _look(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self.zoom_changed.emit(self.zoom)
        self.update()
