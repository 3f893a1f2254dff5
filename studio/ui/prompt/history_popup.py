"""The prompts of before and the favorites, in a list to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.prompt.book import Favorite
from studio.state.observable import bind
from studio.ui import icons, theme
from studio.ui.palette import Role
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from studio.core.prompt.book import Book
    from studio.state.prompt_history import PromptHistory

WIDTH, HEIGHT, ROW_PX = 440, 420, 44
STAR_PX = 14
ENTRY = Qt.ItemDataRole.UserRole  # Favorite; with an empty name for what is none


class HistoryPopup(QFrame):
    """Return takes a prompt over with its negative, Shift+Return inserts its words."""

    taken = Signal(object)  # Written
    inserted = Signal(str)

    def __init__(self, history: PromptHistory, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._history = history
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search what you wrote"))
        self.search.setAccessibleName(self.tr("Search prompts"))
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setAccessibleName(self.tr("Prompts"))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = QLabel(self)
        self.empty.setObjectName("secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("Name of this favorite"))
        self.name.setAccessibleName(self.tr("Name of the favorite"))
        self.name.hide()
        self._make_buttons()
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.name.installEventFilter(self)
        self.name.returnPressed.connect(self._on_named)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_buttons())
        bind(history, "book", self._on_book)

    def open_below(self, anchor: QWidget, *, favorites: bool = False) -> None:
        """Open under a widget, with the one list or the other."""
        (self.favorites if favorites else self.all).setChecked(True)
        self.resize(WIDTH, HEIGHT)
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        place.setY(max(min(place.y(), screen.bottom() - HEIGHT), screen.top()))
        place.setX(max(min(place.x(), screen.right() - WIDTH), screen.left()))
        self.move(place)
        self.name.hide()
        self.search.clear()
        self._fill()
        self.show()
        self.search.setFocus()

    def current(self) -> Favorite | None:
        """Return what is chosen."""
        item = self.list.currentItem()
        return item.data(ENTRY) if item else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list work while one types in the search."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if watched is self.name:
            if key is Qt.Key.Key_Escape:
                self._leave_name()
            return key is Qt.Key.Key_Escape
        shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8,
                 Qt.Key.Key_PageUp: -8}  # fmt: skip
        if key in moves and watched is self.search:
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + moves[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(insert=shifted)
        elif key is Qt.Key.Key_F2:
            self._on_rename()
        elif key is Qt.Key.Key_Delete and (shifted or watched is self.list):
            self._on_delete()
        elif key is Qt.Key.Key_D and modifiers == Qt.KeyboardModifier.ControlModifier:
            self._on_star()
        else:
            return False
        return True

    def _make_buttons(self) -> None:
        self.all = self._tab(self.tr("History"), self.tr("Every prompt that was made"))
        self.favorites = self._tab(self.tr("Favorites"), self.tr("The prompts you starred"))
        tabs = QButtonGroup(self)
        tabs.addButton(self.all)
        tabs.addButton(self.favorites)
        self.all.setChecked(True)
        tabs.buttonClicked.connect(lambda _button: self._fill())
        self.insert = QPushButton(self.tr("Insert"), self)
        self.insert.setToolTip(self.tr("Put its words where the cursor is (Shift+Return)"))
        self.insert.clicked.connect(lambda: self._take(insert=True))
        self.use = QPushButton(self.tr("Use"), self)
        self.use.setToolTip(self.tr("Write this prompt and what it left out (Return)"))
        self.use.clicked.connect(lambda: self._take(insert=False))
        star = self.tr("Star this prompt, or take its star away (Ctrl+D)")
        self.star = icon_button("star", star, self._on_star)
        rename = self.tr("Give this favorite another name (F2)")
        self.rename = icon_button("pencil-simple", rename, self._on_rename)
        delete = self.tr("Take this prompt off the list (Shift+Delete)")
        self.delete = icon_button("trash", delete, self._on_delete)

    def _tab(self, text: str, tip: str) -> QToolButton:
        tab = QToolButton(self)
        tab.setObjectName("tab")
        tab.setText(text)
        tab.setToolTip(tip)
        tab.setCheckable(True)
        tab.setFixedHeight(theme.CONTROL_HEIGHT)
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return tab

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for widget in (self.all, self.favorites):
            top.addWidget(widget)
        top.addWidget(self.search, 1)
        for widget in (self.star, self.rename, self.delete):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        bottom.addWidget(self.insert)
        bottom.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.name)
        column.addLayout(bottom)

    def _on_book(self, _book: Book) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        """List what fits the search, and keep the place."""
        row = max(self.list.currentRow(), 0)
        wanted = self.search.text().casefold().split()
        self.list.clear()
        for entry in self._entries():
            text = "\n".join((entry.name, entry.written.prompt, entry.written.negative))
            if all(word in text.casefold() for word in wanted):
                item = QListWidgetItem(entry.written.prompt, self.list)
                item.setData(ENTRY, entry)
                item.setToolTip("\n\n".join(filter(None, (entry.written.prompt,
                                                          entry.written.negative))))  # fmt: skip
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)
        self.empty.setText(self._why_empty(searching=bool(wanted)))
        self._show_buttons()

    def _entries(self) -> list[Favorite]:
        book = self._history.book
        if self.favorites.isChecked():
            return list(book.favorites)
        names = {favorite.written: favorite.name for favorite in book.favorites}
        return [Favorite(names.get(written, ""), written) for written in book.written]

    def _why_empty(self, *, searching: bool) -> str:
        if searching:
            return self.tr("Nothing you wrote has these words.")
        if self.favorites.isChecked():
            return self.tr("Star a prompt, and it is kept here under a name.")
        return self.tr("Every prompt you make a picture of is kept here.")

    def _show_buttons(self) -> None:
        entry = self.current()
        for button in (self.star, self.delete, self.insert, self.use):
            button.setEnabled(entry is not None)
        self.rename.setEnabled(bool(entry and entry.name))

    def _on_clicked(self, _item: QListWidgetItem) -> None:
        self._take(insert=False)

    def _take(self, *, insert: bool) -> None:
        entry = self.current()
        if entry is None:
            return
        self.hide()
        if insert:
            self.inserted.emit(entry.written.prompt)
        else:
            self.taken.emit(entry.written)

    def _on_star(self) -> None:
        entry = self.current()
        if entry:
            self._history.toggle(entry.written)

    def _on_delete(self) -> None:
        entry = self.current()
        if entry is None:
            return
        if self.favorites.isChecked():
            self._history.unstar(entry)
        else:
            self._history.forget(entry.written)

    def _on_rename(self) -> None:
        entry = self.current()
        if entry and entry.name:
            self.name.setText(entry.name)
            self.name.show()
            self.name.setFocus()
            self.name.selectAll()

    def _on_named(self) -> None:
        entry = self.current()
        if entry:
            self._history.star(entry.written, self.name.text())
        self._leave_name()

    def _leave_name(self) -> None:
        self.name.hide()
        self.search.setFocus()


class EntryDelegate(QStyledItemDelegate):
    """Two lines: the prompt, or its name above it, and what it left out; a star on favorites."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines of text."""
        return QSize(0, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one prompt."""
        entry: Favorite = index.data(ENTRY)
        widget = self.parent()
        assert isinstance(widget, QListWidget)
        chosen = index.row() == widget.currentRow()
        painter.save()
        box = QRect(option.rect)
        if chosen:
            painter.fillRect(box, theme.color(Role.PRIMARY))
        bright = theme.color(Role.ON_PRIMARY if chosen else Role.TEXT)
        quiet = theme.color(Role.ON_PRIMARY if chosen else Role.SECONDARY)
        inside = box.adjusted(8, 4, -8, -4)
        if entry.name:
            star = QRect(inside.right() - STAR_PX, inside.top(), STAR_PX, STAR_PX)
            icons.paint(painter, "star-fill", star.toRectF(), quiet)
            inside.setRight(star.left() - 8)
        half = inside.height() // 2
        upper, lower = inside.adjusted(0, 0, 0, -half), inside.adjusted(0, half, 0, 0)
        for place, text, color in zip((upper, lower), _lines(entry), (bright, quiet), strict=True):
            painter.setPen(color)
            elide = Qt.TextElideMode.ElideRight
            short = painter.fontMetrics().elidedText(text, elide, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, short)
        painter.restore()


def _lines(entry: Favorite) -> tuple[str, str]:
    prompt = " ".join(entry.written.prompt.split())
    without = " ".join(entry.written.negative.split())
    if entry.name and entry.name != prompt:
        return entry.name, prompt
    return prompt, f"− {without}" if without else ""
