"""ComfyUI: the graph that ran in `prompt`, or the drawing of it in `workflow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.comfy_graph import Graph, from_prompt, from_workflow
from studio.core.comfy_recipe import Walk, request_of, start
from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, checked
from studio.core.metadata_values import looks_like_object, parse_object
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

RAN, DRAWN = "prompt", "workflow"


def _detect(text: Mapping[str, str]) -> bool:
    ran = looks_like_object(text.get(RAN, ""), "class_type")
    return ran or looks_like_object(text.get(DRAWN, ""), "nodes")


def _read(text: Mapping[str, str]) -> Recipe:
    graph = _graph(text)
    found = start(graph)
    if found is None:
        raise MetadataError(N_("The workflow in the picture has no sampler that the studio knows."))
    walk = Walk(graph, *found)
    request = request_of(walk)
    return checked(Recipe(request, walk.known | walk.rest()))


def _graph(text: Mapping[str, str]) -> Graph:
    """Read what ran; only without it the drawing, whose values have no names."""
    if looks_like_object(text.get(RAN, ""), "class_type"):
        try:
            return from_prompt(parse_object(text[RAN]))
        except MetadataError:
            if DRAWN not in text:
                raise
    return from_workflow(parse_object(text.get(DRAWN)))


FORMAT = MetadataFormat(key="comfyui", title="ComfyUI", detect=_detect, read=_read, rank=40)
