"""The runs as a grid that costs the same for ten pictures and for a hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QDate,
    QItemSelectionModel,
    QLocale,
    QMimeData,
    QRect,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDrag, QFont, QGuiApplication, QKeySequence

from studio.state.chosen import Chosen
from studio.state.history import RunRole
from studio.ui import theme
from studio.ui.gallery.delegate import RunDelegate
from studio.ui.gallery.grid import GridView
from studio.ui.palette import Role
from studio.ui.translate import sentence

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection, QModelIndex
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from studio.core.library.card import Placed
    from studio.state.groups import Group
    from studio.state.history import History

CELL_PX = 120
MOST_DRAGGED = 500  # files in one drag: other programs choke on more
INSET = 4
Flag = QItemSelectionModel.SelectionFlag


class GalleryView(GridView):
    """Tells which run was chosen by mouse or keys, and which ones are selected."""

    chosen = Signal(object)  # Run: the current one
    selected = Signal(object)  # Chosen
    asked = Signal(object)  # the global position of a context menu
    rated = Signal(int)  # 0 to 5 stars
    thrown = Signal()  # the selected ones are to go into the trash

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(CELL_PX, parent)
        self._history = history
        self._telling = True
        self._shown: Placed | None = None
        self._delegate = RunDelegate(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_selected)
        self._next_frame = QTimer(self, singleShot=True, interval=0)
        self._next_frame.timeout.connect(self.viewport().update)
        self.cells_in_sight_changed.connect(history.make_room)
        self.setModel(history)
        self.setItemDelegate(self._delegate)
        self.setDragEnabled(True)
        self.setAccessibleName(self.tr("Gallery"))
        self.selectionModel().currentChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        history.groups_changed.connect(self._on_groups)
        self._on_groups()

    def set_thumbnail_px(self, size: int) -> None:
        """Show larger or smaller pictures."""
        self.set_cell_px(size)

    def name_projects(self, named: bool) -> None:
        """Write on each picture which project it is of, or do not."""
        self._delegate.names_projects = named
        self.viewport().update()

    def select(self, run: Placed | None) -> None:
        """Show which run is the current one, without choosing it again.

        One that is new on top is not gone to from further down, where somebody looks around.
        """
        self._shown = run
        row = self._history.row_of(run) if run else -1
        index = self._history.index(row) if row >= 0 else self.rootIndex()
        if index == self.currentIndex():
            return
        self._telling = False
        self.setAutoScroll(row != 0 or self._is_in_sight(self.currentIndex()))
        self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect)
        self.setAutoScroll(True)
        self._telling = True

    def selected_rows(self) -> list[range]:
        """Return the selected rows as ranges, in their order."""
        selection = self.selectionModel().selection()
        parts = [selection.at(at) for at in range(selection.size())]
        return sorted((range(p.top(), p.bottom() + 1) for p in parts), key=lambda rows: rows.start)

    def cards(self) -> Chosen:
        """Return what is selected."""
        return Chosen(self._history, self.selected_rows())

    def mime_data(self) -> QMimeData:
        """Return the selected pictures' files, as other programs take them."""
        data = QMimeData()
        cards = self.cards()[:MOST_DRAGGED]
        data.setUrls([QUrl.fromLocalFile(str(card.path(card.picture))) for card in cards])
        return data

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry the files of the selected pictures out of the window."""
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        index = self.currentIndex()
        if index.isValid():
            place = self.visualRect(index)
            pixmap = self.viewport().grab(place)
            drag.setPixmap(pixmap)
            drag.setHotSpot(place.center() - place.topLeft())
        drag.exec(Qt.DropAction.CopyAction)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as a frame has time for."""
        self._delegate.begin()
        super().paintEvent(event)
        if self._delegate.is_late:
            self._next_frame.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rate with the digits, copy, walk with the arrows."""
        self.tell_now()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_5:
            self.rated.emit(event.key() - Qt.Key.Key_0)
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.thrown.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setMimeData(self.mime_data())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is selected."""
        self.tell_now()
        self.asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paint_header(self, painter: QPainter, place: QRect, group: int, hovered: bool) -> None:
        """Paint the title of a group and how many are in it."""
        groups = self._history.groups
        if group >= len(groups):
            return
        painter.fillRect(place, theme.color(Role.PANEL))
        shown = groups[group]
        room = place.adjusted(INSET, 0, -INSET, 0)
        count = f"{shown.count:n}"
        metrics = painter.fontMetrics()
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color(Role.TEXT if hovered else Role.SECONDARY))
        painter.drawText(room, align | Qt.AlignmentFlag.AlignRight, count)
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setFont(bold)
        painter.setPen(theme.color(Role.TEXT))
        room.setRight(room.right() - metrics.horizontalAdvance(count) - 12)
        title = painter.fontMetrics().elidedText(
            _title(shown), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, align | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()

    def _is_in_sight(self, index: QModelIndex) -> bool:
        if not index.isValid():
            return self.verticalScrollBar().value() == 0
        return self.viewport().rect().intersects(self.visualRect(index))

    def _on_groups(self) -> None:
        there = self._history.rowCount()
        self.set_groups(self._history.groups.starts.tolist() if there else [])
        if not self.currentIndex().isValid():
            self._select_again()

    def _select_again(self) -> None:
        """Other runs are shown: the current one stays so if it is among them."""
        row = self._history.row_of(self._shown) if self._shown else -1
        if row >= 0:
            self._telling = False
            self.setAutoScroll(False)
            index = self._history.index(row)
            self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect)
            self.setAutoScroll(True)
            self._telling = True
        self._soon.start()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and self._telling:
            run = current.data(RunRole.RUN)
            self._shown = run
            self.chosen.emit(run)

    def _on_selection(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._soon.start()  # a band selects many times between two paints

    def tell_now(self) -> None:
        """Tell what is selected before something is done to it, if that is still to be told."""
        if self._soon.isActive():
            self._tell_selected()

    def _tell_selected(self) -> None:
        self._soon.stop()
        self.selected.emit(self.cards())


def _title(group: Group) -> str:
    text = sentence(group.title)
    if group.day is None or "{day}" not in group.title.template:
        return text
    day = QDate(group.day.year, group.day.month, group.day.day)
    return QLocale().toString(day, QLocale.FormatType.LongFormat)
