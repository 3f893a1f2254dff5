"""The menu that says in which order the pictures stand, and under which headings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.library.query import Grouping, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from studio.state.library import Library


class ArrangeMenu(QMenu):
    """Shows what is chosen each time it opens."""

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        tr = self.tr
        self._ticks: list[tuple[QAction, Callable[[], object], object]] = []
        self.setToolTipsVisible(True)
        self.addSection(tr("Order"))
        self._add(
            lambda: library.query.order,
            lambda order: library.ask(order=order),
            (
                (Order.NEWEST, tr("&Newest first")),
                (Order.OLDEST, tr("&Oldest first")),
                (Order.STARS, tr("Most &stars first")),
            ),
        )
        self.random = self.addAction(tr("By &chance"), library.shuffle)
        self.random.setCheckable(True)
        self.random.setToolTip(tr("Another order each time it is chosen"))
        self.addSection(tr("Groups"))
        self._add(
            lambda: library.grouping,
            lambda grouping: setattr(library, "grouping", grouping),
            (
                (Grouping.NONE, tr("No &groups")),
                (Grouping.DAY, tr("By &day")),
                (Grouping.REQUEST, tr("By &request")),
            ),
        )
        self.aboutToShow.connect(self._refresh)

    def _add(
        self,
        now: Callable[[], object],
        choose: Callable[[object], object],
        lines: tuple[tuple[object, str], ...],
    ) -> None:
        group = QActionGroup(self)
        for value, title in lines:
            action = self.addAction(title)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.triggered.connect(partial(_call, choose, value))
            self._ticks.append((action, now, value))

    def _refresh(self) -> None:
        for action, now, value in self._ticks:
            action.setChecked(now() is value)
        self.random.setChecked(self._library.query.order is Order.RANDOM)


def _call(choose: Callable[[object], object], value: object, _checked: bool = False) -> None:
    choose(value)
