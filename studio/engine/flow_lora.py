"""Adds LoRAs to a flow-matching transformer and takes them away again, bit for bit.

The products are added to the weights themselves (see `studio.engine.lora`); to matrices that stay
packed nothing can be added, so what a LoRA says is added to what such a layer says. Read are the
names of diffusers and peft, those of the original code, and those of kohya's tools.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.lora import DOWN, OTHER_KINDS, ROLE, Pair, is_finite, misfit
from studio.engine.z_image_names import transformer_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from studio.engine.lora import Wanted

PREFIXES = (
    *("base_model.model.", "model.diffusion_model.", "diffusion_model.", "transformer."),
    *("lora_unet_", "lora_transformer_", "lycoris_"),
)
_FUSED = "_attention_qkv"
_OLD = {"_attention_to_out": "_attention_to_out_0", "_attention_out": "_attention_to_out_0"}


@dataclass(slots=True)
class FlowLoraStack:
    """What is added to a transformer now, and what its weights were before."""

    transformer: Any
    _now: tuple[Wanted, ...] | None = ()  # None while, and after, a change did not get through
    _before: dict[str, Any] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)  # "layers_0_..." -> "layers.0...."

    def __post_init__(self) -> None:
        for name, module in self.transformer.named_modules():
            if hasattr(module, "in_features"):
                self._names[_flat(name)] = name

    def apply(self, wanted: Sequence[Wanted]) -> None:
        """Make these and no others act.

        Raises `ModelRefusedError` naming the layer when one was made for another base model; the
        weights are then what they were before the call. After any other error nothing is added.
        """
        wanted = tuple(entry for entry in wanted if entry.unet)
        if wanted == self._now:
            return
        stacks = self.fitted(wanted)
        try:
            self.remove()
            for scale, pairs in stacks:
                for name, pair in pairs.items():
                    self._add(name, pair, scale)
        except BaseException:
            self.remove()
            raise
        self._now = wanted

    def fitted(self, wanted: Sequence[Wanted]) -> list[tuple[float, Mapping[str, Pair]]]:
        """Return the weights and layers of LoRAs; raises `ModelRefusedError` as `apply` does."""
        return [(entry.unet, self._fitted(entry.path)) for entry in wanted if entry.unet]

    def forget(self) -> None:
        """Know that the weights are those of the files again."""
        for name, weight in self._before.items():
            if weight is None:
                self.transformer.get_submodule(name).added.clear()
        self._before.clear()
        self._now = ()

    def remove(self) -> None:
        """Give every layer back what it was."""
        self._now = None
        for name, weight in self._before.items():
            layer = self.transformer.get_submodule(name)
            if weight is None:
                layer.added.clear()
            else:
                layer.weight.data.copy_(weight)
        self._before.clear()

    def _add(self, name: str, pair: Pair, scale: float) -> None:
        import torch

        layer = self.transformer.get_submodule(name)
        device = layer.weight.device
        rank = pair.down.shape[0]
        factor = scale * (rank if pair.alpha is None else pair.alpha) / rank
        up, down = (part.to(device, torch.float32) for part in (pair.up, pair.down))
        if not layer.weight.is_floating_point():
            self._before[name] = None
            layer.added.append((factor * up, down.clone()))  # not what is mapped from the file
            return
        if name not in self._before:
            self._before[name] = layer.weight.data.to("cpu", copy=True)
        sum_ = layer.weight.data.float() + factor * (up @ down)
        layer.weight.data.copy_(sum_.to(layer.weight.dtype))

    def _fitted(self, path: Path) -> Mapping[str, Pair]:
        """Return the pairs of a file by the layer they belong to, each checked against it."""
        fitted = {}
        for key, pair in _pairs(path).items():
            if pair.down is None or pair.up is None:
                raise ModelRefusedError(
                    N_("{path} is damaged: its layer {name} is not complete."), path=path, name=key
                )
            if not is_finite(pair):
                raise ModelRefusedError(
                    N_("{path} is damaged: {name} holds numbers that are not finite."),
                    path=path,
                    name=key,
                )
            for flat, part in _parts(key, pair):
                name = self._names.get(flat)
                if name is None or not self._fits(name, part):
                    raise misfit(path, key)
                fitted[name] = part
        return fitted

    def _fits(self, name: str, pair: Pair) -> bool:
        layer = self.transformer.get_submodule(name)
        wanted = (layer.out_features, pair.up.shape[-1], layer.in_features)
        return (*pair.up.shape, pair.down.shape[-1]) == wanted and pair.down.ndim == 2


def _pairs(path: Path) -> dict[str, Pair]:
    """Read a file: the layer, joined by underscores -> its tensors."""
    from safetensors import safe_open

    pairs: dict[str, Pair] = {}
    with safe_open(path, framework="pt") as file:
        for key in file.keys():  # noqa: SIM118 - not a mapping
            if OTHER_KINDS.search(key):
                raise ModelRefusedError(
                    N_("{path} is of a kind of LoRA that cannot be loaded yet ({key})."),
                    path=path,
                    key=key,
                )
            found = ROLE.fullmatch(key)
            if found is None:
                raise misfit(path, key)
            pair = pairs.setdefault(_layer(found["layer"]), Pair())
            if found["role"] == "alpha":
                pair.alpha = float(file.get_tensor(key))
            elif DOWN.search(f".{found['role']}"):
                pair.down = file.get_tensor(key)
            else:
                pair.up = file.get_tensor(key)
    return pairs


def _layer(name: str) -> str:
    """Return what a file calls a layer, joined by underscores as kohya's tools do."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return _flat(transformer_target(f"{name}.").removesuffix(".") if "." in name else name)


def _flat(name: str) -> str:
    return name.replace(".", "_").removesuffix("_default")


def _parts(flat: str, pair: Pair) -> Iterator[tuple[str, Pair]]:
    """Yield the layers of diffusers that a layer of the file acts on, and what on each."""
    if flat.endswith(_FUSED):
        for letter, up in zip("qkv", pair.up.chunk(3), strict=True):
            yield f"{flat.removesuffix('qkv')}to_{letter}", replace(pair, up=up)
        return
    for old, new in _OLD.items():
        if flat.endswith(old):
            flat = flat.removesuffix(old) + new
            break
    yield flat, pair
