"""The head of the gallery: where one looks, how many there are, what one searches for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from studio.state.observable import bind
from studio.ui.gallery.arranging import ArrangeMenu
from studio.ui.gallery.filters import FilterBar
from studio.ui.gallery.shelf_menu import ShelfButton
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from studio.core.library.query import Query
    from studio.state.session import Session

SMALL_PX, LARGE_PX = 64, 256
SLIDER_PX = 64
SEARCH_AFTER_MS = 150


class SearchField(QLineEdit):
    """Searches as one types; Esc empties it, Down goes to the pictures."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self.setPlaceholderText(self.tr("Search"))
        self.setAccessibleName(self.tr("Search the pictures"))
        self.setToolTip(
            self.tr("Words of the prompt, a style, a seed, a tag; “two words” as they stand; -not")
        )
        self.setClearButtonEnabled(False)
        self.addAction(
            icon("magnifying-glass", Role.SECONDARY), QLineEdit.ActionPosition.LeadingPosition
        )
        self._clear = QAction(icon("x", Role.SECONDARY), self.tr("Clear"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._clear.setVisible(False)

    def event(self, event: QEvent) -> bool:
        """Take Esc before it stops the work: here, it ends the search."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc or Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class GalleryHead(QWidget):
    """Two lines of controls, and the filters below them when they are unfolded."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._library = session.desk.library
        self.shelf = ShelfButton(session, self)
        self.count = QLabel(self)
        self.count.setObjectName("secondary")
        self.scale = QSlider(Qt.Orientation.Horizontal, self)
        self.scale.setRange(SMALL_PX, LARGE_PX)
        self.scale.setFixedWidth(SLIDER_PX)
        self.scale.setToolTip(self.tr("Size of the thumbnails"))
        self.scale.setAccessibleName(self.tr("Size of the thumbnails"))
        self.search = SearchField(self)
        tip = self.tr("Show only pictures of a model, a style, a size, a day...")
        self.filter_button = icon_button("funnel", tip, checkable=True)
        self.arrange = icon_button("sort-ascending", self.tr("Order and groups"))
        self.arrange_menu = ArrangeMenu(self._library, self)
        self.filters = FilterBar(self._library, session.desk.catalog, self)
        self.filters.hide()
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typing.timeout.connect(self.search_now)
        self._lay_out()
        self._connect()

    def show_count(self) -> None:
        """Tell how many were found of how many there are."""
        found, total = self._session.desk.history.rowCount(), self._library.total
        narrowed = self._library.query.narrows and total
        text = self.tr("{n:n} of {total:n}") if narrowed else "{n:n}"
        self.count.setText(text.format(n=found, total=max(total, found)) if total or found else "")

    def search_now(self) -> None:
        """Search for what is written, without waiting for another letter."""
        self._typing.stop()
        self._library.ask(text=self.search.text())

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.shelf, 1)
        first.addWidget(self.count)
        first.addWidget(self.scale)
        second = QHBoxLayout()
        second.setSpacing(4)
        self.search.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        second.addWidget(self.search, 1)
        second.addWidget(self.filter_button)
        second.addWidget(self.arrange)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.filters)

    def _connect(self) -> None:
        self.filter_button.toggled.connect(self.filters.setVisible)
        self.arrange.clicked.connect(self._open_arrange)
        self.search.textEdited.connect(self._typing.start)
        self.search.textChanged.connect(self._on_text)
        self.search.returnPressed.connect(self.search_now)
        history = self._session.desk.history
        for signal in (history.rowsInserted, history.rowsRemoved, history.modelReset):
            signal.connect(self.show_count)
        bind(self._library, "query", self._on_query)
        bind(self._library, "total", self._on_total)

    def _on_text(self, text: str) -> None:
        if not text:
            self.search_now()

    def _on_query(self, query: Query) -> None:
        if not self._typing.isActive() and self.search.text() != query.text:
            self.search.setText(query.text)
        self.filter_button.setIcon(
            icon("funnel", Role.ACCENT if _is_filtered(query) else Role.SECONDARY)
        )
        self.show_count()

    def _on_total(self, _total: int) -> None:
        self.show_count()

    def _open_arrange(self) -> None:
        self.arrange_menu.popup(self.arrange.mapToGlobal(self.arrange.rect().bottomLeft()))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(120, super().minimumSizeHint().height())


def _is_filtered(query: Query) -> bool:
    return replace(query, text="").narrows
