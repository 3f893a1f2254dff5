"""The dynamic part of the grammar: `{a|b}`, `{2$$a|b}`, `{0.5::a|b}`, `__list__`, comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from studio.core.prompt.errors import ERROR_LIMIT, PromptError
from studio.core.prompt.reading import number, readable
from studio.core.text import N_

_BLANK = "\0"  # stands for a character of a comment; `readable` leaves no real ones
# An escape is no comment, nor is a color such as #ff8800.
_COMMENT = re.compile(
    r"\\.|#(?![0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?(?![0-9A-Za-z_]))[^\n]*", re.DOTALL
)
WILDCARD = re.compile(r"__(?P<name>(?:[^\W_]|\*)(?:[\w\-./*]*?[\w\-.*])??)__(?!_)")
_COUNT = re.compile(
    r"\s*(?P<low>[0-9]{1,4})?(?P<dash>-)?(?P<high>[0-9]{1,4})?\$\$"
    r"(?:(?P<joiner>[^|{}$]*)\$\$)?"
)
_WEIGHT = re.compile(r"\s*(?P<weight>[-+]?[0-9０-９.．,]+)\s*::")
_TOKEN = re.compile(
    rf"(?P<blank>{_BLANK}+)|(?P<escape>\\.)|(?P<variable>\$(?=\{{))|(?P<wildcard>{WILDCARD.pattern})"
    r"|(?P<special>[{}|\[\]])|(?P<text>[^\\${}|\[\]_\0]+|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stays as it is."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`__name__`: a line of a list; the name may hold `*`."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Option:
    """One side of a choice and how likely it is among its sisters."""

    nodes: Nodes
    weight: float = 1.0

    def stripped(self) -> Option:
        """Return the option without the blanks at its ends."""
        nodes = list(self.nodes)
        if nodes and isinstance(nodes[0], Literal):
            first = nodes[0]
            text = first.text.lstrip()
            nodes[0] = Literal(text, first.position + len(first.text) - len(text))
        if nodes and isinstance(nodes[-1], Literal):
            nodes[-1] = replace(nodes[-1], text=nodes[-1].text.rstrip())
        return Option(tuple(nodes), self.weight)


@dataclass(frozen=True, slots=True)
class Choice:
    """`{a|b}`; with a `count` (low, high), that many different options joined by `joiner`."""

    options: tuple[Option, ...]
    position: int
    count: tuple[int, int] | None = None
    joiner: str = ", "


Node = Literal | Wildcard | Choice
Nodes = tuple[Node, ...]


def read_choices(text: str, *, comments: bool = True) -> tuple[Nodes, tuple[PromptError, ...]]:
    """Read the dynamic part of a text; brackets and schedules stay literal. Never raises."""
    reader = _Reader(without_comments(text) if comments else readable(text))
    return reader.read(), tuple(reader.errors)


def without_comments(text: str) -> str:
    """Return a readable copy of the same length with a NUL for every character of a comment.

    The blanks before a comment belong to it, and to a comment on its own line the line's end.
    """
    copy = readable(text)
    kept, position = [], 0
    for found in _COMMENT.finditer(copy):
        if found.group().startswith("#"):
            before = copy[position : found.start()].rstrip(" \t")
            is_line = before.endswith("\n") or not (before or position)
            end = min(found.end() + is_line, len(copy))
            kept += [before, _BLANK * (end - position - len(before))]
            position = end
    return "".join(kept) + copy[position:]


@dataclass(slots=True)
class _Frame:
    """An open brace (or the whole text): nodes, and where it may be cut into options."""

    position: int
    count: tuple[int, int] | None = None
    joiner: str = ", "
    nodes: list[Node] = field(default_factory=list)
    bars: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)  # (node, open brackets)
    brackets: list[int] = field(default_factory=list)  # square ones, by their number
    opened: int = 0
    closed: set[int] = field(default_factory=set)

    def cuts(self) -> list[int]:
        """Return the bars that cut; one between closed square brackets is an alternation's."""
        return [node for node, inside in self.bars if not self.closed.intersection(inside)]


class _Reader:
    """One pass over a text with a stack of open braces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.errors: list[PromptError] = []
        self._stack = [_Frame(0)]

    def read(self) -> Nodes:
        """Return the nodes of the whole text."""
        position = 0
        while found := _TOKEN.match(self.text, position):
            position = found.end()
            match found.lastgroup:
                case "blank":
                    pass
                case "wildcard" | "name":
                    self._frame.nodes.append(Wildcard(found["name"], found.start()))
                case "special":
                    position = self._special(found.group(), found.start())
                case "variable":
                    self._complain(_VARIABLE, found.start())
                case _:
                    self._literal(found.group(), found.start())
        for frame in self._stack[1:]:
            self._complain(_UNCLOSED, frame.position)
        self.errors.sort(key=lambda error: error.position)
        # What is left open is read on, so that what is wrong in there is found too.
        return tuple(node for frame in self._stack for node in frame.nodes)

    @property
    def _frame(self) -> _Frame:
        return self._stack[-1]

    def _complain(self, template: str, position: int, found: str = "") -> None:
        if len(self.errors) < ERROR_LIMIT:
            self.errors.append(PromptError(template, position, found=found))

    def _literal(self, text: str, position: int) -> None:
        last = self._frame.nodes[-1] if self._frame.nodes else None
        is_next = isinstance(last, Literal) and last.position + len(last.text) == position
        if isinstance(last, Literal) and is_next and not self._is_bar(len(self._frame.nodes) - 1):
            self._frame.nodes[-1] = Literal(last.text + text, last.position)
        else:
            self._frame.nodes.append(Literal(text, position))

    def _is_bar(self, node: int) -> bool:
        return bool(self._frame.bars) and self._frame.bars[-1][0] == node

    def _special(self, char: str, position: int) -> int:
        """Take a brace, bar or square bracket; return where reading goes on."""
        frame = self._frame
        match char:
            case "{":
                return self._open(position)
            case "}" if len(self._stack) > 1:
                self._stack.pop()
                self._frame.nodes.append(self._choice(frame))
                return position + 1
            case "|":
                frame.bars.append((len(frame.nodes), tuple(frame.brackets)))
                frame.nodes.append(Literal(char, position))
                return position + 1
            case "[":
                frame.opened += 1
                frame.brackets.append(frame.opened)
            case "]" if frame.brackets:
                frame.closed.add(frame.brackets.pop())
        self._literal(char, position)
        return position + 1

    def _open(self, position: int) -> int:
        count = _COUNT.match(self.text, position + 1)
        if count is None or not (count["low"] or count["high"]):
            self._stack.append(_Frame(position))
            return position + 1
        low = int(count["low"] or 0)
        high = int(count["high"] or 9999) if count["dash"] else low
        joiner = ", " if count["joiner"] is None else count["joiner"].replace(_BLANK, "")
        self._stack.append(_Frame(position, (min(low, high), max(low, high)), joiner))
        return count.end()

    def _choice(self, frame: _Frame) -> Choice:
        edges = [-1, *frame.cuts(), len(frame.nodes)]
        options = [self._option(frame.nodes[a + 1 : b]) for a, b in pairwise(edges)]
        if not any(option.weight for option in options):
            self._complain(_ALL_ZERO, frame.position)
        return Choice(tuple(options), frame.position, frame.count, frame.joiner)

    def _option(self, nodes: list[Node]) -> Option:
        first = nodes[0] if nodes else None
        found = _WEIGHT.match(first.text) if isinstance(first, Literal) else None
        if not found or not isinstance(first, Literal):
            return Option(tuple(nodes))
        weight = number(found["weight"])
        if weight is None or weight < 0:
            at = first.position + found.start("weight")
            self._complain(_BAD_WEIGHT, at, found=found["weight"])
        rest = Literal(first.text[found.end() :], first.position + found.end())
        return Option((rest, *nodes[1:]), max(weight or 0.0, 0.0))


_UNCLOSED = N_(
    "Character {at}: this {{ is never closed. Add a }}, or write \\{{ for a brace that is text."
)
_BAD_WEIGHT = N_(
    'Character {at}: "{found}" is not a weight for a choice. '
    "Write a number that is not negative, as in {{0.5::a|b}}."
)
_ALL_ZERO = N_("Character {at}: every option of this choice has the weight 0. Raise one.")
_VARIABLE = N_(
    "Character {at}: variables, as in ${{name=...}}, are not part of the prompt language. "
    "Write the words themselves, or {{a|b}} for a choice."
)
