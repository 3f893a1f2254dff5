"""Loads the networks of a Z-Image model, each tensor cast on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.text import N_, message
from studio.engine.budget import Stored, blueprint
from studio.engine.device import choose_device, device_full
from studio.engine.memory.filling import Entry, Filler
from studio.engine.memory.reading import places
from studio.engine.packed import changing, packed_entries
from studio.engine.qwen import SentenceEncoder, load_tokenizer
from studio.engine.z_image_files import is_gguf, unknown_build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.engine.device import Device
    from studio.engine.z_image_files import Piece, Plan

STAGES = {
    "text_encoder": N_("Loading the text encoder"),
    "transformer": N_("Loading the denoiser"),
    "vae": N_("Loading the picture decoder"),
}


@dataclass(slots=True, eq=False)
class FlowParts:
    """A loaded model: diffusers and transformers objects on their device.

    `scheduler` is the model's scheduler config, its `_class_name` included.
    """

    reader: SentenceEncoder
    transformer: Any
    vae: Any
    scheduler: Mapping[str, Any]
    device: Device

    @property
    def factor(self) -> int:
        """How many pixels one latent stands for along a side."""
        return int(2 ** (len(self.vae.config.block_out_channels) - 1))

    @property
    def modules(self) -> dict[str, Any]:
        """The networks by name, the denoiser first."""
        return {
            "transformer": self.transformer,
            "text_encoder": self.reader.model,
            "vae": self.vae,
        }


def load_parts(plan: Plan, report: Reporter, cancel: CancelToken) -> FlowParts:
    """Load everything that a plan names."""
    device = choose_device()
    vocabulary = int(plan.text_encoder.config["vocab_size"])
    tokenizer = load_tokenizer(plan.tokenizer, vocabulary)
    paths = {path for piece in plan.pieces.values() for path in piece.paths}
    total = sum(path.stat().st_size for path in paths)
    filler = Filler(device.kind, precision(device, plan), report, cancel, total)
    modules = {}
    for name, piece in plan.pieces.items():
        modules[name] = _load(piece, filler, STAGES[name])
        cancel.check()
    reader = SentenceEncoder(tokenizer, modules["text_encoder"])
    return FlowParts(reader, modules["transformer"], modules["vae"], plan.scheduler, device)


def precision(device: Device, plan: Plan) -> Any:
    """Return the number format of the computation.

    Half precision is too narrow for this model (its numbers outgrow 65504), so it is bfloat16, and
    on the processor float32 if that is how the transformer is stored.
    """
    import torch

    kinds = plan.transformer.kinds
    widest = max(kinds, key=lambda kind: kinds[kind])
    is_full = device.kind == "cpu" and widest == "F32"
    return torch.float32 if is_full else torch.bfloat16


def _load(piece: Piece, filler: Filler, stage: str) -> Any:
    path = piece.paths[0]
    try:
        stored = Stored(len(piece.moves), sum(piece.kinds.values()))
        module = blueprint(_class(piece.kind), piece.config, path, stored)
        entries = packed_entries(module, piece, filler.dtype) if is_gguf(path) else _entries(piece)
        filler.fill(module, list(entries), message(stage))
    except StudioError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        if device_full(error):
            raise
        raise unknown_build(path, error) from None
    return module.eval().requires_grad_(False)


def _class(name: str) -> Any:
    import diffusers
    import transformers

    known = (diffusers.AutoencoderKL, diffusers.ZImageTransformer2DModel, transformers.Qwen3Model)
    return next(cls for cls in known if cls.__name__ == name)


def _entries(piece: Piece) -> Iterator[Entry]:
    found = {name: place for path in piece.paths for name, place in places(path).items()}
    for move in piece.moves:
        yield Entry(move.target, found[move.source], changing(move.change))
