"""Offers to search the folders of other programs that were found on this machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.state.observable import bind
from studio.ui.widgets.path_label import brief

if TYPE_CHECKING:
    from pathlib import Path

    from studio.state.programs import Programs


class ProgramRows(QWidget):
    """One line for each folder; none where there is none."""

    def __init__(self, programs: Programs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._programs = programs
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.buttons: dict[Path, QPushButton] = {}
        bind(programs, "found", self._on_found)

    def _on_found(self, found: tuple[Path, ...]) -> None:
        while item := self._column.takeAt(0):
            if row := item.widget():
                row.hide()
                row.deleteLater()
        self.buttons = {folder: self._add(folder) for folder in found}
        self.setVisible(bool(found))

    def _add(self, folder: Path) -> QPushButton:
        row = QWidget(self)
        text = QLabel(self.tr("Models of another program: {folder}").format(folder=brief(folder)))
        text.setObjectName("secondary")
        text.setWordWrap(True)
        text.setToolTip(str(folder))
        button = QPushButton(self.tr("Use them"), row)
        button.setAccessibleName(self.tr("Use the models in {folder}").format(folder=folder))
        button.setToolTip(self.tr("Searches this folder, too; its files stay where they are"))
        button.clicked.connect(partial(self._on_use, folder))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(text, 1)
        line.addWidget(button)
        self._column.addWidget(row)
        return button

    def _on_use(self, folder: Path) -> None:
        self._programs.use(folder)
