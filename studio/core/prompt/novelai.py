"""NovelAI's emphasis in our brackets: `{x}` and `[x]` by 1.05, `1.2::x::` by number."""

from __future__ import annotations

import re

from studio.core.prompt.ast import Span
from studio.core.prompt.reading import clamped
from studio.core.prompt.unparse import escaped

STEP = 1.05
_LONGEST = 2**16  # characters; longer ones are no prompt
_DEPTH = 60  # further brackets change nothing that could be seen
_TOKEN = re.compile(r"(-?\d{1,3}(?:\.\d{1,4})?|-?\.\d{1,4})::|::|[{}\[\]]")


def from_novelai(text: str) -> str:
    """Return the prompt with their emphasis written as ours; round brackets are mere text there."""
    if len(text) > _LONGEST:
        return escaped(text)
    return "".join(_written(span) for span in _spans(text))


def _spans(text: str) -> list[Span]:
    found: list[Span] = []
    depth, factor, start = 0, 1.0, 0

    def add(end: int) -> None:
        words, weight = text[start:end], round(clamped(STEP**depth * factor), 4)
        if found and found[-1].weight == weight:
            found[-1] = Span(found[-1].text + words, weight)
        elif words:
            found.append(Span(words, weight))

    for token in _TOKEN.finditer(text):
        add(token.start())
        start = token.end()
        match token.group():
            case "{" | "]":
                depth = min(depth + 1, _DEPTH)
            case "}" | "[":
                depth = max(depth - 1, -_DEPTH)
            case "::":
                depth, factor = 0, 1.0
            case _:
                factor = float(token[1])
    add(len(text))
    return found


def _written(span: Span) -> str:
    words = escaped(span.text)
    if span.weight == 1 or not span.text.strip(" ,\n"):
        return words.replace("\\:", ":").replace("\\|", "|")
    inner = words.strip()
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}({inner}:{span.weight:g}){after}"
