"""How well a few typed letters fit a text: for lists that one searches by typing."""

from __future__ import annotations

_WORD = 8  # a letter that begins a word
_NEXT = 5  # one right after the last
_WHOLE = 40  # the words as they were typed
_SEPARATORS = " -_./:()"


def score(typed: str, text: str) -> int:
    """Return how well the words of `typed` fit, 0 if one does not; order of words is free."""
    text = text.casefold()
    total = 0
    for word in typed.casefold().split():
        points = _word_score(word, text)
        if not points:
            return 0
        total += points
    return total


def _word_score(word: str, text: str) -> int:
    at = text.find(word)
    if at >= 0:
        begins = at == 0 or text[at - 1] in _SEPARATORS
        return _WHOLE + len(word) + (_WORD if begins else 0)
    return max((_from(word, text, start) for start in _places(word[0], text)), default=0)


def _from(word: str, text: str, start: int) -> int:
    """Return the points of the letters in their order, the first one at `start`."""
    points, at = 0, start - 1
    for letter in word:
        found = text.find(letter, at + 1)
        begin = _beginning(letter, text, at + 1)
        if begin >= 0 and found != at + 1:
            found = begin  # rather a word's first letter than any
        if found < 0:
            return 0
        points += 1
        points += _WORD if found == 0 or text[found - 1] in _SEPARATORS else 0
        points += _NEXT if found == at + 1 and at >= start else 0
        at = found
    return points if points >= len(word) * 3 else 0  # scattered letters say nothing


def _beginning(letter: str, text: str, start: int) -> int:
    for at in _places(letter, text):
        if at >= start and (at == 0 or text[at - 1] in _SEPARATORS):
            return at
    return -1


def _places(letter: str, text: str) -> list[int]:
    return [at for at, one in enumerate(text) if one == letter]
