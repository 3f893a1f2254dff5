"""What of a model decides how much memory it takes, read off its headers and configs alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.model import Kind, Layout
from studio.engine.folder import component_weights, read_folder
from studio.engine.memory.rungs import Rung
from studio.engine.original_configs import unet_config, vae_config
from studio.engine.original_names import UNET, VAE
from studio.engine.safefile import read_tensors
from studio.engine.z_image_files import contents, is_gguf, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.core.model import Model

DENOISERS = ("unet", "transformer")
DECODER = "vae"
IN_PIECES = "z_image"  # the family whose single files may want others beside them
_ATTENDS = 24  # floats for each channel and latent that a block with a transformer works on
_PLAIN = 10  # and one without: its input joined to what was kept, the same normed, its output


@dataclass(frozen=True, slots=True)
class Anatomy:
    """How many numbers the parts of a model hold, and how wide pictures are inside of them.

    `denoiser_floats` are for each latent (each token of a transformer stands for `patch` x `patch`
    of them) and each row of a batch; `decoder_channels` are those of the decoder's last block, at
    the size of the picture; one latent stands for `factor` x `factor` pixels.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    denoiser_floats: float = 0.0
    decoder_channels: int = 0
    factor: int = 8

    @property
    def denoiser(self) -> int:
        """The numbers of the network that is passed at every step."""
        return sum(count for name, count in self.numbers.items() if name in DENOISERS)

    @property
    def decoder(self) -> int:
        """The numbers of the network that makes pixels of latents, and the other way round."""
        return self.numbers.get(DECODER, 0)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs that there are for such a model."""
        return tuple(r for r in Rung if "unet" in self.numbers or r <= Rung.FINISHED)

    def itemsize(self, usual: int) -> int:
        """Return the bytes a number takes: transformers are made for half precision."""
        return usual if "unet" in self.numbers else min(usual, 2)

    @property
    def encoders(self) -> int:
        """The numbers of all that reads the prompt."""
        return sum(self.numbers.values()) - self.denoiser - self.decoder


def anatomy(model: Model) -> Anatomy | None:
    """Return the anatomy of a model; None for one whose files do not tell."""
    try:
        times = max((p.stat().st_mtime_ns for p in _headers(model.path)), default=0)
        return _anatomy(model, times)
    except (StudioError, OSError, KeyError, ValueError, IndexError, TypeError, StopIteration):
        return None


@lru_cache(maxsize=64)
def _anatomy(model: Model, _times: int) -> Anatomy | None:
    match model.layout:
        case Layout.FOLDER:
            return _of_folder(model.path)
        case _ if model.family == IN_PIECES:
            return _of_pieces(model)
        case Layout.FILE if model.kind is Kind.CHECKPOINT:
            return _of_file(model.path)
        case _:
            return None


def _headers(path: Path) -> Sequence[Path]:
    return [*path.glob("*/*.safetensors"), *path.glob("*/*.json")] if path.is_dir() else [path]


def _of_folder(path: Path) -> Anatomy:
    header = read_folder(path)
    names = [name for name in header.configs if name in header.components and name != "scheduler"]
    numbers = {
        name: sum(read_tensors(file).numbers for file in component_weights(path / name).paths)
        for name in names
    }
    denoiser = next(name for name in DENOISERS if name in names)
    return _described(numbers, denoiser, header.configs[denoiser], header.configs[DECODER])


def _of_file(path: Path) -> Anatomy:
    tensors = read_tensors(path)
    shapes = tensors.shapes
    sizes = {name: _product(shape) for name, shape in shapes.items()}
    unet = sum(size for name, size in sizes.items() if name.startswith(UNET))
    vae = sum(size for name, size in sizes.items() if name.startswith(VAE))
    if not (unet and vae):
        raise ValueError(path)
    numbers = {"unet": unet, "vae": vae, "text_encoder": tensors.numbers - unet - vae}
    return _described(numbers, "unet", unet_config(shapes), vae_config(shapes))


def _of_pieces(model: Model) -> Anatomy:
    """Describe a transformer whose text encoder and VAE may lie in files of their own.

    Packed weights count as the numbers of half precision that take as many bytes.
    """
    plan = plan_of(model)
    numbers = {}
    for name, piece in plan.pieces.items():
        tables = [(path, contents(path).shapes) for path in piece.paths]
        wanted = {move.source for move in piece.moves}
        numbers[name] = sum(
            path.stat().st_size // 2
            if is_gguf(path)
            else sum(_product(shape) for key, shape in shapes.items() if key in wanted)
            for path, shapes in tables
        )
    return _described(numbers, "transformer", plan.transformer.config, plan.vae.config)


def _described(
    numbers: Mapping[str, int], kind: str, denoiser: Mapping[str, Any], vae: Mapping[str, Any]
) -> Anatomy:
    floats = _unet_floats(denoiser) if kind == "unet" else _transformer_floats(denoiser)
    channels = vae.get("block_out_channels") or vae.get("decoder_block_out_channels") or [64]
    widest = max(channels[:2])  # the last block begins with what the one before leaves
    return Anatomy(numbers, floats, widest, 2 ** (len(channels) - 1))


def _unet_floats(config: Mapping[str, Any]) -> float:
    """Return what a UNet holds at most: what it keeps for its way up, and one block at work."""
    widths = config["block_out_channels"]
    blocks = config.get("down_block_types") or ["CrossAttnDownBlock2D"] * len(widths)
    layers = config.get("layers_per_block", 2)
    kept = sum((_at(layers, i) + 1) * width / 4**i for i, width in enumerate(widths))
    work = [
        width / 4**i * (_ATTENDS if "CrossAttn" in blocks[i] else _PLAIN)
        for i, width in enumerate(widths)
    ]
    return float(kept + max(work))


def _transformer_floats(config: Mapping[str, Any]) -> float:
    """Return what a transformer holds for a latent: its stream, and the widest layer at work."""
    width = config.get("dim") or config["num_attention_heads"] * config["attention_head_dim"]
    patch = config.get("all_patch_size") or config.get("patch_size") or 2
    side = _at(patch, 0)
    inner = config.get("ffn_hidden") or 8 * width / 3
    return float((6 * width + 3 * inner) / side**2)


def _at(value: Any, i: int) -> int:
    return int(value[i] if isinstance(value, list | tuple) else value)


def _product(shape: Sequence[int]) -> int:
    total = 1
    for side in shape:
        total *= side
    return total
