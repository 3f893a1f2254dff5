"""The bracket grammar: text to a tree of weights, schedules and alternations.

Read as AUTOMATIC1111 reads it: brackets that are never closed close at the end, closing brackets
that open nothing are text, and a backslash makes the next special character text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from studio.core.prompt.errors import ERROR_LIMIT, PromptError
from studio.core.prompt.reading import clamped, number, readable
from studio.core.text import N_

STEP = 1.1  # one pair of round brackets; square brackets divide by it
DEPTH_LIMIT = 100  # brackets inside brackets

_TOKEN = re.compile(r"\\[\\()\[\]{}:|#_]|[()\[\]:|]|[^\\()\[\]:|]+|\\")
_NO_NUMBER = re.compile(r"\s*([-+.]?[0-9][0-9.,+\-%]*\s*)?")  # nothing, or "1,3", "1.2.3"
_CLOSER = {"(": ")", "[": "]"}
_OPENER = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Text:
    """Literal words; `mark` when it is an unescaped colon or bar."""

    text: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Weighted:
    """`(x)`, `(x:1.3)` or `[x]`: the weight multiplies those around it."""

    items: Nodes
    weight: float


@dataclass(frozen=True, slots=True)
class Switch:
    """`[before:after:when]`; `when` counts steps, or is a share of all steps."""

    before: Nodes
    after: Nodes
    when: float
    is_fraction: bool

    def boundary(self, steps: int) -> int:
        """Return the first step at which `after` holds."""
        step = self.when * steps if self.is_fraction else self.when
        return int(min(max(step + 1e-9, 0), steps))  # 0.29 * 100 is a hair below 29


@dataclass(frozen=True, slots=True)
class Alternate:
    """`[a|b]`: another option every step."""

    options: tuple[Nodes, ...]


Node = Text | Weighted | Switch | Alternate
Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A text that was read: its nodes, what is wrong with it, and what was left open."""

    nodes: Nodes
    errors: tuple[PromptError, ...]
    balanced: str  # the text with every bracket closed, meaning the same


def read(text: str) -> Tree:
    """Read a text; never raises."""
    reader = _Reader(readable(text))
    nodes = reader.read()
    return Tree(nodes, tuple(reader.errors), reader.balanced())


def parse(text: str) -> Nodes:
    """Read a text, or raise its first `PromptError`."""
    tree = read(text)
    if tree.errors:
        raise tree.errors[0]
    return tree.nodes


@dataclass(slots=True)
class _Frame:
    """An open bracket (or, with an empty opener, the whole text) and what it holds so far."""

    opener: str
    position: int
    items: list[Node] = field(default_factory=list)
    marks: list[tuple[str, int, int]] = field(default_factory=list)  # (char, item, position)

    def add(self, text: str) -> None:
        """Append words, joined to the words before them."""
        last = self.items[-1] if self.items else None
        if isinstance(last, Text) and not last.mark:
            self.items[-1] = Text(last.text + text)
        else:
            self.items.append(Text(text))

    def add_mark(self, char: str, position: int) -> None:
        """Append an unescaped colon or bar."""
        self.marks.append((char, len(self.items), position))
        self.items.append(Text(char, mark=True))

    def found(self, char: str) -> list[tuple[int, int]]:
        """Return (item, position) of every unescaped `char` at this level."""
        return [(item, position) for c, item, position in self.marks if c == char]

    def tail(self, item: int) -> str | None:
        """Return the words after an item, or None if there is more than words."""
        after = self.items[item + 1 :]
        texts = [node.text for node in after if isinstance(node, Text)]
        return "".join(texts) if len(texts) == len(after) else None


class _Reader:
    """One pass over a text with a stack of open brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.errors: list[PromptError] = []
        self._stack = [_Frame("", 0)]
        self._dropped = {")": 0, "]": 0}  # closers of brackets that a crossing one closed before
        self._open: list[_Frame] = []
        self._last = ""

    def read(self) -> Nodes:
        """Return the nodes of the whole text."""
        for token in _TOKEN.finditer(self.text):
            self._last = token.group()
            self._take(self._last, token.start())
        self._open = self._stack[1:]
        while len(self._stack) > 1:
            self._close_loosely()
        return tuple(self._stack[0].items)

    def balanced(self) -> str:
        """Return the text with the brackets that were left open closed, and meaning the same."""
        text, start = "", 0
        marks = [position for frame in self._open for _, _, position in frame.marks]
        for position in sorted(marks):
            text += self.text[start:position] + "\\"
            start = position
        text += self.text[start:]
        if self._last == "\\":  # it must not take what follows for its own
            text += "\\"
        return text + "".join(_CLOSER[frame.opener] for frame in reversed(self._open))

    def _take(self, token: str, position: int) -> None:
        if token in _CLOSER:
            self._open_bracket(token, position)
        elif token in _OPENER:
            self._close_bracket(token)
        elif token in ":|":
            self._stack[-1].add_mark(token, position)
        elif len(token) == 2 and token[0] == "\\":
            self._stack[-1].add(token[1])
        else:
            self._stack[-1].add(token)

    def _open_bracket(self, token: str, position: int) -> None:
        if len(self._stack) <= DEPTH_LIMIT:
            self._stack.append(_Frame(token, position))
            return
        template = N_("Character {at}: more than {limit} brackets inside each other. Close some.")
        self._add_error(PromptError(template, position, limit=DEPTH_LIMIT))
        self._dropped[_CLOSER[token]] += 1

    def _close_bracket(self, closer: str) -> None:
        opener = _OPENER[closer]
        if self._stack[-1].opener == opener and not self._too_deep(closer):
            self._close()
        elif self._dropped[closer]:
            self._dropped[closer] -= 1
        elif any(frame.opener == opener for frame in self._stack):
            while self._stack[-1].opener != opener:  # brackets that cross, as in "([a)]"
                self._dropped[_CLOSER[self._stack[-1].opener]] += 1
                self._close_loosely()
            self._close()
        else:
            self._stack[-1].add(closer)

    def _too_deep(self, closer: str) -> bool:
        return len(self._stack) > DEPTH_LIMIT and self._dropped[closer] > 0

    def _close_loosely(self) -> None:
        frame = self._stack.pop()
        weight = STEP if frame.opener == "(" else 1 / STEP
        self._stack[-1].items.append(Weighted(tuple(frame.items), weight))

    def _close(self) -> None:
        frame = self._stack.pop()
        node = self._round(frame) if frame.opener == "(" else self._square(frame)
        self._stack[-1].items.append(node)

    def _round(self, frame: _Frame) -> Node:
        colons = frame.found(":")
        if colons:
            item, position = colons[-1]
            tail = frame.tail(item)
            weight = None if tail is None else number(tail)
            if weight is not None:
                return Weighted(tuple(frame.items[:item]), clamped(weight))
            self._complain(tail, position, _BAD_WEIGHT)
        return Weighted(tuple(frame.items), STEP)

    def _square(self, frame: _Frame) -> Node:
        bars = [item for item, _ in frame.found("|")]
        if bars:
            edges = [-1, *bars, len(frame.items)]
            cuts = pairwise(edges)
            return Alternate(tuple(tuple(frame.items[a + 1 : b]) for a, b in cuts))
        colons = frame.found(":")
        if colons:
            item, position = colons[-1]
            tail = frame.tail(item)
            when = None if tail is None else number(tail)
            if tail is not None and when is not None:
                return _switch(frame, colons, when, "." in tail or "．" in tail)
            self._complain(tail, position, _BAD_STEP)
        return Weighted(tuple(frame.items), 1 / STEP)

    def _complain(self, tail: str | None, colon: int, template: str) -> None:
        """Report what stands after a colon if it was meant as a number; other words are text."""
        if tail is not None and _NO_NUMBER.fullmatch(tail):
            self._add_error(PromptError(template, colon + 1, found=tail.strip()))

    def _add_error(self, error: PromptError) -> None:
        if len(self.errors) < ERROR_LIMIT:
            self.errors.append(error)


def _switch(frame: _Frame, colons: list[tuple[int, int]], when: float, is_fraction: bool) -> Switch:
    last = colons[-1][0]
    if len(colons) == 1:
        return Switch((), tuple(frame.items[:last]), when, is_fraction)
    middle = colons[-2][0]
    before, after = frame.items[:middle], frame.items[middle + 1 : last]
    return Switch(tuple(before), tuple(after), when, is_fraction)


_BAD_WEIGHT = N_(
    'Character {at}: the weight "{found}" is not a number. '
    "Write it as in (words:1.3), or \\: for a colon that is text."
)
_BAD_STEP = N_(
    'Character {at}: "{found}" is not a step. Write a number as in [from:to:10] or '
    "[from:to:0.5], or \\: for a colon that is text."
)
