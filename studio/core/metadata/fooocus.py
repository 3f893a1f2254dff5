"""Fooocus: `parameters` with a `fooocus_scheme` that says whether it is JSON or A1111 text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import (
    Fields,
    as_text,
    clean_text,
    decimal,
    join_loras,
    looks_like_object,
    parse_object,
    with_extent,
)
from studio.core.parameters_text import recipe_of, take_apart
from studio.core.request import Extent, Request
from studio.core.sampler_names import our_scheduler
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.json_text import Json
    from studio.core.params import Scalar

KEY, SCHEME = "parameters", "fooocus_scheme"
_SIZE = re.compile(r"\(?\s*(\d{1,5})\s*[,x×*]\s*(\d{1,5})\s*\)?")
_LORA = re.compile(r"(.+?)\s*:\s*(-?\d{1,3}(?:\.\d{1,6})?)\s*")
_LORAS = 20
_LOG_NAMES = {  # what the log page writes, from which parameters can be copied
    "Prompt": "prompt",
    "Negative Prompt": "negative_prompt",
    "Guidance Scale": "guidance_scale",
    "Base Model": "base_model",
    "Sampler": "sampler",
    "Scheduler": "scheduler",
    "Seed": "seed",
    "Resolution": "resolution",
    "Steps": "steps",
    "CLIP Skip": "clip_skip",
    "VAE": "vae",
}
_PERFORMANCE = {  # steps that a performance stands for, where they are not written
    "quality": 60,
    "speed": 30,
    "extreme speed": 8,
    "lightning": 4,
    "hyper-sd": 4,
}


def _detect(text: Mapping[str, str]) -> bool:
    words = text.get(KEY, "")
    if SCHEME in text:
        return bool(words)
    named = looks_like_object(words, "base_model", "Base Model")
    return named and looks_like_object(words, "performance", "Performance")


def _read(text: Mapping[str, str]) -> Recipe:
    if KEY not in text:
        raise MetadataError(N_("The picture's parameters are damaged."))
    if text[KEY].lstrip().startswith("{"):
        return checked(_json(parse_object(text[KEY])))
    return _a1111(text[KEY])


def _a1111(text: str) -> Recipe:
    """Read the other scheme: the styles are in the words, the raw words are fields of their own."""
    parts = take_apart(text)
    raw = {"Raw prompt": parts.prompt, "Raw negative prompt": parts.negative}
    words = {name: parts.fields.get(name, "") or value for name, value in raw.items()}
    recipe = recipe_of(parts)
    facts = {name: value for name, value in recipe.facts.items() if name not in raw}
    changed = {
        f"full {name.removeprefix('Raw ')}": value
        for name, value in raw.items()
        if value != words[name]
    }
    request = recipe.request
    fresh = Request(
        clean_text(words["Raw prompt"]),
        "",
        clean_text(words["Raw negative prompt"]),
        extent=request.extent,
        seed=request.seed,
        params=request.params,
    )
    return checked(Recipe(fresh, facts | changed))


def _json(data: dict[str, Json]) -> Recipe:
    fields = Fields({_LOG_NAMES.get(name, name): value for name, value in data.items()})
    scheduler = our_scheduler(_word(fields, "sampler"), _word(fields, "scheduler"))
    params = fields.params(["steps"], ["guidance_scale"], ["clip_skip"], scheduler)
    if "steps" not in params and (steps := _PERFORMANCE.get(_word(fields, "performance").lower())):
        params["steps"] = steps
    known = _models(fields)
    request = Request(
        fields.text("prompt"),
        model="",
        negative=fields.text("negative_prompt"),
        seed=fields.seed("seed"),
        params=params,
    )
    return Recipe(with_extent(request, _extent(fields)), known | fields.rest())


def _extent(fields: Fields) -> Extent | None:
    """Take a size written as a pair: "(1152, 896)", "1152×896" or a list."""
    found = _SIZE.fullmatch(as_text(fields.get("resolution")).strip(" []").replace("[", ""))
    if not found or not int(found[1]) or not int(found[2]):
        return None
    fields.take("resolution")
    return Extent(int(found[1]), int(found[2]))


def _models(fields: Fields) -> dict[str, Scalar]:
    known: dict[str, Scalar] = {}
    for title, name in (("Model", "base_model"), ("Model hash", "base_model_hash"), ("VAE", "vae")):
        if found := fields.text(name):
            known[title] = found
    loras = _listed(fields) or _combined(fields)
    if loras:
        known["LoRAs"] = join_loras(loras)
    return known


def _listed(fields: Fields) -> list[tuple[str, float | None]]:
    """Read `loras`: a list of [name, weight, hash]."""
    found: list[tuple[str, float | None]] = []
    loras = fields.get("loras")
    for entry in loras[:_LORAS] if isinstance(loras, list) else []:
        match entry:
            case [str(name), weight, *_] if name:
                found.append((name, decimal(weight, -100, 100)))
    return found


def _combined(fields: Fields) -> list[tuple[str, float | None]]:
    """Read `lora_combined_1` and so on, or "LoRA 1" of the log: "name : 0.5"."""
    found: list[tuple[str, float | None]] = []
    for number in range(1, _LORAS + 1):
        for name in (f"lora_combined_{number}", f"LoRA {number}"):
            text = fields.get(name)
            if isinstance(text, str) and (parts := _LORA.fullmatch(text)):
                fields.take(name)
                found.append((parts[1], float(parts[2])))
    return found


def _word(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


FORMAT = MetadataFormat(key="fooocus", title="Fooocus", detect=_detect, read=_read, rank=15)
