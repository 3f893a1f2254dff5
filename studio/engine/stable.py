"""Recognizes checkpoints built like Stable Diffusion, from a folder's JSON or a file's key names.

Class names and key names decide, never sizes: a tiny model of the same build is the same family.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.request import Extent
from studio.core.text import N_
from studio.engine.card import read_card
from studio.engine.folder import INDEX
from studio.engine.original_configs import bundled, wants_mask
from studio.engine.original_names import UNET, VAE, Build, build_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.engine.family import Header

VAES = ("AutoencoderKL", "AutoencoderTiny")
UNET_KEY = f"{UNET}input_blocks.0.0.weight"
VAE_KEY = f"{VAE}decoder.conv_in.weight"
FAMILY = "StableDiffusion"
EDM = "edm_"  # what the marks of models begin with that count noise as Karras et al. 2022 do
_CLIP = {"text_encoder": "CLIPTextModel"}
_PROJECTED = {"text_encoder_2": "CLIPTextModelWithProjection"}
_ENCODERS = {
    Build.SD15: _CLIP,
    Build.SD2: _CLIP,
    Build.SDXL: {**_CLIP, **_PROJECTED},
    Build.REFINER: _PROJECTED,
}
_PIPELINES = ("Pipeline", "Img2ImgPipeline", "InpaintPipeline")
_OTHER_INPUTS = {  # channels beside those of the latents -> what the model is made for
    4: N_("{path} changes pictures by instruction (InstructPix2Pix), which cannot be done here."),
    3: N_("{path} enlarges pictures (a Stable Diffusion upscaler), which cannot be done here."),
    1: N_("{path} draws after a depth map (depth to image), which cannot be done here."),
}


def native_extent(header: Header, build: Build, *cards: str) -> Extent | None:
    """Return the native size of a checkpoint of this build, or None for anything else.

    The card of a folder must name one of the families in `cards`; "" stands for having no card.
    Raises `ModelRefusedError` for one whose UNet wants inputs that the studio cannot give.
    """
    if header.components:
        return _folder(header, build, cards)
    return _file(header, build) if "" in cards else None


def is_few_step(header: Header) -> bool:
    """Whether a checkpoint says that it was distilled to draw in a few steps.

    Folders of such models count their steps from the end of a schedule that does not end in pure
    noise; files may say it in their title. One that says nothing is not told from its teacher, for
    it is built the same.
    """
    if header.components:
        config = header.configs.get("scheduler", {})
        ends_in_noise = config.get("rescale_betas_zero_snr") or predicts_v(config)
        return config.get("timestep_spacing") == "trailing" and not ends_in_noise
    title = header.metadata.get("modelspec.title", "")
    return re.search(r"\b(turbo|lightning|hyper)\b", title.replace("_", " "), re.I) is not None


def predicts_v(scheduler: Mapping[str, Any]) -> bool:
    """Whether a scheduler config is of a model that predicts velocity."""
    return scheduler.get("prediction_type") == "v_prediction"


def vae_factor(config: Mapping[str, Any]) -> int:
    """How many pixels one latent stands for along a side."""
    channels = config.get("block_out_channels") or config.get("decoder_block_out_channels")
    return int(2 ** (len(channels or (1, 1, 1, 1)) - 1))


def _file(header: Header, build: Build) -> Extent | None:
    """Return the size of a file that holds text encoders, a VAE and a UNet."""
    shapes = header.shapes
    unet, vae = shapes.get(UNET_KEY, ()), shapes.get(VAE_KEY, ())
    if build_of(shapes) is not build or len(unet) != 4 or len(vae) != 4:
        return None
    if mark := next((name for name in shapes if name.startswith(EDM)), None):
        raise ModelRefusedError(
            N_(
                "{path} was trained with another noise (EDM, by its tensor {mark}), as Playground "
                "2.5 and CosXL are, which cannot be drawn here."
            ),
            path=header.path,
            mark=mark,
        )
    _check_inputs(header, unet[1], vae[1])
    if told := re.fullmatch(
        r"(\d{2,5})x(\d{2,5})", header.metadata.get("modelspec.resolution", "")
    ):
        return Extent(int(told[1]), int(told[2]))
    side = int(bundled(build)["unet"]["sample_size"]) * 8
    if build is Build.SD2 and wants_mask(shapes):
        side = 512  # of the two published sizes, that of the inpainting model
    return Extent(side, side)


def _folder(header: Header, build: Build, cards: tuple[str, ...]) -> Extent | None:
    parts = header.components
    encoders = {k: v for k, v in parts.items() if k.startswith("text_encoder")}
    fits = (
        str(header.configs.get(INDEX, {}).get("_class_name")).startswith(FAMILY)
        and read_card(header).family in cards
        and encoders == _ENCODERS[build]
        and parts.get("unet") == "UNet2DConditionModel"
        and parts.get("vae") in VAES
        and all(name.replace("text_encoder", "tokenizer") in parts for name in encoders)
        and "scheduler" in parts
        and (build is Build.SDXL or build is Build.REFINER or _second_version(header) is build)
    )
    return _native(header, build) if fits else None


def _second_version(header: Header) -> Build:
    """Tell SD 2 from SD 1, which have the same classes: by the kind of the UNet's projections."""
    linear = header.configs["unet"].get("use_linear_projection")
    return Build.SD2 if linear else Build.SD15


def _native(header: Header, build: Build) -> Extent | None:
    unet, vae = header.configs["unet"], header.configs["vae"]
    _check_inputs(header, unet.get("in_channels", 4), vae.get("latent_channels", 4))
    xl = "XL" if build in (Build.SDXL, Build.REFINER) else ""
    if header.configs[INDEX]["_class_name"] not in [f"{FAMILY}{xl}{end}" for end in _PIPELINES]:
        return None
    side = _side(unet.get("sample_size")) * vae_factor(vae)
    return read_card(header).native or Extent(side, side)


def _check_inputs(header: Header, channels: object, latents: object) -> None:
    """Refuse by name a UNet that wants more than noise, or noise with a mask and what it hides."""
    if not isinstance(channels, int) or not isinstance(latents, int):
        channels = latents = 0
    if channels - latents in (0, latents + 1) and channels:
        return
    text = _OTHER_INPUTS.get(channels - latents, N_("{path} wants inputs that are not known here."))
    raise ModelRefusedError(text, path=header.path)


def _side(sample_size: Any) -> int:
    match sample_size:
        case int(side) | [int(side), *_] if side > 0:
            return side
        case _:
            return 64
