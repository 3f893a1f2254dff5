"""Loads the parts of a diffusers folder one by one, from a fixed list of classes.

Going by parts instead of by pipeline means that nothing a folder says can make code run, that the
user can cancel between parts, and that every part is checked before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_, message
from studio.engine.budget import blueprint, stored_in
from studio.engine.device import device_full
from studio.engine.folder import CONFIG, INDEX, component_weights, read_json
from studio.engine.memory.filling import Entry, Filler, is_finite
from studio.engine.memory.reading import places
from studio.engine.picture_facts import is_xl

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.engine.device import Device
    from studio.engine.family import Header
    from studio.engine.memory.reading import Place

TOKENIZERS = ("CLIPTokenizer", "CLIPTokenizerFast", "PreTrainedTokenizerFast")
STAGES = {
    "text_encoder": N_("Loading the text encoder"),
    "text_encoder_2": N_("Loading the second text encoder"),
    "unet": N_("Loading the denoiser"),
    "vae": N_("Loading the picture decoder"),
}
LOADING = N_("Loading the model")
_INNER = "text_model."  # of CLIP, which its library sometimes writes and sometimes leaves out
_OLD_ATTENTION = {  # of a VAE, as diffusers wrote it before 0.15
    ".query.": ".to_q.",
    ".key.": ".to_k.",
    ".value.": ".to_v.",
    ".proj_attn.": ".to_out.0.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A loaded checkpoint: diffusers and transformers objects on their device.

    `scheduler` is the checkpoint's scheduler config, its `_class_name` included.
    """

    tokenizers: tuple[Any, ...]
    encoders: tuple[Any, ...]
    unet: Any
    vae: Any
    scheduler: Mapping[str, Any]
    zeros_when_empty: bool = False

    @property
    def encoder_names(self) -> tuple[str, ...]:
        """What the text encoders are called in a folder; the refiner has SDXL's second alone."""
        both = ("text_encoder", "text_encoder_2")
        return both[1:] if is_xl(self.unet) and len(self.encoders) == 1 else both

    @property
    def modules(self) -> dict[str, Any]:
        """Return the neural networks by the names they have in a folder, the denoiser first."""
        named = zip(self.encoder_names, self.encoders, strict=False)
        return {"unet": self.unet, "vae": self.vae, **dict(named)}


def load_folder(header: Header, device: Device, report: Reporter, cancel: CancelToken) -> Parts:
    """Load a diffusers folder whose files have been checked."""
    folder = header.path
    names = [name for name in STAGES if name in header.components]
    files = {name: component_weights(folder / name).paths for name in names}
    total = sum(path.stat().st_size for paths in files.values() for path in paths)
    filler = Filler(device.kind, device.dtype, report, cancel, total)
    modules = {}
    for name in names:
        modules[name] = load_module(folder / name, header.components[name], filler)
        cancel.check()
    if "text_encoder_2" in modules:
        keep_precise(modules["vae"])
    numbers = [n for n in ("", "_2") if f"text_encoder{n}" in modules]
    return Parts(
        tokenizers=tuple(_tokenizer(header, f"tokenizer{n}") for n in numbers),
        encoders=tuple(modules[f"text_encoder{n}"] for n in numbers),
        unet=modules["unet"],
        vae=modules["vae"],
        scheduler={**header.configs["scheduler"], "_class_name": header.components["scheduler"]},
        zeros_when_empty=bool(header.configs[INDEX].get("force_zeros_for_empty_prompt", True))
        and "text_encoder_2" in modules,
    )


def load_module(folder: Path, kind: str, filler: Filler) -> Any:
    """Load one neural network from its folder; `kind` is the name of one of the known classes.

    The module is made without storage, and filled tensor by tensor.
    """
    files = component_weights(folder)
    stage = message(STAGES.get(folder.name, LOADING))
    try:
        config = folder / CONFIG
        module = blueprint(known_classes()[kind], read_json(config), config, stored_in(files.paths))
        found = {name: place for path in files.paths for name, place in places(path).items()}
        filler.fill(module, entries_of(found, module.state_dict()), stage)
    except ModelRefusedError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError, OSError) as error:
        if device_full(error):
            raise
        raise _misfit(folder, error) from None
    return module.eval().requires_grad_(False)


def entries_of(found: Mapping[str, Place], wanted: Container[str]) -> list[Entry]:
    """Return the way of every tensor that a module wants; what it does not want stays there."""
    named = [(place, _own_name(name, wanted)) for name, place in found.items()]
    return [Entry(name, place) for place, name in named if name in wanted]


def _own_name(name: str, wanted: Container[str]) -> str:
    """Return what a module calls a tensor that was written by another version of its library."""
    for old, new in _OLD_ATTENTION.items():
        name = name.replace(old, new) if name not in wanted else name
    for other in (name.removeprefix(_INNER), _INNER + name):
        if name not in wanted and other in wanted:
            return other
    return name


def keep_precise(vae: Any) -> None:
    """Run a VAE of SDXL in full precision if its config says that it overflows in half.

    As in the bare pipelines, the same default in the config of an SD 1.5 VAE means nothing.
    """
    import torch

    if getattr(vae.config, "force_upcast", False):
        vae.to(dtype=torch.float32)


def settled(module: Any, device: Device) -> Any:
    """Put a module on its device, ready for use and not for training."""
    return module.to(device.kind).eval().requires_grad_(False)


def refuse_nan(module: Any, path: Path) -> None:
    """Raise `ModelRefusedError` naming the first tensor that holds NaN or infinity."""
    for name, values in module.state_dict().items():
        if not is_finite(values):
            raise ModelRefusedError(
                N_("{path} is damaged: {name} holds numbers that are not finite."),
                path=path,
                name=name,
            )


def known_classes() -> dict[str, Any]:
    """Return the neural networks that a checkpoint may be made of, by class name."""
    from diffusers.models import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
    from transformers import (
        CLIPTextModel,
        CLIPTextModelWithProjection,
        CLIPVisionModelWithProjection,
    )

    encoders = (CLIPTextModel, CLIPTextModelWithProjection, CLIPVisionModelWithProjection)
    known = (AutoencoderKL, AutoencoderTiny, UNet2DConditionModel, *encoders)
    return {c.__name__: c for c in known}


def _tokenizer(header: Header, name: str) -> Any:
    import transformers

    kind = header.components.get(name, "")
    if kind not in TOKENIZERS:
        raise ModelRefusedError(
            N_("{path} asks for a tokenizer that is not known: {kind}."),
            path=header.path / INDEX,
            kind=kind,
        )
    return getattr(transformers, kind).from_pretrained(header.path / name, local_files_only=True)


def _misfit(folder: Path, reason: object) -> ModelRefusedError:
    return ModelRefusedError(
        N_("The weights in {path} do not fit its config.json: {reason}"),
        path=folder,
        reason=" ".join(str(reason).split())[:300],
    )
