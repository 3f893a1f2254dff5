"""The window that makes contact sheets: what a page looks like, and how it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.tasks.contact_sheet import Ground, Paper, Sheet, SheetFormat, page_count
from studio.ui.canvas.images import to_image
from studio.ui.translate import sentence
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import Label, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.card import Card
    from studio.state.exports import Exports
    from studio.ui.main_window import MainWindow

SIZE = (820, 560)
PREVIEW_PX = 460
DRAW_AFTER_MS = 200
MOST_COLUMNS = 20
SMALLEST, LARGEST = 256, 16384


class SheetWindow(QWidget):
    """Shows the first page while one changes how it looks."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Dialog)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Contact sheet"))
        self._window = window
        self._exports: Exports = window.session.exports
        self._cards: Sequence[Card] = ()
        self._make(self._exports.sheet)
        self._soon = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._soon.timeout.connect(self.draw)
        self._lay_out()
        self._connect()
        self.resize(*SIZE)

    def open(self, cards: Sequence[Card]) -> None:
        """Show the window for these pictures."""
        self._cards = cards
        self.show()
        self.raise_()
        self.activateWindow()
        self.name.setFocus()
        self.draw()

    def sheet(self) -> Sheet:
        """Return what the controls say."""
        return replace(
            self._exports.sheet,
            title=self.name.text(),
            caption=self.caption.toPlainText(),
            columns=int(self.columns.value()),
            paper=self.paper.currentData(),
            landscape=self.landscape.isChecked(),
            pixels=(int(self.wide.value()), int(self.high.value())),
            ground=self.ground.currentData(),
            format=self.format.currentData(),
        )

    def draw(self) -> None:
        """Draw the first page anew."""
        self._soon.stop()
        sheet = self.sheet()
        self._pixels.setVisible(sheet.paper is Paper.SCREEN)
        self.landscape.setVisible(sheet.paper is not Paper.SCREEN)
        try:
            pages = page_count(sheet, len(self._cards))
            self._exports.show_sheet(self._cards, sheet, self._longest())
        except StudioError as error:
            self._show_error(error)
            return
        text = self.tr("{n:n} pictures, pages: {pages}")
        self.pages.setText(text.format(n=len(self._cards), pages=pages))

    def write(self) -> None:
        """Ask for a folder and write the sheet."""
        if self.problem.text():
            return
        title = self.tr("Contact sheet to")
        folder = self._window.dialogs.folder(self, title, Path(self._exports.way.folder or "."))
        if folder:
            name = self.name.text().strip() or self.tr("Contact sheet")
            self._exports.print_sheet(self._cards, folder, name, self.sheet())
            self.close()

    def _make(self, sheet: Sheet) -> None:
        tr = self.tr
        self.name = QLineEdit(sheet.title, self)
        self.name.setAccessibleName(tr("Title"))
        self.caption = QPlainTextEdit(sheet.caption, self)
        self.caption.setFixedHeight(56)
        self.caption.setTabChangesFocus(True)
        self.caption.setAccessibleName(tr("Captions"))
        self.caption.setToolTip(tr("Below each picture; fields such as {prompt:60} or {seed}"))
        self.columns = NumberField(1, MOST_COLUMNS, 1, default=4, parent=self)
        self.columns.set_value(sheet.columns)
        self.columns.setAccessibleName(tr("Columns"))
        self.paper = _combo(self, tr("Paper"), (
            ("A4", Paper.A4), ("A3", Paper.A3), (tr("Letter"), Paper.LETTER),
            (tr("Pixels"), Paper.SCREEN),
        ), sheet.paper)  # fmt: skip
        self.landscape = QCheckBox(tr("Landscape"), self)
        self.landscape.setChecked(sheet.landscape)
        self.wide, self.high = (
            NumberField(SMALLEST, LARGEST, 8, default=default, unit="px", parent=self)
            for default in sheet.pixels
        )
        self.wide.setAccessibleName(tr("Width"))
        self.high.setAccessibleName(tr("Height"))
        self.ground = _combo(self, tr("Ground"), (
            (tr("White"), Ground.WHITE), (tr("Gray"), Ground.GRAY), (tr("Black"), Ground.BLACK),
        ), sheet.ground)  # fmt: skip
        self.format = _combo(self, tr("Format"), (
            ("PDF", SheetFormat.PDF), ("PNG", SheetFormat.PNG),
        ), sheet.format)  # fmt: skip
        self.problem, self.pages, self.preview = QLabel(self), Label(self), QLabel(self)
        self.problem.setObjectName("error")
        self.problem.setWordWrap(True)
        self.pages.setObjectName("secondary")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(200, 200)
        self.preview.setAccessibleName(tr("The first page"))
        self.go = QPushButton(tr("Save contact sheet..."), self)
        self.go.setObjectName("primary")

    def _lay_out(self) -> None:
        tr = self.tr
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(row(label(tr("Title")), self.name))
        left.addWidget(row(label(tr("Captions")), self.caption))
        left.addWidget(row(label(tr("Columns")), self.columns))
        left.addWidget(row(label(tr("Paper")), self.paper))
        left.addWidget(row(label(""), self.landscape))
        self._pixels = row(label(tr("Pixels")), self.wide, self.high)
        left.addWidget(self._pixels)
        left.addWidget(row(label(tr("Ground")), self.ground))
        left.addWidget(row(label(tr("Format")), self.format))
        left.addWidget(self.problem)
        left.addStretch(1)
        left.addWidget(self.pages)
        left.addWidget(self.go)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(16)
        outer.addLayout(left, 2)
        outer.addWidget(self.preview, 3)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._soon.start)
        self.caption.textChanged.connect(self._soon.start)
        for field in (self.columns, self.wide, self.high):
            field.changed.connect(lambda _v: self._soon.start())
        for combo in (self.paper, self.ground, self.format):
            combo.currentIndexChanged.connect(self._soon.start)
        self.landscape.toggled.connect(self._soon.start)
        self.go.clicked.connect(self.write)
        self._exports.drawn.connect(self._on_drawn)
        self._exports.not_drawn.connect(self._show_error)

    def _longest(self) -> int:
        return round(PREVIEW_PX * self.devicePixelRatioF())

    def _on_drawn(self, pixels: NDArray[np.uint8]) -> None:
        self.problem.setText("")
        pixmap = QPixmap.fromImage(to_image(pixels))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(pixmap)

    def _show_error(self, error: StudioError) -> None:
        self.problem.setText(sentence(error.message))


def _combo(
    parent: QWidget, name: str, lines: tuple[tuple[str, object], ...], chosen: object
) -> Combo:
    made = Combo(parent)
    made.setAccessibleName(name)
    for title, value in lines:
        made.addItem(title, value)
    made.select(chosen)
    return made
