"""ComfyUI's graphs as one kind of value, whether a file holds what ran or what was drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.metadata_values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studio.core.json_text import Json

MAX_NODES = 5000
_ALWAYS, _NEVER, _BYPASSED = 0, 2, 4  # when a node of the drawing runs
_AFTER_SEED = ("fixed", "increment", "decrement", "randomize", "increment-wrap")
_SEEDS = ("seed", "noise_seed")

# The order of the values of common nodes; drawings hold them without their names.
_WIDGETS: Mapping[str, tuple[str, ...]] = {
    "KSampler": ("seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSamplerAdvanced": (
        "add_noise",
        "noise_seed",
        "steps",
        "cfg",
        "sampler_name",
        "scheduler",
        "start_at_step",
        "end_at_step",
        "return_with_leftover_noise",
    ),
    "SamplerCustom": ("add_noise", "noise_seed", "cfg"),
    "RandomNoise": ("noise_seed",),
    "KSamplerSelect": ("sampler_name",),
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "KarrasScheduler": ("steps", "sigma_max", "sigma_min", "rho"),
    "ExponentialScheduler": ("steps", "sigma_max", "sigma_min"),
    "SDTurboScheduler": ("steps", "denoise"),
    "CFGGuider": ("cfg",),
    "FluxGuidance": ("guidance",),
    "CLIPTextEncode": ("text",),
    "CLIPTextEncodeFlux": ("clip_l", "t5xxl", "guidance"),
    "CLIPTextEncodeSDXL": (
        "width",
        "height",
        "crop_w",
        "crop_h",
        "target_width",
        "target_height",
        "text_g",
        "text_l",
    ),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "CheckpointLoader": ("config_name", "ckpt_name"),
    "UNETLoader": ("unet_name", "weight_dtype"),
    "UnetLoaderGGUF": ("unet_name",),
    "VAELoader": ("vae_name",),
    "CLIPSetLastLayer": ("stop_at_clip_layer",),
    "LoraLoader": ("lora_name", "strength_model", "strength_clip"),
    "LoraLoaderModelOnly": ("lora_name", "strength_model"),
    "EmptyLatentImage": ("width", "height", "batch_size"),
    "EmptySD3LatentImage": ("width", "height", "batch_size"),
    "LatentUpscale": ("upscale_method", "width", "height", "crop"),
    "LatentUpscaleBy": ("upscale_method", "scale_by"),
    "PrimitiveNode": ("value",),
    "PrimitiveString": ("value",),
    "PrimitiveStringMultiline": ("value",),
    "PrimitiveInt": ("value",),
    "PrimitiveFloat": ("value",),
    "StringConcatenate": ("string_a", "string_b", "delimiter"),
    "SaveImage": ("filename_prefix",),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Where an input comes from."""

    node: str
    slot: int


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its class and its inputs, values or links."""

    id: str
    kind: str
    inputs: Mapping[str, Json | Link] = field(default_factory=dict)

    def links(self) -> dict[str, Link]:
        """Return the inputs that come from other nodes."""
        return {name: value for name, value in self.inputs.items() if isinstance(value, Link)}

    def value(self, name: str) -> Json:
        """Return an input that is a value; None where it is a link or not there."""
        found = self.inputs.get(name)
        return None if isinstance(found, Link) else found


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes by id."""

    nodes: Mapping[str, Node]

    def node(self, link: Json | Link) -> Node | None:
        """Return the node that a link comes from."""
        return self.nodes.get(link.node) if isinstance(link, Link) else None

    def upstream(self, start: Node) -> Iterator[Node]:
        """Yield what a node depends on, the nearest first, each once and itself first."""
        seen, queue = {start.id}, [start]
        while queue:
            node = queue.pop(0)
            yield node
            for link in node.links().values():
                found = self.nodes.get(link.node)
                if found and found.id not in seen:
                    seen.add(found.id)
                    queue.append(found)


def from_prompt(data: Mapping[str, Json]) -> Graph:
    """Read the graph that ran: id -> class and inputs; what is no node is left out."""
    nodes = {}
    for key, entry in list(data.items())[:MAX_NODES]:
        if not isinstance(entry, dict) or not isinstance(entry.get("class_type"), str):
            continue
        inputs = entry.get("inputs")
        named = {
            name: _linked(value)
            for name, value in (inputs.items() if isinstance(inputs, dict) else ())
        }
        nodes[key] = Node(key, as_text(entry["class_type"])[:200], named)
    return Graph(nodes)


def from_workflow(data: Mapping[str, Json]) -> Graph:
    """Read the drawing: its values have no names, its links stand in a list of their own."""
    links = _links(data.get("links"))
    entries = data.get("nodes")
    nodes: dict[str, Node] = {}
    bypassed: dict[str, dict[str, Link]] = {}
    for entry in entries[:MAX_NODES] if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            continue
        node = _drawn(entry, links)
        mode = entry.get("mode", _ALWAYS)
        if mode == _BYPASSED or node.kind == "Reroute":
            bypassed[node.id] = node.links()
        if mode != _NEVER:
            nodes[node.id] = node
    kept = {key: node for key, node in nodes.items() if key not in bypassed}
    return Graph({key: _without(node, nodes, bypassed) for key, node in kept.items()})


def _linked(value: Json) -> Json | Link:
    match value:
        case [str() | int() as node, int(slot)] if not isinstance(node, bool):
            return Link(str(node), slot)
    return value


def _links(links: Json) -> dict[int, Link]:
    """Return where each numbered link comes from: links are lists, in newer files tables."""
    found: dict[int, Link] = {}
    for entry in links if isinstance(links, list) else []:
        match entry:
            case [int(number), int() | str() as node, int(slot), *_]:
                found[number] = Link(str(node), slot)
            case {"id": int(number), "origin_id": int() | str() as node, "origin_slot": int(slot)}:
                found[number] = Link(str(node), slot)
    return found


def _drawn(entry: dict[str, Json], links: Mapping[int, Link]) -> Node:
    kind = as_text(entry["type"])[:200]
    inputs: dict[str, Json | Link] = dict(_values(kind, entry))
    slots = entry.get("inputs")
    for slot in slots if isinstance(slots, list) else []:
        if not isinstance(slot, dict):
            continue
        name, number = as_text(slot.get("name")), slot.get("link")
        if isinstance(number, int) and number in links:
            inputs[name] = links[number]
    return Node(as_text(entry.get("id")), kind, inputs)


def _values(kind: str, entry: dict[str, Json]) -> dict[str, Json]:
    values = entry.get("widgets_values")
    if isinstance(values, dict):
        return values
    if not isinstance(values, list):
        return {}
    names = list(_WIDGETS.get(kind, ())) or _own_names(entry)
    found: dict[str, Json] = {}
    rest = list(values)
    for name in names:
        if not rest:
            break
        found[name] = rest.pop(0)
        if name in _SEEDS and rest and rest[0] in _AFTER_SEED:
            rest.pop(0)
    return found | {f"value {number}": value for number, value in enumerate(rest, 1)}


def _own_names(entry: dict[str, Json]) -> list[str]:
    """Return the names of the values as newer drawings tell them."""
    slots = entry.get("inputs")
    return [
        as_text(slot.get("name"))
        for slot in (slots if isinstance(slots, list) else [])
        if isinstance(slot, dict) and slot.get("widget")
    ]


def _without(
    node: Node, nodes: Mapping[str, Node], bypassed: Mapping[str, Mapping[str, Link]]
) -> Node:
    """Lead links past nodes that only hand on what they get."""
    inputs: dict[str, Json | Link] = {}
    for name, value in node.inputs.items():
        seen: set[str] = set()
        while (
            isinstance(value, Link)
            and value.node in bypassed
            and value.node not in seen
            and len(seen) < 100
        ):
            seen.add(value.node)
            through = bypassed[value.node]
            value = through.get(name) or next(iter(through.values()), None)
        if not (isinstance(value, Link) and value.node not in nodes):
            inputs[name] = value
    return Node(node.id, node.kind, inputs)
