"""TAESD: a small decoder that turns latents into a picture at a twentieth of the VAE's work.

Read are the two ways in which it is stored: as diffusers writes an `AutoencoderTiny` (a folder, or
its weights alone) and as its author does (`taesd_decoder.safetensors`, layers by number, the first
of which holds no weights). Files for SD, SDXL and others look alike, so a decoder is held against
the model's own VAE: its colors must be those that the VAE gives the same latents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.model import Kind
from studio.core.request_parts import Decoder
from studio.core.text import N_
from studio.engine.folder import component_weights
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.engine.checkpoint import Checkpoint
    from studio.engine.device import Device
    from studio.engine.payload import GeneratePayload
    from studio.engine.preview import Projection

LEAST_LIKENESS = 0.6  # between its colors and the VAE's, as a correlation
_THEIRS = re.compile(r"decoder\.layers\.(\d+)\.(.+)")
_ORIGINAL = re.compile(r"(?:decoder\.)?(\d+)\.(.+)")
_BLOCK = "conv.0.weight"  # what a layer has that is a block


@dataclass(frozen=True, slots=True, eq=False)
class TinyDecoder:
    """A decoder on its device. `factor` pixels a side stand for one latent."""

    path: Path
    net: Any
    factor: int

    def decode(self, latents: Any) -> Any:
        """Return latents as the scheduler sees them as pictures (B, 3, H, W), about [-1, 1]."""
        values = next(self.net.parameters())
        return self.net(latents.to(values.device, values.dtype))

    def picture(self, latents: Any) -> NDArray[np.uint8]:
        """Return latents (1, C, h, w) as a picture (H, W, 3); no numbers become black."""
        import torch

        image = torch.nan_to_num(self.decode(latents), nan=-1.0)
        shares = (image * 0.5 + 0.5).clamp(0, 1)[0].permute(1, 2, 0).float().cpu().numpy()
        pixels: NDArray[np.uint8] = (shares * 255).round().astype("uint8")
        return pixels


@dataclass(slots=True)
class TinyShelf:
    """Keeps the small decoder of one model between its pictures."""

    _files: tuple[tuple[Path, int], ...] = ()
    _kept: TinyDecoder | None = None

    def fetch(self, payload: GeneratePayload, drawn_by: Checkpoint) -> TinyDecoder | None:
        """Return the decoder that a request wants in place of its model's own, or None.

        A model whose own decoder is a small one needs no other. Raises `WeightsMissingError` where
        none was found that fits.
        """
        if payload.request.savings.decoder is not Decoder.TINY:
            return None
        if type(drawn_by.parts.vae).__name__ == "AutoencoderTiny":
            return None
        found = [m.path for m in payload.others.values() if m.kind is Kind.TAESD]
        files = tuple((path, path.stat().st_mtime_ns) for path in found if path.exists())
        if self._kept is None or files != self._files:
            self._kept = best_fitting(found, drawn_by.device, drawn_by.projection, drawn_by.factor)
            self._files = files
        return self._kept


def is_tiny_decoder(shapes: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether these tensors hold a TAESD decoder: a run of convolutions that ends in colors."""
    return _plan(shapes) is not None


def load_tiny(path: Path, device: Device) -> TinyDecoder:
    """Load a file or a folder; raises `ModelRefusedError` for what is no such decoder."""
    from diffusers.models.autoencoders.vae import DecoderTiny
    from safetensors.torch import load_file

    file = component_weights(path).paths[0] if path.is_dir() else path
    plan = _plan(read_tensors(file).shapes)
    if plan is None:
        raise ModelRefusedError(N_("{path} is not a small decoder (TAESD)."), path=path)
    net = DecoderTiny(plan.channels, 3, plan.blocks, plan.widths, 2, "relu", "nearest")
    tensors = load_file(file)
    values = {ours: tensors[theirs] for theirs, ours in plan.names.items()}
    try:
        net.load_state_dict(values)
    except RuntimeError as error:
        raise ModelRefusedError(
            N_("{path} is not a small decoder that is known: {reason}"),
            path=path,
            reason=" ".join(str(error).split())[:200],
        ) from None
    net = net.to(device.kind, device.dtype).eval().requires_grad_(False)
    return TinyDecoder(path, net, 2 ** (len(plan.blocks) - 1))


def best_fitting(
    found: Sequence[Path], device: Device, projection: Projection, factor: int
) -> TinyDecoder:
    """Return the decoder whose colors are most like those of the model's own VAE.

    Raises `WeightsMissingError` where none is alike.
    """
    loaded = [tiny for path in found if (tiny := _readable(path, device)) is not None]
    fitting = [tiny for tiny in loaded if tiny.factor == factor]
    rated = [(likeness(tiny, projection), tiny) for tiny in fitting]
    best = max(rated, key=lambda pair: pair[0], default=None)
    if best is None or best[0] < LEAST_LIKENESS:
        raise WeightsMissingError(
            N_(
                "No small decoder (TAESD) for this model was found. Put its safetensors file into "
                "a models folder, or choose the full decoder."
            )
        )
    return best[1]


def likeness(tiny: TinyDecoder, projection: Projection) -> float:
    """Return how alike the colors of a decoder and of a VAE are for the same latents, up to 1.

    The VAE's are those of the projection that was fitted to it, for smooth random latents.
    """
    import numpy as np
    import torch

    channels = len(projection.matrix)
    if tiny.net.layers[0].in_channels != channels:
        return -1.0
    random = torch.Generator("cpu").manual_seed(1)
    coarse = torch.randn((1, channels, 4, 4), generator=random)
    latents = torch.nn.functional.interpolate(coarse, size=(16, 16), mode="bicubic")
    with torch.no_grad():
        large = tiny.decode(latents).float().cpu()
    small = torch.nn.functional.interpolate(large, size=(16, 16), mode="area")
    ours = small[0].clamp(-1, 1).permute(1, 2, 0).numpy().ravel()
    theirs = projection.picture(latents).astype("float32").ravel()
    if not np.isfinite(ours).all() or ours.std() < 1e-6 or theirs.std() < 1e-6:
        return -1.0
    return float(np.corrcoef(ours, theirs)[0, 1])


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a decoder is built, and what its tensors are called in its file."""

    channels: int
    blocks: tuple[int, ...]  # at each size, the smallest first
    widths: tuple[int, ...]
    names: Mapping[str, str]


def _readable(path: Path, device: Device) -> TinyDecoder | None:
    try:
        return load_tiny(path, device)
    except (ModelRefusedError, WeightsMissingError):
        return None


def _plan(shapes: Mapping[str, tuple[int, ...]]) -> _Plan | None:
    """Read the build of a decoder off its tensors; None for anything else."""
    names = _names(shapes)
    layers: dict[int, dict[str, tuple[int, ...]]] = {}
    for theirs, ours in names.items():
        _, number, rest = ours.split(".", 2)
        layers.setdefault(int(number), {})[rest] = shapes[theirs]
    order = sorted(layers)
    plain = [n for n in order if _BLOCK not in layers[n]]
    if len(plain) < 2 or order[0] != 0 or plain[-1] != order[-1]:
        return None
    convolutions = [layers[n].get("weight", ()) for n in plain]
    if any(len(shape) != 4 for shape in convolutions) or convolutions[-1][0] != 3:
        return None
    stages = list(pairwise(plain))
    blocks = tuple(sum(low < n < high for n in order if n not in plain) for low, high in stages)
    widths = tuple(shape[1] for shape in convolutions[1:])
    return _Plan(convolutions[0][1], blocks, widths, names)


def _names(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """Return the name that diffusers has for each tensor of a decoder, by that in the file."""
    theirs = {name: found for name in shapes if (found := _THEIRS.fullmatch(name))}
    if theirs:
        return {name: f"layers.{found[1]}.{found[2]}" for name, found in theirs.items()}
    originals = {name: _ORIGINAL.fullmatch(name) for name in shapes}
    if not originals or not all(originals.values()):
        return {}
    return {n: f"layers.{int(found[1]) - 1}.{found[2]}" for n, found in originals.items() if found}
