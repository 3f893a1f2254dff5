"""How much memory the window and the process of the models hold, in the bottom line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from studio.core.memory_use import GIB, resident

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.engine.protocol import Engine

EVERY_MS = 2000


class MemoryLabel(QLabel):
    """Is only seen while the models have a process, on systems that tell its memory."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("secondary")
        self._engine = engine
        self._tick = QTimer(self, interval=EVERY_MS)
        self._tick.timeout.connect(self.measure)
        self._tick.start()
        self.measure()

    def measure(self) -> None:
        """Look again."""
        pids = getattr(self._engine, "pids", None) or (getattr(self._engine, "pid", None),)
        sizes = [resident(pid) for pid in pids if isinstance(pid, int)]  # some have no process
        models = sum(size for size in sizes if size) or None
        window = resident(os.getpid())
        self.setVisible(models is not None and window is not None)
        if models is None or window is None:
            return
        self.setText(self.tr("{n} GB").format(n=_in_gb(models + window)))
        told = self.tr("Memory in use: {models} GB for the models, {window} GB for the window")
        told = told.format(models=_in_gb(models), window=_in_gb(window))
        self.setToolTip(told)
        self.setAccessibleName(told)


def _in_gb(size: int) -> str:
    return f"{size / GIB:.1f}"
