"""Keys on the canvas: one letter or digit for what is done most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal

from studio.ui.canvas.looking import Looking
from studio.ui.canvas.panes import Wipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from studio.state.canvas import CanvasState
    from studio.ui.canvas.panes import Box

Keys = Qt.Key
Modifier = Qt.KeyboardModifier
PAN_PX = 60  # per press of a key
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


class Fingers(Looking):
    """Forwards what keys do to `Looking` and to the state of the canvas."""

    stepped = Signal(int)
    canvas_only = Signal()
    color_asked = Signal()
    pin_asked = Signal()
    flip_asked = Signal()  # there is nothing to flip to yet

    def __init__(self, state: CanvasState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._space = False
        self._flipped = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wipe_box(self) -> Box | None:
        """Return the box that the line of the wipe moves in; None while there is none."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Let the keys of the canvas win over shortcuts while it has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            if self._stroke(pressed) is not None:
                event.accept()
                return True
        return super().event(event)

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
        if event.modifiers() & (
            Modifier.ControlModifier | Modifier.AltModifier | Modifier.MetaModifier
        ):
            return None
        if event.modifiers() & Modifier.ShiftModifier:
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

    def _hold_space(self, held: bool) -> None:
        self._space = held
        self._on_space()

    def _flip(self, held: bool) -> None:
        """Look at the picture that the shown one is compared with, as long as a key is held."""
        if held and not self._state.compare:
            self.flip_asked.emit()
        elif held != self._flipped:
            self._flipped = held
            self.update()

    def _wipe(self) -> Wipe:
        return Wipe(self._state.wipe_share, self._state.wipe_upright)

    def _nudge_line(self, by: float) -> None:
        self._state.wipe_share = min(max(self._state.wipe_share + by, 0.0), 1.0)

    def _on_space(self) -> None:
        """Show that a drag would pan now, or no longer."""
