"""Where the focus is in a window, as a way that another window of the same make can follow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class Left:
    """How a window was left: where the focus was, and what it showed."""

    focus: tuple[tuple[str, int], ...]
    canvas_only: bool
    visible: bool


def focus_path(window: QWidget) -> tuple[tuple[str, int], ...]:
    """Return the way from a window to its focus: at each step a class, and which of its kind."""
    widget = window.focusWidget()
    steps: list[tuple[str, int]] = []
    while widget is not None and widget is not window:
        parent = widget.parentWidget()
        if parent is None:
            return ()
        steps.append((type(widget).__name__, _alike(parent, type(widget).__name__).index(widget)))
        widget = parent
    return tuple(reversed(steps))


def focus_along(window: QWidget, steps: tuple[tuple[str, int], ...]) -> None:
    """Set the focus to where a way leads; leave it where the way is blocked."""
    widget = window
    for name, place in steps:
        alike = _alike(widget, name)
        if place >= len(alike):
            return
        widget = alike[place]
    if widget is not window:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        widget.setTextCursor(cursor)


def _alike(parent: QWidget, name: str) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [w for w in parent.findChildren(QWidget, options=direct) if type(w).__name__ == name]
