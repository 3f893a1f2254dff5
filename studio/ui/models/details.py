"""One model: its picture, what it is, what it may be used for, with what it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.model import Layout, Model
from studio.core.text import N_
from studio.engine.about import About
from studio.engine.weights import Problem
from studio.ui.canvas.view import to_image
from studio.ui.models.defaults import DefaultsForm
from studio.ui.models.words import Words, halves, size_text
from studio.ui.translate import sentence, shown
from studio.ui.widgets.path_label import brief
from studio.ui.widgets.row import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.addition import Addition
    from studio.state.desk import Desk

PICTURE_PX = 200
LATEST = 50  # runs that are looked at for a picture of the model
N_("Small, 256 px, illustrated scenes. Add a full model under Models.")  # what the starter says


class Details(QScrollArea):
    """Shows a model, an addition or a problem; writes the user's notes."""

    folder_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = Words(self)
        self._entry: Model | Addition | Problem | None = None
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QWidget(self)
        self.page.setObjectName("page")
        self._make_parts()
        self._lay_out()
        self.setWidget(self.page)
        desk.thumbnails.arrived.connect(self._on_thumbnail)
        desk.conversions.changed.connect(self.refresh)

    def show_entry(self, entry: Model | Addition | Problem | None) -> None:
        """Show another one."""
        self._entry = entry
        is_model = isinstance(entry, Model) and bool(entry.family)
        for part in (self.title, self.note, self.use, self.defaults_heading, self.defaults):
            part.setVisible(is_model)
        self.heading.setVisible(entry is not None and not is_model)
        self.folder.setVisible(entry is not None)
        self.hash.setVisible(entry is not None and not isinstance(entry, Problem))
        self.convert.setVisible(isinstance(entry, Problem) and entry.pickle is not None)
        self._show_facts()
        if isinstance(entry, Model) and is_model:
            self._show_model(entry)

    def refresh(self) -> None:
        """Show what has become known since."""
        self._show_facts()

    def _make_parts(self) -> None:
        self.picture = QLabel(self.page)
        self.picture.setAccessibleName(self.tr("A picture of the model"))
        self.heading = QLabel(self.page)
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.title = QLineEdit(self.page)
        self.title.setAccessibleName(self.tr("Name"))
        self.title.setToolTip(self.tr("What the model is called here; empty: its own name"))
        self.title.editingFinished.connect(self._on_title)
        self.note = QLineEdit(self.page)
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("A note of your own"))
        self.note.setToolTip(self.tr("Kept with the settings, not in the model's files"))
        self.note.editingFinished.connect(self._on_note)
        self.use = self._button(
            self.tr("Draw with it"), self.tr("Chooses the model for the next picture"), self._on_use
        )
        self.folder = self._button(
            self.tr("Show in folder"), self.tr("Opens the folder it lies in"), self._on_folder
        )
        self.hash = self._button(
            self.tr("Compute the hash"),
            self.tr("Reads the whole model; other programs know it by this number"),
            self._on_hash,
        )
        self.convert = self._button(
            self.tr("Convert"),
            self.tr(
                "Writes a safetensors file beside it. The pickle is read in a process without any "
                "rights, nothing in it is run, and it stays as it is."
            ),
            self._on_convert,
        )
        self.defaults_heading = QLabel(self.tr("Begins with"), self.page)
        self.defaults_heading.setObjectName("heading")
        self.defaults = DefaultsForm(self._desk, self.page)

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self.page)
        button.setToolTip(tip)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(2)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.use, self.convert, self.folder, self.hash):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self.picture, self.heading, self.title, self.note):
            column.addWidget(part)
        column.addLayout(self.facts)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addWidget(self.defaults_heading)
        column.addWidget(self.defaults)
        column.addStretch(1)

    def _show_model(self, model: Model) -> None:
        note = self._desk.catalog.notes.of(model.key)
        if not self.title.hasFocus():
            self.title.setText(model.title)
        if not self.note.hasFocus():
            self.note.setText(note.note)
        self.defaults.show_model(model)

    def _show_facts(self) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        entry = self._entry
        if entry is None:
            self.picture.hide()
            return
        known = self._desk.facts.of(entry.path)
        pixels = known.pixels if known else None
        if pixels is None and isinstance(entry, Model) and entry.family:
            pixels = self._newest_made_with(entry)
        self.picture.setVisible(pixels is not None)
        if pixels is not None:
            keep, smooth = (
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            whole = QPixmap.fromImage(to_image(pixels).copy())
            self.picture.setPixmap(whole.scaled(QSize(PICTURE_PX, PICTURE_PX), keep, smooth))
        for name, text in self._lines(entry, known.about if known else About()):
            if text:
                self._add_fact(name, text)
        if isinstance(entry, Problem):
            self.convert.setEnabled(not self._desk.conversions.is_running(entry.pickle))
        self.hash.setEnabled(
            not self._desk.facts.hash_of(entry.path) and not self._desk.facts.is_hashing(entry.path)
        )

    def _newest_made_with(self, model: Model) -> NDArray[np.uint8] | None:
        """Return the small picture of the newest run, of the latest ones, that the model made."""
        history = self._desk.history
        for row in range(min(history.rowCount(), LATEST)):
            run = history.run(row)
            if run is not None and run.request.model == model.key:
                return self._desk.thumbnails.get(run)
        return None

    def _on_thumbnail(self, _run_id: str) -> None:
        if isinstance(self._entry, Model) and self.isVisible() and self.picture.isHidden():
            self._show_facts()

    def _lines(self, entry: Model | Addition | Problem, about: About) -> list[tuple[str, str]]:
        path = (self.tr("Path"), brief(entry.path))
        if isinstance(entry, Problem):
            self.heading.setText(self.tr("Cannot be used"))
            return [(self.tr("Why"), sentence(entry.message)), path]
        lines = self._kind_lines(entry, about)
        hash_text = self._desk.facts.hash_of(entry.path)
        if self._desk.facts.is_hashing(entry.path):
            hash_text = self.tr("is being computed...")
        elif hash_text:
            is_file = not isinstance(entry, Model) or entry.layout is not Layout.FOLDER
            hash_text = self._words.hash(hash_text) if is_file else halves(hash_text)
        damage = self._desk.facts.damage_of(entry.path)
        return [
            *lines,
            (self.tr("Damaged"), sentence(damage) if damage else ""),
            (self.tr("Weights"), self._words.weights(about)),
            (self.tr("On the disk"), size_text(entry.size_bytes)),
            (self.tr("License"), self._words.license(about.license)),
            ("", self._words.commercial(about.license)),
            (self.tr("Made by"), about.author),
            (self.tr("About"), about.description),
            path,
            (self.tr("Hash"), hash_text),
        ]

    def _kind_lines(self, entry: Model | Addition, about: About) -> list[tuple[str, str]]:
        if not isinstance(entry, Model):
            self.heading.setText(entry.name)
            return [(self.tr("Kind"), self._words.addition(entry))]
        native = f"{entry.native.width} × {entry.native.height} px" if entry.family else ""
        if not entry.family:
            self.heading.setText(entry.title)
        return [
            (self.tr("Kind"), self._words.kind(entry, self._desk.catalog)),
            (self.tr("Files"), self._words.layout(entry)),
            (self.tr("Parts"), ", ".join(about.parts)),
            (self.tr("Best size"), native),
            (self.tr("Says"), shown(entry.note) if entry.note else ""),
        ]

    def _add_fact(self, name: str, text: str) -> None:
        value = QLabel(text, self.page)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{name}: {text}")
        self.facts.addRow(label(name, self.page), value)

    def _on_title(self) -> None:
        if isinstance(self._entry, Model):
            text, own = self.title.text().strip(), self._desk.catalog.found_title(self._entry.key)
            self._desk.catalog.notes.write(self._entry.key, title="" if text == own else text)

    def _on_note(self) -> None:
        if isinstance(self._entry, Model):
            self._desk.catalog.notes.write(self._entry.key, note=self.note.text().strip())

    def _on_use(self) -> None:
        if isinstance(self._entry, Model):
            self._desk.draft.choose_model(self._entry.key)

    def _on_folder(self) -> None:
        if self._entry is not None:
            path: Path = self._entry.path
            self.folder_asked.emit(path if path.is_dir() else path.parent)

    def _on_hash(self) -> None:
        entry = self._entry
        if entry is not None and not isinstance(entry, Problem):
            name = entry.title if isinstance(entry, Model) else entry.name
            self._desk.facts.compute_hash(entry.path, name)

    def _on_convert(self) -> None:
        if isinstance(self._entry, Problem) and self._entry.pickle:
            self._desk.conversions.start(self._entry.pickle)
