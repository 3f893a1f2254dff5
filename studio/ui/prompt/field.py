"""A text of the prompt language with a line below it that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.translate import sentence

if TYPE_CHECKING:
    from studio.core.prompt.checking import Mark
    from studio.ui.prompt_edit import PromptEdit


class PromptField(QWidget):
    """The text is `edit`; the line takes no room while all is well, unless tools stand there."""

    def __init__(self, edit: PromptEdit, *tools: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        self.line = ErrorLine(self)
        self.line.setVisible(bool(tools))
        self._has_tools = bool(tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(edit)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.line, 1)
        for tool in tools:
            below.addWidget(tool)
        column.addLayout(below)
        edit.told.connect(self._on_told)

    def _on_told(self, mark: Mark | None) -> None:
        text = sentence(mark.message) if mark else ""
        self.line.setText(text)
        self.line.setToolTip(text)
        self.line.setVisible(self._has_tools or bool(text))


class ErrorLine(QLabel):
    """A sentence in as many lines as it takes; it never widens the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("error")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, 0)
