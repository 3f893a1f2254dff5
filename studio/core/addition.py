"""What can be added to a model: a LoRA, or a word that it has learnt since (an embedding)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from studio.core.prompt.errors import PromptError
from studio.core.prompt.tags import extract_tags
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from studio.core.request import Request

MOST_NAMED = 8


class AdditionKind(StrEnum):
    """How an addition is asked for: by a tag such as `<lora:name:0.8>`, or by its name alone."""

    LORA = "lora"
    EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that changes what a model draws; `name` is what prompts call it."""

    name: str
    kind: AdditionKind
    path: Path
    size_bytes: int = 0


def asked_for(request: Request, known: Sequence[Addition]) -> tuple[Addition, ...]:
    """Return the additions that any text of a request may ask for, lists of wildcards included."""
    style = request.style
    texts = [request.prompt, request.negative, request.style_text]
    texts += [style.template, style.negative] if style else []
    texts += [line for lines in request.wildcards.values() for line in lines]
    whole = "\n".join(texts).casefold()
    return tuple(entry for entry in known if entry.name.casefold() in whole)


def find_lora(name: str, known: Iterable[Addition]) -> Addition | None:
    """Return the LoRA of a name, whatever its case; the first of several."""
    wanted = name.casefold()
    loras = (entry for entry in known if entry.kind is AdditionKind.LORA)
    return next((entry for entry in loras if entry.name.casefold() == wanted), None)


def check_tags(prompt: str, known: Sequence[Addition]) -> None:
    """Raise `PromptError` for the first tag of an (expanded) prompt whose LoRA is not there."""
    for tag in extract_tags(prompt)[1]:
        if find_lora(tag.name, known) is None:
            raise _unknown(tag.name, tag.position, known)


def _unknown(name: str, position: int, known: Sequence[Addition]) -> PromptError:
    names = sorted(entry.name for entry in known if entry.kind is AdditionKind.LORA)
    if not names:
        text = N_("There is no LoRA {name}: put its file into the folder loras beside your models.")
        return PromptError(text, position, name=name)
    listed = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    text = N_("There is no LoRA {name}. There is: {known}.")
    return PromptError(text, position, name=name, known=listed)


def words_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names as whole words, the longest first; None without names."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return None
    joined = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
