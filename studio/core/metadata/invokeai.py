"""InvokeAI: `invokeai_metadata` of today, `sd-metadata` of version 2, `Dream` of version 1."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import (
    Fields,
    as_text,
    clean_text,
    decimal,
    facts,
    join_loras,
    looks_like_object,
    parse_object,
    with_extent,
)
from studio.core.request import Request
from studio.core.sampler_names import our_scheduler
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.json_text import Json
    from studio.core.params import Scalar

NOW, BEFORE, FIRST = "invokeai_metadata", "sd-metadata", "Dream"
MAX_LINE = 2**16
_UNWANTED = re.compile(r"\[([^\[\]]*)\]")
_WEIGHTED = re.compile(r"\(([^()]*)\)(\d(?:\.\d{1,3})?|\++|-+)(?![\w.])")
_FLAGS = {
    "s": "steps",
    "S": "seed",
    "W": "width",
    "H": "height",
    "C": "cfg_scale",
    "A": "sampler",
    "f": "strength",
    "n": "iterations",
    "G": "gfpgan_strength",
    "U": "upscale",
    "V": "with_variations",
    "v": "variation_amount",
    "I": "init_img",
}


def _detect(text: Mapping[str, str]) -> bool:
    return NOW in text or looks_like_object(text.get(BEFORE, ""), "image") or FIRST in text


def _read(text: Mapping[str, str]) -> Recipe:
    if NOW in text:
        return checked(_current(Fields(parse_object(text[NOW]))))
    if BEFORE in text:
        return checked(_version_2(parse_object(text[BEFORE])))
    if FIRST in text:
        return checked(_version_1(text[FIRST]))
    raise MetadataError(N_("The picture's parameters are damaged."))


# ------------------------------------------------------------------------------- version 3 on


def _current(fields: Fields) -> Recipe:
    scheduler = our_scheduler(_word(fields, "scheduler"))
    params = fields.params(["steps"], ["cfg_scale"], scheduler=scheduler)
    skipped = fields.whole(0, 11, "clip_skip")  # counts the layers that are left out
    if skipped is not None:
        params["clip_skip"] = skipped + 1
    known = _models(fields)
    prompt, raw = fields.get("positive_prompt"), fields.get("negative_prompt")
    words, unwanted = fields.text("positive_prompt"), fields.text("negative_prompt")
    request = Request(
        _weights(words),
        model="",
        negative=_weights(unwanted),
        seed=fields.seed("seed"),
        params=params,
    )
    request = with_extent(request, fields.extent("width", "height"))
    if request.prompt != words:
        known["positive_prompt"] = as_text(prompt)
    if request.negative != unwanted:
        known["negative_prompt"] = as_text(raw)
    return Recipe(request, known | fields.rest())


def _models(fields: Fields) -> dict[str, Scalar]:
    known: dict[str, Scalar] = {}
    match fields.take("model"):
        case str(name) if name:
            known["Model"] = name
        case dict(model):
            known |= _model(model)
    match fields.take("vae"):
        case str(name) if name:
            known["VAE"] = name
        case dict(vae):
            known["VAE"] = _name(vae)
    loras = fields.get("loras")
    if isinstance(loras, list):
        named = [_lora(entry) for entry in loras[:100] if isinstance(entry, dict)]
        if named and all(name for name, _ in named):
            fields.take("loras")
            known["LoRAs"] = join_loras(named)
    return {name: value for name, value in known.items() if value != ""}


def _model(model: dict[str, Json]) -> dict[str, Scalar]:
    rest = {k: v for k, v in model.items() if k not in ("name", "model_name", "hash")}
    digest = as_text(model.get("hash")).rpartition(":")[2]  # "blake3:..." or "sha256:..."
    kind = as_text(model.get("hash")).rpartition(":")[0]
    found: dict[str, Scalar] = {"Model": _name(model), "Model hash": digest}
    if kind:
        found["Model hash kind"] = kind
    return found | {f"model.{name}": value for name, value in facts(rest).items()}


def _name(model: dict[str, Json]) -> str:
    return as_text(model.get("name") or model.get("model_name"))


def _lora(entry: dict[str, Json]) -> tuple[str, float | None]:
    inner = entry.get("model") or entry.get("lora")
    name = _name(inner) if isinstance(inner, dict) else as_text(inner)
    return name, decimal(entry.get("weight"), -100, 100)


# ---------------------------------------------------------------------------------- version 2


def _version_2(data: dict[str, Json]) -> Recipe:
    image = data.pop("image", None)
    if not isinstance(image, dict):
        raise MetadataError(N_("The picture's parameters are damaged."))
    fields, outer = Fields(image), Fields(data)
    known: dict[str, Scalar] = {}
    if name := outer.text("model_weights"):
        known["Model"] = name
    if digest := outer.text("model_hash"):
        known["Model hash"] = digest
    raw = _joined(fields.take("prompt"))
    return _bracketed(raw, fields, known | outer.rest())


def _joined(prompt: Json) -> str:
    """Return the prompt, which is text or a list of weighted texts."""
    if isinstance(prompt, str):
        return clean_text(prompt)
    parts: list[tuple[str, float]] = []
    for entry in prompt[:100] if isinstance(prompt, list) else []:
        if isinstance(entry, dict):
            weight = decimal(entry.get("weight"), -10, 10)
            parts.append(
                (clean_text(as_text(entry.get("prompt"))), 1 if weight is None else weight)
            )
    if len(parts) == 1:
        return parts[0][0]
    return " AND ".join(f"{words} :{weight:g}" for words, weight in parts)


def _bracketed(raw: str, fields: Fields, known: dict[str, Scalar]) -> Recipe:
    """Read what versions 1 and 2 share: square brackets hold what must not be there."""
    unwanted = ", ".join(part.strip() for part in _UNWANTED.findall(raw) if part.strip())
    words = " ".join(_UNWANTED.sub(" ", raw).split(" ")).strip()
    words = re.sub(r" {2,}", " ", words)
    if words != raw:
        known["prompt"] = raw
    scheduler = our_scheduler(_word(fields, "sampler"))
    params = fields.params(["steps"], ["cfg_scale"], scheduler=scheduler)
    request = Request(
        _weights(words), model="", negative=unwanted, seed=fields.seed("seed"), params=params
    )
    request = with_extent(request, fields.extent("width", "height"))
    return Recipe(request, known | fields.rest())


# ---------------------------------------------------------------------------------- version 1


def _version_1(text: str) -> Recipe:
    """Read a command line: "a cat" -s50 -S123 -W512 -H512 -C7.5 -Ak_lms."""
    if len(text) > MAX_LINE:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    try:
        words = shlex.split(text)
    except ValueError:
        raise MetadataError(N_("The picture's parameters are damaged.")) from None
    prompt: list[str] = []
    found: dict[str, Json] = {}
    while words:
        word = words.pop(0)
        name, value = _flag(word)
        if not name:
            prompt.append(word)
        elif value or not words or _flag(words[0])[0]:
            found[name] = value or True
        else:
            found[name] = words.pop(0)
    return _bracketed(clean_text(" ".join(prompt)), Fields(found), {})


def _flag(word: str) -> tuple[str, str]:
    if word.startswith("--"):
        name, _, value = word[2:].partition("=")
        return name, value
    if len(word) > 1 and word[0] == "-" and word[1] in _FLAGS:
        return _FLAGS[word[1]], word[2:]
    return "", ""


def _weights(text: str) -> str:
    """Write their weights as ours: `(words)1.3` and `(words)++` as `(words:1.3)`."""

    def ours(found: re.Match[str]) -> str:
        words, weight = found[1], found[2]
        if weight[0] in "+-":
            base = 1.1 if weight[0] == "+" else 0.9
            weight = f"{base ** min(len(weight), 10):.3g}"
        return f"({words}:{weight})"

    return _WEIGHTED.sub(ours, text)


def _word(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


FORMAT = MetadataFormat(key="invokeai", title="InvokeAI", detect=_detect, read=_read, rank=10)
