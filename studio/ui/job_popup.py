"""The jobs in the queue, each with a button that takes it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.state.queue import JobRole
from studio.ui.translate import sentence
from studio.ui.widgets.row import Label, icon_button

if TYPE_CHECKING:
    from studio.state.session import Session

WIDTH = 380
MOST_ROWS = 12


class JobPopup(QFrame):
    """Lists what runs and waits, the oldest first."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._queue = session.desk.queue
        self._jobs = session.desk.jobs
        self.cancels: list[QToolButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(2)
        self._corner = QPoint()
        for signal in (self._queue.rowsInserted, self._queue.rowsRemoved):
            signal.connect(self._on_rows)

    def open_above(self, corner: QPoint) -> None:
        """Open with the lower right corner at a place."""
        self._corner = corner
        self._fill()
        self.show()

    def _on_rows(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self.cancels.clear()
        while self._column.count():
            item = self._column.takeAt(0)
            if item and (old := item.widget()):
                old.deleteLater()
        rows = self._queue.rowCount()
        for row in range(min(rows, MOST_ROWS)):
            self._column.addWidget(self._line(row))
        if rows > MOST_ROWS:
            more = Label(self.tr("and {n} more").format(n=rows - MOST_ROWS), self)
            more.setObjectName("secondary")
            self._column.addWidget(more)
        if not rows:
            self.hide()
        self._column.activate()
        self.resize(WIDTH, self._column.sizeHint().height())
        self.move(self._corner.x() - self.width(), self._corner.y() - self.height() - 4)

    def _line(self, row: int) -> QWidget:
        index = self._queue.index(row)
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(4, 0, 0, 0)
        text = sentence(index.data(JobRole.TITLE))
        title = Label(
            self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDTH - 80), line
        )
        title.setToolTip(text)
        if not index.data(JobRole.RUNNING):
            title.setObjectName("secondary")
        job_id = index.data(JobRole.ID)
        cancel = icon_button("x", self.tr("Take this job out"), lambda: self._jobs.cancel(job_id))
        self.cancels.append(cancel)
        layout.addWidget(title, 1)
        layout.addWidget(cancel)
        return line
