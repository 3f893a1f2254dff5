"""The moment in which a window is seen for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

PATIENCE_MS = 1000  # a window may start minimized, or behind others


class FirstSight(QObject):
    """Calls once: after the first paint of a window, or after a while if there is none."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self.then: Callable[[], None] | None = then
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._call)
        self._soon.start(PATIENCE_MS)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait until what is being painted is on the screen."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start(0)
        return False

    def _call(self) -> None:
        then, self.then = self.then, None
        if then:
            then()
