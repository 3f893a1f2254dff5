"""From a graph of ComfyUI to what made the picture, walked backwards from where it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.comfy_graph import Graph, Link, Node
from studio.core.metadata_format import MAX_SIDE
from studio.core.metadata_values import (
    MAX_CLIP_SKIP,
    MAX_FACT,
    MAX_FACTS,
    MAX_GUIDANCE,
    MAX_STEPS,
    as_text,
    clean_text,
    decimal,
    fold_seed,
    join_loras,
    whole,
)
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.sampler_names import our_scheduler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.core.json_text import Json
    from studio.core.params import Scalar

_DEPTH = 50  # nodes that a value may pass
_CALLS = 2000  # pieces that texts may be put together from
_PASSED = 200  # nodes between a sampler and its words
_TEXTS = ("text", "text_g", "text_l", "t5xxl", "clip_l", "prompt", "positive_prompt")
_WORDS = ("value", "text", "string", "String", "Text", "prompt", "populated_text", "wildcard_text",
          "text_0", "result")  # fmt: skip
_NUMBERS = ("value", "int", "float", "seed", "noise_seed", "number", "Value", "Number", "INT")
_JOINED = ("string_a", "string_b", "text_a", "text_b", "text_c", "text_d", "text1", "text2",
           "text_1", "text_2", "prompt_1", "prompt_2", "str1", "str2")  # fmt: skip
_BETWEEN = ("delimiter", "separator")
_MODELS = ("ckpt_name", "unet_name", "model_name", "gguf_name", "base_ckpt_name")


@dataclass(slots=True)
class Walk:
    """What was found on the way, and which inputs it took."""

    graph: Graph
    sampler: Node
    output: Node
    taken: set[tuple[str, str]] = field(default_factory=set)
    known: dict[str, Scalar] = field(default_factory=dict)
    calls: int = 0

    # Values, through the nodes that only hold them

    def scalar(self, node: Node | None, *names: str) -> Json:
        """Return the first of these inputs, from wherever it is linked."""
        for name in names if node else ():
            assert node
            value = node.inputs.get(name)
            found = self._linked(value, _NUMBERS) if isinstance(value, Link) else value
            if found is not None:
                self.taken.add((node.id, name))
                return found
        return None

    def _linked(self, link: Json | Link, names: tuple[str, ...], depth: int = 0) -> Json:
        node = self.graph.node(link)
        if node is None or depth > _DEPTH:
            return None
        for name in names:
            if (value := node.value(name)) is not None and not isinstance(value, list | dict):
                self.taken.add((node.id, name))
                return value
        links = list(node.links().values())
        return self._linked(links[0], names, depth + 1) if len(links) == 1 else None

    def text(self, node: Node, name: str, depth: int = 0) -> str:
        """Return a text, put together from the nodes that it comes from."""
        self.calls += 1
        value = node.inputs.get(name)
        if isinstance(value, str):
            self.taken.add((node.id, name))
            return value[:MAX_FACT]
        source = self.graph.node(value)
        if source is None or depth > _DEPTH or self.calls > _CALLS:
            return ""
        parts = [n for n in source.inputs if n in _JOINED]
        if len(parts) > 1:
            between = next((v for n in _BETWEEN if isinstance(v := source.value(n), str)), " ")
            self.taken |= {(source.id, n) for n in _BETWEEN}
            words = [self.text(source, part, depth + 1) for part in sorted(parts)]
            return between.replace("\\n", "\n").join(word for word in words if word)[:MAX_FACT]
        for candidate in (*_WORDS, *source.links()):
            if candidate not in source.inputs:
                continue
            if found := self.text(source, candidate, depth + 1):
                return found
        return ""

    # The way from the sampler

    def prompt(self, role: str) -> str:
        """Return the words of the positive or the negative side."""
        guider = self.graph.node(self.sampler.inputs.get("guider")) or self.sampler
        names = [role] if role in guider.inputs else []
        if role == "positive":
            names = names or [n for n in ("conditioning", "cond1") if n in guider.inputs]
        if not names:
            return ""
        if isinstance(guider.value(names[0]), str):
            return clean_text(self.text(guider, names[0]))
        words = self._words(guider.inputs[names[0]], role, set())
        return clean_text(", ".join(dict.fromkeys(word for word in words if word)))

    def _words(self, link: Json | Link, role: str, seen: set[str]) -> Iterator[str]:
        node = self.graph.node(link)
        if node is None or not isinstance(link, Link) or node.id in seen or len(seen) > _PASSED:
            return
        seen.add(node.id)
        if node.kind == "ConditioningZeroOut":
            return
        self._note_guidance(node)
        both = [name for name in ("positive", "negative") if name in node.inputs]
        if len(both) == 2:
            side = both[link.slot] if link.slot < 2 and node.links().keys() >= set(both) else role
            if isinstance(node.inputs[side], str):
                yield self.text(node, side)
            else:
                yield from self._words(node.inputs[side], role, seen)
            return
        if texts := [name for name in _TEXTS if name in node.inputs]:
            yield from (self.text(node, name).strip() for name in texts)
            return
        for name, value in node.links().items():
            if name.startswith(("conditioning", "cond", "positive", "negative")) or name == "":
                yield from self._words(value, role, seen)

    def _note_guidance(self, node: Node) -> None:
        found = decimal(self.scalar(node, "guidance"), 0, MAX_GUIDANCE)
        if found is not None:
            self.known["Distilled CFG Scale"] = found

    def params(self) -> dict[str, Scalar]:
        """Return what our families know."""
        found: dict[str, Scalar] = {}
        sampler, sigmas = self.sampler, self._part("sigmas", "steps", "scheduler")
        steps = whole(self.scalar(sampler, "steps"), 1, MAX_STEPS)
        steps = steps or whole(self.scalar(sigmas, "steps"), 1, MAX_STEPS)
        if steps:
            found["steps"] = steps
        guider = self.graph.node(sampler.inputs.get("guider"))
        cfg = self.scalar(sampler, "cfg")
        cfg = self.scalar(guider, "cfg", "cfg_conds") if cfg is None else cfg
        if (guidance := decimal(cfg, 0, MAX_GUIDANCE)) is not None:
            found["guidance"] = guidance
        if scheduler := self._scheduler(sigmas):
            found["scheduler"] = scheduler
        if skip := self._clip_skip():
            found["clip_skip"] = skip
        denoise = self.scalar(sampler, "denoise")
        denoise = self.scalar(sigmas, "denoise") if denoise is None else denoise
        if (strength := decimal(denoise, 0, 1)) is not None and strength < 1:
            self.known["Denoising strength"] = strength
        return found

    def _part(self, name: str, *wanted: str) -> Node | None:
        """Return the node behind an input of the sampler that has one of the wanted inputs."""
        first = self.graph.node(self.sampler.inputs.get(name))
        for node in self.graph.upstream(first) if first else ():
            if any(key in node.inputs for key in wanted):
                return node
        return first

    def _scheduler(self, sigmas: Node | None) -> str:
        select = self._part("sampler", "sampler_name")
        name = as_text(self.scalar(self.sampler, "sampler_name"))
        name = name or as_text(self.scalar(select, "sampler_name"))
        if not name and select and select.kind.startswith("Sampler"):
            name = select.kind.removeprefix("Sampler").lower()
            name = {"eulerancestral": "euler_ancestral"}.get(name, name)
        schedule = as_text(self.scalar(self.sampler, "scheduler"))
        schedule = schedule or as_text(self.scalar(sigmas, "scheduler"))
        if not schedule and sigmas and sigmas.kind.endswith("Scheduler"):
            schedule = sigmas.kind.removesuffix("Scheduler").lower()
        ours = our_scheduler(name, schedule)
        self.known |= {k: v for k, v in (("sampler", name), ("scheduler", schedule)) if v}
        return ours

    def seed(self) -> int:
        """Return the seed; one that is larger than ours may be is folded, and stays as a fact."""
        noise = self.graph.node(self.sampler.inputs.get("noise"))
        value = self.scalar(self.sampler, "seed", "noise_seed")
        value = self.scalar(noise, "noise_seed", "seed") if value is None else value
        seed = whole(value, 0, 2**64 - 1)
        if seed is None:
            return 0
        if seed >= SEED_LIMIT:
            self.known["seed"] = str(seed)
        return fold_seed(seed)

    def extent(self) -> Extent | None:
        """Return the size of the latents that the sampler worked on."""
        start = self.sampler.inputs.get("latent_image") or self.sampler.inputs.get("latent")
        first, factor = self.graph.node(start), 1.0
        for node in self.graph.upstream(first) if first else ():
            if (by := decimal(self.scalar(node, "scale_by"), 0.1, 16)) is not None:
                factor *= by
            names = [n for n in ("width", "empty_latent_width") if n in node.inputs]
            sides = [
                whole(self.scalar(node, name.replace("width", side)), 1, MAX_SIDE)
                for name in names[:1]
                for side in ("width", "height")
            ]
            if sides and sides[0] and sides[1]:
                width, height = (int(side * factor) for side in sides if side)
                return Extent(width, height) if max(width, height) <= MAX_SIDE else None
        return None

    def note_models(self) -> None:
        """Find the checkpoint, LoRAs and VAE on the way."""
        guider = self.graph.node(self.sampler.inputs.get("guider"))
        start = self.sampler if "model" in self.sampler.inputs else guider or self.sampler
        loras: list[tuple[str, float | None]] = []
        node = self.graph.node(start.inputs.get("model")) or start
        for _ in range(_DEPTH):
            loras += self._loras(node)
            if name := as_text(self.scalar(node, *_MODELS)):
                self.known["Model"] = name
                break
            follow = self.graph.node(node.inputs.get("model") or node.inputs.get(""))
            follow = follow or self._only(node)
            if follow is None:
                break
            node = follow
        if loras:
            self.known["LoRAs"] = join_loras(reversed(loras))
        vae = next((n for n in self.graph.upstream(self.output) if "vae_name" in n.inputs), None)
        if (name := as_text(self.scalar(vae, "vae_name"))) and name != "Baked VAE":
            self.known["VAE"] = name

    def _only(self, node: Node) -> Node | None:
        links = list(node.links().values())
        return self.graph.node(links[0]) if len(links) == 1 else None

    def _loras(self, node: Node) -> list[tuple[str, float | None]]:
        found: list[tuple[str, float | None]] = []
        if (name := as_text(self.scalar(node, "lora_name"))) and name != "None":
            weight = self.scalar(node, "strength_model", "lora_model_strength", "strength")
            found.append((name, decimal(weight, -100, 100)))
        for key, value in node.inputs.items():
            if isinstance(value, dict) and value.get("on") and isinstance(value.get("lora"), str):
                self.taken.add((node.id, key))
                found.append((as_text(value["lora"]), decimal(value.get("strength"), -100, 100)))
        return found

    def _clip_skip(self) -> int | None:
        for node in self.graph.upstream(self.sampler):
            for name in ("stop_at_clip_layer", "clip_skip"):
                layer = whole(node.value(name), -MAX_CLIP_SKIP, -1)
                if layer is not None:
                    self.taken.add((node.id, name))
                    return -layer
        return None

    def rest(self) -> dict[str, Scalar]:
        """Return every value that was not taken, by the class and number of its node."""
        found: dict[str, Scalar] = {}
        for node in self.graph.nodes.values():
            for name, value in node.inputs.items():
                if isinstance(value, Link) or value is None or (node.id, name) in self.taken:
                    continue
                plain = isinstance(value, bool | int | float)
                key = f"{node.kind} {node.id}: {as_text(name)[:100]}"
                found[key] = value if plain else as_text(value)[:MAX_FACT]  # type: ignore[assignment]
                if len(found) >= MAX_FACTS:
                    return found
        return found


def start(graph: Graph) -> tuple[Node, Node] | None:
    """Return the sampler nearest to where the picture is saved, and that node."""
    for output in _outputs(graph):
        for node in graph.upstream(output):
            if is_sampler(node):
                return node, output
    samplers = [node for node in graph.nodes.values() if is_sampler(node)]
    return (samplers[-1], samplers[-1]) if samplers else None


def is_sampler(node: Node) -> bool:
    """Whether a node draws: it has noise, steps and something to be told."""
    inputs = node.inputs.keys()
    told = {"positive", "guider", "conditioning"} & inputs
    draws = {"seed", "noise_seed", "noise"} & inputs
    return bool(told and draws) and bool({"sampler_name", "sampler"} & inputs)


def _outputs(graph: Graph) -> list[Node]:
    """Return the nodes that save pictures, before those that only show them."""
    sinks = [node for node in graph.nodes.values() if {"images", "image"} & node.links().keys()]
    used = {link.node for node in graph.nodes.values() for link in node.links().values()}
    ends = [node for node in sinks if node.id not in used or "Save" in node.kind]

    def order(node: Node) -> tuple[bool, bool]:
        return "Save" not in node.kind, "Preview" in node.kind

    return sorted(ends, key=order)


def request_of(walk: Walk) -> Request:
    """Return the request; what else is known is in `walk.known` then."""
    prompt, negative = walk.prompt("positive"), walk.prompt("negative")
    request = Request(prompt, "", negative, seed=walk.seed(), params=walk.params())
    extent = walk.extent()
    walk.note_models()
    if extent:
        return Request(
            prompt, "", negative, extent=extent, seed=request.seed, params=request.params
        )
    return request
