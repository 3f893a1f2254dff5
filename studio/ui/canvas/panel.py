"""The middle of the window: the canvas, its slim tool bar, the candidates, and a line of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.state.observable import bind
from studio.ui.canvas.footer import Footer
from studio.ui.canvas.info import InfoOverlay
from studio.ui.canvas.start_page import StartPage
from studio.ui.canvas.strip import Strip
from studio.ui.canvas.tool_bar import ToolBar
from studio.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from studio.state.canvas import Shown
    from studio.state.session import Session
    from studio.ui.canvas.reading import Reading


class CanvasPanel(QWidget):
    """Shows the first page until there is a picture."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        desk = session.desk
        self.view = CanvasView(desk.canvas, session.levels, desk.memory, self)
        self.info = InfoOverlay(desk.canvas, desk.catalog, self.view)
        self.start_page = StartPage(self)
        self.start_page.chosen.connect(self._on_example)
        self.tools = ToolBar(session, self.view, self)
        self.strip = Strip(session, self)
        self.footer = Footer(desk.canvas, self.view, self)
        self.about, self.notes = self.footer.about, self.footer.notes
        self.zoom = self.footer.zoom
        self._lay_out()
        bind(desk.canvas, "shown", self._on_shown)
        self.view.stepped.connect(session.browsing.step)
        self.view.color_asked.connect(self.copy_color)
        self.view.flip_asked.connect(session.comparison.with_previous)
        self.view.pin_asked.connect(session.comparison.pin)
        desk.queue.progress_changed.connect(self._on_progress)

    def color(self) -> Reading | None:
        """Return the pixel under the mouse, or that in the middle of the canvas."""
        view = self.view
        middle = QPointF(view.width() / 2, view.height() / 2)
        return self.footer.pixel.reading or view.reading_at(middle)

    def copy_color(self) -> None:
        """Put the color under the mouse on the clipboard, as #rrggbb."""
        reading = self.color()
        if reading is None:
            text = message(N_("There is no picture on the canvas whose color could be copied."))
            self._session.desk.notices.tell(Notice(text, Level.INFO, topic="color"))
        else:
            QGuiApplication.clipboard().setText(reading.hex)
            self.footer.pixel.show_copied(reading)

    def _lay_out(self) -> None:
        stage = QWidget(self)
        self._stack = QStackedLayout(stage)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.start_page)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.tools)
        upper.addWidget(stage, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(upper, 1)
        outer.addWidget(self.strip)
        outer.addWidget(self.footer)

    def _on_shown(self, shown: Shown | None) -> None:
        self._stack.setCurrentWidget(self.view if shown else self.start_page)
        for part in (self.footer, self.tools):
            part.setVisible(shown is not None)

    def _on_progress(self) -> None:
        queue = self._session.desk.queue
        job = queue.leading
        stage = ""
        if job and job.progress and job.progress.total:
            request = getattr(job.task, "request", None)
            steps = max(job.progress.total // (request.count if request else 1), 1)
            step = job.progress.step % steps + 1
            stage = self.tr("preview, step {n} of {total}").format(n=step, total=steps)
        self.view.show_progress(queue.fraction(), stage)
        self.footer.show_stage(stage)

    def _on_example(self, text: str) -> None:
        self._session.desk.draft.prompt = text
        self._session.generation.generate()
