"""Everything that is wrong with a raw prompt, without making anything of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.addition import check_tags
from studio.core.prompt.choices import read_choices, without_comments
from studio.core.prompt.errors import PromptError
from studio.core.prompt.expand import found
from studio.core.prompt.grammar import read
from studio.core.prompt.tags import tag_errors
from studio.core.prompt.wildcards import wildcards_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio.core.addition import Addition
    from studio.core.prompt.choices import Nodes
    from studio.core.text import Message

MARK_LIMIT = 20_000  # characters that are checked while they are written
_SLOT = re.compile(r"[{｛]prompt[}｝]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a raw text that cannot stay as it is, and the sentence about it."""

    start: int
    end: int
    message: Message


def marks(
    text: str,
    wildcards: Mapping[str, tuple[str, ...]],
    additions: Sequence[Addition] | None = None,
    *,
    is_style: bool = False,
) -> tuple[Mark, ...]:
    """Return what to underline while a text is written, in order; quick enough for every pause.

    In a style's words `{prompt}` is the place of the prompt and no choice. Tags that ask for none
    of the `additions` are marked where those are given.
    """
    if len(text) > MARK_LIMIT:
        return ()
    if is_style:
        text = _SLOT.sub(lambda found: "x" * len(found.group()), text)
    errors = check(text, wildcards)
    if additions is not None and not errors:
        errors += _missing(text, additions)
    found = (_mark(error, text) for error in errors)
    return tuple(mark for mark in found if mark.start < mark.end)


def _missing(text: str, additions: Sequence[Addition]) -> list[PromptError]:
    try:
        check_tags(without_comments(text).replace("\0", " "), additions)
    except PromptError as error:
        return [error]
    return []


def _mark(error: PromptError, text: str) -> Mark:
    values, length = error.message.values, len(text)
    name = values.get("name")
    wrong = str(values.get("tag") or values.get("found") or (f"__{name}__" if name else ""))
    end = min(error.position + max(len(wrong), 1), length)
    if text[error.position : error.position + 1] == "<":  # a tag is wrong as a whole
        end = text.find(">", error.position) + 1 or end
    return Mark(min(error.position, max(length - 1, 0)), end, error.message)


def check(text: str, wildcards: Mapping[str, tuple[str, ...]]) -> list[PromptError]:
    """Return the errors of a raw text in the order of their positions; none if it can be used."""
    nodes, dynamic = read_choices(text)
    readable = without_comments(text).replace("\0", " ")
    errors = [*dynamic, *_unknown(nodes, wildcards), *read(readable).errors, *tag_errors(readable)]
    return sorted(errors, key=lambda error: error.position)


def _unknown(nodes: Nodes, wildcards: Mapping[str, tuple[str, ...]]) -> list[PromptError]:
    errors = []
    for wildcard in wildcards_in(nodes):
        try:
            found(wildcard, wildcards)
        except PromptError as error:
            errors.append(error)
    return errors
