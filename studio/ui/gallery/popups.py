"""Small popups under a button: for a name, a seed, a span of days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.request import SEED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

SEPARATORS = "[,，]"
WIDTH = 240
GAP = 8


class Popup(QFrame):
    """A frame that closes by itself, next to what opened it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")

    def open_below(self, anchor: QWidget) -> None:
        """Open under a widget, inside the screen."""
        self.adjustSize()
        self.resize(max(self.sizeHint().width(), WIDTH), self.sizeHint().height())
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        room = anchor.screen().availableGeometry()
        place.setX(max(min(place.x(), room.right() - self.width()), room.left()))
        place.setY(max(min(place.y(), room.bottom() - self.height()), room.top()))
        self.move(place)
        self.show()


class NamesCompleter(QCompleter):
    """Completes the last of several names that commas part."""

    def __init__(self, names: Iterable[str], parent: QWidget) -> None:
        super().__init__(sorted(names, key=str.casefold), parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def splitPath(self, path: str) -> list[str]:
        """Look for what is written after the last comma."""
        return [re.split(SEPARATORS, path)[-1].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Put the name in place of that."""
        widget = self.widget()
        written = widget.text() if isinstance(widget, QLineEdit) else ""
        before = "".join(re.findall(f".*{SEPARATORS}", written)[:1])
        return (f"{before.rstrip()} " if before else "") + super().pathFromIndex(index)


class NamePopup(Popup):
    """Asks for a name, with those there are as suggestions; `named` carries it."""

    named = Signal(str)

    def __init__(self, parent: QWidget, title: str, names: Iterable[str] = ()) -> None:
        super().__init__(parent)
        label = QLabel(title, self)
        label.setObjectName("secondary")
        self.line = QLineEdit(self)
        self.line.setAccessibleName(title)
        self.take = QPushButton(self.tr("OK"), self)
        self.line.setCompleter(NamesCompleter(names, self.line))
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(label)
        column.addLayout(row)
        self.line.returnPressed.connect(self._on_taken)
        self.take.clicked.connect(self._on_taken)

    def open_below(self, anchor: QWidget) -> None:
        """Open, ready to be typed into."""
        super().open_below(anchor)
        self.line.setFocus()

    def _on_taken(self) -> None:
        name = self.line.text().strip()
        self.close()
        if name:
            self.named.emit(name)


class SeedPopup(Popup):
    """Asks for a seed; an empty line is every seed."""

    chosen = Signal(object)  # int or None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("A seed, or nothing for all"))
        self.line.setAccessibleName(self.tr("Seed"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self.line)
        self.line.returnPressed.connect(self._on_taken)
        self.line.textEdited.connect(self._on_edited)

    def ask(self, anchor: QWidget, seed: int | None) -> None:
        """Open with the seed that is chosen now."""
        self.line.setText("" if seed is None else str(seed))
        self._on_edited()
        self.open_below(anchor)
        self.line.setFocus()
        self.line.selectAll()

    def seed(self) -> int | None:
        """Return what is written, if it is a seed."""
        text = self.line.text().strip()
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
        return number if 0 <= number < SEED_LIMIT else None

    def _on_edited(self) -> None:
        wrong = bool(self.line.text().strip()) and self.seed() is None
        self.line.setProperty("wrong", wrong)
        self.line.style().polish(self.line)

    def _on_taken(self) -> None:
        if not self.line.property("wrong"):
            self.close()
            self.chosen.emit(self.seed())


class DaysPopup(Popup):
    """Asks for a span of days: today, the last week, or from one day to another."""

    chosen = Signal(object, object)  # date or None, twice

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(GAP, GAP, GAP, GAP)
        grid.setSpacing(4)
        spans = (
            (self.tr("Today"), 0),
            (self.tr("The last 7 days"), 6),
            (self.tr("The last 30 days"), 29),
            (self.tr("The last year"), 365),
        )
        self.spans: dict[int, QPushButton] = {}
        for row, (title, days) in enumerate(spans):
            button = QPushButton(title, self)
            button.clicked.connect(lambda _=False, days=days: self._on_span(days))
            grid.addWidget(button, row, 0, 1, 2)
            self.spans[days] = button
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        names = (self.tr("From"), self.tr("To"))
        for row, (title, edit) in enumerate(zip(names, (self.first, self.last), strict=True)):
            label = QLabel(title, self)
            label.setObjectName("secondary")
            label.setBuddy(edit)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
            edit.setAccessibleName(title)
            grid.addWidget(label, 4 + row, 0)
            grid.addWidget(edit, 4 + row, 1)
        self.between = QPushButton(self.tr("Show these days"), self)
        self.between.clicked.connect(self._on_between)
        grid.addWidget(self.between, 6, 0, 1, 2)
        self.always = QPushButton(self.tr("Every day"), self)
        self.always.clicked.connect(lambda: self._choose(None, None))
        grid.addWidget(self.always, 7, 0, 1, 2)

    def ask(self, anchor: QWidget, first: date | None, last: date | None) -> None:
        """Open with the span that is chosen now."""
        today = date.today()
        for edit, day in ((self.first, first), (self.last, last)):
            shown = day or today
            edit.setDate(QDate(shown.year, shown.month, shown.day))
        self.open_below(anchor)
        self.spans[0].setFocus()

    def _on_span(self, days: int) -> None:
        self._choose(date.today() - timedelta(days=days), None)

    def _on_between(self) -> None:
        first, last = sorted((_day(self.first), _day(self.last)))
        self._choose(first, last)

    def _choose(self, first: date | None, last: date | None) -> None:
        self.close()
        self.chosen.emit(first, last)


def _day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
