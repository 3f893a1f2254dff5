"""Every command by its name: type a few letters, press Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from studio.core.fuzzy import score
from studio.ui import theme
from studio.ui.actions import plain
from studio.ui.palette import Role
from studio.ui.shortcuts import shown_keys
from studio.ui.translate import english

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from studio.ui.actions import Listed
    from studio.ui.main_window import MainWindow

WIDTH, HEIGHT = 560, 400
ROW_PX = 30
MOST_RECENT = 12
ENTRY = Qt.ItemDataRole.UserRole
OWN = "help.commands"  # the command that opens this


@dataclass(frozen=True, eq=False)
class Entry:
    """A command and the words that it is found by."""

    listed: Listed
    words: str
    more: str  # English, and where it stands

    def fits(self, typed: str) -> int:
        """Return how well it fits what was typed; its name counts most."""
        return max(score(typed, self.words) * 2, score(typed, self.more))


class CommandPalette(QFrame):
    """A search line over all commands; the ones used last come first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._window = window
        self._memory = window.session.desk.memory
        self._entries: list[Entry] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("searchField")
        self.search.setPlaceholderText(self.tr("What do you want to do?"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(Line(self.list))
        self.list.setFocusProxy(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.textChanged.connect(self._show)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)

    def open(self) -> None:
        """Open over the upper middle of the window, with an empty search."""
        self._window.actions_table.refresh()
        self._entries = [
            _entry(one) for one in self._window.actions_table.listed() if one.command.key != OWN
        ]
        self.search.clear()
        self._show("")
        width = min(WIDTH, self._window.width() - 32)
        self.resize(width, min(HEIGHT, self._window.height() - 96))
        self.move(self._window.mapToGlobal(QPoint((self._window.width() - width) // 2, 48)))
        self.show()
        self.search.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter act on the list while one types in the search."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 10,
            Qt.Key.Key_PageUp: -10,
        }
        key = Qt.Key(event.key())
        if key in moves:
            last = self.list.count() - 1
            self.list.setCurrentRow(min(max(self.list.currentRow() + moves[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if item := self.list.currentItem():
                self._take(item)
        else:
            return False
        return True

    def _show(self, typed: str) -> None:
        recent = self._memory.remembered.recent_commands
        places = {key: len(recent) - n for n, key in enumerate(recent)}
        ranked = [(one.fits(typed) if typed.strip() else 1, one) for one in self._entries]
        found = [pair for pair in ranked if pair[0]]
        found.sort(key=lambda pair: (-pair[0], -places.get(pair[1].listed.command.key, 0)))
        self.list.clear()
        for _, one in found:
            item = QListWidgetItem(one.listed.title)
            item.setData(ENTRY, one)
            item.setSizeHint(QSize(0, ROW_PX))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        entry: Entry = item.data(ENTRY)
        key = entry.listed.command.key
        others = [one for one in self._memory.remembered.recent_commands if one != key]
        self._memory.remember(recent_commands=(key, *others)[:MOST_RECENT])
        self.hide()
        QTimer.singleShot(0, entry.listed.action, entry.listed.action.trigger)


class Line(QStyledItemDelegate):
    """The name of a command, where it stands in the menus, and its keys."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        entry: Entry = index.data(ENTRY)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        text = theme.color(Role.ON_PRIMARY if chosen else Role.TEXT)
        quiet = theme.color(Role.ON_PRIMARY if chosen else Role.SECONDARY)
        painter.save()
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Role.PRIMARY))
            painter.drawRoundedRect(option.rect, theme.RADIUS, theme.RADIUS)
        room: QRect = option.rect.adjusted(8, 0, -8, 0)
        keys = shown_keys(entry.listed.action.shortcuts()[:1])
        mark = "✓  " if entry.listed.action.isChecked() else ""
        room.setRight(_put(painter, room, keys, quiet, right=True) - 16)
        room.setLeft(_put(painter, room, mark + entry.listed.title, text) + 12)
        _put(painter, room, " › ".join(entry.listed.path), quiet)
        painter.restore()


def _put(painter: QPainter, room: QRect, text: str, color: QColor, *, right: bool = False) -> int:
    """Draw a text and return where it ends; at the right edge, where it begins."""
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.setPen(color)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), short)
    wide = metrics.horizontalAdvance(short)
    return room.right() - wide if right else room.left() + wide


def _entry(one: Listed) -> Entry:
    in_english = plain(english(one.command.text))
    key = one.command.key.replace(".", " ").replace("_", " ")
    return Entry(one, one.title, " ".join((one.title, in_english, key, *one.path)))
