"""A text in several lines that grows with what is written, and shows where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from studio.ui import theme
from studio.ui.palette import Role
from studio.ui.prompt_colors import PromptColors, from_utf16, in_utf16

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

WEIGHT_STEP = 0.1
FRAME_PX = 18  # padding, border and document margin, above and below together


class PromptEdit(QPlainTextEdit):
    """Plain text; `edited` carries what the user typed, not what the program set."""

    edited = Signal(str)

    def __init__(self, lines: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._setting = False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._colors = PromptColors(self.document())
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _s: self._fit())
        self._fit()

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
        """Underline what is wrong from an index of the text on, and put the cursor there."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(in_utf16(self.toPlainText(), position), self._last()))
        self.setTextCursor(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():  # at the end: mark the last character
            cursor.movePosition(
                QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor
            )
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(theme.color(Role.ERROR))
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, wave
        self.setExtraSelections([selection])
        self._set_wrong(True)
        self.setFocus()

    def is_wrong(self) -> bool:
        """Whether an error is marked."""
        return bool(self.property("wrong"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Weigh the words under the cursor by Ctrl+Up and Ctrl+Down."""
        weighs = {Qt.Key.Key_Up: WEIGHT_STEP, Qt.Key.Key_Down: -WEIGHT_STEP}
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and key in weighs:
            self._weigh(weighs[key])
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As tall as `_fit` made it."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and be as tall as that takes."""
        super().resizeEvent(event)
        self._fit()

    def _weigh(self, by: float) -> None:
        from studio.core.prompt.editing import bump_weight  # not needed to open the window

        text, cursor = self.toPlainText(), self.textCursor()
        start, end = (
            from_utf16(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        changed, start, end = bump_weight(text, start, end, by)
        if changed == text:
            return
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(changed)  # one step of undo
        cursor.setPosition(in_utf16(changed, start))
        cursor.setPosition(in_utf16(changed, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _last(self) -> int:
        return self.document().characterCount() - 1

    def _on_text_changed(self) -> None:
        self.setExtraSelections([])
        self._set_wrong(False)
        if not self._setting:
            self.edited.emit(self.toPlainText())

    def _set_wrong(self, wrong: bool) -> None:
        if wrong != self.is_wrong():
            self.setProperty("wrong", wrong)
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
