"""A window that makes a picture of every combination of values, and a sheet that shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import RequestError
from studio.core.grid import GridError, cells, legends, read_axis
from studio.state.generation import GridPlan
from studio.state.grids import check_models, knobs_of
from studio.ui.queue.words import QueueWords
from studio.ui.translate import sentence, shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.row import Label, icon_button, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.grid import Axis, Knob
    from studio.core.request import Request
    from studio.ui.main_window import MainWindow

MANY = 500  # pictures that are asked about once more
WIDTH = 560
KNOB_WIDTH = 168
PROBLEM_HEIGHT = 18
FIRST = ("params.steps", "params.guidance", "")  # what the axes vary to begin with
EN_SPACE = "\u2002"


class GridWindow(QDialog):
    """Stays open beside the window; what no axis varies is as the request panel says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("XY grid"))
        self._window = window
        self._desk = window.session.desk
        self._sure_of = 0
        self._cells: tuple[Request, ...] = ()
        self._axes: tuple[Axis, ...] = ()
        self._words = QueueWords(self)
        self.across = AxisRow(self.tr("Columns (x)"), self)
        self.down = AxisRow(self.tr("Rows (y)"), self)
        self.sheets = AxisRow(self.tr("Sheets (z)"), self, optional=True)
        self.rows = (self.across, self.down, self.sheets)
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.start = QPushButton(self.tr("Queue the grid"), self)
        self.start.setObjectName("primary")
        self.start.setToolTip(self.tr("Makes what the project does not have yet, then the sheet"))
        self._lay_out()
        for line in self.rows:
            line.changed.connect(self._read)
        self.start.clicked.connect(self._on_start)
        self._desk.draft.edited.connect(self._on_draft)
        for line, key in zip(self.rows, FIRST, strict=True):
            line.offer(self._knobs(), key)
        self._read()

    def _lay_out(self) -> None:
        hint = QLabel(
            self.tr(
                "Values with commas between them, or ranges of numbers: 1-10, 1-10 (+3), "
                "1-10 [4]. Everything else is as in the panel."
            ),
            self,
        )
        hint.setObjectName("secondary")
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(hint)
        for line in self.rows:
            column.addWidget(line)
        column.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self.count, 1)
        last.addWidget(self.start)
        column.addLayout(last)
        self.resize(WIDTH, self.sizeHint().height())

    def _knobs(self) -> tuple[Knob, ...]:
        return knobs_of(self._desk.draft.request(), self._desk.catalog)

    def _on_draft(self) -> None:
        """Take over what the panel says now."""
        found = self._knobs()
        for line in self.rows:
            line.offer(found, line.key)
        self._read()

    def _read(self) -> None:
        """Read the axes, and say how many pictures they make."""
        self._cells = self._axes = ()
        self._sure_of = 0
        self.start.setText(self.tr("Queue the grid"))
        told = [line.read() for line in self.rows]
        self._axes = tuple(axis for axis in told if axis)
        whole = all(axis or not line.needed for axis, line in zip(told, self.rows, strict=True))
        if whole:
            try:
                self._cells = cells(self._base(), self._axes)
                if any(axis.knob.first for axis in self._axes):
                    check_models(self._cells, self._desk.catalog)
            except RequestError as error:
                self._cells = ()
                self.count.setText(sentence(error.message))
        self.start.setEnabled(bool(self._cells))
        if self._cells:
            self.count.setText(self._told())
        elif not whole:
            self.count.setText(self.tr("Write the values of both axes."))

    def _base(self) -> Request:
        return replace(self._desk.draft.request(), count=1)

    def _told(self) -> str:
        n = len(self._cells)
        seconds = self._desk.pace.seconds(self._cells)
        if seconds is None:
            seconds = self._desk.lines.seconds_for(n)
        sides = " × ".join(str(len(axis.values)) for axis in self._axes)
        text = self.tr("Pictures: {n} ({sides})").format(n=n, sides=sides)
        if seconds is None:
            return text
        time = self.tr("about {time}").format(time=self._words.time(seconds))
        return f"{text}  ·  {time}"

    def _on_start(self) -> None:
        pictures = len(self._cells)
        if pictures > MANY and self._sure_of != pictures:
            self._sure_of = pictures
            self.start.setText(self.tr("Queue all {n}").format(n=pictures))
            self.count.setText(self.tr("These are many pictures. Press again if you mean it."))
            return
        titles = tuple(shown(axis.knob.title) for axis in self._axes)
        plan = GridPlan(self._base(), legends(self._axes, titles))
        self._window.session.generation.enqueue_grid(plan, self._cells)
        self.close()


class AxisRow(QWidget):
    """One axis: what it varies, its values, and what is wrong with them."""

    changed = Signal()

    def __init__(self, title: str, parent: QWidget, *, optional: bool = False) -> None:
        super().__init__(parent)
        self._optional = optional
        self._known: dict[str, Knob] = {}
        self.what = Combo(self)
        self.what.setFixedWidth(KNOB_WIDTH)
        self.what.setAccessibleName(self.tr("{axis}: what varies").format(axis=title))
        self.what.setToolTip(self.tr("What is another in each picture along this axis"))
        self.values = QLineEdit(self)
        self.values.setAccessibleName(self.tr("{axis}: values").format(axis=title))
        self.values.setToolTip(
            self.tr("Commas between values; a value with a comma of its own stands in quotes")
        )
        self.every = icon_button("plus", self.tr("Put in all there are"), self._on_every)
        self.problem = Label(self)
        self.problem.setObjectName("error")
        self.problem.setFixedHeight(PROBLEM_HEIGHT)  # the rows below it stay where they are
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(row(label(title), self.what, self.values, self.every))
        column.addWidget(self.problem)
        self.what.currentIndexChanged.connect(self._on_what)
        self.values.textChanged.connect(lambda _text: self.changed.emit())
        self.values.returnPressed.connect(self._show_wrong)
        self._wrong = (0, 0)

    @property
    def key(self) -> str:
        """What varies; "" for nothing."""
        return str(self.what.currentData() or "")

    @property
    def needed(self) -> bool:
        """Whether there must be values."""
        return bool(self.key)

    def offer(self, knobs: Sequence[Knob], key: str) -> None:
        """Let the user choose among some knobs; `key` is the one that is chosen."""
        before = list(self._known)
        self._known = {knob.key: knob for knob in knobs}
        if list(self._known) == before:
            self._show_example()
            return
        self.what.blockSignals(True)  # the window reads all axes afterwards
        self.what.clear()
        if self._optional:
            self.what.addItem(self.tr("nothing"), "")
        for knob in knobs:
            self.what.addItem(shown(knob.title), knob.key)
        self.what.select(key)
        if self.what.currentIndex() < 0:
            self.what.setCurrentIndex(0)
        self.what.blockSignals(False)
        self._show_example()

    def read(self) -> Axis | None:
        """Return the axis, or None; what is wrong is said below the values."""
        problem, self._wrong = "", (0, 0)
        axis = None
        knob = self._known.get(self.key)
        if knob and self.values.text().strip():
            try:
                axis = read_axis(knob, self.values.text())
            except GridError as error:
                problem, self._wrong = sentence(error.message), (error.start, error.end)
        self.problem.setText(problem)
        self.problem.setToolTip(problem)
        if self.values.property("wrong") != bool(problem):
            self.values.setProperty("wrong", bool(problem))
            self.values.style().polish(self.values)
        return axis

    def _on_what(self, _index: int) -> None:
        self._show_example()
        self.changed.emit()

    def _show_example(self) -> None:
        knob = self._known.get(self.key)
        self.values.setEnabled(knob is not None)
        self.values.setPlaceholderText(knob.example.replace("   ", EN_SPACE * 3) if knob else "")
        self.every.setVisible(bool(knob and knob.every))

    def _on_every(self) -> None:
        knob = self._known.get(self.key)
        if knob:
            self.values.setText(knob.every)
            self.values.setFocus()

    def _show_wrong(self) -> None:
        """Select the value that is wrong."""
        start, end = self._wrong
        if end > start:
            self.values.setSelection(start, end - start)
