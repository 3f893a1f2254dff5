"""The words of a text as a search sees them: without case or accents, Chinese by the character.

The same rule reads what is searched and what it is searched for, so that both agree. A Chinese
character is a word of its own; two of them side by side are found as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.core.library.marks import Marks
    from studio.core.run import Run

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_ASKED = re.compile(r'(?P<no>-?)(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))')
_MOST_WORDS = 20_000  # of one run: a prompt may be a book by mistake


def words_of(text: str) -> list[str]:
    """Split a text into the words it is found by."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = unicodedata.normalize("NFKC", text)  # Korean and kana whole again
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side; of the last one only the beginning is known, if `open`."""

    words: tuple[str, ...]
    open: bool = False

    @property
    def pattern(self) -> str:
        """How it stands in what `said_of` returns."""
        return f" {' '.join(self.words)}" + ("" if self.open else " ")

    def is_in(self, said: str) -> bool:
        """Whether a text that `said_of` made holds it."""
        return self.pattern in said


def terms(text: str) -> list[tuple[Term, bool]]:
    """Read a search: words begin words, "quoted phrases" are whole; False means not to be there."""
    found: list[tuple[Term, bool]] = []
    for asked in _ASKED.finditer(text):
        phrase = asked["phrase"]
        words = tuple(words_of(phrase if phrase is not None else asked["word"]))
        if words:
            found.append((Term(words, open=phrase is None), not asked["no"]))
    return found


def said_of(run: Run, marks: Marks) -> str:
    """Return every word a run is found by, with a blank before and after each."""
    request = run.request
    style = request.style
    texts = [request.prompt, request.negative, request.model, request.style_text]
    texts += [style.key, style.title, style.title_zh] if style else []
    texts += [f"{name} {value}" for name, value in request.params.items()]
    texts += [str(request.extent), f"{request.extent.width} {request.extent.height}"]
    texts += [str(request.seed), *sorted(marks.tags), *sorted(marks.albums)]
    texts += [str(run.facts.get(name, "")) for name in ("prompt", "negative")]  # as drawn
    words = words_of(" \n ".join(texts))
    return f" {' '.join(words[:_MOST_WORDS])} "
