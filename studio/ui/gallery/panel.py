"""The right panel: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.library.query import Query, Scope
from studio.state.observable import bind
from studio.ui.gallery.empty import Empty, EmptyPage
from studio.ui.gallery.head import GalleryHead
from studio.ui.gallery.view import GalleryView
from studio.ui.widgets.row import Label

if TYPE_CHECKING:
    from studio.core.project import Project
    from studio.state.chosen import Chosen
    from studio.state.session import Session

PATIENCE_MS = 250  # a search that is quicker shows no empty page on the way


class GalleryPanel(QWidget):
    """The gallery under its head; where there is nothing, what to do about it."""

    thumbnail_px_changed = Signal(int)
    empty_chosen = Signal(object)  # Empty: what the button of the empty page is about
    empty_trash_asked = Signal()
    restore_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._library = session.desk.library
        self._history = session.desk.history
        self._projects = session.desk.projects
        self.head = GalleryHead(session, self)
        self.scale = self.head.scale
        self.count = self.head.count
        self.view = GalleryView(self._history, self)
        self.empty = EmptyPage(self)
        self.trash_bar = self._trash_bar()
        self._settled = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._settled.timeout.connect(self._show_why)
        self._lay_out()
        self._connect()

    def _trash_bar(self) -> QWidget:
        bar = QWidget(self)
        note = Label(self.tr("Kept until you empty it"), bar)
        note.setObjectName("secondary")
        self.restore = QPushButton(self.tr("Restore"), bar)
        self.restore.setToolTip(self.tr("Put the selected pictures back where they were"))
        self.empty_trash = QPushButton(self.tr("Empty..."), bar)
        self.empty_trash.setObjectName("danger")
        self.empty_trash.setToolTip(self.tr("Delete everything in the trash for good"))
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 0, 8, 6)
        line.setSpacing(4)
        line.addWidget(note, 1)
        line.addWidget(self.restore)
        line.addWidget(self.empty_trash)
        self.restore.clicked.connect(self.restore_asked)
        self.empty_trash.clicked.connect(self.empty_trash_asked)
        return bar

    def _lay_out(self) -> None:
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.trash_bar)
        inset = QHBoxLayout()
        inset.setContentsMargins(8, 0, 2, 4)
        inset.addWidget(body)
        column.addLayout(inset, 1)

    def _connect(self) -> None:
        self.scale.valueChanged.connect(self.view.set_thumbnail_px)
        self.scale.valueChanged.connect(self.thumbnail_px_changed)
        self.scale.setValue(self._session.desk.memory.remembered.thumbnail_px)
        self.view.chosen.connect(self._session.browsing.show)
        self.view.selected.connect(self._on_selected)
        self.head.search.left.connect(self.view.setFocus)
        self.empty.chosen.connect(self.empty_chosen)
        for signal in (
            self._history.rowsInserted,
            self._history.rowsRemoved,
            self._history.modelReset,
        ):
            signal.connect(self._on_counted)
        bind(self._session.browsing, "selected", self.view.select)
        bind(self._library, "query", self._on_query)
        bind(self._library, "scope", self._on_scope)
        bind(self._library, "searching", self._on_searching)
        bind(self._projects, "project", self._on_project)
        bind(self._projects, "opening", self._on_opening)

    def _on_selected(self, cards: Chosen) -> None:
        self._library.selection = cards

    def _on_query(self, query: Query) -> None:
        self.trash_bar.setVisible(query.trashed)
        self._on_counted()

    def _on_scope(self, scope: Scope) -> None:
        self.view.name_projects(scope is Scope.ALL)

    def _on_project(self, _project: Project | None) -> None:
        self._on_counted()

    def _on_opening(self, _opening: bool) -> None:
        self._on_counted()

    def _on_searching(self, _searching: bool) -> None:
        self._on_counted()

    def _on_counted(self) -> None:
        if self._history.rowCount():
            self._settled.stop()
            self._stack.setCurrentWidget(self.view)
        elif self._library.searching or self._projects.opening:
            self._settled.start()
        else:
            self._show_why()

    def _show_why(self) -> None:
        self.empty.show_why(self._why())
        self._stack.setCurrentWidget(self.empty)

    def _why(self) -> Empty:
        query = self._library.query
        if self._projects.opening:
            return Empty.OPENING
        if self._library.searching:
            return Empty.SEARCHING
        if query.narrows:
            return Empty.NOTHING_FOUND
        if query.trashed:
            return Empty.TRASH
        if self._projects.project is None and self._library.scope is Scope.PROJECT:
            return Empty.NO_PROJECT
        return Empty.FRESH
