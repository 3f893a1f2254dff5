"""The text that AUTOMATIC1111 made common: prompt, negative prompt, and a line of parameters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, Recipe, checked
from studio.core.metadata_values import MAX_CLIP_SKIP, Fields
from studio.core.request import Extent, Request
from studio.core.sampler_names import our_scheduler
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.params import Scalar

KEY = "parameters"
NEGATIVE = "Negative prompt:"
MAX_LINE = 2**15  # characters of the parameter line; matching longer ones could take minutes
MAX_TEXT = 2**20
_FIELD = re.compile(r'\s*(\w[\w \-/]{1,60}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"(\d{1,5})\s?[x*×]\s?(\d{1,5})")
_FEWEST_FIELDS = 3  # fewer in the last line, and it is prose with a colon
_UNDEFINED = "Undefined"  # what some sites write for a sampler they do not know
# What a missing field means to the tools that leave it out.
_DEFAULTS = {"Schedule type": "Automatic", "RNG": "GPU", "FP8 weight": "Disable"}


@dataclass(frozen=True, slots=True)
class Parts:
    """The text taken apart, every field as it is written."""

    prompt: str
    negative: str
    fields: Mapping[str, str]


def one_line_end(text: str) -> str:
    """Bring a prompt into the form that survives: one kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def take_apart(text: str) -> Parts:
    """Split a text. Without a line of parameters at its end, all of it is prompt.

    Raises `MetadataError` when it is too long.
    """
    if len(text) > MAX_TEXT:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    *lines, last = one_line_end(text).split("\n")
    if len(last) > MAX_LINE:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    found = _FIELD.findall(last)
    if len(found) < _FEWEST_FIELDS:
        lines, found = [*lines, last], []
    start = next((i for i, line in enumerate(lines) if _is_negative(line)), len(lines))
    negative = "\n".join(lines[start:]).strip().removeprefix(NEGATIVE)
    prompt = "\n".join(lines[:start])
    return Parts(prompt.strip(), negative.strip(), {key: _unquoted(v) for key, v in found})


def is_parameters(text: str) -> bool:
    """Whether a text that somebody pastes is a block of parameters, not just words."""
    try:
        parts = take_apart(text)
    except MetadataError:
        return False
    return "Steps" in parts.fields and bool({"Sampler", "Seed", "Size"} & parts.fields.keys())


def recipe_of(parts: Parts) -> Recipe:
    """Return what the parts say; what no family of ours knows stays a mere fact."""
    fields = Fields(dict(parts.fields))
    undefined = fields.get("Sampler") == _UNDEFINED  # such files make up their clip skip, too
    params = _params(fields, undefined=undefined)
    request = Request(parts.prompt, "", parts.negative, seed=fields.seed("Seed"), params=params)
    if extent := size_of(fields.get("Size")):
        fields.take("Size")
        request = replace(request, extent=extent)
    defaults: dict[str, Scalar] = dict(_DEFAULTS) if parts.fields else {}
    return checked(Recipe(request, defaults | fields.rest()))


def size_of(text: object) -> Extent | None:
    """Return the size that a text like 512x768 says."""
    found = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found or not int(found[1]) or not int(found[2]):
        return None
    return Extent(int(found[1]), int(found[2]))


def _params(fields: Fields, *, undefined: bool) -> dict[str, Scalar]:
    sampler, schedule = (fields.get(name) for name in ("Sampler", "Schedule type"))
    scheduler = our_scheduler(str(sampler or ""), str(schedule or ""))
    taken = fields.params(["Steps"], ["CFG scale"], scheduler=scheduler)
    if not taken and not sampler:
        return {}
    skip = None if undefined else fields.whole(1, MAX_CLIP_SKIP, "Clip skip", "CLIP Skip")
    return {"clip_skip": skip or 1} | taken


def _is_negative(line: str) -> bool:
    return line.lstrip().startswith(NEGATIVE)


def _unquoted(value: str) -> str:
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value.strip()
    try:
        return str(json.loads(value))
    except ValueError:
        return value
