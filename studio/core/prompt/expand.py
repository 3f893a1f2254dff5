"""From raw text to the text of one picture: comments out, choices made, wildcards drawn."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.prompt.choices import Choice, Literal, Nodes, Option, Wildcard, read_choices
from studio.core.prompt.errors import PromptError
from studio.core.prompt.wildcards import matching, suggestion
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

PASS_LIMIT = 10  # choices inside choices, lists that name lists
LENGTH_LIMIT = 200_000  # characters; lists that name each other can grow without end


@dataclass(frozen=True, slots=True)
class Traced:
    """An expanded text that knows where in the raw text each of its characters comes from."""

    text: str
    origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Return the raw index behind an index of `text` (also behind its end)."""
        if position < len(self.origins):
            return self.origins[position]
        return self.origins[-1] + 1 if self.origins else 0


def expand(text: str, seed: int, wildcards: Mapping[str, tuple[str, ...]]) -> str:
    """Return the text that `seed` makes of a raw prompt; the same seed makes the same text.

    Raises `PromptError` at an unclosed `{`, an unknown wildcard or one that names itself.
    """
    return trace(text, seed, wildcards).text


def trace(text: str, seed: int, wildcards: Mapping[str, tuple[str, ...]]) -> Traced:
    """Do what `expand` does, and remember where everything came from."""
    nodes, errors = read_choices(text)
    if errors:
        raise errors[0]
    writer = _Writer(seed, wildcards)
    writer.write(nodes, 0)
    return _stripped(writer)


def _stripped(writer: _Writer) -> Traced:
    text = "".join(writer.texts)
    origins = [at for texts in writer.origins for at in texts]
    start = len(text) - len(text.lstrip())
    end = max(len(text.rstrip()), start)
    return Traced(text[start:end], tuple(origins[start:end]))


class _Writer:
    """Walks the nodes with one random stream and writes what it picks."""

    def __init__(self, seed: int, wildcards: Mapping[str, tuple[str, ...]]) -> None:
        self.texts: list[str] = []
        self.origins: list[range | tuple[int, ...]] = []
        self._random = random.Random(seed).random  # the one method that never changes its numbers
        self._wildcards = wildcards
        self._length = 0

    def write(self, nodes: Nodes, depth: int, source: int | None = None) -> None:
        """Write nodes; `source` is the raw index of the wildcard they came from."""
        for node in nodes:
            at = node.position if source is None else source
            match node:
                case Literal():
                    moving = range(at, at + len(node.text))
                    self._put(node.text, moving if source is None else (at,) * len(node.text), at)
                case Wildcard():
                    self._wildcard(node, depth + 1, at)
                case Choice():
                    self._choice(node, depth + 1, source)

    def _put(self, text: str, origins: range | tuple[int, ...], at: int) -> None:
        self._length += len(text)
        if self._length > LENGTH_LIMIT:
            template = N_("Character {at}: the prompt grows beyond {limit} characters here.")
            raise PromptError(template, at, limit=LENGTH_LIMIT)
        self.texts.append(text)
        self.origins.append(origins)

    def _wildcard(self, node: Wildcard, depth: int, at: int) -> None:
        values = found(node, self._wildcards, at)
        if depth > PASS_LIMIT:
            template = N_("Character {at}: the list __{name}__ leads back to itself.")
            raise PromptError(template, at, name=node.name)
        value = values[int(self._random() * len(values))]
        nodes, errors = read_choices(value, comments=False)
        if errors:
            raise errors[0].moved(at)
        self.write(nodes, depth, at)

    def _choice(self, node: Choice, depth: int, source: int | None) -> None:
        at = node.position if source is None else source
        if depth > PASS_LIMIT:
            template = N_("Character {at}: more than {limit} choices inside each other.")
            raise PromptError(template, at, limit=PASS_LIMIT)
        if node.count is None:
            self.write(self._pick(list(node.options)).nodes, depth, source)
            return
        pool = self._pool(node, at)
        low, high = (min(max(n, 0), len(pool)) for n in node.count)
        for i in range(low + int(self._random() * (high - low + 1))):
            if i:
                self._put(node.joiner, (at,) * len(node.joiner), at)
            option = self._pick(pool)
            pool.remove(option)
            self.write(option.nodes, depth, source)

    def _pool(self, node: Choice, at: int) -> list[Option]:
        """Return what `{2$$...}` draws from: its options, or the lines of its only list."""
        only = node.options[0].nodes
        if len(node.options) > 1 or len(only) != 1 or not isinstance(only[0], Wildcard):
            return [option.stripped() for option in node.options]
        options = []
        for value in found(only[0], self._wildcards, at):
            nodes, errors = read_choices(value, comments=False)
            if errors:
                raise errors[0].moved(at)
            options.append(Option(nodes, 1.0))
        return options

    def _pick(self, options: list[Option]) -> Option:
        total = sum(option.weight for option in options)
        left = self._random() * total
        for option in options:
            left -= option.weight
            if left < 0:
                return option
        return options[-1]


def found(
    node: Wildcard, wildcards: Mapping[str, tuple[str, ...]], at: int | None = None
) -> tuple[str, ...]:
    """Return the lines a wildcard may stand for, or raise `PromptError`."""
    names = matching(node.name, wildcards)
    values = tuple(value for name in names for value in wildcards[name])
    if values:
        return values
    position = node.position if at is None else at
    if names:
        template = N_("Character {at}: the list __{name}__ is empty.")
        raise PromptError(template, position, name=node.name)
    known = suggestion(node.name, wildcards)
    if known:
        template = N_(
            "Character {at}: there is no list __{name}__. Did you mean __{known}__? "
            "Lists are text files in the wildcards folder, one entry a line."
        )
        raise PromptError(template, position, name=node.name, known=known)
    template = N_(
        "Character {at}: there is no list __{name}__. "
        "Lists are text files in the wildcards folder, one entry a line."
    )
    raise PromptError(template, position, name=node.name)
