"""Every command of the window as a line in a table; the menus and shortcuts are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

Keys = QKeySequence.StandardKey | str


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it is called, which keys it has, what it does."""

    key: str
    text: str
    slot: Callable[[], object]
    keys: tuple[Keys, ...] = ()
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Submenu:
    """A line whose menu is filled when it opens, with (text, what it does)."""

    key: str
    text: str
    entries: Callable[[], Sequence[tuple[str, Callable[[], object]]]]


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu of the bar; None is a separator."""

    title: str
    lines: tuple[Command | Submenu | None, ...]


class Actions(QObject):
    """The commands as QActions, by their keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._by_key: dict[str, QAction] = {}

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def names(self) -> list[str]:
        """Return the names of all commands."""
        return list(self._by_key)

    def fill(self, bar: QMenuBar, menus: Sequence[Menu]) -> None:
        """Build the menus."""
        for menu in menus:
            shown = bar.addMenu(menu.title)
            shown.setToolTipsVisible(True)
            for line in menu.lines:
                if line is None:
                    shown.addSeparator()
                elif isinstance(line, Submenu):
                    self._add_submenu(shown.addMenu(line.text), line)
                else:
                    shown.addAction(self._make(line))

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.triggered.connect(lambda: command.slot())
        sequences: list[QKeySequence] = []
        for keys in command.keys:
            if isinstance(keys, str):
                sequences.append(QKeySequence(keys))
            else:
                sequences += QKeySequence.keyBindings(keys)
        action.setShortcuts(list(dict.fromkeys(sequences)))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.tip:
            action.setToolTip(command.tip)
        self._by_key[command.key] = action
        self._window.addAction(action)  # its keys work while the menu bar is hidden, too
        return action

    def _add_submenu(self, menu: QMenu, line: Submenu) -> None:
        self._by_key[line.key] = menu.menuAction()

        def fill() -> None:
            menu.clear()
            for text, slot in line.entries():
                menu.addAction(text).triggered.connect(partial(_call, slot))

        menu.aboutToShow.connect(fill)


def _call(slot: Callable[[], object], _checked: bool = False) -> None:
    slot()
