"""The style of a picture: a list to search, opened from a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.core.prompt.styles import CATEGORIES
from studio.ui import theme
from studio.ui.palette import Role
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from studio.core.style import Style

KEY = Qt.ItemDataRole.UserRole
WORDS = Qt.ItemDataRole.UserRole + 1  # what the search looks in
HEADING = "\0"
POPUP_HEIGHT = 420


class StylePicker(Combo):
    """Shows the chosen style; `chosen` carries the key of another one, or "" for none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        self.popup = StylePopup(self)
        self.popup.chosen.connect(self.chosen)
        self.show_style(None)

    def show_styles(self, styles: Mapping[str, Style], without_effect: frozenset[str]) -> None:
        """Offer styles; those that the open model does not know are marked."""
        self.popup.fill(styles, without_effect)

    def show_style(self, style: Style | None) -> None:
        """Show which style is chosen."""
        self.setItemText(0, title_of(style) if style else self.tr("No style"))
        self.update()

    def showPopup(self) -> None:
        """Open our list instead of Qt's."""
        self.popup.open_below(self)

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


class StylePopup(QFrame):
    """A search line over the list of styles, under their categories."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search styles"))
        self.search.setClearButtonEnabled(False)
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setUniformItemSizes(True)
        self.list.setFocusProxy(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)

    def fill(self, styles: Mapping[str, Style], without_effect: frozenset[str]) -> None:
        """List the styles by category, in the order they come."""
        self.list.clear()
        self._add(self.tr("No style"), "", self.tr("No style"))
        categories: dict[str, list[Style]] = {}
        for style in styles.values():
            categories.setdefault(style.category, []).append(style)
        for category, members in categories.items():
            if category:
                self._add(category_title(category).upper(), HEADING, "")
            for style in members:
                self._add_style(style, weak=style.key in without_effect)
        self._filter(self.search.text())

    def open_below(self, anchor: QWidget) -> None:
        """Open under a widget, or above it where the screen ends."""
        self.resize(max(anchor.width(), 280), POPUP_HEIGHT)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        bottom = anchor.screen().availableGeometry().bottom()
        if place.y() + POPUP_HEIGHT > bottom:
            place.setY(max(bottom - POPUP_HEIGHT, 0))
        self.move(place)
        self.search.clear()
        self._filter("")
        self.show()
        self.search.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Return act on the list while one types in the search."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(self.list.currentItem())
            case _:
                return False
        return True

    def _add(self, text: str, key: str, words: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self.list)
        item.setData(KEY, key)
        item.setData(WORDS, words.casefold())
        item.setSizeHint(QSize(0, theme.CONTROL_HEIGHT - 2))
        if key == HEADING:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setForeground(theme.color(Role.SECONDARY))
        return item

    def _add_style(self, style: Style, *, weak: bool) -> None:
        words = " ".join((style.title, style.title_zh, style.key, category_title(style.category)))
        text = "   " + title_of(style)
        if weak:
            text = self.tr("{style}  -  needs a full model").format(style=text)
        item = self._add(text, style.key, words)
        if weak:
            item.setForeground(theme.color(Role.SECONDARY))
        tip = style.template
        if weak:
            tip = self.tr("The open model does not know this style.") + "\n" + tip
        item.setToolTip(tip)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        first = None
        for item in self._items():
            words = item.data(WORDS)
            hidden = not all(word in words for word in wanted) if wanted else False
            item.setHidden(hidden)
            if first is None and not hidden and item.data(KEY) != HEADING:
                first = item
        self.list.setCurrentItem(first)  # type: ignore[arg-type]

    def _move(self, by: int) -> None:
        rows = [
            row
            for row, item in enumerate(self._items())
            if not item.isHidden() and item.data(KEY) != HEADING
        ]
        here = self.list.currentRow()
        ahead = [row for row in rows if (row > here if by > 0 else row < here)]
        if ahead:
            self.list.setCurrentRow(ahead[0] if by > 0 else ahead[-1])

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY) != HEADING:
            self.hide()
            self.chosen.emit(item.data(KEY))


def category_title(category: str) -> str:
    """Return the title of a category that ships in the user's language; another is its own."""
    return shown(CATEGORIES.get(category, category))


def title_of(style: Style) -> str:
    """Return the style's title in the language of the window."""
    chinese = QLocale().language() is QLocale.Language.Chinese
    return style.title_zh if chinese and style.title_zh else style.title
