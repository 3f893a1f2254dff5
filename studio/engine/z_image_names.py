"""What the files of Z-Image call their tensors, and the configs that can be read off the shapes.

The transformer comes under the names of the original code (query, key and value in one tensor) or
of diffusers, its text encoder (Qwen3) under those of transformers, its VAE (that of Flux.1) under
those of the original code or of diffusers. Nothing here needs torch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studio.engine import original_names
from studio.engine.original_names import Change, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Shapes = Mapping[str, tuple[int, ...]]

TRANSFORMERS = ("model.diffusion_model.", "diffusion_model.", "")
PATCH = "2-1"  # the only patch size there is: 2 x 2 latents of one frame
TURBO_SHIFT = 3.0  # how far the published Turbo's scheduler leans to noise
MARK_IDS = {"bos_token_id": 151643, "eos_token_id": 151645}
_SIGNS = ("cap_embedder.0.weight", "x_pad_token", "layers.0.adaLN_modulation.0.weight")
_EMBEDDERS = ("x_embedder.weight", f"all_x_embedder.{PATCH}.weight")
_QUERY_NORMS = ("layers.0.attention.q_norm.weight", "layers.0.attention.norm_q.weight")
_QWEN_SIGN = "layers.0.self_attn.q_norm.weight"
LLAMA = "blk."  # what the layers begin with in GGUF files of language models
_LLAMA_SIGNS = ("token_embd.weight", "blk.0.attn_q_norm.weight")
_LLAMA_ENDS = {"token_embd": "embed_tokens", "output_norm": "norm"}
_LLAMA_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_VAE_SIGN = "decoder.conv_in.weight"
_VAE_PARTS = ("encoder.", "decoder.", "quant_conv.", "post_quant_conv.")
_ENCODERS = (("down", "block"), ("down_blocks", "resnets"))  # original names, those of diffusers
_RENAMED = {
    "x_embedder.": f"all_x_embedder.{PATCH}.",
    "final_layer.": f"all_final_layer.{PATCH}.",
    ".attention.out.": ".attention.to_out.0.",
    ".attention.q_norm.": ".attention.norm_q.",
    ".attention.k_norm.": ".attention.norm_k.",
}
_THIRDS = (Change.THIRD_0, Change.THIRD_1, Change.THIRD_2)
_UNUSED = ("norm_final.weight",)  # in the published file, and read by nobody
SCALES = (".scale_weight", ".weight_scale")  # what ComfyUI keeps beside weights of 8 bits
_BESIDE = (*SCALES, ".scale_input", ".input_scale", ".comfy_quant", "scaled_fp8")


def transformer_prefix(shapes: Shapes) -> str | None:
    """Return what the names of a Z-Image transformer begin with, or None without one."""
    return next(
        (
            prefix
            for prefix in TRANSFORMERS
            if all(prefix + sign in shapes for sign in _SIGNS)
            and any(prefix + name in shapes for name in _EMBEDDERS)
        ),
        None,
    )


def transformer_config(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """Return the config of the `ZImageTransformer2DModel`; raises `KeyError` or `ValueError`.

    Shapes do not tell how the width of a head is shared among time, height and width: as in the
    published model, a quarter and three eighths each.
    """
    dim, patch = _first(shapes, prefix, _EMBEDDERS)
    head = _first(shapes, prefix, _QUERY_NORMS)[0]
    return {
        "in_channels": patch // 4,
        "dim": dim,
        "n_layers": _count(shapes, prefix + r"layers"),
        "n_refiner_layers": _count(shapes, prefix + r"noise_refiner"),
        "n_heads": dim // head,
        "n_kv_heads": dim // head,
        "cap_feat_dim": shapes[f"{prefix}cap_embedder.0.weight"][0],
        "axes_dims": [head // 4, head * 3 // 8, head * 3 // 8],
        "axes_lens": [1536, 512, 512],
        "rope_theta": 256.0,
        "t_scale": 1000.0,
        "norm_eps": 1e-5,
        "qk_norm": True,
    }


def transformer_moves(names: Iterable[str], prefix: str) -> Iterator[Move]:
    """Yield the moves of the transformer's tensors, whichever names they have."""
    for name in original_names.below(names, prefix):
        if name in _UNUSED or name.endswith(_BESIDE):
            continue
        if found := re.fullmatch(r"(.+\.attention\.)qkv\.(weight|bias)", name):
            for letter, third in zip("qkv", _THIRDS, strict=True):
                yield Move(prefix + name, f"{found[1]}to_{letter}.{found[2]}", third)
        else:
            yield Move(prefix + name, transformer_target(name))


def transformer_target(name: str) -> str:
    """Return what diffusers calls a tensor or a layer of the original code."""
    for old, new in _RENAMED.items():
        if old.startswith("."):
            name = name.replace(old, new)
        elif name.startswith(old):
            name = new + name.removeprefix(old)
    return name


def qwen_prefix(shapes: Shapes) -> str | None:
    """Return what the names of a Qwen3 text encoder begin with, or None without one.

    `LLAMA` stands for the names of llama.cpp.
    """
    if all(sign in shapes for sign in _LLAMA_SIGNS):
        return LLAMA
    ends = [name for name in shapes if name.endswith(_QWEN_SIGN)]
    prefix = ends[0].removesuffix(_QWEN_SIGN) if len(ends) == 1 else None
    return prefix if f"{prefix}embed_tokens.weight" in shapes else None


def qwen_config(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """Return the config of the `Qwen3Model`; what shapes do not tell is that of Qwen3-4B."""
    if prefix == LLAMA:
        shapes = {from_llama(name): shape for name, shape in shapes.items()}
        prefix = ""
    vocabulary, width = shapes[f"{prefix}embed_tokens.weight"]
    head = shapes[prefix + _QWEN_SIGN][0]
    attention = f"{prefix}layers.0.self_attn"
    return {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": shapes[f"{prefix}layers.0.mlp.gate_proj.weight"][0],
        "num_hidden_layers": _count(shapes, prefix + "layers"),
        "num_attention_heads": shapes[f"{attention}.q_proj.weight"][0] // head,
        "num_key_value_heads": shapes[f"{attention}.k_proj.weight"][0] // head,
        "head_dim": head,
        "max_position_embeddings": 40960,
        "rope_theta": 1_000_000,
        "rms_norm_eps": 1e-6,
        "tie_word_embeddings": True,
        **MARK_IDS,
    }


def qwen_moves(names: Iterable[str], prefix: str) -> Iterator[Move]:
    """Yield the moves of the text encoder; the layer that predicts words is left out."""
    if prefix == LLAMA:
        yield from (Move(name, target) for name in names if (target := from_llama(name)))
        return
    for name in original_names.below(names, prefix):
        if not name.startswith("lm_head.") and not name.endswith(_BESIDE):
            yield Move(prefix + name, name)


def from_llama(name: str) -> str:
    """Return what transformers calls a tensor of a GGUF file; "" for what it has not."""
    stem, _, kind = name.rpartition(".")
    if stem in _LLAMA_ENDS:
        return f"{_LLAMA_ENDS[stem]}.{kind}"
    found = re.fullmatch(r"blk\.(\d+)\.(\w+)", stem)
    inner = _LLAMA_LAYER.get(found[2]) if found else None
    return f"layers.{found[1]}.{inner}.{kind}" if found and inner else ""


def scale_names(weight: str) -> tuple[str, ...]:
    """Return what the scale of a weight may be called that is stored in 8 bits."""
    stem = weight.removesuffix(".weight")
    return tuple(stem + end for end in SCALES)


def vae_prefix(shapes: Shapes) -> str | None:
    """Return what the names of a VAE of 16 channels begin with, or None without one."""
    for name, shape in shapes.items():
        if name.endswith(_VAE_SIGN) and shape[1:2] == (16,):
            return name.removesuffix(_VAE_SIGN)
    return None


def vae_config(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """Return the config of the `AutoencoderKL`, with the scale and shift of Flux.1."""
    here = {name: shapes[prefix + name] for name in original_names.below(shapes, prefix)}
    down, block = _ENCODERS[_is_diffusers_vae(here)]
    levels = _count(here, rf"encoder\.{down}")
    widths = [here[f"encoder.{down}.{i}.{block}.0.conv1.weight"][0] for i in range(levels)]
    return {
        "block_out_channels": widths,
        "down_block_types": ["DownEncoderBlock2D"] * len(widths),
        "up_block_types": ["UpDecoderBlock2D"] * len(widths),
        "layers_per_block": _count(here, rf"encoder\.{down}\.0\.{block}"),
        "latent_channels": here[_VAE_SIGN][1],
        "sample_size": 1024,
        "scaling_factor": 0.3611,
        "shift_factor": 0.1159,
        "force_upcast": True,
        "use_quant_conv": "quant_conv.weight" in here,
        "use_post_quant_conv": "post_quant_conv.weight" in here,
    }


def vae_moves(shapes: Shapes, prefix: str) -> Iterator[Move]:
    """Yield the moves of the VAE's tensors, whichever names they have."""
    names = [n for n in original_names.below(shapes, prefix) if n.startswith(_VAE_PARTS)]
    if _is_diffusers_vae(names):
        yield from (Move(prefix + name, name) for name in names)
        return
    renamed = [original_names.VAE + name for name in names]
    for move in original_names.vae_moves(renamed, _count(names, r"encoder\.down")):
        source = prefix + move.source.removeprefix(original_names.VAE)
        yield Move(source, move.target, move.change)


def _is_diffusers_vae(names: Iterable[str]) -> bool:
    """Whether these are diffusers' names and not those of the original code."""
    return any(name.startswith("decoder.up_blocks.") for name in names)


def _first(shapes: Shapes, prefix: str, names: tuple[str, ...]) -> tuple[int, ...]:
    return next(shapes[prefix + name] for name in names if prefix + name in shapes)


def _count(names: Iterable[str], start: str) -> int:
    """Return how many numbered modules there are, counted from 0."""
    pattern = re.compile(start + r"\.(\d+)\..+")
    return 1 + max(int(found[1]) for name in names if (found := pattern.fullmatch(name)))
