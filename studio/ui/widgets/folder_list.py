"""Folders in an order that matters: add, remove, move up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.widgets.path_label import brief
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ROW_PX, MOST = 26, 6


class FolderList(QWidget):
    """Shows folders; `changed` carries the user's folders as he arranged them.

    Fixed folders, which the studio knows by itself, stand first and cannot be moved.
    """

    changed = Signal(object)
    asked = Signal()  # for another folder; answer with `add`

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[str, ...] = ()
        self._fixed: tuple[str, ...] = ()
        self._there: Mapping[str, bool] = {}
        self._counts: Mapping[str, int] = {}
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setAccessibleName(name)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._on_row)
        self.add_button = QPushButton(self.tr("Add folder..."), self)
        self.add_button.setToolTip(self.tr("Choose another folder that is searched"))
        self.add_button.clicked.connect(self.asked)
        self.remove = icon_button(
            "minus", self.tr("Search this folder no more (Del)"), self._remove
        )
        self.up = icon_button("caret-up", self.tr("Search it earlier (Alt+Up)"), self._up)
        self.down = icon_button("caret-down", self.tr("Search it later (Alt+Down)"), self._down)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addLayout(buttons)
        self._add_keys()
        self._fill(0)

    def show_folders(self, folders: Sequence[str], fixed: Sequence[str] = ()) -> None:
        """Show folders; the same ones cost nothing."""
        if (tuple(folders), tuple(fixed)) != (self._folders, self._fixed):
            self._folders, self._fixed = tuple(folders), tuple(fixed)
            self._fill(self.list.currentRow())

    def show_facts(
        self, there: Mapping[str, bool], counts: Mapping[str, int] | None = None
    ) -> None:
        """Say which folders are there, and how many models each has."""
        self._there, self._counts = there, counts or {}
        self._fill(self.list.currentRow())

    def add(self, folder: Path | None) -> None:
        """Put a folder at the end, unless it is there already."""
        if folder and str(folder) not in (*self._folders, *self._fixed):
            self._tell((*self._folders, str(folder)), len(self._fixed) + len(self._folders))

    def sizeHint(self) -> QSize:
        """As tall as its folders, within reason."""
        rows = min(self.list.count(), MOST)
        return QSize(280, (rows * ROW_PX + 12 if rows else 0) + 28)

    def _add_keys(self) -> None:
        for keys, slot in (("Del", self._remove), ("Alt+Up", self._up), ("Alt+Down", self._down)):
            key = QShortcut(QKeySequence(keys), self.list)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(slot)

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for folder in self._fixed:
            self._add_item(folder, is_fixed=True)
        for folder in self._folders:
            self._add_item(folder, is_fixed=False)
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        self.list.blockSignals(False)
        self.list.setFixedHeight(min(self.list.count(), MOST) * ROW_PX + 8)
        self.list.setVisible(self.list.count() > 0)
        self._on_row(self.list.currentRow())

    def _add_item(self, folder: str, *, is_fixed: bool) -> None:
        there = self._there.get(folder, True)
        text = brief(folder)
        if not there:
            text = self.tr("{folder} (is not there)").format(folder=text)
        elif folder in self._counts:
            text = self.tr("{folder} ({n} models)").format(folder=text, n=self._counts[folder])
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, folder)
        item.setSizeHint(QSize(0, ROW_PX))
        name = "lock-simple" if is_fixed else "folder-simple"
        item.setIcon(icon(name if there else "warning", Role.SECONDARY if there else Role.WARNING))
        item.setToolTip(
            folder + "\n" + self.tr("The studio always looks here.") if is_fixed else folder
        )

    def _own(self) -> int:
        """Return the place of the chosen folder among the user's own, or -1."""
        return self.list.currentRow() - len(self._fixed)

    def _on_row(self, _row: int) -> None:
        own, last = self._own(), len(self._folders) - 1
        self.remove.setEnabled(0 <= own <= last)
        self.up.setEnabled(0 < own <= last)
        self.down.setEnabled(0 <= own < last)

    def _remove(self) -> None:
        own = self._own()
        if 0 <= own < len(self._folders):
            rest = (*self._folders[:own], *self._folders[own + 1 :])
            self._tell(rest, self.list.currentRow())

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        own = self._own()
        if 0 <= own < len(self._folders) and 0 <= own + by < len(self._folders):
            order = list(self._folders)
            order[own], order[own + by] = order[own + by], order[own]
            self._tell(tuple(order), self.list.currentRow() + by)

    def _tell(self, folders: tuple[str, ...], row: int) -> None:
        self._folders = folders
        self._fill(row)
        self.changed.emit(folders)
