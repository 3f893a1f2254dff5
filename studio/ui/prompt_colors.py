"""The colors of the prompt language while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QSyntaxHighlighter, QTextCharFormat

from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from studio.core.prompt.highlight import Kind

QUIET = ("comment", "escape", "bracket", "choice")


class PromptColors(QSyntaxHighlighter):
    """Dims what is grammar rather than words; what is wrong is underlined by the text itself."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._found: list[tuple[int, int, Kind]] = []
        self._of = ""

    def highlightBlock(self, text: str) -> None:
        """Color one line: the prompt is read as a whole, once per change."""
        if not text:
            return
        from studio.core.prompt.highlight import highlight  # not needed to open the window

        whole = self.document().toPlainText()
        if whole != self._of:
            self._of, self._found = whole, highlight(whole)
        first = self.currentBlock().position()
        for start, end, kind in self._found:
            if kind == "error":
                continue  # while one still writes it
            at, stop = in_utf16(whole, start) - first, in_utf16(whole, end) - first
            if stop > 0 and at < len(text):
                self.setFormat(max(at, 0), stop - max(at, 0), _look(kind))


def _look(kind: Kind) -> QTextCharFormat:
    look = QTextCharFormat()
    palette = QGuiApplication.palette()
    if kind in QUIET:
        look.setForeground(palette.color(Role.SECONDARY.value))
    else:
        look.setFontWeight(600)
    return look


def in_utf16(text: str, position: int) -> int:
    """Return a Python index as Qt counts: characters beyond the first plane count twice."""
    return len(text[:position].encode("utf-16-le")) // 2


def from_utf16(text: str, position: int) -> int:
    """Return an index as Qt counts as Python does."""
    return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))
