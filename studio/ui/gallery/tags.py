"""Tags or albums of pictures: chips to take off, and a line to put one more on."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio.ui.gallery.popups import SEPARATORS, NamesCompleter
from studio.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class NameChips(QWidget):
    """`added` carries what was written, `removed` the name whose chip was clicked."""

    added = Signal(object)  # tuple of names
    removed = Signal(str)

    def __init__(self, hint: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = tip
        self._box = QWidget(self)
        self._box.hide()
        self._flow = Flow(self._box)
        self._shown: tuple[tuple[str, bool], ...] = ()
        self.chips: dict[str, QPushButton] = {}
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        column.addWidget(self.line)
        self.line.returnPressed.connect(self._on_written)

    def show_names(self, names: Mapping[str, bool]) -> None:
        """Show names; those that only some of the pictures have (False) are marked so."""
        shown = tuple(sorted(names.items(), key=lambda line: line[0].casefold()))
        if shown == self._shown:
            return
        self._shown = shown
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = {name: self._chip(name, whole) for name, whole in shown}
        self._box.setVisible(bool(shown))
        self._box.updateGeometry()

    def know(self, names: Iterable[str]) -> None:
        """Suggest these."""
        self.line.setCompleter(NamesCompleter(names, self.line))

    def _chip(self, name: str, whole: bool) -> QPushButton:
        shown = name if whole else self.tr("{name} (some)").format(name=name)
        chip = QPushButton(f"{shown}  ×".replace("&", "&&"), self._box)
        chip.setObjectName("chip")
        chip.setToolTip(self._tip.format(name=name))
        chip.setAccessibleName(name)
        chip.clicked.connect(partial(self._on_clicked, name))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _on_clicked(self, name: str, _checked: bool = False) -> None:
        self.removed.emit(name)

    def _on_written(self) -> None:
        written = re.split(SEPARATORS, self.line.text())
        names = tuple(name.strip() for name in written if name.strip())
        self.line.clear()
        if names:
            self.added.emit(names)
