"""Tags such as `<lora:name:0.8>`: data for the model that travels inside a prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.core.prompt.errors import PromptError
from studio.core.prompt.reading import number, readable
from studio.core.text import N_

LOADABLE = ("lora", "lyco")
TAG = re.compile(r"<(?P<kind>lora|lyco|hypernet|layer):(?P<rest>[^<>\n]*)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """`<kind:name:weight>` and where it stood; of two weights the first is the text encoder's."""

    kind: str
    name: str
    weights: tuple[float, ...]
    position: int
    text: str


def extract_tags(text: str) -> tuple[str, tuple[Tag, ...]]:
    """Return the text without its tags, and the tags in order.

    Raises `PromptError` when a tag has no name or a weight that is not a number.
    """
    copy = readable(text)
    found = list(TAG.finditer(copy))
    tags = tuple(_tag(match) for match in found)
    for match in reversed(found):
        text = text[: match.start()] + text[match.end() :]
    return text, tags


def _tag(found: re.Match[str]) -> Tag:
    name, *weights = (word.strip() for word in found["rest"].split(":"))
    numbers = tuple(value for value in map(number, weights) if value is not None)
    if not name or len(numbers) != len(weights):
        template = N_("Character {at}: {tag} is not complete. Write <{kind}:name:0.8>.")
        kind = found["kind"].lower()
        raise PromptError(template, found.start(), tag=found.group(), kind=kind)
    return Tag(found["kind"].lower(), name, numbers, found.start(), found.group())


def tag_errors(text: str) -> list[PromptError]:
    """Return an error for every tag that is not complete, or asks for what no version can load."""
    template = N_(
        "Character {at}: {tag} asks for an addition to the model that this version cannot load. "
        "Take it out of the prompt."
    )
    errors = []
    for match in TAG.finditer(readable(text)):
        if match["kind"].lower() not in LOADABLE:
            errors.append(PromptError(template, match.start(), tag=match.group()))
            continue
        try:
            _tag(match)
        except PromptError as error:
            errors.append(error)
    return errors
