"""Generate and Cancel, and how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.state.observable import bind
from studio.ui.icons import icon
from studio.ui.palette import Role

if TYPE_CHECKING:
    from studio.state.session import Session

GAP = 12
MINUTE, HOUR = 60, 3600
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
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(GAP, 8, GAP, GAP)
        column.setSpacing(4)
        buttons.addWidget(self.generate, 1)
        buttons.addWidget(self.cancel)
        column.addLayout(buttons)
        column.addWidget(self.estimate)
        bind(session.desk.draft, "count", self._on_count)
        bind(session.desk.queue, "leading", self._on_leading)
        bind(session.desk.pace, "estimate", self._on_estimate)

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
