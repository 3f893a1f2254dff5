"""A text in several lines that grows with what is written, and shows where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


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
        cursor.setPosition(min(_in_utf16(self.toPlainText(), position), self._last()))
        self.setTextCursor(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():  # at the end: mark the last character
            cursor.movePosition(
                QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor
            )
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(theme.color(self, Role.ERROR))
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, wave
        self.setExtraSelections([selection])
        self._set_wrong(True)
        self.setFocus()

    def is_wrong(self) -> bool:
        """Whether an error is marked."""
        return bool(self.property("wrong"))

    def sizeHint(self) -> QSize:
        """As tall as `_fit` made it."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and be as tall as that takes."""
        super().resizeEvent(event)
        self._fit()

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
        low, high = self._lines
        lines = min(max(int(self.document().size().height()), low), high)
        height = lines * self.fontMetrics().lineSpacing() + 16
        if height != self.height():
            self.setFixedHeight(height)


def _in_utf16(text: str, position: int) -> int:
    """Return a Python index as Qt counts: characters beyond the first plane count twice."""
    return len(text[:position].encode("utf-16-le")) // 2
