"""The style of a picture: a field that opens the list of styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal

from studio.core.prompt.styles import CATEGORIES
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from studio.core.style import Style
    from studio.state.desk import Desk
    from studio.ui.prompt.style_popup import StylePopup


class StylePicker(Combo):
    """Shows the chosen style; `chosen` carries the key of another one, or "" for none."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._popup: StylePopup | None = None
        self._styles: Mapping[str, Style] = {}
        self._weak: frozenset[str] = frozenset()
        self.addItem("")
        self.show_style(None)

    @property
    def popup(self) -> StylePopup:
        """The list, made when it is first looked at."""
        if self._popup is None:
            from studio.ui.prompt.style_popup import StylePopup  # not needed to open the window

            # The style sheet has its own way with what belongs to a combo box.
            self._popup = StylePopup(self._desk, self.parentWidget() or self)
            self._popup.chosen.connect(self.chosen)
            self._popup.show_styles(self._styles, self._weak)
        return self._popup

    def show_styles(self, styles: Mapping[str, Style], without_effect: frozenset[str]) -> None:
        """Offer styles; those that the open model does not know are marked."""
        self._styles, self._weak = styles, without_effect
        if self._popup is not None:
            self._popup.show_styles(styles, without_effect)

    def show_style(self, style: Style | None) -> None:
        """Show which style is chosen."""
        self.setItemText(0, title_of(style) if style else self.tr("No style"))
        words = style.template if style else ""
        self.setToolTip(words or self.tr("A style puts its words around yours: choose one here"))
        self.update()

    def showPopup(self) -> None:
        """Open our list instead of Qt's."""
        style = self._desk.draft.style
        self.popup.open_below(self, style.key if style else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by the keys that open any list, or by what is typed into its search."""
        opening = (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if Qt.Key(event.key()) in opening and not event.modifiers():
            self.showPopup()
        elif event.text().isprintable() and event.text():
            self.showPopup()
            self.popup.search.setText(event.text())
        else:
            super().keyPressEvent(event)


def category_title(category: str) -> str:
    """Return the title of a category that ships in the user's language; another is its own."""
    return shown(CATEGORIES.get(category, category))


def title_of(style: Style) -> str:
    """Return the style's title in the language of the window."""
    chinese = QLocale().language() is QLocale.Language.Chinese
    return style.title_zh if chinese and style.title_zh else style.title
