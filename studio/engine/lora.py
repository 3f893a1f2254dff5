"""Adds LoRAs to a loaded checkpoint and takes them away again, bit for bit.

A LoRA (Hu et al. 2021) is W + scale * alpha / rank * up @ down for some layers W. The products are
added to the weights themselves, so a step costs what it costs without. All names and shapes are
checked before the first weight is touched. Read are the names of kohya's tools (modules of the
diffusers UNet or of the original one, joined by underscores), of peft and of diffusers.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.original_names import unet_target

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    from studio.engine.loading import Parts

ROLE = re.compile(
    r"^(?P<layer>.+?)[._](?P<role>"
    r"lora_down\.weight|lora_up\.weight|lora_A(?:\.\w+)?\.weight|lora_B(?:\.\w+)?\.weight|"
    r"lora\.down\.weight|lora\.up\.weight|lora_linear_layer\.down\.weight|"
    r"lora_linear_layer\.up\.weight|alpha)$"
)
DOWN = re.compile(r"lora_down|lora_A|\.down\.")
OTHER_KINDS = re.compile(r"hada_|lokr_|dora_scale|lora_mid|lora_magnitude_vector")
_PARTS = {  # what names begin with, the longer ones first
    "lora_unet_": "unet",
    "lora_te1_": "text_encoder",
    "lora_te2_": "text_encoder_2",
    "lora_te_": "text_encoder",
    "unet.": "unet",
    "text_encoder_2.": "text_encoder_2",
    "text_encoder.": "text_encoder",
}
_OLD_ATTENTION = {  # what diffusers called the layers of an attention while it wrote processors
    "unet": {"to_out": "to_out_0"},
    "text_encoder": {"to_q": "q_proj", "to_k": "k_proj", "to_v": "v_proj", "to_out": "out_proj"},
}
_BLOCKS = re.compile(r"(input|output)_blocks_(\d+)_(\d)_(.+)|middle_block_(\d)_(.+)")
_ORIGINAL_ENDS = ("time_embed_0", "time_embed_2", "label_emb_0_0", "label_emb_0_2")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A LoRA file, its weights for the denoiser and for the text encoders, and its stamp.

    The stamp changes when the file is replaced by another.
    """

    path: Path
    unet: float
    text: float
    stamp: Hashable


@dataclass(slots=True)
class Pair:
    """One layer's tensors: down (r, in, ...), up (out, r, ...), and alpha, which may lack."""

    down: Any = None
    up: Any = None
    alpha: float | None = None


@dataclass(slots=True)
class LoraStack:
    """What is added to the weights of a checkpoint now, and what they were before."""

    parts: Parts
    _now: tuple[Wanted, ...] | None = ()  # None while, and after, a change did not get through
    _before: dict[str, Any] = field(default_factory=dict)
    _modules: dict[str, Any] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)  # "unet:down_blocks_0_..." -> module

    def __post_init__(self) -> None:
        for part, root in self._roots():
            for name, module in root.named_modules():
                if getattr(module, "weight", None) is not None:
                    path = f"{part}.{name}"
                    self._modules[path] = module
                    self._names[f"{part}:{_flat(part, name)}"] = path

    def _roots(self) -> Iterable[tuple[str, Any]]:
        yield "unet", self.parts.unet
        yield from zip(self.parts.encoder_names, self.parts.encoders, strict=False)

    def apply(self, wanted: Sequence[Wanted]) -> bool:
        """Make these and no others act; return whether anything changed.

        Raises `ModelRefusedError` naming the layer when one was made for another base model; the
        weights are then what they were before the call. After any other error nothing is added.
        """
        wanted = tuple(entry for entry in wanted if entry.unet or entry.text)
        if wanted == self._now:
            return False
        stacks = [(entry, self._fitted(entry.path)) for entry in wanted]
        try:
            self.remove()
            for entry, pairs in stacks:
                for path, pair in pairs.items():
                    scale = entry.unet if path.startswith("unet.") else entry.text
                    if scale:
                        self._add(path, pair, scale)
        except BaseException:
            self.remove()
            raise
        self._now = wanted
        return True

    @property
    def is_worn(self) -> bool:
        """Whether anything is added now."""
        return bool(self._before)

    def has_changed(self, path: str) -> bool:
        """Whether something is added to the weight of a layer now."""
        return path in self._before

    def remove(self) -> None:
        """Give every weight back what it was."""
        self._now = None
        for path, values in self._before.items():
            self._modules[path].weight.data.copy_(values)
        self._before.clear()

    def _add(self, path: str, pair: Pair, scale: float) -> None:
        import torch

        weight = self._modules[path].weight
        if path not in self._before:
            self._before[path] = weight.data.to("cpu", copy=True)
        rank = pair.down.shape[0]
        factor = scale * (rank if pair.alpha is None else pair.alpha) / rank
        up, down = (t.to(weight.device, torch.float32) for t in (pair.up, pair.down))
        product = (up.flatten(1) @ down.flatten(1)).view(weight.shape)
        weight.data.copy_((weight.data.float() + factor * product).to(weight.dtype))

    def _fitted(self, path: Path) -> Mapping[str, Pair]:
        """Return the pairs of a file by the module they belong to, each checked against it."""
        fitted = {}
        for key, pair in _pairs(path).items():
            target = self._target(key)
            if target is None:
                raise misfit(path, key)
            if pair.down is None or pair.up is None:
                raise ModelRefusedError(
                    N_("{path} is damaged: its layer {name} is not complete."), path=path, name=key
                )
            shape = tuple(self._modules[target].weight.shape)
            product = (pair.up.shape[0], *pair.down.shape[1:])
            if not is_finite(pair):
                raise ModelRefusedError(
                    N_("{path} is damaged: {name} holds numbers that are not finite."),
                    path=path,
                    name=key,
                )
            plain = pair.up.flatten(1).shape[1] == pair.down.shape[0]
            if not plain or not _same(product, shape):
                raise misfit(path, target)
            fitted[target] = pair
        return fitted

    def _target(self, key: str) -> str | None:
        part, _, name = key.partition(":")
        if found := self._names.get(f"{part}:{name}"):
            return found
        if part == "unet" and (original := self._from_original(name)):
            return self._names.get(f"unet:{original}")
        return None

    def _from_original(self, flat: str) -> str | None:
        """Return the diffusers name, joined by underscores, of a layer of the original UNet."""
        layers = self.parts.unet.config.layers_per_block
        if flat in _ORIGINAL_ENDS:
            head, _, rest = flat.partition("embed_" if "embed" in flat else "emb_")
            name = head + ("embed." if "embed" in flat else "emb.") + rest.replace("_", ".")
        elif found := _BLOCKS.fullmatch(flat):
            place = f"{found[1]}_blocks.{found[2]}.{found[3]}" if found[1] else ""
            place = place or f"middle_block.{found[5]}"
            name = f"{place}.{_dotted(found[4] or found[6])}"
        elif flat in ("input_blocks_0_0", "out_2"):
            name = {"input_blocks_0_0": "input_blocks.0.0", "out_2": "out.2"}[flat]
        else:
            return None
        layer = layers if isinstance(layers, int) else layers[0]
        target = unet_target(f"{name}.weight", layer)
        return _flat("unet", target.removesuffix(".weight")) if target else None


def _dotted(rest: str) -> str:
    """Give back the dots of a residual block's names; an attention's stay joined."""
    parts = {"in_layers_2", "out_layers_3", "emb_layers_1"}
    return ".".join(rest.rsplit("_", 1)) if rest in parts else rest


def _pairs(path: Path) -> dict[str, Pair]:
    """Read a file: "part:layer_joined_by_underscores" -> its tensors."""
    from safetensors import safe_open

    pairs: dict[str, Pair] = {}
    with safe_open(path, framework="pt") as file:
        alphas = _alphas(file.metadata() or {})
        for key in file.keys():  # noqa: SIM118 - not a mapping
            if OTHER_KINDS.search(key):
                raise ModelRefusedError(
                    N_("{path} is of a kind of LoRA that cannot be loaded yet ({key})."),
                    path=path,
                    key=key,
                )
            name, role = _parsed(path, key)
            pair = pairs.setdefault(name, Pair())
            if role == "alpha":
                pair.alpha = float(file.get_tensor(key))
            elif DOWN.search(f".{role}"):
                pair.down = file.get_tensor(key)
            else:
                pair.up = file.get_tensor(key)
    for name, pair in pairs.items():
        if pair.alpha is None:
            pair.alpha = alphas.get(name.partition(":")[0])
    return pairs


def _alphas(metadata: Mapping[str, str]) -> dict[str, float]:
    """Return the alpha of each part where diffusers wrote it beside the tensors."""
    try:
        said = json.loads(metadata.get("lora_adapter_metadata", "{}"))
    except ValueError:
        return {}
    parts = ("unet", "text_encoder", "text_encoder_2")
    found = {part: said.get(f"{part}.lora_alpha") for part in parts if isinstance(said, dict)}
    return {part: float(alpha) for part, alpha in found.items() if isinstance(alpha, int | float)}


def _parsed(path: Path, key: str) -> tuple[str, str]:
    bare = key.removeprefix("base_model.model.")
    found = ROLE.fullmatch(bare)
    part = next((part for start, part in _PARTS.items() if bare.startswith(start)), None)
    if found is None:
        raise misfit(path, key)
    layer = found["layer"]
    if part is None:
        part = "unet" if layer.startswith(("down_blocks", "mid_block", "up_blocks")) else ""
    else:
        layer = layer[len(next(start for start in _PARTS if bare.startswith(start))) :]
    if not part:
        raise misfit(path, key)
    return f"{part}:{_flat(part, layer)}", found["role"]


def _flat(part: str, layer: str) -> str:
    """Return a module's path as kohya's tools write it, old and new spellings made one."""
    flat = layer.replace(".processor", "").replace(".", "_")
    flat = flat.removesuffix("_lora")
    if part != "unet":
        flat = flat.removeprefix("base_model_model_").removeprefix("text_model_")
    for old, new in _OLD_ATTENTION["unet" if part == "unet" else "text_encoder"].items():
        if flat.endswith(f"_{old}"):
            flat = flat.removesuffix(old) + new
    return flat


def is_finite(pair: Pair) -> bool:
    """Whether no number of either tensor is NaN or infinite."""
    return all(bool(tensor.isfinite().all()) for tensor in (pair.up, pair.down))


def _same(product: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether two shapes are one but for trailing ones (a 1x1 convolution is a linear layer)."""
    trim = [tuple(n for i, n in enumerate(s) if i < 2 or n != 1) for s in (product, shape)]
    return trim[0] == trim[1]


def misfit(path: Path, layer: str) -> ModelRefusedError:
    """Return the refusal of a LoRA whose layer the model does not have."""
    return ModelRefusedError(
        N_("{path} was made for another base model: its layer {layer} does not fit this one."),
        path=path.name,
        layer=layer.replace(":", "."),
    )
