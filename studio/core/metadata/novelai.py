"""NovelAI: `Software`, the prompt in `Description`, everything else as JSON in `Comment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import (
    Fields,
    as_text,
    clean_text,
    looks_like_object,
    parse_object,
    with_extent,
)
from studio.core.prompt.novelai import from_novelai
from studio.core.request import Request
from studio.core.sampler_names import our_scheduler
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.json_text import Json
    from studio.core.params import Scalar

_CHARACTERS = 24


def _detect(text: Mapping[str, str]) -> bool:
    comment = text.get("Comment", "")
    if text.get("Software", "").startswith("NovelAI"):
        return bool(comment or text.get("Description"))
    return looks_like_object(comment, "uc") and looks_like_object(comment, "sampler", "scale")


def _read(text: Mapping[str, str]) -> Recipe:
    if "Comment" not in text and "Description" not in text:
        raise MetadataError(N_("The picture's parameters are damaged."))
    fields = Fields(parse_object(text["Comment"]) if "Comment" in text else {})
    raw = fields.text("prompt") or clean_text(text.get("Description", ""))
    unwanted = fields.text("uc", "negative_prompt")
    known: dict[str, Scalar] = {}
    base, characters = _caption(fields.get("v4_prompt"))
    base_not, characters_not = _caption(fields.get("v4_negative_prompt"))
    for number, words in enumerate(characters, 1):
        known[f"character {number}"] = words
    for number, words in enumerate(characters_not, 1):
        if words:
            known[f"character {number} negative"] = words
    raw, unwanted = raw or base, unwanted or base_not
    prompt = _joined(raw, characters)
    negative = _joined(unwanted, characters_not)
    if from_novelai(raw) != raw or characters:
        known["prompt"] = raw
    if from_novelai(unwanted) != unwanted or any(characters_not):
        known["uc"] = unwanted
    request = Request(
        prompt, model="", negative=negative, seed=fields.seed("seed"), params=_params(fields)
    )
    request = with_extent(request, fields.extent("width", "height"))
    return checked(Recipe(request, known | _about(text) | fields.rest()))


def _params(fields: Fields) -> dict[str, Scalar]:
    schedule, sampler = as_text(fields.get("noise_schedule")), as_text(fields.get("sampler"))
    return fields.params(["steps"], ["scale"], scheduler=our_scheduler(sampler, schedule))


def _caption(prompt: Json) -> tuple[str, list[str]]:
    """Return the words for the whole and for each character of a version 4 prompt."""
    caption = prompt.get("caption") if isinstance(prompt, dict) else None
    if not isinstance(caption, dict):
        return "", []
    entries = caption.get("char_captions")
    words = [
        clean_text(as_text(entry.get("char_caption")))
        for entry in (entries[:_CHARACTERS] if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    ]
    return clean_text(as_text(caption.get("base_caption"))), words


def _joined(base: str, characters: list[str]) -> str:
    """Write each character on a line of its own, as far as the base does not say it already."""
    extra = [words for words in characters if words and words not in base]
    return "\n".join(from_novelai(part) for part in (base, *extra) if part)


def _about(text: Mapping[str, str]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    if source := clean_text(text.get("Source", "")):
        found["Model"] = source
        name, _, digest = source.rpartition(" ")
        if name and len(digest) == 8:
            found |= {"Model": name, "Model hash": digest}
    for name in ("Software", "Title", "Generation time"):
        if text.get(name):
            found[name] = clean_text(text[name])
    return found


FORMAT = MetadataFormat(key="novelai", title="NovelAI", detect=_detect, read=_read, rank=12)
