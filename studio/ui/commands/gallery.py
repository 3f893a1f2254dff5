"""Commands that say which pictures the gallery shows, and in which order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.library.query import Grouping, Order, Scope
from studio.ui.actions import Command, Group, Submenu
from studio.ui.gallery.empty import Empty

if TYPE_CHECKING:
    from studio.ui.actions import Line
    from studio.ui.main_window import MainWindow

ARRANGE = "Ctrl+Alt+Shift"  # with a letter: in which order, in which groups


class GalleryCommands(QObject):
    """Asks the library, and leads to the head of the gallery."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._library = window.session.desk.library
        self._history = window.session.desk.history
        window.places["gallery"].filled.connect(self._on_filled)

    def groups(self) -> tuple[Group, ...]:
        """Return the first part of the gallery's menu."""
        return (Group("gallery", self._finding()), Group("gallery", self._arranging()))

    def _finding(self) -> tuple[Line, ...]:
        tr = self.tr
        return (
            Command("gallery.find", tr("&Find..."), self.find, ("Ctrl+F",)),
            Command(
                "gallery.filters",
                tr("F&ilters"),
                self.toggle_filters,
                ("Ctrl+Alt+F",),
                checked=lambda: self._window.gallery.head.filter_button.isChecked(),
            ),
            Command(
                "gallery.clear_filters",
                tr("&Clear the filters"),
                self.clear_filters,
                ("Ctrl+Shift+Backspace",),
            ),
            Command(
                "gallery.save_search", tr("&Keep this search..."), self.save_search, ("Ctrl+Alt+B",)
            ),
            Command(
                "gallery.all_projects",
                tr("In all &projects"),
                self.toggle_scope,
                ("Ctrl+Alt+G",),
                checked=lambda: self._library.scope is Scope.ALL,
            ),
            Command(
                "gallery.show_trash",
                tr("&Trash"),
                self.toggle_trash,
                ("Ctrl+Alt+Del",),
                checked=lambda: self._library.query.trashed,
            ),
        )

    def _arranging(self) -> tuple[Line, ...]:
        tr, library = self.tr, self._library
        orders = (
            (Order.NEWEST, tr("&Newest first"), "N"),
            (Order.OLDEST, tr("&Oldest first"), "O"),
            (Order.STARS, tr("Most &stars first"), "S"),
        )
        groupings = (
            (Grouping.NONE, tr("No &groups"), "U"),
            (Grouping.DAY, tr("By &day"), "D"),
            (Grouping.REQUEST, tr("By &request"), "P"),
        )
        by_order = tuple(
            Command(
                f"gallery.order_{order.value}",
                title,
                partial(library.ask, order=order),
                (f"{ARRANGE}+{letter}",),
                checked=partial(self._is_order, order),
            )
            for order, title, letter in orders
        )
        by_chance = Command(
            "gallery.order_random",
            tr("By &chance"),
            library.shuffle,
            (f"{ARRANGE}+R",),
            checked=partial(self._is_order, Order.RANDOM),
        )
        by_group = tuple(
            Command(
                f"gallery.group_{grouping.value}",
                title,
                partial(setattr, library, "grouping", grouping),
                (f"{ARRANGE}+{letter}",),
                checked=partial(self._is_grouped, grouping),
            )
            for grouping, title, letter in groupings
        )
        return (
            Submenu("gallery.order", tr("&Order"), lines=(*by_order, by_chance)),
            Submenu("gallery.grouping", tr("&Groups"), lines=by_group),
            Command(
                "gallery.select_all",
                tr("Select &all"),
                lambda: self._window.gallery.view.selectAll(),
                ("Ctrl+Alt+A",),
            ),
            Command(
                "gallery.select_group",
                tr("Select the &whole group"),
                lambda: self._window.gallery.view.select_group_here(),
                (f"{ARRANGE}+A",),
            ),
        )

    def find(self) -> None:
        """Go to the search field."""
        self._window.dock("gallery")
        self._window.gallery.head.search.setFocus()
        self._window.gallery.head.search.selectAll()

    def toggle_filters(self) -> None:
        """Unfold the filters, or fold them away."""
        self._window.dock("gallery")
        self._window.gallery.head.filter_button.click()

    def clear_filters(self) -> None:
        """Show every picture again."""
        self._window.gallery.head.filters.clear_all()

    def save_search(self) -> None:
        """Keep the present search under a name."""
        if self._library.query.narrows:
            self._window.dock("gallery")
            self._window.gallery.head.shelf.save_search()
        else:
            self._window.say(self.tr("Search for something first, or choose a filter."))

    def toggle_scope(self) -> None:
        """Look in all projects, or in this one."""
        is_all = self._library.scope is Scope.ALL
        self._library.scope = Scope.PROJECT if is_all else Scope.ALL

    def toggle_trash(self) -> None:
        """Look into the trash, or back at the pictures."""
        if self._library.query.trashed:
            self._library.ask(trashed=False)
        else:
            self._window.dock("gallery")
            self._window.gallery.head.shelf.show_trash()

    def _is_order(self, order: Order) -> bool:
        return self._library.query.order is order

    def _is_grouped(self, grouping: Grouping) -> bool:
        return self._library.grouping is grouping

    def _on_filled(self, _key: str) -> None:
        panel = self._window.gallery
        panel.empty_chosen.connect(self._on_empty)

    def _on_empty(self, why: Empty) -> None:
        match why:
            case Empty.FRESH:
                self._window.dock("request")
                self._window.request.focus_prompt()
            case Empty.NOTHING_FOUND:
                self.clear_filters()
            case Empty.TRASH:
                self.toggle_trash()
            case Empty.NO_PROJECT:
                self._window.actions_table["file.open"].trigger()
            case Empty.SEARCHING:
                pass
