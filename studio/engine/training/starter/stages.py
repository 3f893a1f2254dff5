"""The stages of making a starter model, each resumable by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.training.checkpoint import load_average
from studio.engine.training.loop import train
from studio.engine.training.starter.autoencoder import (
    DecoderRecipe,
    EncoderRecipe,
    decoder_config,
    encoder_config,
)
from studio.engine.training.starter.code import LinearCode, load_code
from studio.engine.training.starter.data import load_data, sharp_pictures
from studio.engine.training.starter.diffusion import DiffusionRecipe, unet_config
from studio.engine.training.starter.export import write_json
from studio.engine.training.starter.parts import LATENT_SCALE, new_autoencoder, new_unet
from studio.engine.training.starter.polish import PolishRecipe, polish_config
from studio.engine.training.starter.sampling import Sampler
from studio.engine.training.starter.sheet import PROMPTS, write_sheet
from studio.engine.training.starter.text import (
    TextRecipe,
    load_tokenizer,
    new_reader,
    reading_errors,
    text_config,
)
from studio.engine.training.starter.vocabulary_files import write_tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import nn

    from studio.core.job import CancelToken, Reporter
    from studio.engine.training.starter.code import Pixels
    from studio.engine.training.starter.plan import Plan

SHOWN = 8  # pictures on a sheet of the decoder


def train_text(plan: Plan, folder: Path, report: Reporter, cancel: CancelToken) -> None:
    """Write the tokenizer, train the text encoder, and note what it misreads."""
    if not (folder / "tokenizer" / "vocab.json").exists():
        write_tokenizer(folder / "tokenizer")
    tokenizer = load_tokenizer(folder / "tokenizer")
    reader = new_reader(plan, tokenizer)
    train(TextRecipe(reader, tokenizer, plan), text_config(plan), folder / "text", report, cancel)
    load_average(folder / "text", reader.cpu())
    write_json(folder / "text" / "errors.json", reading_errors(plan, reader, tokenizer, 500))


def train_unet(plan: Plan, folder: Path, report: Reporter, cancel: CancelToken) -> None:
    """Train the denoiser on the cached latents."""
    tokenizer = load_tokenizer(folder / "tokenizer")
    reader = new_reader(plan, tokenizer)
    load_average(folder / "text", reader)
    data = load_data(plan, folder / "data")

    def show(model: nn.Module, step: int) -> None:
        seeds = range(len(PROMPTS))
        latents = Sampler(model, reader.encoder, tokenizer).draw(PROMPTS, seeds)
        path = folder / "unet" / "samples" / f"{step:07d}.png"
        write_sheet(path, data.code.decode(latents), columns=4)

    unet = new_unet(plan)
    _train_with_plain_attention(unet)
    recipe = DiffusionRecipe(unet, reader.encoder, tokenizer, data, plan, show)
    train(recipe, unet_config(plan), folder / "unet", report, cancel)


def _train_with_plain_attention(unet: Any) -> None:
    """Leave out the fused attention, whose backward pass is slow on a CPU; the result is the same.

    Measured: 15 % of a whole step at these sizes.
    """
    import torch
    from diffusers.models.attention_processor import AttnProcessor

    if not torch.cuda.is_available():
        unet.set_attn_processor(AttnProcessor())


def train_decoder(plan: Plan, folder: Path, report: Reporter, cancel: CancelToken) -> None:
    """Train the decoder on the full-size pictures."""
    code, blocks = (
        load_code(folder / "data" / "code.safetensors"),
        sharp_pictures(plan, folder / "data"),
    )
    decoder = new_autoencoder(plan).decoder
    show = _decoded_sheets(code, np.asarray(blocks[0][:SHOWN]), folder / "decoder" / "samples")
    recipe = DecoderRecipe(decoder, code, plan, blocks, show)
    train(recipe, decoder_config(plan), folder / "decoder", report, cancel)


def train_polish(plan: Plan, folder: Path, report: Reporter, cancel: CancelToken) -> None:
    """Go on with the trained decoder, against a critic."""
    from studio.engine.nets.critic import DecoderWithCritic

    data = folder / "data"
    code, blocks = load_code(data / "code.safetensors"), sharp_pictures(plan, data)
    decoder = new_autoencoder(plan).decoder
    load_average(folder / "decoder", decoder)
    show = _decoded_sheets(code, np.asarray(blocks[0][:SHOWN]), folder / "polish" / "samples")
    recipe = PolishRecipe(DecoderWithCritic(decoder), code, plan, blocks, show)
    train(recipe, polish_config(plan), folder / "polish", report, cancel)


def train_encoder(plan: Plan, folder: Path, report: Reporter, cancel: CancelToken) -> None:
    """Teach the encoder the linear code."""
    code, blocks = (
        load_code(folder / "data" / "code.safetensors"),
        sharp_pictures(plan, folder / "data"),
    )
    recipe = EncoderRecipe(new_autoencoder(plan).encoder, code, plan, blocks)
    train(recipe, encoder_config(plan), folder / "encoder", report, cancel)


def _decoded_sheets(
    code: LinearCode, pictures: Pixels, folder: Path
) -> Callable[[nn.Module, int], None]:
    """A function that shows pictures, their linear decoding and the decoder's, in three rows."""

    def show(model: nn.Module, step: int) -> None:
        import torch

        codes = code.encode(pictures)
        device = next(model.parameters()).device
        with torch.no_grad():
            decoded = model(torch.from_numpy(codes).to(device) / LATENT_SCALE)
        pixels = decoded.float().cpu().permute(0, 2, 3, 1).numpy()
        mine = np.clip((pixels + 1) * 127.5 + 0.5, 0, 255).astype(np.uint8)
        rows = np.concatenate([pictures, code.decode(codes), mine])
        write_sheet(folder / f"{step:07d}.png", rows, columns=len(pictures))

    return show
