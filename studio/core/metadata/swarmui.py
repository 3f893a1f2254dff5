"""SwarmUI: JSON with `sui_image_params` in `parameters`, of PNG text or of EXIF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import (
    Fields,
    as_text,
    facts,
    looks_like_object,
    parse_object,
    whole,
    with_extent,
)
from studio.core.request import Request
from studio.core.sampler_names import our_scheduler
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.json_text import Json
    from studio.core.params import Scalar

KEY = "parameters"
PARAMS, EXTRA, MODELS = "sui_image_params", "sui_extra_data", "sui_models"


def _detect(text: Mapping[str, str]) -> bool:
    return looks_like_object(text.get(KEY, ""), PARAMS)


def _read(text: Mapping[str, str]) -> Recipe:
    data = parse_object(text.get(KEY))
    params = data.pop(PARAMS, None)
    if not isinstance(params, dict):
        raise MetadataError(N_("The picture's parameters are damaged."))
    fields = Fields(params)
    scheduler = our_scheduler(_word(fields, "sampler"), _word(fields, "scheduler"))
    made = fields.params(["steps"], ["cfgscale", "cfg_scale"], scheduler=scheduler)
    if skip := _clip_skip(fields):
        made["clip_skip"] = skip
    known = _models(fields, data.pop(MODELS, None))
    request = Request(
        fields.text("prompt"),
        model="",
        negative=fields.text("negativeprompt", "negative_prompt"),
        seed=fields.seed("seed"),
        params=made,
    )
    request = with_extent(request, fields.extent("width", "height"))
    extra = data.pop(EXTRA, None)
    rest = fields.rest() | (facts(extra) if isinstance(extra, dict) else {}) | facts(data)
    return checked(Recipe(request, known | rest))


def _word(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _clip_skip(fields: Fields) -> int | None:
    """`clipstopatlayer` counts from the end: -1 is the last layer, which skips nothing."""
    layer = whole(fields.get("clipstopatlayer"), -12, -1)
    if layer is not None:
        fields.take("clipstopatlayer")
    return -layer if layer is not None else None


def _models(fields: Fields, models: Json) -> dict[str, Scalar]:
    known: dict[str, Scalar] = {}
    if name := fields.text("model"):
        known["Model"] = name
    if vae := fields.text("vae"):
        known["VAE"] = vae
    names, weights = _list(fields.take("loras")), _list(fields.take("loraweights"))
    if names:
        weights += ["1"] * (len(names) - len(weights))
        known["LoRAs"] = ", ".join(f"{n}: {w}" for n, w in zip(names, weights, strict=False))
    for entry in models if isinstance(models, list) else []:
        if isinstance(entry, dict) and entry.get("param") == "model" and entry.get("hash"):
            known["Model hash"] = as_text(entry["hash"])[:200]
    if models:
        known[MODELS] = json.dumps(models, ensure_ascii=False)[: 2**16]
    return known


def _list(value: Json) -> list[str]:
    """Lists are JSON lists, or text with commas."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if not isinstance(value, list):
        return []
    return [as_text(item).strip() for item in value[:100] if as_text(item).strip()]


FORMAT = MetadataFormat(key="swarmui", title="SwarmUI", detect=_detect, read=_read, rank=10)
