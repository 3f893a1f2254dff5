"""The words and phrases that prompts were made of, to offer them again."""

from __future__ import annotations

import re
from collections import Counter

SHORTEST, LONGEST = 2, 48  # characters of what is worth offering
_BETWEEN_PHRASES = re.compile(
    r"[,，、;；。\n|(){}\[\]（）｛｝［］<>《》:：\"“”#]|\bBREAK\b|\bAND\b"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_WILDCARD = re.compile(r"__[^\s,]*__")
_GRAMMAR = re.compile(r"[\d.\s$+-]*")


class Vocabulary:
    """Counts phrases (what stands between commas) and the longer words in them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._as_written: dict[str, str] = {}

    def add(self, prompt: str) -> None:
        """Learn from a raw prompt; what is grammar in it is passed over."""
        for piece in _BETWEEN_PHRASES.split(_WILDCARD.sub(",", prompt)):
            phrase = " ".join(piece.split()).strip(" .!?")
            if _GRAMMAR.fullmatch(phrase):
                continue
            if SHORTEST <= len(phrase) <= LONGEST:
                self._count(phrase)
            for word in _WORD.findall(phrase):
                if word != phrase:
                    self._count(word)

    def like(self, beginning: str, most: int) -> list[str]:
        """Return what begins so, the most used first; never what is there already."""
        start = beginning.casefold()
        found = [key for key in self._counts if key.startswith(start) and key != start]
        found.sort(key=lambda key: (-self._counts[key], len(key), key))
        return [self._as_written[key] for key in found[:most]]

    def _count(self, text: str) -> None:
        key = text.casefold()
        self._counts[key] += 1
        self._as_written[key] = text
