"""A window that makes many pictures of a list of prompts, or of every combination of words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from studio.core.errors import RequestError
from studio.core.matrix import combined, prompts_in
from studio.core.request import SEED_LIMIT
from studio.core.text import N_, message
from studio.ui.translate import sentence

if TYPE_CHECKING:
    from studio.core.request import Request
    from studio.ui.main_window import MainWindow

MANY = 500  # pictures that are asked about once more
SIZE = (480, 420)


class ListWindow(QDialog):
    """Stays open beside the window; everything but the prompts is as the request panel says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A list of prompts"))
        self._window = window
        self._sure_of = 0
        self.text = QPlainTextEdit(window.session.desk.draft.prompt, self)
        self.text.setAccessibleName(self.tr("Prompts, one a line"))
        self.text.setTabChangesFocus(True)
        self.combine = QCheckBox(self.tr("Every combination of {a|b} and of parts after |"), self)
        self.combine.setToolTip(
            self.tr("A house|at night|in snow: alone, with each part, with both")
        )
        self.same_seed = QCheckBox(self.tr("The same seed for all"), self)
        self.same_seed.setToolTip(self.tr("The pictures differ by their words alone"))
        self.same_seed.setChecked(True)
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.start = QPushButton(self.tr("Queue them"), self)
        self.start.setObjectName("primary")
        self._lay_out()
        self.text.textChanged.connect(self._show_count)
        self.combine.toggled.connect(self._show_count)
        self.start.clicked.connect(self._on_start)
        self._show_count()

    def prompts(self) -> list[str]:
        """Return the prompts as they would be queued. Raises `RequestError`."""
        lines = prompts_in(self.text.toPlainText())
        if not self.combine.isChecked():
            return lines
        return [prompt for line in lines for prompt in combined(line)]

    def requests(self) -> list[Request]:
        """Return what would be asked for."""
        draft = self._window.session.desk.draft.request()
        step = 0 if self.same_seed.isChecked() else draft.count
        return [
            replace(draft, prompt=prompt, seed=(draft.seed + n * step) % SEED_LIMIT)
            for n, prompt in enumerate(self.prompts())
        ]

    def _lay_out(self) -> None:
        hint = QLabel(
            self.tr("One prompt a line. Model, style, size and seed are those of the panel."), self
        )
        hint.setObjectName("secondary")
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(hint)
        column.addWidget(self.text, 1)
        column.addWidget(self.combine)
        column.addWidget(self.same_seed)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.start)
        column.addLayout(line)
        self.resize(*SIZE)

    def _show_count(self, _on: bool = False) -> None:
        try:
            pictures = len(self.prompts()) * self._window.session.desk.draft.count
        except RequestError as error:
            self.count.setText(sentence(error.message))
            self.start.setEnabled(False)
            return
        self._sure_of = 0
        self.start.setEnabled(pictures > 0)
        self.start.setText(self.tr("Queue them"))
        self.count.setText(self.tr("Pictures: {n}").format(n=pictures))

    def _on_start(self) -> None:
        requests = self.requests()
        pictures = sum(request.count for request in requests)
        if pictures > MANY and self._sure_of != pictures:
            self._sure_of = pictures
            self.start.setText(self.tr("Queue all {n}").format(n=pictures))
            self.count.setText(self.tr("These are many pictures. Press again if you mean it."))
            return
        title = message(N_("List of {n} prompts"), n=len(requests))
        self._window.session.generation.enqueue(requests, title)
        self.close()
