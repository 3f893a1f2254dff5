"""A window to give commands other keys: search, press the keys, and see whose they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.fuzzy import score
from studio.state.observable import bind
from studio.ui.actions import plain
from studio.ui.shortcuts import shown_keys, written
from studio.ui.translate import english

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.ui.actions import Listed
    from studio.ui.main_window import MainWindow

KEY = Qt.ItemDataRole.UserRole
SIZE = (640, 560)
MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
)


class ShortcutsEditor(QDialog):
    """All commands with their keys; not modal, and every change acts at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._table = window.actions_table
        self._shortcuts = window.session.desk.memory.shortcuts
        self._wanted: tuple[str, str] | None = None  # a key that another command has
        self.search = QLineEdit(self)
        self.search.setObjectName("searchField")
        self.search.setPlaceholderText(self.tr("Search commands or keys"))
        self.search.setAccessibleName(self.tr("Search commands or keys"))
        self.list = QTreeWidget(self)
        self.list.setObjectName("table")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Menu"), self.tr("Keys")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.recorder = KeyField(self)
        self.told = QLabel(self)
        self.told.setObjectName("secondary")
        self.told.setWordWrap(True)
        self.take = QPushButton(self.tr("Give it to this one"), self)
        self.clear = QPushButton(self.tr("No keys"), self)
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset_all = QPushButton(self.tr("Reset all"), self)
        self.take.setToolTip(self.tr("Takes the keys away from the other command"))
        self.clear.setToolTip(self.tr("This command has no keys any more"))
        self.reset.setToolTip(self.tr("The keys that this command came with"))
        self.reset_all.setToolTip(self.tr("The keys that all commands came with"))
        self._lay_out()
        self._connect()
        self.resize(*SIZE)

    def open_editor(self) -> None:
        """Show the window, or bring it to the front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.addWidget(self.recorder, 1)
        for button in (self.clear, self.reset, self.reset_all):
            button.setAutoDefault(False)
            keys.addWidget(button)
        self.take.setAutoDefault(False)
        below = QHBoxLayout()
        below.addWidget(self.told, 1)
        below.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(keys)
        column.addLayout(below)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_searched)
        self.list.currentItemChanged.connect(self._on_selected)
        self.list.itemActivated.connect(self._on_activated)
        self.recorder.pressed.connect(self._on_pressed)
        self.take.clicked.connect(self._on_taken)
        self.clear.clicked.connect(self._on_cleared)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        bind(self._shortcuts, "keys", self._on_keys)

    def _selected(self) -> str:
        item = self.list.currentItem()
        return str(item.data(0, KEY)) if item else ""

    def _on_keys(self, _chosen: Mapping[str, tuple[str, ...]]) -> None:
        selected = self._selected()
        self.list.clear()
        for one in self._table.listed():
            keys = shown_keys(one.action.shortcuts())
            item = QTreeWidgetItem([one.title, " › ".join(one.path), keys])
            item.setData(0, KEY, one.command.key)
            if one.command.key in self._shortcuts.keys:
                font = item.font(2)
                font.setBold(True)
                item.setFont(2, font)
            self.list.addTopLevelItem(item)
            if one.command.key == selected:
                self.list.setCurrentItem(item)
        self._on_searched(self.search.text())
        self._on_selected()

    def _on_searched(self, typed: str) -> None:
        for one, item in zip(self._table.listed(), self._items(), strict=True):
            item.setHidden(bool(typed.strip()) and not score(typed, _words(one)))

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount())]
        return [item for item in found if item is not None]

    def _on_selected(self) -> None:
        self._wanted = None
        self.take.hide()
        self.told.setText("")
        key = self._selected()
        self.recorder.setEnabled(bool(key))
        self.clear.setEnabled(bool(key))
        self.reset.setEnabled(key in self._shortcuts.keys)
        self.reset_all.setEnabled(bool(self._shortcuts.keys))
        self.recorder.setText(shown_keys(self._table[key].shortcuts()) if key else "")

    def _on_activated(self) -> None:
        self.recorder.setFocus()

    def _on_pressed(self, sequence: QKeySequence) -> None:
        key, text = self._selected(), written(sequence)
        self.recorder.setText(shown_keys([sequence]))
        owner = next(
            (
                one
                for one in self._table.listed()
                if one.command.key != key and text in map(written, one.action.shortcuts())
            ),
            None,
        )
        if owner is None:
            self._shortcuts.choose({key: (text,)})
            return
        self._wanted = (owner.command.key, text)
        told = self.tr("{keys} belongs to “{command}”.")
        self.told.setText(told.format(keys=shown_keys([sequence]), command=owner.title))
        self.take.show()

    def _on_taken(self) -> None:
        if self._wanted is None:
            return
        owner, text = self._wanted
        left = tuple(w for w in map(written, self._table[owner].shortcuts()) if w != text)
        self._shortcuts.choose({owner: left, self._selected(): (text,)})

    def _on_cleared(self) -> None:
        self._shortcuts.choose({self._selected(): ()})

    def _on_reset(self) -> None:
        self._shortcuts.reset(self._selected())

    def _on_reset_all(self) -> None:
        self._shortcuts.reset(*(one.command.key for one in self._table.listed()))


class KeyField(QLineEdit):
    """Shows keys; whatever is pressed in it is told by `pressed` instead of done."""

    pressed = Signal(QKeySequence)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Click here and press the keys"))
        self.setAccessibleName(self.tr("New keys"))
        self.setToolTip(self.tr("Press the keys that the command should have; Tab leaves"))

    def event(self, event: QEvent) -> bool:
        """Keep the shortcuts of the window from acting while keys are recorded."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what was pressed, once it is more than a modifier."""
        if event.key() not in MODIFIERS and event.key() > 0:
            self.pressed.emit(QKeySequence(event.keyCombination()))


def _words(one: Listed) -> str:
    keys = " ".join(map(written, one.action.shortcuts()))
    return " ".join((one.title, plain(english(one.command.text)), keys, *one.path))
