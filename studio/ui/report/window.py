"""Shows exactly what is copied or saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.state.observable import bind
from studio.state.reporting import Reporting
from studio.tasks.save_text import SaveText

if TYPE_CHECKING:
    from studio.state.desk import Desk
    from studio.ui.dialogs import Dialogs

SIZE = (720, 560)


class ReportWindow(QWidget):
    """A window of its own; nothing is sent anywhere."""

    def __init__(self, desk: Desk, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Copy a report"))
        self._desk = desk
        self._dialogs = dialogs
        self._reporting = Reporting(desk, self)
        self._make_parts()
        bind(self._reporting, "text", self.text.setPlainText)
        QShortcut(QKeySequence("Esc"), self, self.close)
        self.resize(*SIZE)

    def open(self) -> None:
        """Show a fresh report; what was ticked before is not ticked any more."""
        self.prompts.setChecked(False)
        self._reporting.make(with_prompts=False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.copy.setFocus()

    def _make_parts(self) -> None:
        about = QLabel(
            self.tr(
                "This is all that is copied: versions, settings, models and the last lines of the "
                "log. No picture; no prompt unless you want it. Nothing is sent."
            ),
            self,
        )
        about.setWordWrap(True)
        about.setObjectName("secondary")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The report"))
        self.prompts = QCheckBox(self.tr("With my prompts"), self)
        self.prompts.setToolTip(self.tr("Leaves what you wrote in the report"))
        self.prompts.clicked.connect(self._on_prompts)
        self.save = QPushButton(self.tr("Save as file..."), self)
        self.save.setToolTip(self.tr("Writes the report to a text file"))
        self.save.clicked.connect(self._on_save)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setToolTip(self.tr("Puts the report on the clipboard"))
        self.copy.clicked.connect(self._on_copy)
        buttons = QHBoxLayout()
        buttons.addWidget(self.prompts)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(about)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

    def _on_prompts(self, wanted: bool) -> None:
        self._reporting.make(with_prompts=wanted)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._reporting.text)

    def _on_save(self) -> None:
        start = Path.home() / "studio-report.txt"
        path = self._dialogs.text_file(self, self.windowTitle(), start)
        if path:
            self._desk.errands.run(SaveText(path, self._reporting.text))
