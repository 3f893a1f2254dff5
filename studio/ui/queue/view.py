"""The list of jobs: chosen by mouse and keys, dragged into another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.core.job import JobState
from studio.core.work import EntryState
from studio.state.queue_list import QueueRole, Section
from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent

    from studio.state.queue_list import AnyIndex, Line, QueueList
    from studio.ui.queue.words import QueueWords

ROW_PX, HEADING_PX = 48, 28
PICTURE_PX = 32
GAP = 8
MARKS = {
    EntryState.WAITING: ("clock", Role.SECONDARY),
    EntryState.INTERRUPTED: ("warning", Role.WARNING),
    EntryState.FAILED: ("warning-circle", Role.ERROR),
    EntryState.SET_ASIDE: ("warning-circle", Role.ERROR),
    JobState.DONE: ("check", Role.SECONDARY),
    JobState.CANCELLED: ("x", Role.SECONDARY),
}


class QueueView(QListView):
    """Shows a `QueueList`; asks its panel to act on what is chosen."""

    remove_asked = Signal()
    opened = Signal(object)  # Line
    shift_asked = Signal(int)
    menu_asked = Signal(object)  # QPoint

    def __init__(self, model: QueueList, words: QueueWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.list = model
        self.words = words
        self.project = ""
        self._chosen: tuple[list[str], str] = ([], "")
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_opened)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)

    def chosen(self) -> list[Line]:
        """Return the chosen rows from top to bottom."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.list.line(row) for row in rows]

    def choose(self, keys: list[str], current: str = "") -> None:
        """Choose rows by their keys."""
        selection = self.selectionModel()
        selection.clearSelection()
        flag = QItemSelectionModel.SelectionFlag
        for key in keys:
            row = self.list.row_of(key)
            if row >= 0:
                selection.select(self.list.index(row), flag.Select)
        row = self.list.row_of(current or (keys[0] if keys else ""))
        if row >= 0:
            selection.setCurrentIndex(self.list.index(row), flag.NoUpdate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on what is chosen."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Up if alt:
                self.shift_asked.emit(-1)
            case Qt.Key.Key_Down if alt:
                self.shift_asked.emit(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_opened(self.currentIndex())
            case _ if event.matches(QKeySequence.StandardKey.Delete):
                self.remove_asked.emit()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Delete and Enter from the window's shortcuts while the list has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride:
            pressed: QKeyEvent = event  # type: ignore[assignment]
            plain = pressed.modifiers() == Qt.KeyboardModifier.NoModifier
            keys = (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if plain and pressed.key() in keys:
                event.accept()
                return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a row's cross for what it is."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            line = self.list.line(index.row())
            if not line.is_heading and cross_of(self.visualRect(index)).contains(event.position()):
                self.choose([line.key])
                self.remove_asked.emit()
                return
        super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the model move the rows; it shows the new order by itself."""
        at = self.indexAt(event.position().toPoint())
        row = at.row() if at.isValid() else -1
        if at.isValid():
            box = self.visualRect(at)
            row += event.position().y() > box.center().y()
        if self.list.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, row, 0, QModelIndex()
        ):
            event.setDropAction(Qt.DropAction.CopyAction)  # nothing is to be removed afterwards
            event.accept()
        self.stopAutoScroll()
        self.setState(QListView.State.NoState)
        self.viewport().update()

    def _on_menu(self, place: QPoint) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid() and not self.list.line(index.row()).is_heading:
            self.opened.emit(self.list.line(index.row()))

    def _on_about_to_reset(self) -> None:
        current = self.currentIndex()
        key = self.list.line(current.row()).key if current.isValid() else ""
        self._chosen = ([line.key for line in self.chosen()], key)

    def _on_reset(self) -> None:
        place = self.verticalScrollBar().value()
        self.choose(*self._chosen)
        self.verticalScrollBar().setValue(place)


class QueueDelegate(QStyledItemDelegate):
    """Draws a row: its picture or mark, its title, what there is to know, how far it is."""

    def __init__(self, view: QueueView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Headings are lower than jobs."""
        line: Line = index.data(QueueRole.LINE)
        return QSize(100, HEADING_PX if line.is_heading else ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        line: Line = index.data(QueueRole.LINE)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.is_heading:
            self._paint_heading(painter, box, line)
        else:
            state = option.state
            self._paint_ground(painter, box, state)
            self._paint_picture(painter, box, line, index.data(QueueRole.PREVIEW))
            self._paint_words(painter, box, line)
            if state & QStyle.StateFlag.State_MouseOver:
                shade = theme.color(Role.SECONDARY)
                icons.paint(painter, "x", cross_of(box).adjusted(6, 6, -6, -6), shade)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRectF, line: Line) -> None:
        painter.setPen(theme.color(Role.SECONDARY))
        room = box.adjusted(12, 4, -12, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._view.words.heading(line))

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        inner = box.adjusted(4, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color(Role.RAISED))
            painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color(Role.CONTROL))
            painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(Role.ACCENT), 1))
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_picture(
        self, painter: QPainter, box: QRectF, line: Line, pixels: np.ndarray | None
    ) -> None:
        top = box.center().y() - PICTURE_PX / 2
        place = QRectF(box.left() + 12, top, PICTURE_PX, PICTURE_PX)
        if pixels is not None:
            draw_pixels(painter, place, pixels)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Role.CONTROL))
        painter.drawRoundedRect(place, theme.RADIUS, theme.RADIUS)
        name, role = MARKS.get(line.state, ("hourglass-medium", Role.SECONDARY))
        icons.paint(painter, name, place.adjusted(8, 8, -8, -8), theme.color(role))

    def _paint_words(self, painter: QPainter, box: QRectF, line: Line) -> None:
        left = box.left() + 12 + PICTURE_PX + GAP
        room = QRectF(left, box.top() + 6, box.right() - 40 - left, 18)
        words, metrics = self._view.words, self._view.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        title = words.title(line).replace("\n", " ")
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(title, elide, int(room.width())),
        )
        below = room.translated(0, 18)
        if line.section is Section.RUNNING:
            self._paint_track(painter, QRectF(left, box.bottom() - 7, room.width(), 3), line)
            below.translate(0, -1)
        painter.setPen(theme.color(Role.SECONDARY))
        detail = words.detail(line, self._view.project)
        painter.drawText(
            below,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(detail, elide, int(below.width())),
        )

    def _paint_track(self, painter: QPainter, box: QRectF, line: Line) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Role.RAISED))
        painter.drawRoundedRect(box, 1.5, 1.5)
        painter.setBrush(theme.color(Role.ACCENT))
        share = max(line.fraction, 0.0)
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * share, 3), 1.5, 1.5)


def cross_of(box: QRect | QRectF) -> QRectF:
    """Return where the cross of a row is."""
    row = QRectF(box)
    return QRectF(row.right() - 36, row.center().y() - 14, 28, 28)


def draw_pixels(painter: QPainter, place: QRectF, pixels: np.ndarray) -> None:
    """Draw (h, w, 3) uint8 as large as it fits into a place."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    image = QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    scale = min(place.width() / width, place.height() / height)
    box = QRectF(0, 0, width * scale, height * scale)
    box.moveCenter(place.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, image)
