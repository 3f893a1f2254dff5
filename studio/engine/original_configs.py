"""What a single-file checkpoint leaves out: its configs, read off the shapes of its tensors.

What shapes do not tell (the number of attention heads, scaling factors, the noise schedule) is what
all published checkpoints of the family share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studio.engine.original_names import TOKEN_EMBEDDING, UNET, VAE, XL_OPEN_CLIP, clip_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Shapes = Mapping[str, tuple[int, ...]]

HEAD_WIDTH = 64
_NOISE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "set_alpha_to_one": False,
}


def is_xl(shapes: Shapes) -> bool:
    """Whether the checkpoint is built like SDXL."""
    return any(name.startswith(XL_OPEN_CLIP) for name in shapes)


def unet_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of the `UNet2DConditionModel`."""
    layers = unet_layers(shapes)
    firsts = [1 + level * (layers + 1) for level in range(_unet_levels(shapes, layers))]
    widths = [shapes[f"{UNET}input_blocks.{i}.0.in_layers.2.weight"][0] for i in firsts]
    attends = [f"{UNET}input_blocks.{i}.1.norm.weight" in shapes for i in firsts]
    inner = next(n for n in shapes if n.startswith(UNET) and n.endswith("attn2.to_k.weight"))
    config = {
        "sample_size": 128 if is_xl(shapes) else 64,
        "in_channels": shapes[f"{UNET}input_blocks.0.0.weight"][1],
        "out_channels": shapes[f"{UNET}out.2.weight"][0],
        "block_out_channels": widths,
        "layers_per_block": layers,
        "down_block_types": ["CrossAttnDownBlock2D" if a else "DownBlock2D" for a in attends],
        "up_block_types": ["CrossAttnUpBlock2D" if a else "UpBlock2D" for a in reversed(attends)],
        "cross_attention_dim": shapes[inner][1],
        "transformer_layers_per_block": [_depth(shapes, i) for i in firsts],
        "use_linear_projection": len(shapes[f"{UNET}middle_block.1.proj_in.weight"]) == 2,
        "attention_head_dim": [max(1, w // HEAD_WIDTH) for w in widths] if is_xl(shapes) else 8,
    }
    return config | (_sizes(shapes) if is_xl(shapes) else {})


def unet_layers(shapes: Shapes) -> int:
    """How many resnets each level of the UNet's way down has."""
    return min(_numbers(shapes, UNET + r"input_blocks\.(\d+)\.0\.op\.weight")) - 1


def vae_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of the `AutoencoderKL`."""
    levels = vae_levels(shapes)
    widths = [shapes[f"{VAE}encoder.down.{i}.block.0.conv1.weight"][0] for i in range(levels)]
    return {
        "block_out_channels": widths,
        "down_block_types": ["DownEncoderBlock2D"] * levels,
        "up_block_types": ["UpDecoderBlock2D"] * levels,
        "layers_per_block": max(_numbers(shapes, VAE + r"encoder\.down\.0\.block\.(\d+)\..*")) + 1,
        "latent_channels": shapes[f"{VAE}decoder.conv_in.weight"][1],
        "sample_size": 1024 if is_xl(shapes) else 512,
        "scaling_factor": 0.13025 if is_xl(shapes) else 0.18215,
        "force_upcast": is_xl(shapes),
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
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": shapes[f"{prefix}encoder.layers.0.mlp.fc1.weight"][0],
        "num_hidden_layers": max(_numbers(shapes, layers)) + 1,
        "num_attention_heads": max(1, width // HEAD_WIDTH),
        "max_position_embeddings": shapes[f"{prefix}embeddings.position_embedding.weight"][0],
        "hidden_act": "quick_gelu",
    } | _marks(vocabulary)


def open_clip_config(shapes: Shapes) -> dict[str, Any]:
    """Return the config of SDXL's second encoder, a `CLIPTextModelWithProjection`."""
    vocabulary, width = shapes[f"{XL_OPEN_CLIP}token_embedding.weight"]
    blocks = XL_OPEN_CLIP + r"transformer\.resblocks\.(\d+)\..*"
    return {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": shapes[f"{XL_OPEN_CLIP}transformer.resblocks.0.mlp.c_fc.weight"][0],
        "num_hidden_layers": max(_numbers(shapes, blocks)) + 1,
        "num_attention_heads": max(1, width // HEAD_WIDTH),
        "max_position_embeddings": shapes[f"{XL_OPEN_CLIP}positional_embedding"][0],
        "projection_dim": shapes[f"{XL_OPEN_CLIP}text_projection"][1],
        "hidden_act": "gelu",
    } | _marks(vocabulary)


def scheduler_config(shapes: Shapes, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Return the scheduler config: that of the family's first checkpoint, or v-prediction.

    Checkpoints trained on v-prediction hold an empty tensor `v_pred`, and `ztsnr` if their noise
    schedule ends in pure noise; some say it in the file's metadata instead.
    """
    predicts_v = "v_pred" in shapes or metadata.get("modelspec.prediction_type") == "v"
    common = _NOISE | {"prediction_type": "v_prediction" if predicts_v else "epsilon"}
    if is_xl(shapes):
        euler = {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "leading"}
        return common | euler | ({"rescale_betas_zero_snr": True} if "ztsnr" in shapes else {})
    return common | {"_class_name": "PNDMScheduler", "skip_prk_steps": True}


def _unet_levels(shapes: Shapes, layers: int) -> int:
    last = max(_numbers(shapes, UNET + r"input_blocks\.(\d+)\..*"))
    return last // (layers + 1) + 1


def _depth(shapes: Shapes, block: int) -> int:
    """How many transformer blocks an attention of this block has; 1 where there is none."""
    pattern = UNET + rf"input_blocks\.{block}\.1\.transformer_blocks\.(\d+)\..*"
    return max(_numbers(shapes, pattern), default=0) + 1


def _sizes(shapes: Shapes) -> dict[str, Any]:
    total = shapes[f"{UNET}label_emb.0.0.weight"][1]
    pooled = shapes[f"{XL_OPEN_CLIP}text_projection"][1]
    return {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": (total - pooled) // 6,
        "projection_class_embeddings_input_dim": total,
    }


def _marks(vocabulary: int) -> dict[str, int]:
    """The end mark is the last word; 2 tells transformers to look for the largest number."""
    return {"bos_token_id": vocabulary - 2, "eos_token_id": 2, "pad_token_id": 1}


def _numbers(names: Iterable[str], pattern: str) -> set[int]:
    return {int(match[1]) for name in names if (match := re.fullmatch(pattern, name))}
