"""A window that makes many pictures of a list of prompts, or of every combination of words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
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
from studio.core.prompt_list import Written
from studio.core.request import SEED_LIMIT
from studio.core.text import N_, message
from studio.ui.queue.words import QueueWords
from studio.ui.translate import sentence

if TYPE_CHECKING:
    from studio.core.errors import StudioError
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
        self._job = ""
        self._rows: dict[str, list[Written]] = {}  # what a table says of its prompts
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
        self.from_file = QPushButton(self.tr("From files..."), self)
        self.from_file.setToolTip(
            self.tr("Lines of a text, or a table with the columns prompt, negative, seed")
        )
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.start = QPushButton(self.tr("Queue them"), self)
        self.start.setObjectName("primary")
        self._lay_out()
        self.text.textChanged.connect(self._show_count)
        self.combine.toggled.connect(self._show_count)
        self.start.clicked.connect(self._on_start)
        self.from_file.clicked.connect(self._on_from_file)
        self.finished.connect(self._on_closed)
        self._show_count()

    def prompts(self) -> list[Written]:
        """Return the prompts as they would be queued. Raises `RequestError`."""
        found: list[Written] = []
        seen: Counter[str] = Counter()
        for line in prompts_in(self.text.toPlainText()):
            rows = self._rows.get(line, [])
            row = rows[min(seen[line], len(rows) - 1)] if rows else Written(line)
            seen[line] += 1
            texts = combined(line) if self.combine.isChecked() else [line]
            found += [replace(row, prompt=text) for text in texts]
        return found

    def requests(self) -> list[Request]:
        """Return what would be asked for; what a table says goes before the panel."""
        draft = self._window.session.desk.draft.request()
        step = 0 if self.same_seed.isChecked() else draft.count
        return [
            replace(
                draft,
                prompt=row.prompt,
                negative=row.negative or draft.negative,
                seed=(draft.seed + n * step) % SEED_LIMIT if row.seed is None else row.seed,
            )
            for n, row in enumerate(self.prompts())
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
        tools = QHBoxLayout()
        tools.addWidget(self.from_file)
        tools.addStretch(1)
        column.addLayout(tools)
        column.addWidget(self.combine)
        column.addWidget(self.same_seed)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.start)
        column.addLayout(line)
        self.resize(*SIZE)

    def _show_count(self, _on: bool = False) -> None:
        try:
            requests = self.requests()
        except RequestError as error:
            self.count.setText(sentence(error.message))
            self.start.setEnabled(False)
            return
        pictures = sum(request.count for request in requests)
        self._sure_of = 0
        self.start.setEnabled(pictures > 0)
        self.start.setText(self.tr("Queue them"))
        self.count.setText(self._told(requests, pictures))

    def _told(self, requests: list[Request], pictures: int) -> str:
        text = self.tr("Pictures: {n}").format(n=pictures)
        desk = self._window.session.desk
        seconds = desk.pace.seconds(requests)
        if seconds is None:
            seconds = desk.lines.seconds_for(pictures)
        if seconds is None or not pictures:
            return text
        time = self.tr("about {time}").format(time=QueueWords(self).time(seconds))
        return f"{text}  ·  {time}"

    def _on_from_file(self) -> None:
        """Ask for files, and read them on their lane."""
        from studio.tasks.read_prompts import ReadPrompts  # read when it is needed

        title = self.tr("Files with prompts")
        paths = self._window.dialogs.files(self, title, Path.home())
        if paths:
            task = ReadPrompts(tuple(paths))
            errands = self._window.session.desk.errands
            self._job = errands.run(task, self._on_read, self._on_unread)

    def _on_read(self, rows: tuple[Written, ...]) -> None:
        if not shiboken6.isValid(self):
            return  # the windows were rebuilt meanwhile
        self._rows = {}
        for row in rows:
            self._rows.setdefault(row.prompt, []).append(row)
        self.text.setPlainText("\n".join(row.prompt for row in rows))
        self._show_count()

    def _on_unread(self, error: StudioError) -> None:
        if shiboken6.isValid(self):
            self.count.setText(sentence(error.message))

    def _on_closed(self, _result: int) -> None:
        self._window.session.desk.errands.cancel(self._job)

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
