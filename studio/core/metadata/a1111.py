"""The `parameters` text that AUTOMATIC1111, Forge and most viewers of generated pictures read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from studio import __version__
from studio.core import parameters_text
from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, model_name
from studio.core.parameters_text import NEGATIVE, one_line_end, recipe_of, take_apart
from studio.core.prompt.reading import readable
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.params import Scalar

KEY = parameters_text.KEY
_HASH_LENGTH = 10  # of a SHA-256, as these tools show it
_JSON = re.compile(r'\s*\{\s*["}]')  # another program's

SCHEDULES = {"Karras": "Karras", "Exponential": "Exponential", "Trailing": "SGM Uniform"}
# Samplers whose own schedule is not the plain one, which has to be named then.
_NOT_PLAIN = ("DPM2", "DPM2 a", "DPM++ 2M", "DPM++ SDE", "DPM++ 2M SDE")
_THEIR_NAMES = {"PNDM": "PLMS"}
_CLASSES = {  # of diffusers, when the model's own scheduler was used
    "DDIMScheduler": "DDIM",
    "DPMSolverMultistepScheduler": "DPM++ 2M",
    "EulerAncestralDiscreteScheduler": "Euler a",
    "EulerDiscreteScheduler": "Euler",
    "HeunDiscreteScheduler": "Heun",
    "LCMScheduler": "LCM",
    "PNDMScheduler": "PNDM",
    "UniPCMultistepScheduler": "UniPC",
}


def write(recipe: Recipe) -> Mapping[str, str]:
    """Return the chunk that other programs look for."""
    request, facts = recipe.request, recipe.facts
    lines = [one_line_end(readable(str(facts.get("prompt", request.prompt))))]
    if negative := one_line_end(readable(str(facts.get("negative", request.negative)))):
        lines.append(f"{NEGATIVE} {negative}")
    fields = [f"{name}: {_quoted(value)}" for name, value in _fields(recipe) if value]
    lines.append(", ".join(fields))
    return {KEY: "\n".join(lines)}


def _fields(recipe: Recipe) -> list[tuple[str, str]]:
    """Return the fields in the order of AUTOMATIC1111; empty ones are left out."""
    request, facts = recipe.request, recipe.facts
    settings = {**facts, **{key: value for key, value in request.params.items() if value != ""}}
    sampler, schedule = _their_sampler(str(settings.get("scheduler", "")))
    clip_skip = _number(settings.get("clip_skip", 1))
    return [
        ("Steps", _number(settings.get("steps", ""))),
        ("Sampler", sampler),
        ("Schedule type", schedule),
        ("CFG scale", _number(settings.get("guidance", ""))),
        ("Seed", str(request.seed)),
        ("Size", str(request.extent)),
        ("Model hash", str(facts.get("model_hash", ""))[:_HASH_LENGTH]),
        ("Model", model_name(request.model)),
        ("Clip skip", "" if clip_skip == "1" else clip_skip),
        ("RNG", "CPU"),  # where the noise comes from
        ("Version", f"studio {__version__}"),
    ]


def _quoted(value: str) -> str:
    plain = not any(mark in value for mark in ',\n:"') and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _number(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _their_sampler(scheduler: str) -> tuple[str, str]:
    scheduler = _CLASSES.get(scheduler, scheduler)
    for schedule, theirs in SCHEDULES.items():
        if scheduler.endswith(f" {schedule}"):
            return scheduler.removesuffix(f" {schedule}"), theirs
    plain = "Uniform" if scheduler in _NOT_PLAIN else ""
    return _THEIR_NAMES.get(scheduler, scheduler), plain


def _detect(text: Mapping[str, str]) -> bool:
    return KEY in text and not _JSON.match(text[KEY])


def _read(text: Mapping[str, str]) -> Recipe:
    if KEY not in text:
        raise MetadataError(N_("The picture's parameters are damaged."))
    return recipe_of(take_apart(text[KEY]))


FORMAT = MetadataFormat(
    key="a1111", title="AUTOMATIC1111", detect=_detect, read=_read, write=write, rank=30
)
