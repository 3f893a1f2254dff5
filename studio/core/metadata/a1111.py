"""The `parameters` text that AUTOMATIC1111, Forge and most viewers of generated pictures read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio import __version__
from studio.core.metadata_format import (
    MetadataError,
    MetadataFormat,
    Recipe,
    checked,
    model_name,
)
from studio.core.prompt.reading import readable
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.params import Scalar

KEY = "parameters"
NEGATIVE = "Negative prompt:"
MAX_LINE = 2**15  # characters of the parameter line; matching longer ones could take minutes
MAX_TEXT = 2**20
_FIELD = re.compile(r'\s*(\w[\w \-/]{1,60}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")
_FEWEST_FIELDS = 3  # fewer in the last line, and it is prose with a colon
_HASH_LENGTH = 10  # of a SHA-256, as these tools show it

SCHEDULES = ("Karras", "Exponential")
# The schedule that "Automatic" stands for with samplers whose own is not the plain one.
_AUTOMATIC = {
    "DPM2": "Karras",
    "DPM2 a": "Karras",
    "DPM++ 2M": "Karras",
    "DPM++ SDE": "Karras",
    "DPM++ 2M SDE": "Exponential",
}
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
_OUR_NAMES = {theirs: ours for ours, theirs in _THEIR_NAMES.items()}
# What a missing field means to the tools that leave it out.
_DEFAULTS = {"Schedule type": "Automatic", "RNG": "GPU", "FP8 weight": "Disable"}


# ------------------------------------------------------------------------------------- writing


def _write(recipe: Recipe) -> Mapping[str, str]:
    request, facts = recipe.request, recipe.facts
    lines = [_clean(readable(str(facts.get("prompt", request.prompt))))]
    if negative := _clean(readable(str(facts.get("negative", request.negative)))):
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
        ("Denoising strength", _number(request.denoise) if request.source else ""),
        ("Clip skip", "" if clip_skip == "1" else clip_skip),
        ("RNG", "CPU"),  # where the noise comes from
        ("Version", f"studio {__version__}"),
    ]


def _clean(text: str) -> str:
    """Bring a prompt into the form that survives: one kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _quoted(value: str) -> str:
    plain = not any(mark in value for mark in ',\n:"') and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _number(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _their_sampler(scheduler: str) -> tuple[str, str]:
    scheduler = _CLASSES.get(scheduler, scheduler)
    for schedule in SCHEDULES:
        if scheduler.endswith(f" {schedule}"):
            return scheduler.removesuffix(f" {schedule}"), schedule
    plain = "Uniform" if scheduler in _AUTOMATIC else ""
    return _THEIR_NAMES.get(scheduler, scheduler), plain


# ------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Parts:
    prompt: str
    negative: str
    fields: Mapping[str, str]


def _detect(text: Mapping[str, str]) -> bool:
    return KEY in text and not text[KEY].lstrip().startswith("{")  # JSON is another program's


def _read(text: Mapping[str, str]) -> Recipe:
    parts = _split(text[KEY])
    rest = dict(parts.fields)
    params = _params(rest)
    request = Request(
        parts.prompt,
        model="",
        negative=parts.negative,
        seed=_whole(rest, "Seed", 0, SEED_LIMIT - 1, 0),
        params=params,
    )
    if extent := _extent(rest):
        request = replace(request, extent=extent)
    defaults = _DEFAULTS if parts.fields else {}
    return checked(Recipe(request, {**defaults, **rest}))


def _split(text: str) -> _Parts:
    if len(text) > MAX_TEXT:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    *lines, last = _clean(text).split("\n")
    if len(last) > MAX_LINE:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    found = _FIELD.findall(last)
    if len(found) < _FEWEST_FIELDS:
        lines, found = [*lines, last], []
    start = next((i for i, line in enumerate(lines) if _is_negative(line)), len(lines))
    negative = "\n".join(lines[start:]).strip().removeprefix(NEGATIVE)
    prompt = "\n".join(lines[:start])
    return _Parts(prompt.strip(), negative.strip(), {key: _unquoted(v) for key, v in found})


def _is_negative(line: str) -> bool:
    return line.lstrip().startswith(NEGATIVE)


def _unquoted(value: str) -> str:
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value.strip()
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _params(rest: dict[str, str]) -> dict[str, Scalar]:
    """Take out of the fields what our families know; what does not fit stays a mere fact."""
    if not rest:
        return {}
    params: dict[str, Scalar] = {"clip_skip": _whole(rest, "Clip skip", 1, 12, 1)}
    if steps := _whole(rest, "Steps", 1, 10_000, 0):
        params["steps"] = steps
    guidance = _decimal(rest.get("CFG scale", ""))
    if guidance is not None:
        params["guidance"] = guidance
        del rest["CFG scale"]
    if scheduler := _our_scheduler(rest.get("Sampler", ""), rest.get("Schedule type", "")):
        params["scheduler"] = scheduler
    return params


def _our_scheduler(sampler: str, schedule: str) -> str:
    if sampler in ("", "Undefined"):  # some sites write that
        return ""
    if schedule == "Automatic":
        schedule = _AUTOMATIC.get(sampler, "")
    name = _OUR_NAMES.get(sampler, sampler)
    return f"{name} {schedule}" if schedule in SCHEDULES else name


def _whole(rest: dict[str, str], name: str, low: int, high: int, default: int) -> int:
    text = rest.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high):
        return default
    del rest[name]
    return int(text)


def _decimal(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1000 else None  # also refuses NaN


def _extent(rest: dict[str, str]) -> Extent | None:
    found = _SIZE.fullmatch(rest.get("Size", ""))
    if not found or not int(found[1]) or not int(found[2]):
        return None
    del rest["Size"]
    return Extent(int(found[1]), int(found[2]))


FORMAT = MetadataFormat(
    key="a1111", title="AUTOMATIC1111", detect=_detect, read=_read, write=_write
)
