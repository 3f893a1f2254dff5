"""The tensor names of single-file checkpoints, and what diffusers and transformers call the same.

The names are those of the original Stable Diffusion code (UNet and VAE), of OpenAI's CLIP as
transformers named it then, and of OpenCLIP. Nothing here needs torch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

UNET = "model.diffusion_model."
VAE = "first_stage_model."
CLIPS = (  # SDXL's first encoder, that of SD 1.x, and the same saved without its inner name
    "conditioner.embedders.0.transformer.text_model.",
    "cond_stage_model.transformer.text_model.",
    "cond_stage_model.transformer.",
)
TOKEN_EMBEDDING = "embeddings.token_embedding.weight"
PENULTIMATE = 23  # SD 2 reads OpenCLIP-H after this many of its 24 layers; the last has no effect


class Build(StrEnum):
    """How a checkpoint is put together; its bundled configs are called the same."""

    SD15 = "sd15"  # CLIP
    SD2 = "sd2"  # OpenCLIP-H
    SDXL = "sdxl"  # CLIP and OpenCLIP-bigG
    REFINER = "sdxl_refiner"  # OpenCLIP-bigG alone


OPEN_CLIPS = {
    Build.SDXL: "conditioner.embedders.1.model.",
    Build.REFINER: "conditioner.embedders.0.model.",
    Build.SD2: "cond_stage_model.model.",
}


class Change(Enum):
    """What happens to a tensor besides getting a new name."""

    NONE = auto()
    TO_LINEAR = auto()  # a 1x1 convolution (C, C, 1, 1) that became a linear layer (C, C)
    TRANSPOSED = auto()
    THIRD_0 = auto()  # query, key and value lie in one tensor, one after the other
    THIRD_1 = auto()
    THIRD_2 = auto()


@dataclass(frozen=True, slots=True)
class Move:
    """One tensor's way from the file into a module."""

    source: str
    target: str
    change: Change = Change.NONE


_RESNET = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "emb_layers.1": "time_emb_proj",
    "skip_connection": "conv_shortcut",
}
_UNET_ENDS = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
    "label_emb.0.0": "add_embedding.linear_1",
    "label_emb.0.2": "add_embedding.linear_2",
}
_MIDDLE = {"0": "mid_block.resnets.0", "1": "mid_block.attentions.0", "2": "mid_block.resnets.1"}
_VAE_ATTENTION = {
    "norm": "group_norm",
    "q": "to_q",
    "k": "to_k",
    "v": "to_v",
    "proj_out": "to_out.0",
}
_OPEN_CLIP_LAYER = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
    "attn.out_proj": "self_attn.out_proj",
}
_INNER = "text_model."
_OPEN_CLIP_ENDS = {
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
}


def build_of(names: Container[str]) -> Build | None:
    """Tell how a checkpoint is put together by its text encoders, or None without any."""
    for build, prefix in OPEN_CLIPS.items():
        if f"{prefix}token_embedding.weight" in names:
            return build
    return Build.SD15 if clip_prefix(names) else None


def clip_prefix(names: Container[str]) -> str | None:
    """Return what the names of the (first) CLIP text encoder begin with, or None without one."""
    found = (prefix for prefix in CLIPS if f"{prefix}{TOKEN_EMBEDDING}" in names)
    return next(found, None)


def below(names: Iterable[str], prefix: str) -> list[str]:
    """Return the names that begin with `prefix`, without it."""
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]


def unet_moves(names: Iterable[str], layers: int) -> Iterator[Move]:
    """Yield the moves of a UNet with `layers` resnets on each level of its way down."""
    for name in below(names, UNET):
        if target := unet_target(name, layers):
            yield Move(UNET + name, target)


def unet_target(name: str, layers: int) -> str | None:
    """Return what diffusers calls a tensor of the original UNet; None for what it has not."""
    module, _, kind = name.rpartition(".")
    if module in _UNET_ENDS:
        return f"{_UNET_ENDS[module]}.{kind}"
    if match := re.fullmatch(r"middle_block\.([012])\.(.+)", name):
        return f"{_MIDDLE[match[1]]}.{_inner(match[2])}"
    match = re.fullmatch(r"(input|output)_blocks\.(\d+)\.(\d)\.(.+)", name)
    if match is None:
        return None
    is_down = match[1] == "input"
    level, layer = divmod(int(match[2]) - is_down, layers + 1)
    side = f"{'down' if is_down else 'up'}_blocks.{level}"
    if inner := re.fullmatch(r"(?:op|conv)\.(weight|bias)", match[4]):
        return f"{side}.{'down' if is_down else 'up'}samplers.0.conv.{inner[1]}"
    part = "resnets" if match[3] == "0" else "attentions"
    return f"{side}.{part}.{layer}.{_inner(match[4])}"


def _inner(name: str) -> str:
    module, _, kind = name.rpartition(".")
    return f"{_RESNET[module]}.{kind}" if module in _RESNET else name


def vae_moves(names: Iterable[str], levels: int) -> Iterator[Move]:
    """Yield the moves of a VAE with `levels` sizes; its way up is numbered from the other end."""
    for name in below(names, VAE):
        if name.startswith(("encoder.", "decoder.", "quant_conv.", "post_quant_conv.")):
            yield _vae_move(name, levels)


def _vae_move(name: str, levels: int) -> Move:
    source = VAE + name
    if match := re.fullmatch(r"(\w+)\.mid\.attn_1\.(\w+)\.(weight|bias)", name):
        target = f"{match[1]}.mid_block.attentions.0.{_VAE_ATTENTION[match[2]]}.{match[3]}"
        is_conv = match[2] != "norm" and match[3] == "weight"
        return Move(source, target, Change.TO_LINEAR if is_conv else Change.NONE)
    target = name.replace("nin_shortcut", "conv_shortcut").replace("norm_out", "conv_norm_out")
    target = re.sub(r"\.mid\.block_1\.", ".mid_block.resnets.0.", target)
    target = re.sub(r"\.mid\.block_2\.", ".mid_block.resnets.1.", target)
    target = re.sub(r"\.down\.(\d+)\.block\.", r".down_blocks.\1.resnets.", target)
    target = re.sub(r"\.down\.(\d+)\.downsample\.", r".down_blocks.\1.downsamplers.0.", target)
    up = re.fullmatch(r"decoder\.up\.(\d+)\.(block|upsample)\.(.+)", target)
    if up:
        part = "resnets" if up[2] == "block" else "upsamplers.0"
        target = f"decoder.up_blocks.{levels - 1 - int(up[1])}.{part}.{up[3]}"
    return Move(source, target)


def clip_moves(names: Iterable[str], prefix: str) -> Iterator[Move]:
    """Yield the moves of a CLIP text encoder: its names are already those of transformers."""
    for name in below(names, prefix):
        if name != "embeddings.position_ids":  # counted anew by transformers
            yield Move(prefix + name, name)


def open_clip_moves(names: Iterable[str], build: Build) -> Iterator[Move]:
    """Yield the moves of an OpenCLIP text encoder into the one of transformers.

    That of SD 2 is read before its last layer and never projected: both are left where they are.
    """
    prefix = OPEN_CLIPS[build]
    for name in below(names, prefix):
        moves = _open_clip_moves(name)
        yield from _unprojected(moves, prefix) if build is Build.SD2 else _under(moves, prefix)


def _under(moves: Iterable[Move], prefix: str) -> Iterator[Move]:
    return (replace(move, source=prefix + move.source) for move in moves)


def _unprojected(moves: Iterable[Move], prefix: str) -> Iterator[Move]:
    """Yield what a `CLIPTextModel` has, which names its parts without `text_model`."""
    for move in _under(moves, prefix):
        inner = move.target.removeprefix(_INNER)
        layer = re.match(r"encoder\.layers\.(\d+)\.", inner)
        if inner != move.target and not (layer and int(layer[1]) >= PENULTIMATE):
            yield replace(move, target=inner)


def _open_clip_moves(name: str) -> Iterator[Move]:
    if name in _OPEN_CLIP_ENDS:
        yield Move(name, _OPEN_CLIP_ENDS[name])
    elif name == "text_projection":
        yield Move(name, "text_projection.weight", Change.TRANSPOSED)
    elif match := re.fullmatch(r"transformer\.resblocks\.(\d+)\.(.+?)[._](weight|bias)", name):
        layer = f"{_INNER}encoder.layers.{match[1]}"
        if match[2] == "attn.in_proj":
            thirds = (Change.THIRD_0, Change.THIRD_1, Change.THIRD_2)
            for letter, third in zip("qkv", thirds, strict=True):
                yield Move(name, f"{layer}.self_attn.{letter}_proj.{match[3]}", third)
        elif match[2] in _OPEN_CLIP_LAYER:
            yield Move(name, f"{layer}.{_OPEN_CLIP_LAYER[match[2]]}.{match[3]}")
