"""Generate and Cancel, and how much time and memory it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.core.memory_use import GIB
from studio.engine.memory.rungs import TITLES, Rung
from studio.state.observable import bind
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.translate import shown

if TYPE_CHECKING:
    from studio.engine.memory.estimate import Need
    from studio.state.session import Session

GAP = 12
MINUTE, HOUR = 60, 3600
LITTLE = GIB // 4  # bytes; less than that nobody needs to know
EXACT = 10  # seconds; longer times are told in rounder numbers


class GenerateBar(QWidget):
    """Stays in sight below the panel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.generate = QPushButton(self.tr("Generate"), self)
        self.generate.setObjectName("primary")
        self.generate.setToolTip(self.tr("Make the picture (Ctrl+Enter)"))
        self.generate.clicked.connect(session.generation.generate)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("stop")
        self.cancel.setIcon(icon("x", Role.TEXT))
        self.cancel.setToolTip(self.tr("Stop the picture being made (Esc)"))
        self.cancel.clicked.connect(session.generation.cancel)
        self.estimate = QLabel(self)
        self.estimate.setObjectName("secondary")
        self.estimate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.estimate.setToolTip(
            self.tr("Told from the steps that were measured on this machine with this model")
        )
        self.memory = QLabel(self)
        self.memory.setObjectName("secondary")
        self.memory.setAccessibleName(self.tr("Memory for the picture"))
        self.memory.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.memory.setWordWrap(True)
        self.memory.setToolTip(
            self.tr("Told from the sizes of the model and of the picture; what is free changes")
        )
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(GAP, 8, GAP, GAP)
        column.setSpacing(4)
        buttons.addWidget(self.generate, 1)
        buttons.addWidget(self.cancel)
        column.addLayout(buttons)
        column.addWidget(self.estimate)
        column.addWidget(self.memory)
        bind(session.desk.draft, "count", self._on_count)
        bind(session.desk.queue, "leading", self._on_leading)
        bind(session.desk.pace, "estimate", self._on_estimate)
        bind(session.desk.room, "need", self._on_need)

    def _on_count(self, count: int) -> None:
        text = self.tr("Generate {n} pictures").format(n=count)
        self.generate.setText(text if count > 1 else self.tr("Generate"))

    def _on_leading(self, job: object) -> None:
        self.cancel.setVisible(job is not None)

    def _on_estimate(self, seconds: float | None) -> None:
        self.estimate.setVisible(seconds is not None)
        if seconds is not None:
            self.estimate.setText(self._told(seconds))

    def _told(self, seconds: float) -> str:
        if seconds < 1:
            return self.tr("less than a second")
        if seconds < 2 * MINUTE:
            rounded = round(seconds) if seconds < EXACT else round(seconds / 5) * 5
            return self.tr("about {n} s").format(n=rounded)
        if seconds < 2 * HOUR:
            return self.tr("about {n} min").format(n=round(seconds / MINUTE))
        return self.tr("about {n} h").format(n=round(seconds / HOUR, 1))

    def _on_need(self, need: Need | None) -> None:
        self.memory.setVisible(need is not None and need.whole >= LITTLE)
        if need is not None:
            self.memory.setText(self._memory_told(need))

    def _memory_told(self, need: Need) -> str:
        whole, free = (f"{size / GIB:.1f}" for size in (need.whole, need.free))
        if need.rung is None:
            text = self.tr(
                "Needs {n} GiB of memory, {free} GiB are free: it may not fit. Choose a smaller "
                "size, or close other programs."
            )
            return text.format(n=f"{need.taken / GIB:.1f}", free=free)
        if need.rung is Rung.WHOLE:
            return self.tr("about {n} GiB of memory").format(n=whole)
        text = self.tr("about {n} GiB of memory, {free} GiB are free: {what}")
        what = shown(TITLES[need.rung])
        return text.format(n=whole, free=free, what=what)
