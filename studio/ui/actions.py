"""Every command of the window as a line in a table; the menus and shortcuts are made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from studio.state.observable import bind
from studio.ui.shortcuts import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

    from studio.state.shortcuts import Shortcuts

_CHINESE_MARK = re.compile(r"[(（]&.[)）]")  # 文件(&F)
Keys = QKeySequence.StandardKey | str

MENUS = (
    "file",
    "edit",
    "picture",
    "canvas",
    "gallery",
    "queue",
    "models",
    "view",
    "window",
    "help",
)


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it is called, which keys it has, what it does.

    `key` is a stable English id ("gallery.star_5"): the user's shortcuts are kept by it. A command
    with `checked` is a check mark that shows what `checked` says.
    """

    key: str
    text: str
    slot: Callable[[], object]
    keys: tuple[Keys, ...] = ()
    tip: str = ""
    checked: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Submenu:
    """A menu inside one: of commands, or filled when it opens with (text, what it does)."""

    key: str
    text: str
    entries: Callable[[], Sequence[tuple[str, Callable[[], object]]]] | None = None
    lines: tuple[Command | None, ...] = ()


Line = Command | Submenu | None  # None is a separator


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that stand together in one of the `MENUS`; groups are parted by separators."""

    menu: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A command with where it stands: the titles of its menus, without marks for keys."""

    command: Command
    path: tuple[str, ...]
    action: QAction

    @property
    def title(self) -> str:
        """What it is called, without the mark for a key."""
        return plain(self.command.text)


class Actions(QObject):
    """The commands as QActions, by their keys; the user's shortcuts come before their own."""

    def __init__(self, window: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = shortcuts
        self._by_key: dict[str, QAction] = {}
        self._listed: dict[str, Listed] = {}

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def names(self) -> list[str]:
        """Return the keys of all lines of the menus."""
        return list(self._by_key)

    def listed(self) -> list[Listed]:
        """Return all commands, in the order of the menus."""
        return list(self._listed.values())

    def defaults(self) -> dict[str, list[QKeySequence]]:
        """Return the keys that the commands come with."""
        return {key: sequences(one.command.keys) for key, one in self._listed.items()}

    def run(self, key: str) -> None:
        """Do what a command does, as its menu would."""
        self._by_key[key].trigger()

    def fill(self, bar: QMenuBar, groups: Iterable[Group]) -> None:
        """Build the menus; one without a line is not there."""
        by_menu: dict[str, list[Group]] = {key: [] for key in MENUS}
        for group in groups:
            by_menu[group.menu].append(group)
        for key, found in by_menu.items():
            if found:
                menu = bar.addMenu(self._title(key))
                menu.setObjectName(key)
                self._fill(menu, found, (plain(menu.title()),))
        bind(self._shortcuts, "keys", self._on_keys)

    def _fill(self, menu: QMenu, groups: Sequence[Group], path: tuple[str, ...]) -> None:
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.refresh)
        for group in groups:
            if not menu.isEmpty():
                menu.addSeparator()
            for line in group.lines:
                if line is None:
                    menu.addSeparator()
                elif isinstance(line, Submenu):
                    self._add_submenu(menu.addMenu(line.text), line, path)
                else:
                    menu.addAction(self._make(line, path))

    def refresh(self) -> None:
        """Let every check mark show how it is."""
        for one in self._listed.values():
            if one.command.checked:
                one.action.setChecked(one.command.checked())

    def _on_keys(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        for key, found in resolved(self.defaults(), chosen).items():
            self._by_key[key].setShortcuts(found)

    def _make(self, command: Command, path: tuple[str, ...]) -> QAction:
        if command.key in self._by_key:
            raise ValueError(f"two commands are called {command.key}")
        action = QAction(command.text, self._window)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(partial(self._on_triggered, command))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.tip:
            action.setToolTip(command.tip)
        self._by_key[command.key] = action
        self._listed[command.key] = Listed(command, path, action)
        self._window.addAction(action)  # its keys work while the menu bar is hidden, too
        return action

    def _add_submenu(self, menu: QMenu, line: Submenu, path: tuple[str, ...]) -> None:
        self._by_key[line.key] = menu.menuAction()
        if line.lines:
            self._fill(menu, (Group("", line.lines),), (*path, plain(line.text)))
        entries = line.entries
        if entries is None:
            return

        def fill() -> None:
            menu.clear()
            for text, slot in entries():
                menu.addAction(text).triggered.connect(partial(_call, slot))

        menu.aboutToShow.connect(fill)

    def _on_triggered(self, command: Command, _checked: bool = False) -> None:
        command.slot()
        if command.checked:
            self.refresh()

    def _title(self, key: str) -> str:
        return {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "picture": self.tr("&Picture"),
            "canvas": self.tr("&Canvas"),
            "gallery": self.tr("&Gallery"),
            "queue": self.tr("&Queue"),
            "models": self.tr("&Models"),
            "view": self.tr("&View"),
            "window": self.tr("&Window"),
            "help": self.tr("&Help"),
        }[key]


def plain(text: str) -> str:
    """Return a menu's text without the mark for its key and the dots of a question."""
    found = _CHINESE_MARK.sub("", text)
    found = found.replace("&&", "\0").replace("&", "").replace("\0", "&")
    return found.removesuffix("...").removesuffix("…")


def sequences(keys: Iterable[Keys]) -> list[QKeySequence]:
    """Return the key sequences that are meant on this system."""
    found: list[QKeySequence] = []
    for one in keys:
        if isinstance(one, str):
            found.append(QKeySequence(one))
        else:
            found += QKeySequence.keyBindings(one)
    return list(dict.fromkeys(found))


def _call(slot: Callable[[], object], _checked: bool = False) -> None:
    slot()
