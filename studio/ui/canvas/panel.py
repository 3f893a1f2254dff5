"""The middle of the window: the canvas, its slim tool bar, and a line about the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from studio.state.canvas import Origin
from studio.state.observable import bind
from studio.ui.canvas.start_page import StartPage
from studio.ui.canvas.view import ZOOM_PER_NOTCH, CanvasView
from studio.ui.translate import sentence
from studio.ui.widgets.row import Label, icon_button

if TYPE_CHECKING:
    from studio.core.text import Message
    from studio.state.canvas import Shown
    from studio.state.session import Session


class CanvasPanel(QWidget):
    """Shows the first page until there is a picture."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        desk = session.desk
        self.view = CanvasView(desk.canvas, session.levels, desk.memory, self)
        self.start_page = StartPage(self)
        self.start_page.chosen.connect(self._on_example)
        self.about = Label(self)
        self.about.setObjectName("secondary")
        self.notes = Label(self)
        self.notes.setObjectName("secondary")
        self.zoom = QLabel(self)
        self.zoom.setObjectName("secondary")
        self._lay_out()
        bind(desk.canvas, "shown", self._on_shown)
        bind(desk.canvas, "notes", self._on_notes)
        self.view.zoom_changed.connect(lambda zoom: self.zoom.setText(f"{zoom:.0%}"))
        self.view.stepped.connect(session.browsing.step)
        desk.queue.progress_changed.connect(lambda: self.view.show_progress(desk.queue.fraction()))

    def _lay_out(self) -> None:
        tools = QWidget(self)
        tools.setObjectName("bar")
        tools.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(tools)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        for button in (
            icon_button("frame-corners", self.tr("Whole picture (0)"), self.view.fit),
            icon_button("number-square-one", self.tr("Actual size (1)"), self.view.actual_size),
            icon_button(
                "magnifying-glass-plus",
                self.tr("Zoom in (+)"),
                lambda: self.view.zoom_by(ZOOM_PER_NOTCH),
            ),
            icon_button(
                "magnifying-glass-minus",
                self.tr("Zoom out (-)"),
                lambda: self.view.zoom_by(1 / ZOOM_PER_NOTCH),
            ),
        ):
            column.addWidget(button)
        column.addStretch(1)
        self.tools = tools
        stage = QWidget(self)
        self._stack = QStackedLayout(stage)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.start_page)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(tools)
        upper.addWidget(stage, 1)
        self.footer = QWidget(self)
        self.footer.setObjectName("bar")
        self.footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self.footer)
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(16)
        line.addWidget(self.about, 1)
        line.addWidget(self.notes, 2)
        line.addWidget(self.zoom)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(upper, 1)
        outer.addWidget(self.footer)

    def _on_shown(self, shown: Shown | None) -> None:
        self._stack.setCurrentWidget(self.view if shown else self.start_page)
        for part in (self.footer, self.tools):
            part.setVisible(shown is not None)
        if not shown:
            return
        parts = [f"{shown.extent.width} × {shown.extent.height}"]
        if shown.run:
            parts.append(self.tr("seed {seed}").format(seed=shown.run.request.seed))
            parts.append(self.tr("{n:.1f} s").format(n=shown.run.seconds))
        elif shown.origin is Origin.PREVIEW:
            parts.append(self.tr("forming..."))
        else:
            parts.append(self.tr("not saved"))
        self.about.setText(" · ".join(parts))
        facts = shown.run.facts if shown.run else {}
        self.about.setToolTip("\n".join(f"{name}: {value}" for name, value in facts.items()))

    def _on_notes(self, notes: tuple[Message, ...]) -> None:
        text = "  ".join(sentence(note) for note in notes)
        self.notes.setText(text)
        self.notes.setToolTip(text)
        self.notes.setVisible(bool(text))

    def _on_example(self, text: str) -> None:
        self._session.desk.draft.prompt = text
        self._session.generation.generate()
