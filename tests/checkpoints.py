"""Tiny checkpoints with random weights, written as diffusers folders and as single files.

They are built like the real ones, only smaller: a picture takes well under a second. Random weights
are drawn with a fixed seed, so that two runs of the tests see the same pictures.
"""

from __future__ import annotations

import json

import pytest

WORDS = ("a", "red", "blue", "green", "house", "tree", "cat", "by", "the", "sea", "night", ",")
STARTER = {"family": "starter", "native": [128, 128], "title": "Tiny", "license": "none"}


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory):
    """A models folder holding one tiny checkpoint of each build."""
    root = tmp_path_factory.mktemp("checkpoints")
    write_models(root)
    return root


def write_models(root):
    """Write them into a folder."""
    from studio.engine.offline import forbid_network

    forbid_network()
    write_sd(root / "sd")
    write_sd(root / "sd-tiny-vae", vae="tiny", seed=1)
    write_sd(root / "starter", vae="tiny", factor=16, positions=40, card=STARTER, seed=2)
    write_sdxl(root / "sdxl", seed=3)


def write_sd(
    folder, *, vae="kl", factor=8, scheduler=None, card=None, positions=77, seed=0, sees=4
):
    """Write a folder like that of Stable Diffusion 1.5; `vae` is "kl" or "tiny".

    A model for inpainting `sees` nine channels.
    """
    import torch
    from diffusers import StableDiffusionPipeline
    from transformers import CLIPTextModel

    torch.manual_seed(seed)
    channels = 4
    pipeline = StableDiffusionPipeline(
        vae=_vae(vae, factor, channels),
        text_encoder=CLIPTextModel(_clip_config(32, positions)),
        tokenizer=_tokenizer(positions),
        unet=_unet(channels, 32, in_channels=sees),
        scheduler=scheduler or _ddim(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder)
    if card:
        (folder / "studio.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def write_sdxl(folder, *, vae="kl", scheduler=None, zeros=True, seed=0):
    """Write a folder like that of Stable Diffusion XL."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(seed)
    unet = _unet(
        4,
        64,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=8 * 6 + 32,
        transformer_layers_per_block=(1, 2),
    )
    pipeline = StableDiffusionXLPipeline(
        vae=_vae(vae, 8, 4),
        text_encoder=CLIPTextModel(_clip_config(32, 77)),
        text_encoder_2=CLIPTextModelWithProjection(_clip_config(32, 77, projection_dim=32)),
        tokenizer=_tokenizer(77),
        tokenizer_2=_tokenizer(77, pad_token="!"),
        unet=unet,
        scheduler=scheduler or EulerDiscreteScheduler(**_NOISE, timestep_spacing="leading"),
        force_zeros_for_empty_prompt=zeros,
    )
    pipeline.save_pretrained(folder)
    return folder


_NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def _ddim():
    from diffusers import DDIMScheduler

    return DDIMScheduler(**_NOISE, clip_sample=False, set_alpha_to_one=False, steps_offset=1)


def _unet(channels, width, **more):
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        sample_size=16,
        **{"in_channels": channels, **more},
        out_channels=channels,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=width,
        attention_head_dim=8,
        norm_num_groups=8,
    )


def _vae(kind, factor, channels):
    from diffusers import AutoencoderKL, AutoencoderTiny

    stages = factor.bit_length()
    if kind == "tiny":
        return AutoencoderTiny(
            encoder_block_out_channels=(8,) * stages,
            decoder_block_out_channels=(8,) * stages,
            num_encoder_blocks=(1,) * stages,
            num_decoder_blocks=(1,) * stages,
            latent_channels=channels,
        )
    return AutoencoderKL(
        block_out_channels=(8,) * stages,
        down_block_types=("DownEncoderBlock2D",) * stages,
        up_block_types=("UpDecoderBlock2D",) * stages,
        latent_channels=channels,
        layers_per_block=1,
        norm_num_groups=4,
        sample_size=128,
    )


def _clip_config(width, positions, **more):
    from transformers import CLIPTextConfig

    vocabulary = clip_vocabulary()
    return CLIPTextConfig(
        vocab_size=len(vocabulary),
        hidden_size=width,
        intermediate_size=64,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=positions,
        bos_token_id=vocabulary["<|startoftext|>"],
        eos_token_id=vocabulary["<|endoftext|>"],
        pad_token_id=vocabulary["<|endoftext|>"],
        **more,
    )


def clip_merges():
    """Return merges that make each of the known words one token."""
    merges = []
    for word in WORDS:
        pieces = [*word[:-1], word[-1] + "</w>"]
        while len(pieces) > 1:
            merge = (pieces[0], pieces[1])
            pieces[:2] = ["".join(merge)]
            if merge not in merges:
                merges.append(merge)
    return merges


def clip_vocabulary():
    """Return a vocabulary laid out as CLIP's: bytes, bytes ending a word, merges, marks."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    letters = list(bytes_to_unicode().values())
    tokens = [*letters, *[letter + "</w>" for letter in letters]]
    tokens += ["".join(merge) for merge in clip_merges()]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    return {token: i for i, token in enumerate(dict.fromkeys(tokens))}


def _tokenizer(length, **more):
    from transformers import CLIPTokenizer

    return CLIPTokenizer(
        vocab=clip_vocabulary(), merges=clip_merges(), model_max_length=length, **more
    )
