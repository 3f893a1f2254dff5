"""Recognizes checkpoints built like Stable Diffusion, from a folder's JSON or a file's key names.

Class names and key names decide, never sizes: a tiny model of the same build is the same family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.request import Extent
from studio.engine.card import read_card
from studio.engine.folder import INDEX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.engine.family import Header

VAES = ("AutoencoderKL", "AutoencoderTiny")
UNET_KEY = "model.diffusion_model.input_blocks.0.0.weight"
VAE_KEY = "first_stage_model.decoder.conv_in.weight"
SD_TEXT_KEY = "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight"
XL_TEXT_KEYS = (
    "conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight",
    "conditioner.embedders.1.model.token_embedding.weight",
)
_ONE_ENCODER = {"text_encoder": "CLIPTextModel"}
_ONE_PIPELINES = ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline")
_TWO_PIPELINES = ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline")
_TWO_ENCODERS = {**_ONE_ENCODER, "text_encoder_2": "CLIPTextModelWithProjection"}


def one_encoder_folder(header: Header, *cards: str) -> Extent | None:
    """Return the native size of a folder built like SD 1.5, or none.

    Its card must name one of the families in `cards`; "" stands for having no card.
    """
    return _folder(header, _ONE_ENCODER, _ONE_PIPELINES, cards)


def two_encoder_folder(header: Header, *cards: str) -> Extent | None:
    """Return the native size of a folder built like SDXL, or none; `cards` as above."""
    return _folder(header, _TWO_ENCODERS, _TWO_PIPELINES, cards)


def has_keys(header: Header, *keys: str) -> bool:
    """Whether a single file holds all these tensors, a UNet of 4 input channels and a VAE."""
    shape = header.shapes.get(UNET_KEY, ())
    return VAE_KEY in header.shapes and shape[1:2] == (4,) and all(k in header.shapes for k in keys)


def _folder(
    header: Header, encoders: Mapping[str, str], pipelines: tuple[str, ...], cards: tuple[str, ...]
) -> Extent | None:
    parts = header.components
    found = {k: v for k, v in parts.items() if k.startswith("text_encoder")}
    fits = (
        header.configs.get(INDEX, {}).get("_class_name") in pipelines
        and read_card(header).family in cards
        and found == encoders
        and parts.get("unet") == "UNet2DConditionModel"
        and parts.get("vae") in VAES
        and "tokenizer" in parts
        and "scheduler" in parts
    )
    return _native(header) if fits else None


def _native(header: Header) -> Extent | None:
    unet, vae = header.configs["unet"], header.configs["vae"]
    if unet.get("in_channels", 4) != vae.get("latent_channels", 4):
        return None  # an inpainting or instruction model: it wants more than noise
    side = _side(unet.get("sample_size")) * vae_factor(vae)
    return read_card(header).native or Extent(side, side)


def _side(sample_size: Any) -> int:
    match sample_size:
        case int(side) | [int(side), *_] if side > 0:
            return side
        case _:
            return 64


def vae_factor(config: Mapping[str, Any]) -> int:
    """How many pixels one latent stands for along a side."""
    channels = config.get("block_out_channels") or config.get("decoder_block_out_channels")
    return int(2 ** (len(channels or (1, 1, 1, 1)) - 1))
