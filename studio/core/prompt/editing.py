"""What Ctrl+Up and Ctrl+Down do to the words under the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.core.prompt.choices import without_comments
from studio.core.prompt.grammar import STEP
from studio.core.prompt.reading import number

BUMP_LIMIT = 2.0  # keys go no further; a larger weight that was typed stays until it is lowered

_BRACKET = re.compile(r"\\.|[()\[\]{}]", re.DOTALL)
_OPENER = {")": "(", "]": "[", "}": "{"}
_BETWEEN_WORDS = ' \t\r\n\0,.;:!?|()[]{}<>"。、；！？“”'


@dataclass(frozen=True, slots=True)
class _Pair:
    opener: str
    start: int  # of the opening bracket
    end: int  # behind the closing bracket


@dataclass(frozen=True, slots=True)
class _Group:
    """Round brackets: `(words:1.2)`; `inner` ends before the colon or the closing bracket."""

    start: int
    end: int
    inner_end: int
    weight: float


def bump_weight(text: str, start: int, end: int, delta: float) -> tuple[str, int, int]:
    """Change the weight of the selected words by `delta`; return the text and the selection.

    Without a selection it is the word at the cursor, or the weighted words around it. Brackets
    appear with the first change and disappear when the weight is 1 again. The selection that comes
    back holds the words alone, so that the next key press goes on from there.
    """
    copy = without_comments(text)
    pairs = _pairs(copy)
    start, end = (min(max(i, 0), len(text)) for i in sorted((start, end)))
    words = _chosen(copy, pairs, start, end)
    if words[0] >= words[1]:
        return text, start, end
    group = _group(copy, pairs, *words)
    if group is None:
        return _written(text, words, words, _moved(1.0, delta))
    inner = (group.start + 1, group.inner_end)
    return _written(text, (group.start, group.end), inner, _moved(group.weight, delta))


def _written(
    text: str, outer: tuple[int, int], inner: tuple[int, int], weight: float
) -> tuple[str, int, int]:
    """Put the words of `inner` with their weight where `outer` is."""
    words = text[inner[0] : inner[1]]
    start = outer[0] + (weight != 1)
    written = words if weight == 1 else f"({words}:{weight:g})"
    return text[: outer[0]] + written + text[outer[1] :], start, start + len(words)


def _moved(weight: float, delta: float) -> float:
    low, high = min(-BUMP_LIMIT, weight), max(BUMP_LIMIT, weight)
    return round(min(max(weight + delta, low), high), 2) + 0.0  # never -0


def _pairs(copy: str) -> list[_Pair]:
    """Return the brackets that belong together, inner ones first."""
    pairs: list[_Pair] = []
    opened: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(copy):
        token = found.group()
        if token in _OPENER.values():
            opened.append((token, found.start()))
        elif token in _OPENER and opened and opened[-1][0] == _OPENER[token]:
            opener, start = opened.pop()
            pairs.append(_Pair(opener, start, found.end()))
    return pairs


def _chosen(copy: str, pairs: list[_Pair], start: int, end: int) -> tuple[int, int]:
    """Return the words that are meant: trimmed, whole, and with no bracket cut off."""
    if start == end:
        around = [p for p in pairs if p.opener == "(" and p.start < start < p.end]
        groups = [g for p in around if (g := _read(copy, p)) and copy[g.inner_end] == ":"]
        if groups:
            return groups[0].start, groups[0].end
        while start > 0 and copy[start - 1] not in _BETWEEN_WORDS:
            start -= 1
        while end < len(copy) and copy[end] not in _BETWEEN_WORDS:
            end += 1
    while start < end and copy[start] in " \t\r\n\0,":
        start += 1
    while start < end and copy[end - 1] in " \t\r\n\0,":
        end -= 1
    for pair in pairs:  # inner ones come first, so a grown selection meets the outer ones again
        has_start = start <= pair.start < end
        has_end = start < pair.end <= end
        if has_start != has_end:
            start, end = min(start, pair.start), max(end, pair.end)
    return start, end


def _group(copy: str, pairs: list[_Pair], start: int, end: int) -> _Group | None:
    """Return the round brackets that the selection is, or that it fills."""
    for pair in pairs:
        group = _read(copy, pair) if pair.opener == "(" else None
        if group and (start, end) in (
            (group.start, group.end),
            (group.start + 1, group.inner_end),
            (group.start + 1, group.end - 1),
        ):
            return group
    return None


def _read(copy: str, pair: _Pair) -> _Group | None:
    colon = copy.rfind(":", pair.start + 1, pair.end - 1)
    weight = number(copy[colon + 1 : pair.end - 1]) if colon > 0 else None
    if weight is not None and copy[colon - 1] != "\\":
        return _Group(pair.start, pair.end, colon, weight)
    return _Group(pair.start, pair.end, pair.end - 1, STEP)
