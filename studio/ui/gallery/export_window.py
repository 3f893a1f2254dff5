"""The window that exports pictures: names with a live example, format, folder."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.core.artifact import Picture
from studio.core.naming import FIELDS, NamingError, name_of
from studio.core.settings import LONGEST_TEXT
from studio.state.observable import bind
from studio.ui.translate import sentence, shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.flow import Flow
from studio.ui.widgets.row import Label, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.library.card import Card
    from studio.core.policy import Policy
    from studio.state.exports import Exports, Way
    from studio.ui.main_window import MainWindow

WIDTH = 460
EXAMPLES = {"prompt": "{prompt:40}", "number": "{number:04}"}


class TemplateLine(QLineEdit):
    """A template; where it is wrong it is framed, and the wrong field can be gone to."""

    def show_error(self, error: NamingError | None) -> None:
        """Mark it as wrong, or right."""
        self.setProperty("wrong", error is not None)
        self.style().polish(self)

    def go_to(self, error: NamingError) -> None:
        """Select what is wrong."""
        self.setFocus()
        self.setSelection(error.start, error.end - error.start)


class ExportWindow(QWidget):
    """Exports the pictures it was opened with; stays until it is closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Dialog)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Export pictures"))
        self._window = window
        self._exports: Exports = window.session.exports
        self._cards: Sequence[Card] = ()
        self._error: NamingError | None = None
        way = self._exports.way
        self.template = TemplateLine(way.template, self)
        self.template.setAccessibleName(self.tr("Name"))
        self.template.setToolTip(self.tr("What the files are called; fields stand in braces"))
        self.example, self.problem = Label(self), QLabel(self)
        self.format = Combo(self)
        self._make_inside(way)
        self.folder = Label(way.folder or str(Path.home()), self)
        self.choose = QPushButton(self.tr("Choose..."), self)
        self.choose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.go = QPushButton(self)
        self.go.setObjectName("primary")
        self._fill_formats(way.format)
        self._lay_out()
        self.template.textChanged.connect(self._refresh)
        self.template.returnPressed.connect(self.export)
        self.format.currentIndexChanged.connect(self._refresh)
        self.choose.clicked.connect(self._on_choose)
        self.go.clicked.connect(self.export)
        self.resize(WIDTH, self.sizeHint().height())

    def _make_inside(self, way: Way) -> None:
        """Make what says what goes along inside the files."""
        self.rights = QLineEdit(self._window.session.desk.memory.settings.rights, self)
        self.rights.setMaxLength(LONGEST_TEXT)
        self.rights.setAccessibleName(self.tr("Rights"))
        self.rights.setPlaceholderText(self.tr("© and your name, or nothing"))
        self.rights.setToolTip(self.tr("Written into every picture that is exported"))
        self.with_text = QCheckBox(self.tr("With the parameters inside the picture"), self)
        self.with_text.setToolTip(
            self.tr("Other programs, and this one, can read from the file how it was made")
        )
        self.with_text.setChecked(way.with_text)
        self.with_origin = QCheckBox(self.tr("With where it comes from: drawn by a model"), self)
        self.with_origin.setToolTip(
            self.tr("Says so in XMP, in the words of the IPTC, with your line of rights")
        )
        self.with_origin.setChecked(way.with_origin)
        self.inside = QLabel(self)
        self.inside.setObjectName("secondary")
        bind(self._window.session.desk.preferences, "policy", self._on_policy)
        for box in (self.with_text, self.with_origin):
            box.toggled.connect(self._on_inside)
        self._on_inside()

    def open(self, cards: Sequence[Card]) -> None:
        """Show the window for these pictures."""
        self._cards = cards
        self._window.session.desk.preferences.look_at_policy()
        self._refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.template.setFocus()

    def export(self) -> None:
        """Write the pictures, or show where the template is wrong."""
        if self._error:
            self.template.go_to(self._error)
            return
        way = replace(
            self._exports.way,
            template=self.template.text(),
            format=self.format.currentData(),
            with_text=self.with_text.isChecked(),
            with_origin=self.with_origin.isChecked(),
            folder=self.folder.text(),
        )
        exporter = self._window.exporters[way.format]
        preferences = self._window.session.desk.preferences
        preferences.choose("rights", self.rights.text().strip())
        self._exports.export(self._cards, Path(way.folder), exporter, way)
        self.close()

    def _fill_formats(self, key: str) -> None:
        for name, exporter in self._window.exporters.items():
            if Picture in exporter.accepts:
                self.format.addItem(shown(exporter.title), name)
        self.format.select(key)

    def _lay_out(self) -> None:
        fields = QWidget(self)
        flow = Flow(fields)
        for name in FIELDS:
            field = EXAMPLES.get(name, f"{{{name}}}")
            chip = QPushButton(field, fields)
            chip.setObjectName("chip")
            chip.setToolTip(self.tr("Put this field into the name"))
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self._insert, field))
            flow.addWidget(chip)
        self.example.setObjectName("secondary")
        self.problem.setObjectName("error")
        self.problem.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(row(label(self.tr("Name")), self.template))
        column.addWidget(fields)
        column.addWidget(row(label(self.tr("Example")), self.example))
        column.addWidget(self.problem)
        column.addWidget(row(label(self.tr("Format")), self.format))
        column.addWidget(row(label(self.tr("Rights")), self.rights))
        column.addWidget(row(label(self.tr("Inside")), self.with_text))
        column.addWidget(row(label(""), self.with_origin))
        column.addWidget(row(label(""), self.inside))
        column.addWidget(row(label(self.tr("Folder")), self.folder, self.choose))
        column.addStretch(1)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.go)
        column.addLayout(last)

    def _on_policy(self, policy: Policy) -> None:
        self.with_origin.setEnabled(not policy.say_origin)
        if policy.say_origin:
            self.with_origin.setChecked(True)
            self.with_origin.setToolTip(self.tr("This studio's policy wants it always said"))

    def _on_inside(self) -> None:
        """Say what a copy without anything inside is: there is no room for rights in it."""
        with_text, with_origin = self.with_text.isChecked(), self.with_origin.isChecked()
        self.rights.setEnabled(with_text or with_origin)
        clean = self.tr("A clean copy: the pixels, and nothing else.")
        self.inside.setText("" if with_text or with_origin else clean)

    def _insert(self, field: str, _checked: bool = False) -> None:
        self.template.insert(field)

    def _refresh(self) -> None:
        count = len(self._cards)
        many = self.tr("Export {n:n} pictures").format(n=count)
        self.go.setText(many if count != 1 else self.windowTitle())
        self._error = None
        suffix = self._window.exporters[self.format.currentData()].suffix
        if self._cards:
            subject = self._exports.subject(self._cards[0])
            try:
                self.example.setText(name_of(self.template.text(), subject) + suffix)
            except NamingError as error:
                self._error = error
                self.example.setText("")
        self.template.show_error(self._error)
        self.problem.setText(sentence(self._error.message) if self._error else "")
        self.problem.setVisible(self._error is not None)

    def _on_choose(self) -> None:
        title = self.tr("Export to")
        folder = self._window.dialogs.folder(self, title, Path(self.folder.text()))
        if folder:
            self.folder.setText(str(folder))
