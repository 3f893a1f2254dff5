"""Stable Diffusion 1.5 at its true size with random weights, for what depends on size alone."""

from __future__ import annotations

from tests.checkpoints import _clip_config, _ddim, _tokenizer

UNET_CONFIG = {
    "sample_size": 64,
    "block_out_channels": (320, 640, 1280, 1280),
    "layers_per_block": 2,
    "cross_attention_dim": 768,
    "attention_head_dim": 8,
}
VAE_CONFIG = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "latent_channels": 4,
    "layers_per_block": 2,
    "sample_size": 512,
}


def write_sd15(folder):
    """Write a folder as published, 16 bits a number (2.1 GB), with a vocabulary of a few words."""
    import torch
    from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextModel

    config = _clip_config(768, 77)
    config.vocab_size, config.intermediate_size = 49408, 3072
    config.num_hidden_layers, config.num_attention_heads = 12, 12
    with torch.device("meta"):
        parts = (
            AutoencoderKL(**VAE_CONFIG),
            CLIPTextModel(config),
            UNet2DConditionModel(**UNET_CONFIG),
        )
    vae, encoder, unet = (_drawn(part) for part in parts)
    StableDiffusionPipeline(
        vae=vae,
        text_encoder=encoder,
        tokenizer=_tokenizer(77),
        unet=unet,
        scheduler=_ddim(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return folder


def _drawn(module):
    """Give a module storage, and numbers small enough that nothing overflows."""
    import torch

    module = module.to(torch.float16).to_empty(device="cpu")
    generator = torch.Generator().manual_seed(0)
    for name, values in module.state_dict().items():
        if not values.is_floating_point():
            values.copy_(torch.arange(values.numel()).view(values.shape))
        elif values.dim() < 2:
            values.fill_(0.0 if name.endswith("bias") else 1.0)
        else:
            spread = (values[0].numel() or 1) ** -0.5
            values.normal_(0.0, min(spread, 0.02), generator=generator)
    return module
