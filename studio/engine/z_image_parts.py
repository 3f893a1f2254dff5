"""Loads the networks of a Z-Image model, each tensor cast on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.text import N_, message
from studio.engine.budget import Stored, blueprint
from studio.engine.device import choose_device, device_full, release_memory
from studio.engine.memory.filling import Entry, Filler
from studio.engine.memory.reading import places
from studio.engine.memory.room import GIB, room
from studio.engine.memory.rungs import Rung, rung_now
from studio.engine.packed import changing, packed_entries
from studio.engine.qwen import SentenceEncoder, load_tokenizer
from studio.engine.z_image_files import is_gguf, unknown_build
from studio.engine.z_image_names import scale_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.text import Message
    from studio.engine.device import Device
    from studio.engine.memory.reading import Place
    from studio.engine.z_image_files import Piece, Plan

STAGES = {
    "text_encoder": N_("Loading the text encoder"),
    "transformer": N_("Loading the denoiser"),
    "vae": N_("Loading the picture decoder"),
}
TURNS = ("text_encoder", "transformer")  # what is large, and never at work together
WORKING_BYTES = 3 * GIB  # for a picture of 1024 x 1024 pixels on its way


@dataclass(slots=True, eq=False)
class Network:
    """A network of a model, and how it gets its weights (again)."""

    module: Any
    entries: Sequence[Entry]
    stage: Message
    size: int  # in bytes, at the precision of the computation

    def fill(self, filler: Filler) -> None:
        """Read its weights from the files."""
        filler.fill(self.module, self.entries, self.stage)

    def empty(self) -> None:
        """Let go of its weights; what is computed at its making stays."""
        import torch

        for module in self.module.modules():
            for name, values in module._parameters.items():
                if values is not None:
                    nothing = torch.empty_like(values, device="meta")
                    module._parameters[name] = torch.nn.Parameter(nothing, requires_grad=False)


@dataclass(slots=True, eq=False)
class FlowParts:
    """A loaded model: diffusers and transformers objects on their device.

    `scheduler` is the model's scheduler config, its `_class_name` included. `is_large` says that
    there is no room for all of it at once, and `away` are the networks that are not in the device's
    memory now. From a graphics card they go to the computer's memory, from there to nothing, and
    are read from their files again.
    """

    reader: SentenceEncoder
    networks: Mapping[str, Network]
    scheduler: Mapping[str, Any]
    device: Device
    dtype: Any
    is_large: bool = False
    away: set[str] = field(default_factory=set)

    @property
    def transformer(self) -> Any:
        """The network that is passed at every step."""
        return self.networks["transformer"].module

    @property
    def vae(self) -> Any:
        """The network between latents and pixels; it is always there."""
        return self.networks["vae"].module

    @property
    def factor(self) -> int:
        """How many pixels one latent stands for along a side."""
        return int(2 ** (len(self.vae.config.block_out_channels) - 1))

    @property
    def modules(self) -> dict[str, Any]:
        """The networks by name, the denoiser first."""
        names = ("transformer", "text_encoder", "vae")
        return {name: self.networks[name].module for name in names}

    @property
    def in_turns(self) -> bool:
        """Whether text encoder and transformer are not to be in memory together."""
        return self.is_large or rung_now() >= Rung.FINISHED

    def is_empty(self, name: str) -> bool:
        """Whether a network has lost its weights, to be read again."""
        return any(values.is_meta for values in self.networks[name].module.parameters())

    def needed(self, name: str, report: Reporter, cancel: CancelToken) -> None:
        """Have a network in memory; another may have to go for that."""
        others = [other for other in TURNS if other != name and other not in self.away]
        leaving = others if self.in_turns else []
        for other in leaving:
            if self.device.kind == "cpu":
                self.networks[other].empty()
            else:
                self.networks[other].module.to("cpu")
            self.away.add(other)
        if leaving:
            release_memory()
        if name in self.away:
            self._fetch(self.networks[name], report, cancel)
            self.away.discard(name)

    def _fetch(self, network: Network, report: Reporter, cancel: CancelToken) -> None:
        if self.device.kind == "cpu":
            network.fill(Filler(self.device.kind, self.dtype, report, cancel, network.size))
        else:
            network.module.to(self.device.kind)


def load_parts(plan: Plan, report: Reporter, cancel: CancelToken) -> FlowParts:
    """Load what a plan names, and as much at once as there is room for."""
    device = choose_device()
    tokenizer = load_tokenizer(plan.tokenizer, int(plan.text_encoder.config["vocab_size"]))
    dtype = precision(device, plan)
    networks = {name: unfilled(name, piece, dtype) for name, piece in plan.pieces.items()}
    total = sum(network.size for network in networks.values())
    is_large = total + WORKING_BYTES > room(device.kind, 0)
    away = set(TURNS) if is_large or rung_now() >= Rung.FINISHED else set()
    for name, network in networks.items():
        if name in away and device.kind == "cpu":
            continue  # read when it is needed
        place = "cpu" if name in away else device.kind
        filled(network, plan.pieces[name].paths[0], Filler(place, dtype, report, cancel, total))
        cancel.check()
    reader = SentenceEncoder(tokenizer, networks["text_encoder"].module)
    return FlowParts(reader, networks, plan.scheduler, device, dtype, is_large, away)


def precision(device: Device, plan: Plan) -> Any:
    """Return the number format of the computation.

    Half precision is too narrow for this model (its numbers outgrow 65504), so it is bfloat16, and
    on the processor float32 if that is how the transformer is stored. Where bfloat16 was too coarse
    a card computes in float32, too.
    """
    import torch

    kinds = plan.transformer.kinds
    widest = max(kinds, key=lambda kind: kinds[kind])
    if device.dtype is not torch.float32 or (device.kind == "cpu" and widest != "F32"):
        return torch.bfloat16
    return torch.float32


def unfilled(name: str, piece: Piece, dtype: Any) -> Network:
    """Return a network without weights; raises `ModelRefusedError` if its files do not fit it."""
    path = piece.paths[0]
    stored = Stored(len(piece.moves), sum(piece.kinds.values()))
    try:
        module = blueprint(_class(piece.kind), piece.config, path, stored)
        packed = is_gguf(path)
        entries = list(packed_entries(module, piece, dtype) if packed else _entries(piece))
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise unknown_build(path, error) from None
    module.eval().requires_grad_(False)
    size = sum(_size(values, dtype) for values in module.parameters())
    return Network(module, entries, message(STAGES[name]), size)


def _size(values: Any, dtype: Any) -> int:
    itemsize = dtype.itemsize if values.is_floating_point() else values.itemsize
    return int(values.numel() * itemsize)


def filled(network: Network, path: Path, filler: Filler) -> None:
    """Read the weights of a network; raises `ModelRefusedError` where they do not fit it."""
    try:
        network.fill(filler)
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        if isinstance(error, StudioError) or device_full(error):
            raise
        raise unknown_build(path, error) from None


def _class(name: str) -> Any:
    import diffusers
    import transformers

    known = (diffusers.AutoencoderKL, diffusers.ZImageTransformer2DModel, transformers.Qwen3Model)
    return next(cls for cls in known if cls.__name__ == name)


def _entries(piece: Piece) -> Iterator[Entry]:
    found = {name: place for path in piece.paths for name, place in places(path).items()}
    for move in piece.moves:
        change = changing(move.change)
        scale = next((found[name] for name in scale_names(move.source) if name in found), None)
        if scale is not None:
            change = _scaling(scale, change)
        yield Entry(move.target, found[move.source], change)


def _scaling(place: Place, change: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """Return what multiplies a weight of 8 bits by its scale, one number or one for each row."""
    from safetensors import safe_open

    with safe_open(place.path, framework="pt") as file:
        scale = file.get_tensor(place.name).float()
    if scale.numel() > 1:
        scale = scale.reshape(-1, 1)

    def scaled(weight: Any) -> Any:
        values = weight.float() * scale
        return change(values) if change else values

    return scaled
