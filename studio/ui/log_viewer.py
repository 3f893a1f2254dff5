"""The log of this start and of former ones, by level and by words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.log_files import LEVELS
from studio.core.paths import cache_folder
from studio.state.logs import Logs
from studio.state.observable import bind
from studio.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from studio.state.desk import Desk
    from studio.tasks.read_log import LogText
    from studio.ui.dialogs import Dialogs

SIZE = (860, 520)
FOLLOW_MS = 1000
ANY = "DEBUG"


class LogViewer(QWidget):
    """A window of its own that reads the end of one log, again and again while it follows."""

    def __init__(self, desk: Desk, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Log"))
        self._dialogs = dialogs
        self._logs = Logs(cache_folder() / "logs", desk.errands, self)
        self._make_parts()
        self._lay_out()
        self._timer = QTimer(self, interval=FOLLOW_MS)
        self._timer.timeout.connect(self._on_tick)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        QShortcut(QKeySequence("Esc"), self, self.close)
        bind(self._logs, "text", self._on_text)
        self.resize(*SIZE)

    def open(self, path: Path | None = None) -> None:
        """Show a log, or the newest of the window; nothing of it is narrowed down at first."""
        self.show()
        self.raise_()
        self.activateWindow()
        if path:
            self.level.select(ANY)
            self.search.clear()
        self._logs.read(path)
        self._timer.start()

    def _make_parts(self) -> None:
        self.file = Combo(self)
        self.file.setAccessibleName(self.tr("Which log"))
        self.file.setToolTip(self.tr("This start, former ones, and the process of the models"))
        self.file.activated.connect(self._on_file)
        self.level = Combo(self)
        self.level.setAccessibleName(self.tr("How much of it"))
        self.level.setToolTip(self.tr("Shows entries of this weight and above"))
        names = (self.tr("Everything"), self.tr("What happens"), self.tr("Warnings"),
                 self.tr("Errors"))  # fmt: skip
        for key, title in zip(LEVELS, names, strict=True):
            self.level.addItem(title, key)
        self.level.activated.connect(self._show_lines)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Only lines with"))
        self.search.setAccessibleName(self.tr("Only lines with"))
        self.search.setToolTip(self.tr("Shows the lines that have these words (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_lines)
        self.follow = QCheckBox(self.tr("Follow"), self)
        self.follow.setToolTip(self.tr("Reads on, and stays at the end"))
        self.follow.setChecked(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The log"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setToolTip(self.tr("Copies the lines that are shown"))
        self.copy.clicked.connect(self._on_copy)
        self.folder = QPushButton(self.tr("Show in folder"), self)
        self.folder.setToolTip(self.tr("Opens the folder of the logs"))
        self.folder.clicked.connect(self._on_folder)

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for widget, share in ((self.file, 2), (self.level, 1), (self.search, 2), (self.follow, 0)):
            top.addWidget(widget, share)
        bottom.addStretch(1)
        bottom.addWidget(self.copy)
        bottom.addWidget(self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(bottom)

    def _on_text(self, found: LogText) -> None:
        if self.file.count() != len(found.files) or self.file.currentData() != str(found.path):
            self.file.clear()
            for file in found.files:
                kind = self.tr("Models") if file.is_worker else self.tr("Window")
                self.file.addItem(f"{_when(file.started)}  {kind}", str(file.path))
            self.file.select(str(found.path))
        self._show_lines()

    def _show_lines(self, *_values: object) -> None:
        least = LEVELS.index(self.level.currentData() or ANY)
        words = self.search.text().casefold()
        lines = [
            line
            for level, line in self._logs.text.lines
            if LEVELS.index(level) >= least and words in line.casefold()
        ]
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self.text.setPlainText("\n".join(lines))
        bar.setValue(bar.maximum() if self.follow.isChecked() else min(place, bar.maximum()))

    def _on_tick(self) -> None:
        if not self.isVisible():
            self._timer.stop()
        elif self.follow.isChecked():
            self._logs.read(self._logs.text.path)

    def _on_file(self, _index: int) -> None:
        self._logs.read(Path(self.file.currentData()))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _on_folder(self) -> None:
        self._dialogs.show_folder(cache_folder() / "logs")


def _when(started: str) -> str:
    """Return 2026-01-31 12:30:00 for 20260131-123000."""
    d = started
    return f"{d[:4]}-{d[4:6]}-{d[6:8]} {d[9:11]}:{d[11:13]}:{d[13:15]}" if len(d) == 15 else d
