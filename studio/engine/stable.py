"""Recognizes checkpoints built like Stable Diffusion, from a folder's JSON or a file's key names.

Class names and key names decide, never sizes: a tiny model of the same build is the same family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.request import Extent
from studio.engine.card import read_card
from studio.engine.folder import INDEX
from studio.engine.original_configs import is_xl
from studio.engine.original_names import UNET, VAE, clip_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.engine.family import Header

VAES = ("AutoencoderKL", "AutoencoderTiny")
UNET_KEY = f"{UNET}input_blocks.0.0.weight"
VAE_KEY = f"{VAE}decoder.conv_in.weight"
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


def one_encoder_file(header: Header) -> bool:
    """Whether a single file is built like SD 1.x."""
    return _is_whole_file(header) and not is_xl(header.shapes)


def two_encoder_file(header: Header) -> bool:
    """Whether a single file is built like SDXL."""
    return _is_whole_file(header) and is_xl(header.shapes)


def _is_whole_file(header: Header) -> bool:
    """Whether a file holds a text encoder, a VAE and a UNet that wants nothing but noise."""
    unet = header.shapes.get(UNET_KEY, ())
    return unet[1:2] == (4,) and VAE_KEY in header.shapes and bool(clip_prefix(header.shapes))


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
