"""From an expanded text to the weighted prompts that hold step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from studio.core.prompt.ast import Part, Prompt, Span, Stage
from studio.core.prompt.grammar import Alternate, Nodes, Switch, Text, Weighted, parse
from studio.core.prompt.reading import clamped, number

if TYPE_CHECKING:
    from collections.abc import Iterator

# Next to Chinese characters there is a word boundary too, hence ASCII.
KEYWORD = re.compile(r"\b(BREAK|AND)\b", re.ASCII)


def schedule(text: str, steps: int) -> tuple[Stage, ...]:
    """Read an expanded text for a run of `steps` steps.

    The first stage begins at step 0; a new one begins wherever the prompt changes. Raises
    `PromptError` with the position of what cannot be read.
    """
    nodes = parse(text)
    stages = [Stage(0, prompt_at(nodes, 0, steps))]
    if _changes(nodes):
        for step in range(1, steps):
            prompt = prompt_at(nodes, step, steps)
            if prompt != stages[-1].prompt:
                stages.append(Stage(step, prompt))
    return tuple(stages)


def prompt_at(nodes: Nodes, step: int, steps: int) -> Prompt:
    """Return what a tree says at one step."""
    parts: list[list[_Piece]] = [[]]
    for piece in _pieces(nodes, step, steps, 1.0, top=True):
        if piece.kind is _Kind.AND:
            parts.append([])
        else:
            parts[-1].append(piece)
    read = [_part(pieces, is_one_of_many=len(parts) > 1) for pieces in parts]
    return Prompt(tuple(part for part in read if any(part.chunks)) or (read[0],))


class _Kind(Enum):
    WORDS = auto()
    COLON = auto()  # outside all brackets: may introduce the weight of a part
    BREAK = auto()
    AND = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: _Kind
    text: str = ""
    weight: float = 1.0


def _changes(nodes: Nodes) -> bool:
    return any(
        isinstance(node, Switch | Alternate)
        or (isinstance(node, Weighted) and _changes(node.items))
        for node in nodes
    )


def _pieces(
    nodes: Nodes, step: int, steps: int, weight: float, *, top: bool = False
) -> Iterator[_Piece]:
    for node in nodes:
        match node:
            case Text(":", mark=True) if top:
                yield _Piece(_Kind.COLON, ":", weight)
            case Text():
                yield from _words(node.text, weight)
            case Weighted():
                yield from _pieces(node.items, step, steps, weight * node.weight)
            case Switch():
                held = node.before if step < node.boundary(steps) else node.after
                yield from _pieces(held, step, steps, weight)
            case Alternate():
                held = node.options[step % len(node.options)]
                yield from _pieces(held, step, steps, weight)


def _words(text: str, weight: float) -> Iterator[_Piece]:
    for i, words in enumerate(KEYWORD.split(text)):
        if i % 2:
            yield _Piece(_Kind[words])
        elif words:
            yield _Piece(_Kind.WORDS, words, clamped(weight))


def _part(pieces: list[_Piece], *, is_one_of_many: bool) -> Part:
    weight = 1.0
    colons = [i for i, piece in enumerate(pieces) if piece.kind is _Kind.COLON]
    if is_one_of_many and colons:
        tail = pieces[colons[-1] + 1 :]
        found = number("".join(piece.text for piece in tail))
        if found is not None and all(piece.kind is _Kind.WORDS for piece in tail):
            pieces, weight = pieces[: colons[-1]], clamped(found)
    chunks: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.kind is _Kind.BREAK:
            chunks.append([])
        else:
            chunks[-1].append(piece)
    return Part(tuple(_chunk(chunk) for chunk in chunks), weight)


def _chunk(pieces: list[_Piece]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for piece in pieces:
        if spans and spans[-1].weight == piece.weight:
            spans[-1] = Span(spans[-1].text + piece.text, piece.weight)
        else:
            spans.append(Span(piece.text, piece.weight))
    return _trimmed(spans)


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    """Drop the blanks at both ends, which say nothing."""
    while spans and not spans[0].text.strip():
        spans = spans[1:]
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    if spans:
        spans[0] = Span(spans[0].text.lstrip(), spans[0].weight)
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].weight)
    return tuple(spans)
