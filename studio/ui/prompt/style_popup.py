"""The styles as pictures: to search, by category, with what each of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.state.observable import bind
from studio.ui.prompt.style_tile import GRID, KEY, MARKS, PICTURE, StylePreview, TileDelegate
from studio.ui.style_picker import category_title, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from studio.core.prompt.book import Book
    from studio.core.style import Style
    from studio.state.desk import Desk

COLUMNS, CATEGORIES_PX, HEIGHT = 3, 132, 468
ALL, STARRED, RECENT = "\0all", "\0starred", "\0recent"
PLAIN = "_none"  # the name of the picture that no style made


class StylePopup(QFrame):
    """Arrows choose, Return takes, Page Up and Down change the category, Ctrl+D stars."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._pictures, self._prompts = desk.style_pictures, desk.prompts
        self._styles: Mapping[str, Style] = {}
        self._weak: frozenset[str] = frozenset()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search styles"))
        self.search.setAccessibleName(self.tr("Search styles"))
        self.categories = QListWidget(self)
        self.categories.setObjectName("menu")
        self.categories.setAccessibleName(self.tr("Categories of styles"))
        self.categories.setFixedWidth(CATEGORIES_PX)
        self.list = QListWidget(self)
        self.preview = StylePreview(self)
        self.preview.starred.connect(self._prompts.star_style)
        self._prepare_list()
        self._lay_out()
        self.search.textChanged.connect(lambda _t: self._fill())
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.categories.currentRowChanged.connect(lambda _r: self._fill())
        self.list.itemClicked.connect(self._take)
        self.list.itemEntered.connect(self._show)
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self._pictures.arrived.connect(self._fill)
        bind(self._prompts, "book", self._on_book)

    def show_styles(self, styles: Mapping[str, Style], without_effect: frozenset[str]) -> None:
        """Offer styles; those that the open model does not know are marked."""
        self._styles, self._weak = styles, without_effect
        self._fill_categories()
        self._fill()

    def open_below(self, anchor: QWidget, key: str = "") -> None:
        """Open under a widget, or above it where the screen ends, at a style."""
        self._pictures.look()
        self.resize(self.sizeHint().width(), HEIGHT)
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        place.setX(max(min(place.x(), screen.right() - self.width()), screen.left()))
        place.setY(max(min(place.y(), screen.bottom() - HEIGHT), screen.top()))
        self.move(place)
        self.search.clear()
        self.categories.setCurrentRow(0)
        self._fill()
        self._select(key)
        self.show()
        self.search.setFocus()

    def listed(self) -> list[str]:
        """Return the styles that are listed; "" for none of them."""
        return [self.list.item(row).data(KEY) for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list work while one types in the search."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Down: COLUMNS, Qt.Key.Key_Up: -COLUMNS}
        if watched is self.list or not self.search.text():
            moves |= {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if key in moves:
            self._move(moves[key])
        elif key in pages:
            row = self.categories.currentRow() + pages[key]
            self.categories.setCurrentRow(min(max(row, 0), self.categories.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        elif key is Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.preview.toggle_star()
        else:
            return False
        return True

    def _prepare_list(self) -> None:
        self.list.setObjectName("tiles")
        self.list.setAccessibleName(self.tr("Styles"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setGridSize(GRID)
        self.list.setItemDelegate(TileDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setFixedWidth(COLUMNS * GRID.width() + 16)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self) -> None:
        parts = QHBoxLayout()
        parts.setSpacing(8)
        parts.addWidget(self.categories)
        parts.addWidget(self.list)
        parts.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addLayout(parts, 1)

    def _fill_categories(self) -> None:
        self.categories.blockSignals(True)
        row = max(self.categories.currentRow(), 0)
        self.categories.clear()
        own = dict.fromkeys(style.category for style in self._styles.values() if style.category)
        titles = {
            ALL: self.tr("All styles"),
            STARRED: self.tr("Favorites"),
            RECENT: self.tr("Used lately"),
            **{category: category_title(category) for category in own},
        }
        for category, title in titles.items():
            item = QListWidgetItem(title, self.categories)
            item.setData(KEY, category)
        self.categories.setCurrentRow(min(row, self.categories.count() - 1))
        self.categories.blockSignals(False)

    def _fill(self) -> None:
        """List what fits the category and the search, and keep the place."""
        item = self.list.currentItem()
        here = item.data(KEY) if item else ""
        wanted = self.search.text().casefold().split()
        self.list.clear()
        if not wanted and self._category() == ALL:
            self._add("", self.tr("No style"))
        for style in self._members():
            words = (style.title, style.title_zh, style.key, category_title(style.category))
            if all(word in " ".join(words).casefold() for word in wanted):
                self._add(style.key, title_of(style))
        self._select(here)

    def _members(self) -> list[Style]:
        """Return the styles of the chosen category; of all, those the model knows first."""
        book, category = self._prompts.book, self._category()
        first = {STARRED: book.starred_styles, RECENT: book.recent_styles}
        if category in first:
            return [self._styles[key] for key in first[category] if key in self._styles]
        if category != ALL or self.search.text():
            everything = category == ALL
            return [s for s in self._styles.values() if everything or s.category == category]
        known = sorted(self._styles, key=lambda key: key in self._weak)
        keys = dict.fromkeys((*book.starred_styles, *book.recent_styles, *known))
        return [self._styles[key] for key in keys if key in self._styles]

    def _category(self) -> str:
        item = self.categories.currentItem()
        return item.data(KEY) if item else ALL

    def _add(self, key: str, title: str) -> None:
        item = QListWidgetItem(title, self.list)
        weak, starred = key in self._weak, key in self._prompts.book.starred_styles
        item.setData(KEY, key)
        item.setData(PICTURE, self._pictures.get(key or PLAIN))
        item.setData(MARKS, (weak, starred))
        item.setSizeHint(QSize(GRID))
        if weak:
            told = self.tr("{style}, needs a full model").format(style=title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)

    def _select(self, key: str) -> None:
        keys = self.listed()
        row = keys.index(key) if key in keys else 0
        self.list.setCurrentRow(row if keys else -1)

    def _move(self, by: int) -> None:
        row = self.list.currentRow() + by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _show(self, item: QListWidgetItem | None) -> None:
        """Show large what a style does."""
        key = item.data(KEY) if item else ""
        weak, starred = item.data(MARKS) if item else (False, False)
        picture = item.data(PICTURE) if item else None
        self.preview.show_style(self._styles.get(key), picture, weak=weak, starred=starred)

    def _on_book(self, _book: Book) -> None:
        if self.isVisible():
            self._fill()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.chosen.emit(item.data(KEY))
