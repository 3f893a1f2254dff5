"""Mouse, wheel, pen pad and keys on the canvas: what each does to where the user looks."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QInputDevice, QNativeGestureEvent

from studio.ui.canvas.looking import Hold, Looking
from studio.ui.canvas.panes import Pane, Wipe, pane_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from studio.state.canvas import CanvasState
    from studio.ui.canvas.panes import Box
    from studio.ui.canvas.reading import Reading
    from studio.ui.canvas.viewport import Viewport

Keys = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
Control = Qt.KeyboardModifier.ControlModifier
Alt = Qt.KeyboardModifier.AltModifier
NOTCH = 120.0  # of a mouse wheel
ZOOM_PER_NOTCH = 1.2
PAN_PX = 60  # per notch of the wheel or press of a key
WIPE_STEP = 0.02
REPEATED = (  # what goes on while a key is held
    Keys.Key_Left,
    Keys.Key_Right,
    Keys.Key_Up,
    Keys.Key_Down,
    Keys.Key_Plus,
    Keys.Key_Equal,
    Keys.Key_Minus,
    Keys.Key_Comma,
    Keys.Key_Period,
    Keys.Key_4,
    Keys.Key_6,
)


class Drag(Enum):
    """What the pressed mouse moves."""

    PAN = "pan"
    TURN = "turn"
    WIPE = "wipe"


class Hands(Looking):
    """Forwards what hands do to `Looking` and to the state of the canvas."""

    stepped = Signal(int)
    canvas_only = Signal()
    hovered = Signal(object)  # Reading | None
    color_asked = Signal()
    flip_asked = Signal()  # there is nothing to flip to yet
    pin_asked = Signal()
    asked = Signal(QPoint)  # for the menu, at a place of the screen

    def __init__(self, state: CanvasState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._drag: Drag | None = None
        self._last = QPointF()
        self._is_over = False
        self._turned_from = (0.0, 0.0)  # degrees of the viewport and of the mouse
        self._space = False
        self._flipped = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def panes(self) -> tuple[Pane, ...]:
        """Return the parts of the view that show a picture each."""
        raise NotImplementedError

    def wipe_box(self) -> Box | None:
        """Return the box that the line of the wipe moves in; None while there is none."""
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
        """Pinch and turn on a pad; let the keys of the canvas win while it has the focus."""
        if isinstance(event, QNativeGestureEvent) and self._gesture(event):
            return True
        if event.type() is QEvent.Type.ShortcutOverride:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            if self._stroke(pressed) is not None:
                event.accept()
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

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space to pan, the arrows for the neighbors, one letter or digit for the rest."""
        stroke = self._stroke(event)
        if stroke is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() or event.key() in REPEATED:
            stroke()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End panning by Space, and looking at the other picture by X."""
        if event.isAutoRepeat() or event.key() not in (Keys.Key_Space, Keys.Key_X):
            super().keyReleaseEvent(event)
        elif event.key() == Keys.Key_Space:
            self._hold_space(False)
        else:
            self._flip(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is held elsewhere is not held here."""
        super().focusOutEvent(event)
        self._hold_space(False)
        self._flip(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to `keyPressEvent`; Shift+Tab walks on as everywhere."""
        return False if forward else super().focusNextPrevChild(forward)

    def _stroke(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does; None leaves it to others."""
        if event.modifiers() & (Control | Alt | Qt.KeyboardModifier.MetaModifier):
            return None
        if event.modifiers() & Shift:
            return self._shifted(event.key())
        key = event.key()
        return self._walking(key) or self._showing(key) or self._turning(key)

    def _shifted(self, key: int) -> Callable[[], object] | None:
        pans = {
            Keys.Key_Left: (PAN_PX, 0),
            Keys.Key_Right: (-PAN_PX, 0),
            Keys.Key_Up: (0, PAN_PX),
            Keys.Key_Down: (0, -PAN_PX),
        }
        if key in (Keys.Key_Plus, Keys.Key_Equal):  # Plus is Shift and Equal on many keyboards
            return self.zoom_in
        moved = pans.get(Qt.Key(key))
        return None if moved is None else lambda: self.pan(*moved)

    def _walking(self, key: int) -> Callable[[], object] | None:
        match key:
            case Keys.Key_Left | Keys.Key_Up:
                return lambda: self.stepped.emit(-1)
            case Keys.Key_Right | Keys.Key_Down:
                return lambda: self.stepped.emit(1)
            case Keys.Key_Tab:
                return self.canvas_only.emit
            case Keys.Key_Space:
                return lambda: self._hold_space(True)
            case Keys.Key_X:
                return lambda: self._flip(True)
            case _:
                return None

    def _showing(self, key: int) -> Callable[[], object] | None:
        match key:
            case Keys.Key_C:
                return self.color_asked.emit
            case Keys.Key_I:
                return lambda: setattr(self._state, "info", not self._state.info)
            case Keys.Key_G:
                return lambda: setattr(self._state, "grid", not self._state.grid)
            case Keys.Key_P:
                return self.pin_asked.emit
            case Keys.Key_Comma if self.wipe_box():
                return lambda: self._nudge_line(-WIPE_STEP)
            case Keys.Key_Period if self.wipe_box():
                return lambda: self._nudge_line(WIPE_STEP)
            case _:
                return None

    def _turning(self, key: int) -> Callable[[], object] | None:
        match key:
            case Keys.Key_Plus | Keys.Key_Equal:
                return self.zoom_in
            case Keys.Key_Minus:
                return self.zoom_out
            case Keys.Key_0 | Keys.Key_F:
                return self.fit
            case Keys.Key_1:
                return self.actual_size
            case Keys.Key_2:
                return self.fill
            case Keys.Key_4:
                return self.turn_left
            case Keys.Key_5:
                return self.reset_turn
            case Keys.Key_6:
                return self.turn_right
            case Keys.Key_M:
                return self.mirror
            case _:
                return None

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

    def _hold_space(self, held: bool) -> None:
        self._space = held
        self._show_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))

    def _flip(self, held: bool) -> None:
        """Look at the picture that the shown one is compared with, as long as a key is held."""
        if held and not self._state.compare:
            self.flip_asked.emit()
        elif held != self._flipped:
            self._flipped = held
            self.update()

    def _angle(self, at: QPointF) -> float:
        offset = self.in_pane(at) - self.middle()
        return math.degrees(math.atan2(offset.y(), offset.x()))

    def _wipe(self) -> Wipe:
        return Wipe(self._state.wipe_share, self._state.wipe_upright)

    def _is_on_line(self, at: QPointF) -> bool:
        box = self.wipe_box()
        return box is not None and self._wipe().is_near(box, at.x(), at.y())

    def _move_line(self, at: QPointF) -> None:
        if box := self.wipe_box():
            self._state.wipe_share = self._wipe().share_at(box, at.x(), at.y())

    def _nudge_line(self, by: float) -> None:
        self._state.wipe_share = min(max(self._state.wipe_share + by, 0.0), 1.0)

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
