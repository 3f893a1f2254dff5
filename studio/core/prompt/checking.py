"""Everything that is wrong with a raw prompt, without making anything of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.prompt.choices import read_choices, without_comments
from studio.core.prompt.errors import PromptError
from studio.core.prompt.expand import found
from studio.core.prompt.grammar import read
from studio.core.prompt.tags import tag_errors
from studio.core.prompt.wildcards import wildcards_in

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    text: str, wildcards: Mapping[str, tuple[str, ...]], *, is_style: bool = False
) -> tuple[Mark, ...]:
    """Return what to underline while a text is written, in order; quick enough for every pause.

    In a style's words `{prompt}` is the place of the prompt and no choice.
    """
    if len(text) > MARK_LIMIT:
        return ()
    if is_style:
        text = _SLOT.sub(lambda found: "x" * len(found.group()), text)
    found = (_mark(error, len(text)) for error in check(text, wildcards))
    return tuple(mark for mark in found if mark.start < mark.end)


def _mark(error: PromptError, length: int) -> Mark:
    values = error.message.values
    name = values.get("name")
    wrong = str(values.get("tag") or values.get("found") or (f"__{name}__" if name else ""))
    end = min(error.position + max(len(wrong), 1), length)
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
