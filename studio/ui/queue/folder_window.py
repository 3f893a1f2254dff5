"""A window that makes a batch of what lies in a folder, and says first what will happen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from studio.state.batches import Batch, Use, Wish, planned, queue
from studio.tasks.look_at_batch import BatchFolder, LookAtBatch
from studio.ui.queue.list_window import MANY
from studio.ui.translate import sentence
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.path_label import PathLabel
from studio.ui.widgets.row import label, row

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.ui.main_window import MainWindow

WIDTH = 520
MOST_PROBLEMS = 3  # sentences; the others are counted
DENOISE_STEP = 0.05


class FolderWindow(QDialog):
    """Stays open beside the window; what the files do not say is as the request panel says."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Work off a folder"))
        self._window = window
        self._desk = window.session.desk
        self._found = BatchFolder(folder)
        self._looked = False
        self._batch: Batch | None = None
        self._sure_of = 0
        self._make()
        self._lay_out()
        self._connect()
        task = LookAtBatch(folder, self._desk.catalog.supplies.models)
        self._job = self._desk.errands.run(task, self._on_found, self._on_failed)

    def wish(self) -> Wish:
        """Return what the controls say."""
        denoise = float(self.denoise.value())
        return Wish(self.pictures.currentData(), self.texts.isChecked(), denoise)

    def _make(self) -> None:
        tr = self.tr
        self.folder = PathLabel(self)
        self.folder.show_path(self._found.folder)
        self.told = QLabel(tr("Looking through the folder..."), self)
        self.problems = QLabel(self)
        self.problems.setObjectName("error")
        self.pictures = Combo(self)
        self.pictures.setAccessibleName(tr("Pictures"))
        self.pictures.setToolTip(tr("What becomes of the pictures in the folder"))
        self.pictures.addItem(tr("are made again, by what they say"), Use.RECIPE)
        self.pictures.addItem(tr("are what new pictures start from"), Use.START)
        self.pictures.addItem(tr("are left out"), Use.NONE)
        default = self._desk.draft.denoise
        self.denoise = NumberField(0, 1, DENOISE_STEP, default=default, parent=self)
        self.denoise.setAccessibleName(tr("Change"))
        self.denoise.setToolTip(tr("How much of a picture may become another one"))
        self.texts = QCheckBox(tr("Each text file is a prompt"), self)
        self.texts.setToolTip(tr("All of its lines together; its style and size are the panel's"))
        self.texts.setChecked(True)
        self.count = QLabel(self)
        self.start = QPushButton(tr("Queue them"), self)
        self.start.setObjectName("primary")
        self.start.setEnabled(False)
        for text in (self.told, self.problems, self.count):
            text.setWordWrap(True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.folder)
        column.addWidget(self.told)
        column.addWidget(self.problems)
        column.addWidget(row(label(self.tr("Pictures")), self.pictures))
        self._change = row(label(self.tr("Change")), self.denoise)
        column.addWidget(self._change)
        column.addWidget(self.texts)
        column.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self.count, 1)
        last.addWidget(self.start)
        column.addLayout(last)
        self.problems.hide()
        self._change.hide()
        self._fit(WIDTH)

    def _fit(self, width: int) -> None:
        """Be high enough for all that is said."""
        layout = self.layout()
        needed = layout.heightForWidth(width) if layout else 0
        self.resize(width, max(needed, self.height() if self.isVisible() else 0))

    def _connect(self) -> None:
        self.pictures.currentIndexChanged.connect(self._plan)
        self.denoise.changed.connect(lambda _value: self._plan())
        self.texts.toggled.connect(self._plan)
        self.start.clicked.connect(self._on_start)
        self.finished.connect(self._on_closed)
        self._desk.draft.edited.connect(self._on_draft)

    def _on_found(self, found: BatchFolder) -> None:
        if not shiboken6.isValid(self):
            return  # the windows were rebuilt meanwhile
        self._found, self._looked = found, True
        speaking = sum(picture.recipe is not None for picture in found.pictures)
        text = self.tr(
            "Pictures: {n}, of which {m} say what made them. Text files: {t}. Others: {o}."
        )
        self.told.setText(
            text.format(n=len(found.pictures), m=speaking, t=len(found.texts), o=found.others)
        )
        if found.pictures and not speaking:
            self.pictures.select(Use.START)
        self._show_problems()
        self._plan()

    def _show_problems(self) -> None:
        problems = self._found.problems
        lines = [sentence(problem) for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            lines.append(self.tr("... and {n} more").format(n=len(problems) - MOST_PROBLEMS))
        self.problems.setText("\n".join(lines))
        self.problems.setVisible(bool(lines))

    def _on_failed(self, error: StudioError) -> None:
        if shiboken6.isValid(self):
            self.told.setText(sentence(error.message))

    def _on_draft(self) -> None:
        self._plan()

    def _on_closed(self, _result: int) -> None:
        self._desk.errands.cancel(self._job)

    def _plan(self, _value: object = None) -> None:
        """Say how many pictures there will be, and of how many files there will be none."""
        self._change.setVisible(self.pictures.currentData() is Use.START)
        self._fit(self.width())
        self._sure_of = 0
        self.start.setText(self.tr("Queue them"))
        if not self._looked:
            return
        self._batch = planned(self._found, self.wish(), self._desk)
        self.start.setEnabled(self._batch.pictures > 0)
        parts = [self.tr("Pictures to make: {n}.").format(n=self._batch.pictures)]
        if self._batch.left_out:
            parts.append(self.tr("Files left out: {n}.").format(n=self._batch.left_out))
        if self._batch.strange:
            text = self.tr("With the panel's model, as theirs is not here: {n}.")
            parts.append(text.format(n=self._batch.strange))
        self.count.setText(" ".join(parts))
        self._fit(self.width())

    def _on_start(self) -> None:
        batch = self._batch
        if batch is None:
            return
        if batch.pictures > MANY and self._sure_of != batch.pictures:
            self._sure_of = batch.pictures
            self.start.setText(self.tr("Queue all {n}").format(n=batch.pictures))
            self.count.setText(self.tr("These are many pictures. Press again if you mean it."))
            return
        queue(batch, self._found.folder, self._desk, self._window.session.generation)
        self.close()
