"""Every command of the window as a line in a table; the menus and shortcuts are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

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


class Actions(QObject):
    """The commands as QActions, by their keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._by_key: dict[str, QAction] = {}
        self._commands: dict[str, Command] = {}

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def names(self) -> list[str]:
        """Return the keys of all lines of the menus."""
        return list(self._by_key)

    def fill(self, bar: QMenuBar, groups: Iterable[Group]) -> None:
        """Build the menus; one without a line is not there."""
        by_menu: dict[str, list[Group]] = {key: [] for key in MENUS}
        for group in groups:
            by_menu[group.menu].append(group)
        for key, found in by_menu.items():
            if found:
                menu = bar.addMenu(self._title(key))
                menu.setObjectName(key)
                self._fill(menu, found)

    def _fill(self, menu: QMenu, groups: Sequence[Group]) -> None:
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.refresh)
        for group in groups:
            if not menu.isEmpty():
                menu.addSeparator()
            for line in group.lines:
                if line is None:
                    menu.addSeparator()
                elif isinstance(line, Submenu):
                    self._add_submenu(menu.addMenu(line.text), line)
                else:
                    menu.addAction(self._make(line))

    def refresh(self) -> None:
        """Let every check mark show how it is."""
        for key, command in self._commands.items():
            if command.checked:
                self._by_key[key].setChecked(command.checked())

    def _make(self, command: Command) -> QAction:
        if command.key in self._by_key:
            raise ValueError(f"two commands are called {command.key}")
        action = QAction(command.text, self._window)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(partial(self._on_triggered, command))
        action.setShortcuts(sequences(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.tip:
            action.setToolTip(command.tip)
        self._by_key[command.key] = action
        self._commands[command.key] = command
        self._window.addAction(action)  # its keys work while the menu bar is hidden, too
        return action

    def _add_submenu(self, menu: QMenu, line: Submenu) -> None:
        self._by_key[line.key] = menu.menuAction()
        if line.lines:
            self._fill(menu, (Group("", line.lines),))
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
