"""Tells the parts of models from one another: VAEs, ControlNets, text encoders and the like.

Files are told by the names and shapes of their tensors, folders by their config.json; what either
is called is never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIXES = ("", "first_stage_model.", "vae.")
UNET_PREFIXES = ("", "model.diffusion_model.", "diffusion_model.", "model.")
_DENOISERS = (
    *("input_blocks.0.0.weight", "time_embedding.linear_1.weight"),  # UNets: ours and diffusers'
    *("double_blocks.0.img_attn.norm.key_norm.scale", "joint_blocks.0.x_block.attn.qkv.weight"),
    *("transformer_blocks.0.attn.to_q.weight", "double_blocks.0.img_attn.qkv.weight"),
    *("noise_refiner.0.attention.qkv.weight", "noise_refiner.0.attention.to_q.weight"),
    *("context_refiner.0.attention.qkv.weight", "blocks.0.self_attn.q.weight"),
)
_ENCODERS = (
    *("embeddings.token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
    *("shared.weight", "token_embedding.weight", "model.embed_tokens.weight"),
    *("embed_tokens.weight", "token_embd.weight"),
)
_INSIDE_ENCODERS = (
    *("encoder.layers.0.self_attn.k_proj.weight", "encoder.block.0.layer.0.SelfAttention.k.weight"),
    *("transformer.resblocks.0.attn.in_proj_weight", "layers.0.self_attn.k_proj.weight"),
    *("blk.0.attn_k.weight", "enc.blk.0.attn_k.weight"),
)
_EYES = (
    "vision_model.embeddings.patch_embedding.weight",
    "visual.conv1.weight",
    "embeddings.patch_embeddings.weight",
    "embeddings.patch_embedding.weight",
)
_CROSS = (  # how wide the text's vectors are that a UNet attends to: (inner, width)
    "middle_block.1.transformer_blocks.0.attn2.to_k.weight",
    "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a file or a folder turned out to be; `width` as in `Model`."""

    kind: Kind
    width: int = 0


def early_part(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    """Return the part that a file is, of those that a LoRA or a family could be mistaken for."""
    return _first(shapes, (_ip_adapter, _controlnet))


def part_in(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    """Return the part that a file is, if it is one alone and no family knows it as a whole."""
    return _first(shapes, (_ip_adapter, _controlnet, _denoiser, _vae, _taesd, _eye, _encoder))


def is_half_a_taesd(shapes: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether a file is the encoder that lies beside each TAESD decoder, and nobody needs."""
    first, block = shapes.get("0.weight", ()), shapes.get("1.conv.0.weight", ())
    return first[1:] == (3, 3, 3) and len(block) == 4


def part_of(config: Mapping[str, Any]) -> Part | None:
    """Return the part that a folder is, by the config.json in it."""
    channels = _whole(config.get("latent_channels"))
    cross = _whole(config.get("cross_attention_dim"))
    match config.get("_class_name") or next(iter(_listed(config)), ""):
        case "AutoencoderKL":
            return Part(Kind.VAE, channels or 4)
        case "AutoencoderTiny":
            return Part(Kind.TAESD, channels or 4)
        case "ControlNetModel" | "ControlNetUnionModel":
            return Part(Kind.CONTROLNET, cross)
        case "UNet2DConditionModel":
            return Part(Kind.DENOISER, cross)
        case str(name) if name.endswith(("Transformer2DModel", "Transformer3DModel")):
            return Part(Kind.DENOISER)
        case str(name) if name.startswith("CLIPVisionModel"):
            return Part(Kind.VISION, _whole(config.get("projection_dim")))
        case str(name) if name.startswith(("CLIPTextModel", "T5Encoder", "Qwen", "Gemma")):
            width = config.get("hidden_size") or config.get("d_model")
            return Part(Kind.TEXT_ENCODER, _whole(width))
        case _:
            return None


def _first(
    shapes: Mapping[str, tuple[int, ...]],
    tests: tuple[Callable[[Mapping[str, tuple[int, ...]]], Part | None], ...],
) -> Part | None:
    return next((part for test in tests if (part := test(shapes))), None)


def _ip_adapter(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    if not any(name.startswith("image_proj.") for name in shapes):
        return None
    for name, shape in shapes.items():
        if name.startswith("ip_adapter.") and name.endswith("to_k_ip.weight") and len(shape) == 2:
            return Part(Kind.IP_ADAPTER, shape[1])
    return None


def _controlnet(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    heads = ("control_model.input_hint_block.0.weight", "input_hint_block.0.weight")
    marks = (*heads, "controlnet_cond_embedding.conv_in.weight")
    if not any(mark in shapes for mark in marks):
        return None
    return Part(Kind.CONTROLNET, _cross(shapes, ("", "control_model.")))


def _denoiser(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    for prefix in UNET_PREFIXES:
        if any(prefix + name in shapes for name in _DENOISERS):
            return Part(Kind.DENOISER, _cross(shapes, UNET_PREFIXES))
    return None


def _vae(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    for prefix in PREFIXES:
        first = shapes.get(f"{prefix}decoder.conv_in.weight", ())
        inside = ("decoder.mid.block_1.conv1.weight", "decoder.mid_block.resnets.0.conv1.weight")
        if len(first) == 4 and any(prefix + name in shapes for name in inside):
            return Part(Kind.VAE, first[1])
    return None


def _taesd(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    for first, block in (
        ("decoder.layers.0.weight", "decoder.layers.2.conv.0.weight"),  # diffusers' names
        ("1.weight", "3.conv.0.weight"),  # those of the original file, which holds a decoder alone
        ("decoder.1.weight", "decoder.3.conv.0.weight"),
    ):
        shape = shapes.get(first, ())
        if shape[2:] == (3, 3) and len(shapes.get(block, ())) == 4:
            return Part(Kind.TAESD, shape[1])
    return None


def _eye(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    if not any(name in shapes for name in _EYES):
        return None
    projection = shapes.get("visual_projection.weight", ())
    return Part(Kind.VISION, projection[0] if len(projection) == 2 else 0)


def _encoder(shapes: Mapping[str, tuple[int, ...]]) -> Part | None:
    words = next((shapes[name] for name in _ENCODERS if name in shapes), ())
    inside = any(name.endswith(_INSIDE_ENCODERS) for name in shapes)
    return Part(Kind.TEXT_ENCODER, words[1]) if len(words) == 2 and inside else None


def _cross(shapes: Mapping[str, tuple[int, ...]], prefixes: tuple[str, ...]) -> int:
    found = (shapes.get(prefix + name, ()) for prefix in prefixes for name in _CROSS)
    return next((shape[1] for shape in found if len(shape) == 2), 0)


def _listed(config: Mapping[str, Any]) -> list[str]:
    names = config.get("architectures")
    return [n for n in names if isinstance(n, str)] if isinstance(names, list) else []


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
