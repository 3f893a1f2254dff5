"""From what a prompt says back to text that says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.prompt.schedule import KEYWORD

if TYPE_CHECKING:
    from studio.core.prompt.ast import Part, Prompt, Span

_SPECIAL = re.compile(r"[\\()\[\]{}:|#]|__")


def escaped(text: str) -> str:
    """Return text that the grammar reads as exactly these words."""
    words = _SPECIAL.sub(lambda found: "\\" + found.group(), text)
    return KEYWORD.sub(lambda found: f"{found.group()[0]}({found.group()[1:]}:1)", words)


def unparse(prompt: Prompt) -> str:
    """Return a text that `schedule` reads as this prompt."""
    text = " AND ".join(_part(part) for part in prompt.parts)
    # A part's weight is only read beside an AND.
    return f"{text} AND" if len(prompt.parts) == 1 and prompt.parts[0].weight != 1 else text


def _part(part: Part) -> str:
    text = " BREAK ".join("".join(_span(span) for span in chunk) for chunk in part.chunks)
    return text if part.weight == 1 else f"{text} :{part.weight!r}"


def _span(span: Span) -> str:
    text = escaped(span.text)
    return text if span.weight == 1 else f"({text}:{span.weight!r})"
