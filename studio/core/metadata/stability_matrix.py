"""StabilityMatrix: `parameters-json` and `smproj` beside the usual `parameters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import Fields, facts, parse_object, with_extent
from studio.core.parameters_text import recipe_of, take_apart
from studio.core.request import Request
from studio.core.sampler_names import our_scheduler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.params import Scalar

TEXT, JSON, PROJECT = "parameters", "parameters-json", "smproj"


def _detect(text: Mapping[str, str]) -> bool:
    return JSON in text or (PROJECT in text and TEXT in text)


def _read(text: Mapping[str, str]) -> Recipe:
    project = _project(text)
    try:
        fields = Fields(parse_object(text.get(JSON)))
    except MetadataError:
        if not text.get(TEXT):
            raise
        recipe = recipe_of(take_apart(text[TEXT]))
        return Recipe(recipe.request, dict(recipe.facts) | project)
    return checked(_of_json(fields, project))


def _of_json(fields: Fields, project: dict[str, Scalar]) -> Recipe:
    sampler = fields.get("Sampler")
    scheduler = our_scheduler(sampler if isinstance(sampler, str) else "")
    params = fields.params(["Steps"], ["CfgScale"], scheduler=scheduler)
    known: dict[str, Scalar] = {}
    for title, name in (("Model", "ModelName"), ("Model hash", "ModelHash")):
        if found := fields.text(name):
            known[title] = found
    request = Request(
        fields.text("PositivePrompt"),
        model="",
        negative=fields.text("NegativePrompt"),
        seed=fields.seed("Seed"),
        params=params,
    )
    request = with_extent(request, fields.extent("Width", "Height"))
    return Recipe(request, known | fields.rest() | project)


def _project(text: Mapping[str, str]) -> dict[str, Scalar]:
    """Return what the project file in the picture says, as facts; a damaged one says nothing."""
    if PROJECT not in text:
        return {}
    try:
        data = parse_object(text[PROJECT])
    except MetadataError:
        return {PROJECT: "damaged"}
    state = data.pop("state", None) or data.pop("State", None)
    found = {f"{PROJECT}.{name}": value for name, value in facts(data).items()}
    if isinstance(state, dict):
        found |= {f"{PROJECT}.state.{name}": value for name, value in facts(state).items()}
    return found


FORMAT = MetadataFormat(
    key="stability_matrix", title="StabilityMatrix", detect=_detect, read=_read, rank=20
)
