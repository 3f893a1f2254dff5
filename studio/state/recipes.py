"""A recipe from elsewhere as a request that can be made here: with our model, within its bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from studio.core.addition import find_lora
from studio.core.errors import RequestError
from studio.core.params import clean
from studio.core.prompt.reading import number

if TYPE_CHECKING:
    from studio.core.addition import Addition
    from studio.core.metadata_format import Recipe
    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.state.catalog import Catalog

LORAS = "LoRAs"  # the fact that names them with their weights


@dataclass(frozen=True, slots=True)
class Fitted:
    """The request, and the names of parameters and LoRAs that cannot be taken over."""

    request: Request
    left_out: tuple[str, ...] = ()


def fitted(recipe: Recipe, model: str, catalog: Catalog) -> Fitted:
    """Return what can be asked of a model of ours, so that nothing of it is refused."""
    tags, left_out = _loras(recipe, catalog.supplies.additions)
    prompt = " ".join((recipe.request.prompt, *tags)).strip()
    request = replace(recipe.request, prompt=prompt, model=model, count=1)
    family = catalog.family(model)
    if family is None:
        return Fitted(request, tuple(left_out))
    defaults = catalog.defaults(model)
    kept: dict[str, Scalar] = {}
    for name, value in request.params.items():
        if name not in defaults:
            left_out.append(name)
            continue
        try:
            clean(family.params, {name: value})
        except RequestError:
            left_out.append(name)
        else:
            kept[name] = value
    return Fitted(replace(request, params=kept), tuple(left_out))


def _loras(recipe: Recipe, known: tuple[Addition, ...]) -> tuple[list[str], list[str]]:
    """Return LoRAs that a program applied beside the prompt: as tags, and those that are not here.

    Those of the prompt itself stand there already.
    """
    tags, missing = [], []
    for entry in str(recipe.facts.get(LORAS, "")).split(", "):
        name, _, weight = entry.rpartition(": ")
        plain = PurePosixPath(name.replace("\\", "/")).name.removesuffix(".safetensors")
        found = find_lora(plain, known) if plain else None
        if found and number(weight) is not None:
            if f"<lora:{found.name}:".casefold() not in recipe.request.prompt.casefold():
                tags.append(f"<lora:{found.name}:{weight}>")
        elif plain:
            missing.append(plain)
    return tags, missing
