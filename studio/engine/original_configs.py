"""What a single-file checkpoint leaves out: its configs.

What shapes do not tell (the number of attention heads, scaling factors, the noise schedule) is what
the published checkpoints of its build share, and comes from `resources/configs`; everything that
shapes do tell is read off them, so that smaller and wider relatives are understood too.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.core.paths import resources
from studio.engine.original_names import (
    OPEN_CLIPS,
    PENULTIMATE,
    TOKEN_EMBEDDING,
    UNET,
    VAE,
    Build,
    build_of,
    clip_prefix,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Shapes = Mapping[str, tuple[int, ...]]

HEAD_WIDTH = 64
MOST_BLOCKS = 512
SIZES = {Build.SDXL: 6, Build.REFINER: 5}  # numbers about the picture that the UNet is told


@cache
def bundled(build: Build) -> Mapping[str, Mapping[str, Any]]:
    """Return the configs that the published checkpoints of a build have, by part."""
    path = resources() / "configs" / f"{build}.json"
    configs: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return configs


def known_build(shapes: Shapes) -> Build:
    """Return how a checkpoint is put together; raises `KeyError` for one without text encoder."""
    build = build_of(shapes)
    if build is None:
        raise KeyError(TOKEN_EMBEDDING)
    return build


def unet_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of the `UNet2DConditionModel`."""
    build, layers = known_build(shapes), unet_layers(shapes)
    firsts = [1 + level * (layers + 1) for level in range(_unet_levels(shapes, layers))]
    widths = [shapes[f"{UNET}input_blocks.{i}.0.in_layers.2.weight"][0] for i in firsts]
    attends = [f"{UNET}input_blocks.{i}.1.norm.weight" in shapes for i in firsts]
    inner = next(n for n in shapes if n.startswith(UNET) and n.endswith("attn2.to_k.weight"))
    depths = [_depth(shapes, f"input_blocks.{i}") for i in firsts[:-1]]
    read = {
        "in_channels": shapes[f"{UNET}input_blocks.0.0.weight"][1],
        "out_channels": shapes[f"{UNET}out.2.weight"][0],
        "block_out_channels": widths,
        "layers_per_block": layers,
        "down_block_types": ["CrossAttnDownBlock2D" if a else "DownBlock2D" for a in attends],
        "up_block_types": ["CrossAttnUpBlock2D" if a else "UpBlock2D" for a in reversed(attends)],
        "cross_attention_dim": shapes[inner][1],
        "transformer_layers_per_block": [*depths, _depth(shapes, "middle_block")],
        "use_linear_projection": len(shapes[f"{UNET}middle_block.1.proj_in.weight"]) == 2,
    }
    if build is not Build.SD15:
        read["attention_head_dim"] = [max(1, width // HEAD_WIDTH) for width in widths]
    return {**bundled(build)["unet"], **read, **_sizes(shapes, build)}


def unet_layers(shapes: Shapes) -> int:
    """How many resnets each level of the UNet's way down has."""
    return min(_numbers(shapes, UNET + r"input_blocks\.(\d+)\.0\.op\.weight")) - 1


def vae_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of the `AutoencoderKL`."""
    return {**bundled(known_build(shapes))["vae"], **vae_widths(shapes)}


def vae_widths(shapes: Shapes) -> dict[str, Any]:
    """Return what the tensors of a VAE tell, under the names of the original code or diffusers."""
    ours = f"{VAE}encoder.down_blocks.0.resnets.0.conv1.weight" in shapes
    level = "down_blocks.{}.resnets" if ours else "down.{}.block"
    levels = max(_numbers(shapes, VAE + r"encoder\." + level.format(r"(\d+)") + r"\..*")) + 1
    widths = [shapes[f"{VAE}encoder.{level.format(i)}.0.conv1.weight"][0] for i in range(levels)]
    layers = _numbers(shapes, VAE + r"encoder\." + level.format(0) + r"\.(\d+)\..*")
    return {
        "block_out_channels": widths,
        "down_block_types": ["DownEncoderBlock2D"] * levels,
        "up_block_types": ["UpDecoderBlock2D"] * levels,
        "layers_per_block": max(layers) + 1,
        "latent_channels": shapes[f"{VAE}decoder.conv_in.weight"][1],
    }


def vae_levels(shapes: Shapes) -> int:
    """How many sizes the VAE works at."""
    return max(_numbers(shapes, VAE + r"encoder\.down\.(\d+)\..*")) + 1


def clip_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of the `CLIPTextModel`, SDXL's first encoder included."""
    prefix = clip_prefix(shapes)
    vocabulary, width = shapes[f"{prefix}{TOKEN_EMBEDDING}"]
    layers = rf"{prefix}encoder\.layers\.(\d+)\..*"
    return {
        **bundled(known_build(shapes))["text_encoder"],
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": shapes[f"{prefix}encoder.layers.0.mlp.fc1.weight"][0],
        "num_hidden_layers": max(_numbers(shapes, layers)) + 1,
        "num_attention_heads": max(1, width // HEAD_WIDTH),
        "max_position_embeddings": shapes[f"{prefix}embeddings.position_embedding.weight"][0],
        **_marks(vocabulary),
    }


def open_clip_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of an OpenCLIP encoder: SDXL's second, the refiner's, that of SD 2."""
    build = known_build(shapes)
    prefix = OPEN_CLIPS[build]
    vocabulary, width = shapes[f"{prefix}token_embedding.weight"]
    layers = max(_numbers(shapes, prefix + r"transformer\.resblocks\.(\d+)\..*")) + 1
    read = {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": shapes[f"{prefix}transformer.resblocks.0.mlp.c_fc.weight"][0],
        "num_hidden_layers": min(layers, PENULTIMATE) if build is Build.SD2 else layers,
        "num_attention_heads": max(1, width // HEAD_WIDTH),
        "max_position_embeddings": shapes[f"{prefix}positional_embedding"][0],
    }
    if build is Build.SD2:
        return {**bundled(build)["text_encoder"], **read, **_marks(vocabulary)}
    read["projection_dim"] = shapes[f"{prefix}text_projection"][1]
    return {**bundled(build)["text_encoder_2"], **read, **_marks(vocabulary)}


def scheduler_config(shapes: Shapes, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Return the scheduler config: that of the build's first checkpoint, with what the file says.

    Checkpoints trained on v-prediction hold an empty tensor `v_pred`, and `ztsnr` if their noise
    schedule ends in pure noise; some say it in the file's metadata instead.
    """
    build = build_of(shapes) or Build.SD15
    config = dict(bundled(build)["scheduler"])
    if told := told_prediction(shapes, metadata):
        config["prediction_type"] = told
    elif wants_mask(shapes):
        config["prediction_type"] = "epsilon"
    if "ztsnr" in shapes and config["_class_name"] == "EulerDiscreteScheduler":
        config["rescale_betas_zero_snr"] = True
    return config


def told_prediction(shapes: Shapes, metadata: Mapping[str, str]) -> str:
    """Return what the file says that its UNet predicts, or "" when it says nothing."""
    said = metadata.get("modelspec.prediction_type", "")
    if "v_pred" in shapes or said in ("v", "v_prediction"):
        return "v_prediction"
    return "epsilon" if said == "epsilon" else ""


def wants_mask(shapes: Shapes) -> bool:
    """Whether the UNet sees a mask and a masked picture beside the noise."""
    unet = shapes.get(f"{UNET}input_blocks.0.0.weight", ())
    vae = shapes.get(f"{VAE}decoder.conv_in.weight", ())
    return bool(unet and vae) and unet[1] == 2 * vae[1] + 1


def _unet_levels(shapes: Shapes, layers: int) -> int:
    last = max(_numbers(shapes, UNET + r"input_blocks\.(\d+)\..*"))
    return last // (layers + 1) + 1


def _depth(shapes: Shapes, block: str) -> int:
    """How many transformer blocks an attention of this block has; 1 where there is none."""
    pattern = UNET + rf"{block}\.1\.transformer_blocks\.(\d+)\..*"
    return max(_numbers(shapes, pattern), default=0) + 1


def _sizes(shapes: Shapes, build: Build) -> dict[str, Any]:
    if build not in SIZES:
        return {}
    total = shapes[f"{UNET}label_emb.0.0.weight"][1]
    pooled = shapes[f"{OPEN_CLIPS[build]}text_projection"][1]
    return {
        "addition_time_embed_dim": (total - pooled) // SIZES[build],
        "projection_class_embeddings_input_dim": total,
    }


def _marks(vocabulary: int) -> dict[str, int]:
    """The end mark is the last word; 2 tells transformers to look for the largest number."""
    return {"bos_token_id": vocabulary - 2, "eos_token_id": 2, "pad_token_id": 1}


def _numbers(names: Iterable[str], pattern: str) -> set[int]:
    """Return the numbers that a pattern finds; raises `ValueError` for one no real model has."""
    found = {int(match[1]) for name in names if (match := re.fullmatch(pattern, name))}
    if max(found, default=0) > MOST_BLOCKS:
        raise ValueError(max(found))
    return found
