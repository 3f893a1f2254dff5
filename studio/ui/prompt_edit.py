"""A text in several lines that grows with what is written, and shows where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QToolTip, QWidget

from studio.ui import theme
from studio.ui.palette import Role
from studio.ui.prompt_colors import PromptColors, from_utf16, in_utf16
from studio.ui.translate import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from studio.core.prompt.checking import Mark

WEIGHT_STEP = 0.1
FRAME_PX = 18  # padding, border and document margin, above and below together
CHECK_AFTER_MS = 250  # without another key


class PromptEdit(QPlainTextEdit):
    """Plain text; `edited` carries what the user typed, not what the program set.

    `walked` carries -1 for an older text and 1 for a newer one; `told` the mark to speak of, or
    None.
    """

    edited = Signal(str)
    walked = Signal(int)
    told = Signal(object)

    def __init__(self, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._setting = False
        self._check: Callable[[str], Sequence[Mark]] = _nothing_wrong
        self._marks: tuple[Mark, ...] = ()
        self._refused = False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._colors = PromptColors(self.document())
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self.check)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(lambda _s: self._fit())
        self._fit()

    def check_by(self, check: Callable[[str], Sequence[Mark]]) -> None:
        """Underline what `check` finds whenever the user pauses."""
        self._check = check
        self.check_soon()

    def check_soon(self) -> None:
        """Underline after a while what is wrong then."""
        self._check_soon.start()

    def check(self) -> None:
        """Underline now what is wrong."""
        self._check_soon.stop()
        self._marks = tuple(self._check(self.toPlainText()))
        self.setExtraSelections([self._wave(mark.start, mark.end) for mark in self._marks])
        self._tell()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is underlined."""
        return self._marks

    def show_text(self, text: str) -> None:
        """Show another text, as one step that can be undone, without telling anyone."""
        if text == self.toPlainText():
            return
        self._setting = True
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self._setting = False

    def mark_wrong(self, position: int) -> None:
        """Say that a text was refused: underline what is wrong, and put the cursor there."""
        cursor = self.textCursor()
        cursor.setPosition(min(in_utf16(self.toPlainText(), position), self._last()))
        self.setTextCursor(cursor)
        self.check()
        if not self._marks:
            text = self.toPlainText()
            start = min(position, max(len(text) - 1, 0))
            self.setExtraSelections([self._wave(start, min(start + 1, len(text)))])
        self._set_refused(True)
        self.setFocus()

    def is_wrong(self) -> bool:
        """Whether the text was refused as it is."""
        return self._refused

    def before_cursor(self) -> str:
        """Return the text in front of the cursor."""
        text = self.toPlainText()
        return text[: from_utf16(text, self.textCursor().position())]

    def replace(self, start: int, end: int, words: str) -> None:
        """Put words in place of a stretch of the text, as one step that can be undone."""
        text, cursor = self.toPlainText(), self.textCursor()
        cursor.setPosition(in_utf16(text, start))
        cursor.setPosition(in_utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Weigh words by Ctrl+Up and Ctrl+Down; ask for older texts by Alt+Up and Alt+Down."""
        ways = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        way = ways.get(Qt.Key(event.key()), 0)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if way and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.weigh(way * WEIGHT_STEP)
        elif way and modifiers == Qt.KeyboardModifier.AltModifier:
            self.walked.emit(-way)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is wrong where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self.cursorForPosition(event.pos()).position()
            mark = self._mark_at(from_utf16(self.toPlainText(), at))
            text = sentence(mark.message) if mark else self.toolTip()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the underlines in the colors of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._marks:
            self._check_soon.start()

    def sizeHint(self) -> QSize:
        """As tall as `_fit` made it."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and be as tall as that takes."""
        super().resizeEvent(event)
        self._fit()

    def weigh(self, by: float) -> None:
        """Change the weight of the selected words, or of those under the cursor."""
        from studio.core.prompt.editing import bump_weight  # not needed to open the window

        text, cursor = self.toPlainText(), self.textCursor()
        start, end = (
            from_utf16(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        changed, start, end = bump_weight(text, start, end, by)
        if changed == text:
            return
        self.replace(*_difference(text, changed))
        cursor = self.textCursor()
        cursor.setPosition(in_utf16(changed, start))
        cursor.setPosition(in_utf16(changed, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _wave(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        text, cursor = self.toPlainText(), QTextCursor(self.document())
        cursor.setPosition(in_utf16(text, start))
        cursor.setPosition(in_utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(theme.color(Role.ERROR))
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        return selection

    def _mark_at(self, position: int) -> Mark | None:
        return next((mark for mark in self._marks if mark.start <= position <= mark.end), None)

    def _tell(self) -> None:
        """Speak of the mark at the cursor, or of the first one."""
        at = len(self.before_cursor()) if self._marks else 0
        self.told.emit(self._mark_at(at) or next(iter(self._marks), None))

    def _last(self) -> int:
        return self.document().characterCount() - 1

    def _on_text_changed(self) -> None:
        self._set_refused(False)
        self._check_soon.start()
        if not self._setting:
            self.edited.emit(self.toPlainText())

    def _set_refused(self, refused: bool) -> None:
        if refused != self._refused:
            self._refused = refused
            self.setProperty("wrong", refused)
            self.style().polish(self)

    def _fit(self) -> None:
        line_px = self.fontMetrics().lineSpacing()
        low, high = (lines * line_px for lines in self._lines)
        text_px = round(self._text_px())
        height = min(max(text_px, low), high) + FRAME_PX
        if height != self.height():
            self.setFixedHeight(height)

    def _text_px(self) -> float:
        """Return how tall the text is: Chinese lines are taller than the font's own."""
        layout, block, total = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():
            total += layout.blockBoundingRect(block).height()
            block = block.next()
        return total


def _nothing_wrong(_text: str) -> Sequence[Mark]:
    return ()


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """Return the stretch of the old text that differs, and what stands there in the new one."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < most - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - tail, new[start : len(new) - tail]
