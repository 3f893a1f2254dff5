"""A part of a panel that folds away under its title."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.palette import Role


class Section(QWidget):
    """A title to click on and a content that shows or hides; `toggled` says which."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = QToolButton(self)
        self.header.setText(title)
        self.header.setCheckable(True)
        self.header.setIconSize(QSize(12, 12))
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.header.setObjectName("section")
        self._content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.header)
        layout.addWidget(content)
        self.header.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def is_open(self) -> bool:
        """Whether the content shows."""
        return self.header.isChecked()

    def set_open(self, opened: bool) -> None:
        """Fold or unfold."""
        self.header.setChecked(opened)

    def _on_toggled(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self.header.setIcon(icon("caret-down" if opened else "caret-right", Role.SECONDARY))
        self.toggled.emit(opened)
