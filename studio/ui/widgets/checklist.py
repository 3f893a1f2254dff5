"""A list to tick things off, with a search line: a popup under the control that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from studio.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

KEY = Qt.ItemDataRole.UserRole
WORDS = Qt.ItemDataRole.UserRole + 1
MOST_LINES = 12
FEW = 7  # lines that need no search
LINE_PX = theme.CONTROL_HEIGHT - 2


class Checklist(QFrame):
    """`toggled` carries a key and whether it is ticked now; with `single`, at most one is."""

    toggled = Signal(object, bool)

    def __init__(self, parent: QWidget, *, single: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._single = single
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = QLabel(self.tr("There is none yet."), self)
        self.nothing.setObjectName("secondary")
        self.nothing.setMargin(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        for widget in (self.search, self.list, self.nothing):
            layout.addWidget(widget)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(self._toggle)

    def fill(self, lines: Sequence[tuple[object, str, int, bool]]) -> None:
        """List (key, title, how many, ticked)."""
        self.list.clear()
        for key, title, count, ticked in lines:
            item = QListWidgetItem(f"{title}   {count:n}" if count else title, self.list)
            item.setData(KEY, key)
            item.setData(WORDS, title.casefold())
            item.setSizeHint(QSize(0, LINE_PX))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.search.setVisible(len(lines) > FEW)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)

    def open_below(self, anchor: QWidget) -> None:
        """Open under a widget, or above it where the screen ends."""
        shown = min(max(self.list.count(), 1), MOST_LINES)
        above = theme.CONTROL_HEIGHT + 4 if not self.search.isHidden() else 0
        self.resize(max(anchor.width(), 220), shown * LINE_PX + above + 20)
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        room = anchor.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place.setY(max(anchor.mapToGlobal(QPoint(0, -self.height() - 2)).y(), room.top()))
        place.setX(min(place.x(), room.right() - self.width()))
        self.move(place)
        self.search.clear()
        self.list.setCurrentRow(0)
        self.show()
        (self.list if self.search.isHidden() else self.search).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Return act on the list while one types in the search."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(self.list.currentItem())
            return True
        if watched is self.list and key == Qt.Key.Key_Space:
            self._toggle(self.list.currentItem())
            return True
        if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        ticked = item.checkState() is not Qt.CheckState.Checked
        if self._single:
            for row in range(self.list.count()):
                self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.toggled.emit(item.data(KEY), ticked)
        if self._single:
            self.hide()

    def _move(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(word in item.data(WORDS) for word in words)
            item.setHidden(not fits)
            if fits and first is None:
                first = item
        if first is not None:
            self.list.setCurrentItem(first)
