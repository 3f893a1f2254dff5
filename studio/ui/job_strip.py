"""The bottom line: the running job, how far it is, what waits behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from studio.ui import theme
from studio.ui.memory_label import MemoryLabel
from studio.ui.palette import Role
from studio.ui.translate import sentence
from studio.ui.widgets.row import Label, icon_button

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from studio.state.session import Session

HEIGHT = 32
SHORT_S = 3.0  # a job that needs less than this is not worth a number


class JobStrip(QWidget):
    """Shows the leading job of the queue; `queue_asked` wants to see all of it."""

    queue_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._queue = session.desk.queue
        self._jobs = session.desk.jobs
        self._work = session.desk.work
        self.title = Label(self)
        self.stage = QLabel(self)
        self.stage.setObjectName("secondary")
        self.track = Track(self)
        self.left = QLabel(self)
        self.left.setObjectName("secondary")
        self.cancel = icon_button("x", self.tr("Cancel this job (Esc)"), self._on_cancelled)
        self.memory = MemoryLabel(session.desk.engine, self)
        self.waiting = QPushButton(self)
        self.waiting.setFlat(True)
        self.waiting.setToolTip(self.tr("Show the queue (Ctrl+Shift+Q)"))
        self._lay_out()
        self._tick = QTimer(self, interval=500)  # the time left runs on between two steps
        self._tick.timeout.connect(self._show)
        self.waiting.clicked.connect(self.queue_asked)
        self._queue.progress_changed.connect(self._show)
        self._work.paused_changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(12)
        self.title.setMaximumWidth(320)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        for widget in (self.title, self.stage, self.track, self.left, self.cancel):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.memory)
        line.addWidget(self.waiting)

    def _show(self, _value: object = None) -> None:
        job = self._queue.leading
        for widget in (self.stage, self.track, self.left, self.cancel):
            widget.setVisible(job is not None)
        self._show_waiting()
        if job is None:
            self._tick.stop()
            self.title.setObjectName("secondary")
            self.title.setText(self.tr("Ready"))
            return
        if not self._tick.isActive():
            self._tick.start()
        text = sentence(job.task.title)
        self.title.setToolTip(text)
        self.title.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 310))
        stage = self._queue.stage()
        told = sentence(stage) if stage else self.tr("waiting...")
        self.stage.setText("" if told == text else told)  # small jobs have but one stage
        self.track.show_fraction(self._queue.fraction())
        seconds = self._queue.time_left_s()
        self.left.setText("" if seconds is None or seconds < 0 else self._time(seconds))

    def _show_waiting(self) -> None:
        waiting, trouble = self._queue.waiting, self._work.trouble
        parts = [self.tr("paused")] if self._work.paused else []
        parts += [self.tr("{n} waiting").format(n=waiting)] if waiting else []
        parts += [self.tr("{n} failed").format(n=trouble)] if trouble else []
        self.waiting.setVisible(bool(parts))
        self.waiting.setText("  ·  ".join(parts))

    def _time(self, seconds: float) -> str:
        if seconds < SHORT_S:
            return self.tr("a moment left")
        minutes, rest = divmod(round(seconds), 60)
        if minutes:
            return self.tr("{m} min {s:02d} s left").format(m=minutes, s=rest)
        return self.tr("{s} s left").format(s=rest)

    def _on_cancelled(self) -> None:
        if self._queue.leading:
            self._jobs.cancel(self._queue.leading.id)


class Track(QWidget):
    """A thin line that fills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self.setFixedSize(160, 4)

    def show_fraction(self, fraction: float) -> None:
        """Fill a share of the line."""
        self._fraction = fraction
        self.setAccessibleName(f"{fraction:.0%}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        painter.setBrush(theme.color(Role.RAISED))
        painter.drawRoundedRect(box, 2, 2)
        painter.setBrush(theme.color(Role.ACCENT))
        painter.drawRoundedRect(QRectF(0, 0, box.width() * self._fraction, box.height()), 2, 2)
