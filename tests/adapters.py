"""Tiny IP-Adapters with random weights for a tiny checkpoint, and encoders of pictures for them."""

from __future__ import annotations

PROJECTION, HIDDEN = 24, 64


def write_vision(folder, *, projection=PROJECTION, hidden=HIDDEN, seed=21):
    """Write an encoder of pictures as a folder; it is built like OpenCLIP's ViT-H."""
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(seed)
    config = CLIPVisionConfig(
        hidden_size=hidden,
        intermediate_size=64,
        projection_dim=projection,
        num_hidden_layers=3,
        num_attention_heads=16,
        image_size=32,
        patch_size=8,
        hidden_act="gelu",
    )
    CLIPVisionModelWithProjection(config).save_pretrained(folder)
    return folder


def write_adapter(path, model, *, plus=False, seed=22):
    """Write an adapter for the UNet in the folder `model`; `plus` looks at patches."""
    import torch
    from diffusers import UNet2DConditionModel
    from safetensors.torch import save_file

    torch.manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(model, subfolder="unet")
    state = {}
    for number, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            attention = unet.get_submodule(name.removesuffix(".processor"))
            for letter in "kv":
                like = getattr(attention, f"to_{letter}").weight
                state[f"ip_adapter.{number}.to_{letter}_ip.weight"] = torch.randn_like(like)
    width = unet.config.cross_attention_dim
    items = plus_items(width) if plus else plain_items(width)
    state |= {f"image_proj.{name}": values for name, values in items.items()}
    save_file({name: values.detach().contiguous() for name, values in state.items()}, path)
    return path


def plain_items(width):
    import torch

    return {
        "proj.weight": torch.randn(4 * width, PROJECTION),
        "proj.bias": torch.randn(4 * width),
        "norm.weight": torch.ones(width),
        "norm.bias": torch.zeros(width),
    }


def plus_items(width, inner=64, queries=3):
    """Return a resampler of four layers, as its author names it."""
    import torch

    items = {
        "latents": torch.randn(1, queries, inner),
        "proj_in.weight": torch.randn(inner, HIDDEN),
        "proj_in.bias": torch.randn(inner),
        "proj_out.weight": torch.randn(width, inner),
        "proj_out.bias": torch.randn(width),
        "norm_out.weight": torch.ones(width),
        "norm_out.bias": torch.zeros(width),
    }
    for i in range(4):
        attention, forward = f"layers.{i}.0", f"layers.{i}.1"
        for norm in ("norm1", "norm2"):
            items |= {f"{attention}.{norm}.weight": torch.ones(inner)}
            items |= {f"{attention}.{norm}.bias": torch.zeros(inner)}
        items[f"{attention}.to_q.weight"] = torch.randn(64, inner) * 0.1
        items[f"{attention}.to_kv.weight"] = torch.randn(128, inner) * 0.1
        items[f"{attention}.to_out.weight"] = torch.randn(inner, 64) * 0.1
        items |= {f"{forward}.0.weight": torch.ones(inner), f"{forward}.0.bias": torch.zeros(inner)}
        items[f"{forward}.1.weight"] = torch.randn(4 * inner, inner) * 0.1
        items[f"{forward}.3.weight"] = torch.randn(inner, 4 * inner) * 0.1
    return items
