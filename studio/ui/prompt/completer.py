"""What may follow what is being typed, in a list below the cursor that never takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui import icons, theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from studio.core.prompt.completing import Completion
    from studio.ui.prompt_edit import PromptEdit

OPEN_AFTER_MS = 180  # a pause in the typing
ROWS, ROW_PX, WIDTH = 9, 24, 300
ICON_PX = 14
FOUND = Qt.ItemDataRole.UserRole
ICONS = {
    "word": "text-t",
    "wildcard": "shuffle",
    "lora": "puzzle-piece",
    "embedding": "puzzle-piece",
    "style": "paint-brush",
}
CHOSEN_AT_ONCE = ("wildcard", "lora")  # one who opens a tag wants one of them


class Completer(QObject):
    """Watches a prompt being typed; `style_asked` carries the key of a style that was chosen.

    Return and Tab belong to the text unless a line of the list is chosen: after `__` and `<lora:`
    the first one is, otherwise the Down key chooses. Ctrl+Space opens the list at once.
    """

    style_asked = Signal(str)

    def __init__(self, edit: PromptEdit, offer: Callable[[str], Sequence[Completion]]) -> None:
        super().__init__(edit)
        self._edit = edit
        self._offer = offer
        self.popup = CompletionPopup(edit)
        self.popup.taken.connect(self._take)
        self._soon = QTimer(self, singleShot=True, interval=OPEN_AFTER_MS)
        self._soon.timeout.connect(self.update)
        edit.installEventFilter(self)
        edit.cursorPositionChanged.connect(self._on_moved)

    def update(self, *, choose: bool = False) -> None:
        """Show what fits now, or nothing."""
        if not self._edit.hasFocus() or self._edit.textCursor().hasSelection():
            self.popup.hide()
            return
        found = self._offer(self._edit.before_cursor())
        if not found:
            self.popup.hide()
            return
        choose = choose or found[0].kind.value in CHOSEN_AT_ONCE
        self.popup.show_at(self._edit, found, choose=choose)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Act on the keys that mean the list while it is open, and leave all others alone."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if self.popup.isVisible() and event.key() == Qt.Key.Key_Escape:
                event.accept()  # it closes the list, before it cancels a picture
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        elif isinstance(event, QInputMethodEvent) and event.commitString():
            self._soon.start()
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, plain = Qt.Key(event.key()), not event.modifiers()
        if key is Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.update(choose=True)
            return True
        if self.popup.isVisible() and self._on_list_key(key, plain=plain):
            return True
        if (event.text().isprintable() and event.text()) or (
            key is Qt.Key.Key_Backspace and self.popup.isVisible()
        ):
            self._soon.start()
        elif event.text() or plain:  # another key than Shift or Ctrl alone
            self._close()
        return False

    def _on_list_key(self, key: Qt.Key, *, plain: bool) -> bool:
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS,
            Qt.Key.Key_PageUp: -ROWS,
        }
        takes = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
        if key is Qt.Key.Key_Escape:
            self._close()
            return True
        if plain and key in moves and (moves[key] > 0 or self.popup.is_chosen()):
            self.popup.move_by(moves[key])
            return True
        if plain and key in takes and self.popup.is_chosen():
            self.popup.take()
            return True
        return False

    def _take(self, found: Completion) -> None:
        self._close()
        at = len(self._edit.before_cursor())
        words = "" if found.key else found.insert
        self._edit.replace(found.start, at, words)
        self._close()  # what was inserted asks for nothing more
        if found.key:
            self.style_asked.emit(found.key)
        self._edit.setFocus()

    def _on_moved(self) -> None:
        if self.popup.isVisible() and not self._soon.isActive():
            self.popup.hide()

    def _close(self) -> None:
        self._soon.stop()
        self.popup.hide()


class CompletionPopup(QFrame):
    """The list; `taken` carries the completion that the user wants."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAccessibleName(self.tr("Completions"))
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(CompletionDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.list)

    def show_at(self, edit: PromptEdit, found: Sequence[Completion], *, choose: bool) -> None:
        """List completions below the cursor of a text, or above it where the screen ends."""
        self.list.clear()
        for completion in found:
            item = QListWidgetItem(completion.title, self.list)
            item.setData(FOUND, completion)
            item.setToolTip(self._tip(completion))
        self.list.setCurrentRow(0 if choose else -1)
        height = min(len(found), ROWS) * ROW_PX + 10
        self.resize(WIDTH, height)
        self.move(_place(edit, QSize(WIDTH, height)))
        self.show()
        self.raise_()

    def is_chosen(self) -> bool:
        """Whether a line is chosen, so that Return takes it."""
        return self.list.currentRow() >= 0

    def move_by(self, by: int) -> None:
        """Choose another line."""
        row = self.list.currentRow()
        last = self.list.count() - 1
        self.list.setCurrentRow(min(max(row + by, 0), last) if row >= 0 else 0)

    def take(self) -> None:
        """Take the chosen line."""
        self._on_clicked(self.list.currentItem())

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(FOUND))

    def _tip(self, completion: Completion) -> str:
        if completion.key:
            return self.tr("Choose this style: {words}").format(words=completion.insert)
        return completion.detail or completion.insert


class CompletionDelegate(QStyledItemDelegate):
    """A kind, a title, and at the right what tells more about it."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line of text."""
        return QSize(0, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one line."""
        completion: Completion = index.data(FOUND)
        painter.save()
        row = QRect(option.rect)
        widget = self.parent()
        assert isinstance(widget, QListWidget)
        chosen = index.row() == widget.currentRow()
        quiet = Role.ON_PRIMARY if chosen else Role.SECONDARY
        if chosen:
            painter.fillRect(row, theme.color(Role.PRIMARY))
        inside = row.adjusted(8, 0, -8, 0)
        box = QRect(inside.left(), inside.center().y() - ICON_PX // 2, ICON_PX, ICON_PX)
        icons.paint(painter, ICONS[completion.kind.value], box.toRectF(), theme.color(quiet))
        inside.setLeft(box.right() + 8)
        painter.setPen(theme.color(Role.ON_PRIMARY if chosen else Role.TEXT))
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        title = metrics.elidedText(index.data(), elide, inside.width())
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, left, title)
        inside.setLeft(inside.left() + metrics.horizontalAdvance(title) + 16)
        painter.setPen(theme.color(quiet))
        detail = metrics.elidedText(completion.detail, elide, inside.width())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, right, detail if inside.width() > 2 * ICON_PX else "")
        painter.restore()


def _place(edit: PromptEdit, size: QSize) -> QPoint:
    """Return where the list goes: below the line of the cursor, inside the screen."""
    line = edit.cursorRect()
    viewport, screen = edit.viewport(), edit.screen().availableGeometry()
    below = viewport.mapToGlobal(QPoint(line.left() - 8, line.bottom() + 4))
    if below.y() + size.height() > screen.bottom():
        below.setY(viewport.mapToGlobal(line.topLeft()).y() - size.height() - 4)
    below.setX(max(min(below.x(), screen.right() - size.width()), screen.left()))
    return below
