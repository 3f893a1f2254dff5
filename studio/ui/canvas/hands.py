"""Mouse, wheel and pad on the canvas: what each does to where the user looks."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QInputDevice, QNativeGestureEvent

from studio.ui.canvas.keys import Fingers
from studio.ui.canvas.looking import Hold
from studio.ui.canvas.panes import Pane, pane_at

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QMouseEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from studio.state.canvas import CanvasState
    from studio.ui.canvas.reading import Reading
    from studio.ui.canvas.viewport import Viewport

Shift = Qt.KeyboardModifier.ShiftModifier
Control = Qt.KeyboardModifier.ControlModifier
NOTCH = 120.0  # of a mouse wheel
ZOOM_PER_NOTCH = 1.2
PAN_PX = 60  # per notch


class Drag(Enum):
    """What the pressed mouse moves."""

    PAN = "pan"
    TURN = "turn"
    WIPE = "wipe"


class Hands(Fingers):
    """Forwards what hands do to `Looking` and to the state of the canvas."""

    hovered = Signal(object)  # Reading | None
    asked = Signal(QPoint)  # for the menu, at a place of the screen

    def __init__(self, state: CanvasState, parent: QWidget | None = None) -> None:
        super().__init__(state, parent)
        self._drag: Drag | None = None
        self._last = QPointF()
        self._is_over = False
        self._turned_from = (0.0, 0.0)  # degrees of the viewport and of the mouse
        self.setMouseTracking(True)

    def panes(self) -> tuple[Pane, ...]:
        """Return the parts of the view that show a picture each."""
        raise NotImplementedError

    def reading_at(self, at: QPointF) -> Reading | None:
        """Return the pixel under a point of the view."""
        raise NotImplementedError

    def in_pane(self, at: QPointF) -> QPointF:
        """Return a point of the view in the coordinates of its pane."""
        pane = pane_at(self.panes(), at.x(), at.y())
        return QPointF(at.x() - pane.x, at.y() - pane.y)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan with the left or middle button, to turn with Shift, to move the wipe."""
        middle = event.button() is Qt.MouseButton.MiddleButton
        if not middle and event.button() is not Qt.MouseButton.LeftButton:
            return
        self._last = event.position()
        if middle or self._space:
            self._drag = Drag.PAN
        elif event.modifiers() & Shift:
            self._drag = Drag.TURN
            self._turned_from = (self.viewport.degrees, self._angle(event.position()))
        else:
            self._drag = Drag.WIPE if self._is_on_line(event.position()) else Drag.PAN
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the press began, or tell what is under the mouse."""
        at, before = event.position(), self._last
        self._last = at
        match self._drag:
            case Drag.PAN:
                self.pan(at.x() - before.x(), at.y() - before.y())
            case Drag.TURN:
                degrees, angle = self._turned_from
                self.turn_freely(degrees + self._angle(at) - angle)
            case Drag.WIPE:
                self._move_line(at)
            case None:
                self._is_over = True
                self._show_cursor(at)
                self._tell_pixel()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._drag = None
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its pixels, those under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._toggle_size(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        """There is nothing under the mouse any more."""
        self._is_over = False
        self._tell_pixel()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the cursor; with Shift, or with two fingers, pan."""
        pad = event.device().type() is QInputDevice.DeviceType.TouchPad
        turned = event.angleDelta()
        if event.modifiers() & Shift or (pad and not event.modifiers() & Control):
            moved = QPointF(event.pixelDelta() if pad else turned * (PAN_PX / NOTCH))
            self.pan(moved.x(), moved.y())
        else:
            notches = (turned.y() or turned.x()) / NOTCH
            if notches:
                self.zoom_by(ZOOM_PER_NOTCH**notches, self.in_pane(event.position()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the picture."""
        self.asked.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Pinch and turn on a pad."""
        if isinstance(event, QNativeGestureEvent) and self._gesture(event):
            return True
        return super().event(event)

    def _gesture(self, event: QNativeGestureEvent) -> bool:
        at = self.in_pane(event.position())
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(1.0 + event.value(), 0.1), at)
            case Qt.NativeGestureType.RotateNativeGesture:
                self.turn(event.value(), at)
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                self._toggle_size(event.position())
            case _:
                return False
        return True

    # Helpers

    def _look(self, viewport: Viewport) -> None:
        super()._look(viewport)
        self._tell_pixel()

    def _tell_pixel(self) -> None:
        """Tell what is under the mouse now."""
        self.hovered.emit(self.reading_at(self._last) if self._is_over else None)

    def _toggle_size(self, at: QPointF) -> None:
        if self._hold is Hold.FIT:
            self.actual_size(self.in_pane(at))
        else:
            self.fit()

    def _angle(self, at: QPointF) -> float:
        offset = self.in_pane(at) - self.middle()
        return math.degrees(math.atan2(offset.y(), offset.x()))

    def _is_on_line(self, at: QPointF) -> bool:
        box = self.wipe_box()
        return box is not None and self._wipe().is_near(box, at.x(), at.y())

    def _move_line(self, at: QPointF) -> None:
        if box := self.wipe_box():
            self._state.wipe_share = self._wipe().share_at(box, at.x(), at.y())

    def _show_cursor(self, at: QPointF) -> None:
        upright = self._state.wipe_upright
        if self._drag is Drag.WIPE or (not self._drag and not self._space and self._is_on_line(at)):
            shape = Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor
        elif self._drag:
            shape = Qt.CursorShape.ClosedHandCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() is not shape:
            self.setCursor(shape)

    def _on_space(self) -> None:
        self._show_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))
