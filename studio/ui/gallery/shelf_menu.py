"""The button that says where one looks: a project or all, an album, a tag, the trash."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from studio.core.library.query import EVERYTHING, Query, Scope
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.gallery.popups import NamePopup
from studio.ui.icons import icon
from studio.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QIcon, QPaintEvent

    from studio.core.project import Project
    from studio.state.session import Session

CARET = " ▾"


class ShelfButton(QPushButton):
    """Shows the name of the place; its menu leads to the others."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._library = session.desk.library
        self._name = ""
        self.setObjectName("shelf")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Where to look: this project or all, an album, a tag, the trash"))
        self.menu_shown = QMenu(self)
        self.menu_shown.aboutToShow.connect(self.fill)
        self.clicked.connect(self.open)
        bind(session.desk.projects, "project", self._on_project)
        bind(self._library, "scope", self._on_changed)
        bind(self._library, "query", self._on_changed)

    def open(self) -> None:
        """Open the menu."""
        self.menu_shown.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def title(self) -> str:
        """Return what the place is called."""
        query = self._library.query
        if query.trashed:
            return self.tr("Trash")
        if query.album:
            return query.album
        if self._library.scope is Scope.ALL:
            return self.tr("All projects")
        project = self._session.desk.projects.project
        return project.name if project else self.tr("Pictures")

    def fill(self) -> None:
        """List the places there are now."""
        menu, library, tr = self.menu_shown, self._library, self.tr
        menu.clear()
        project = self._session.desk.projects.project
        scopes = (
            (Scope.PROJECT, project.name if project else tr("This project"), "folder-simple"),
            (Scope.ALL, tr("All projects"), "stack"),
        )
        plain = not (library.query.trashed or library.query.album)
        for scope, title, mark in scopes:
            here = plain and library.scope is scope
            action = menu.addAction(_mark(mark, here=here), title)
            action.setCheckable(True)
            action.setChecked(here)
            action.triggered.connect(partial(self._go, scope))
        menu.addSeparator()
        self._add_names(tr("Albums"), "books", library.facets.albums, self._show_album)
        self._add_names(tr("Tags"), "tag", library.facets.tags, self._show_tag)
        self._add_searches(menu.addMenu(icon("bookmark-simple", Role.SECONDARY),
                                        tr("Saved searches")))  # fmt: skip
        menu.addSeparator()
        trash = menu.addAction(_mark("trash", here=library.query.trashed), tr("Trash"))
        trash.setCheckable(True)
        trash.setChecked(library.query.trashed)
        trash.triggered.connect(self.show_trash)

    def show_trash(self) -> None:
        """Show what was put into the trash."""
        self._library.query = Query(trashed=True)

    def save_search(self) -> None:
        """Ask under which name to keep the present search."""
        names = [search.name for search in self._library.saved]
        popup = NamePopup(self, self.tr("Keep this search as"), names)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.named.connect(self._library.save_search)
        popup.line.setText(self._library.query.text)
        popup.open_below(self)

    def sizeHint(self) -> QSize:
        """As tall as every control."""
        return QSize(80, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(40, theme.CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten the name where there is no room for it."""
        elide, room = Qt.TextElideMode.ElideRight, self.width() - 28
        text = self.fontMetrics().elidedText(self._name, elide, max(room, 8)) + CARET
        if text != self.text():
            self.setText(text)
        super().paintEvent(event)

    def _add_names(
        self, title: str, mark: str, counts: Mapping[str, int], show: Callable[[str], object]
    ) -> None:
        menu = self.menu_shown.addMenu(icon(mark, Role.SECONDARY), title)
        for name, n in sorted(counts.items(), key=lambda line: line[0].casefold()):
            shown = f"{name}   {n:n}".replace("&", "&&")
            menu.addAction(shown).triggered.connect(partial(_call, show, name))
        menu.setEnabled(bool(counts))

    def _add_searches(self, menu: QMenu) -> None:
        library = self._library
        for search in library.saved:
            action = menu.addAction(search.name.replace("&", "&&"))
            action.triggered.connect(partial(_call, library.use_search, search))
        if library.saved:
            menu.addSeparator()
            forget = menu.addMenu(self.tr("Delete"))
            for search in library.saved:
                action = forget.addAction(search.name.replace("&", "&&"))
                action.triggered.connect(partial(_call, library.forget_search, search.name))
        keep = menu.addAction(self.tr("Keep this search..."), self.save_search)
        keep.setEnabled(library.query.narrows)

    def _go(self, scope: Scope, _checked: bool = False) -> None:
        self._library.query = replace(EVERYTHING, order=self._library.query.order)
        self._library.scope = scope

    def _show_album(self, name: str) -> None:
        self._library.query = replace(EVERYTHING, order=self._library.query.order, album=name)

    def _show_tag(self, name: str) -> None:
        self._library.query = replace(EVERYTHING, order=self._library.query.order, tags=(name,))

    def _on_project(self, _project: Project | None) -> None:
        self._on_changed()

    def _on_changed(self, _value: object = None) -> None:
        self._name = self.title()
        self.setAccessibleName(self._name)
        self.setText(self._name + CARET)
        self.update()


def _mark(name: str, *, here: bool) -> QIcon:
    return icon(name, Role.ACCENT if here else Role.SECONDARY)


def _call(slot: Callable[..., object], value: object, _checked: bool = False) -> None:
    slot(value)
