"""A list to choose from that opens a menu of things to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from studio.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget


class MenuCombo(Combo):
    """Looks like every list to choose from, and opens a menu of things to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        self._menu: QMenu | None = None

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu from now on."""
        self._menu = menu

    def show_text(self, text: str) -> None:
        """Show what is chosen."""
        self.setItemText(0, text)

    def showPopup(self) -> None:
        """Open the menu in place of a list."""
        if self._menu:
            self._menu.setMinimumWidth(self.width())
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
