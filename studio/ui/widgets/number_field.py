"""A number that is its own slider: drag it, scroll it, type a sum, double click to reset."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from studio.core.arithmetic import evaluate
from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

FINE = 0.1  # how much slower Shift makes a drag
SMALLEST_DRAG_PX = 3
MOST_DECIMALS = 4
STRETCHED = 200  # a range of more steps than this is dragged by steps, not by its width


class NumberField(QWidget):
    """Shows a bounded number; `changed` carries what the user set, not what the program set."""

    changed = Signal(object)

    def __init__(  # noqa: PLR0913 - the declaration of a number
        self,
        low: float,
        high: float,
        step: float = 1.0,
        *,
        default: float = 0.0,
        decimals: int | None = None,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.low, self.high, self.step = low, high, step
        self.default = default
        self._decimals = _digits(step) if decimals is None else decimals
        self._unit = unit
        self._is_quiet = False
        self._value = default
        self._pressed_at: float | None = None
        self._dragging = False
        self._editor = Editor(self)
        self._editor.done.connect(self._on_typed)
        self._editor.reset.connect(self.reset)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def value(self) -> float:
        """Return the number; whole if the field has no decimals."""
        return int(self._value) if self._decimals == 0 else self._value

    def set_value(self, value: float) -> None:
        """Show another number, without telling anyone; it is shown as it is, off the steps too."""
        self._value = value
        self.update()

    def set_quiet(self, quiet: bool) -> None:
        """Show the number as one that somebody else decides."""
        self._is_quiet = quiet
        self.update()

    def text(self) -> str:
        """Return the number and its unit as painted."""
        return f"{self._digits()}{' ' if self._unit else ''}{self._unit}"

    def reset(self) -> None:
        """Go back to the default."""
        self._set(self.default)

    def edit(self, text: str = "") -> None:
        """Let the user type; `text` is what was typed already."""
        self._editor.open(text or self._digits(), select=not text)

    def sizeHint(self) -> QSize:
        """As tall as every control."""
        return QSize(96, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for four digits."""
        return QSize(56, theme.CONTROL_HEIGHT)

    def _digits(self) -> str:
        decimals = max(self._decimals, min(_digits(self._value), MOST_DECIMALS))
        return f"{self._value:.{decimals}f}"

    def _set(self, value: float) -> None:
        value = min(max(value, self.low), self.high)
        if value != self._value:
            self._value = value
            self.update()
            self.changed.emit(self.value())

    def _snapped(self, value: float) -> float:
        steps = round((value - self._origin()) / self.step)
        return round(self._origin() + steps * self.step, self._decimals)

    def _origin(self) -> float:
        return self.low if math.isfinite(self.low) else 0.0

    def _on_typed(self, text: str) -> None:
        value = evaluate(text.removesuffix(self._unit) if self._unit else text)
        if value is None or not math.isfinite(value):
            return
        whole = self._decimals == 0  # a size of 500.5 px or of 501 px cannot be made
        self._set(self._snapped(value) if whole else round(value, MOST_DECIMALS))

    # Mouse, wheel and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at, self._dragging = event.position().x(), False
            self._drag_from = self._value

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag: the whole range over the width, or a step every few pixels if it is long."""
        if self._pressed_at is None:
            return
        moved = event.position().x() - self._pressed_at
        self._dragging = self._dragging or abs(moved) >= SMALLEST_DRAG_PX
        if self._dragging:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            moved *= self._per_pixel() * (FINE if fine else 1.0)
            self._set(self._snapped(self._drag_from + moved))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or open the editor after a click."""
        clicked = self._pressed_at is not None and not self._dragging
        self._pressed_at = None
        if clicked and event.button() is Qt.MouseButton.LeftButton:
            self.edit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Reset."""
        self._pressed_at = None
        self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only where the user has put the focus, so that panels scroll as expected."""
        if not self.hasFocus():
            event.ignore()
            return
        self._move(self.step * (1 if event.angleDelta().y() > 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, ten steps by the pages, type to edit."""
        moves = {
            Qt.Key.Key_Up: self.step,
            Qt.Key.Key_Right: self.step,
            Qt.Key.Key_Down: -self.step,
            Qt.Key.Key_Left: -self.step,
            Qt.Key.Key_PageUp: 10 * self.step,
            Qt.Key.Key_PageDown: -10 * self.step,
            Qt.Key.Key_Home: -math.inf,
            Qt.Key.Key_End: math.inf,
        }
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key in moves and plain:
            self._move(moves[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.reset()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and plain:
            self.edit()
        elif event.text() and event.text() in "0123456789.-+(":
            self.edit(event.text())
        else:
            super().keyPressEvent(event)

    def _move(self, by: float) -> None:
        if math.isinf(by):
            self._set(self.high if by > 0 else self.low)
        else:
            self._set(self._snapped(self._value + by))

    def _per_pixel(self) -> float:
        span = self.high - self.low
        if math.isfinite(span) and span / self.step <= STRETCHED:
            return span / max(self.width(), 1)
        return self.step / 2

    # Painting

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the editor on top of the field."""
        self._editor.setGeometry(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the share of the range, mark the default, write the number at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.fillPath(shape, theme.color(Role.CONTROL))
        self._paint_share(painter, shape, box)
        if self.hasFocus() or self._editor.isVisible():
            painter.setPen(theme.color(Role.ACCENT))
            painter.drawPath(shape)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(theme.color(Role.SECONDARY))
            painter.drawPath(shape)
        if not self._editor.isVisible():
            own = self.palette().color(self.foregroundRole())
            painter.setPen(theme.color(Role.SECONDARY) if self._is_quiet else own)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box.adjusted(8, 0, -8, 0), right, self.text())

    def _paint_share(self, painter: QPainter, shape: QPainterPath, box: QRectF) -> None:
        span = self.high - self.low
        if not math.isfinite(span) or span / self.step > STRETCHED * 5:
            return
        share = (self._value - self.low) / span if span else 0.0
        painter.save()
        painter.setClipPath(shape)
        filled = QRectF(box.left(), box.top(), box.width() * share, box.height())
        painter.fillRect(filled, theme.color(Role.RAISED))
        mark = box.left() + box.width() * (self.default - self.low) / span if span else 0.0
        tick = theme.color(Role.SECONDARY)
        painter.fillRect(QRectF(mark - 0.5, box.bottom() - 4, 1.5, 4), tick)
        painter.restore()


class Editor(QLineEdit):
    """The line to type in, on top of the field; the second click of a double click resets."""

    done = Signal(str)
    reset = Signal()

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self.setObjectName("inside")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.installEventFilter(self)
        self._fresh = False
        self.hide()
        self.returnPressed.connect(self._finish)

    def open(self, text: str, *, select: bool) -> None:
        """Begin with a text, selected or with the cursor behind it."""
        self.setText(text)
        self.setGeometry(self._field.rect())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if select:
            self.selectAll()
            self._fresh = True
            self.startTimer(QApplication.doubleClickInterval())

    def timerEvent(self, event: QEvent) -> None:
        """From now on a double click selects a word, as in any text."""
        self.killTimer(event.timerId())  # type: ignore[attr-defined]
        self._fresh = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Reset when the first click has just opened the editor."""
        if self._fresh:
            self._close()
            self.reset.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep Escape for leaving the field, before it cancels a picture."""
        if event.type() is QEvent.Type.ShortcutOverride:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            if pressed.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave without a change on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # or the field would take it as the wish to edit again

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed when the focus goes elsewhere."""
        super().focusOutEvent(event)
        if self.isVisible():
            self._finish()

    def _finish(self) -> None:
        text = self.text()
        self._close()
        self.done.emit(text)

    def _close(self) -> None:
        had_focus = self.hasFocus()
        self.hide()
        if had_focus:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.update()


def _digits(number: float) -> int:
    """Return the decimals that a number needs: 0.05 needs two."""
    text = f"{number:.6f}".rstrip("0")
    return len(text.partition(".")[2])
