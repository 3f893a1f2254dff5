"""Z-Image and Z-Image-Turbo: a transformer of 6 billion numbers that reads sentences with Qwen3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.params import choice, decimal
from studio.core.request import Extent
from studio.core.request_parts import OF_TRANSFORMERS
from studio.core.text import N_
from studio.engine import flow, sampling, transformer
from studio.engine.card import read_card
from studio.engine.family import Family, Generator, Header
from studio.engine.folder import INDEX
from studio.engine.z_image_names import transformer_prefix

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model

NATIVE = Extent(1024, 1024)
PIPELINES = ("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline")
PARTS = {
    "text_encoder": ("Qwen3Model", "Qwen3ForCausalLM"),
    "transformer": ("ZImageTransformer2DModel",),
    "vae": ("AutoencoderKL",),
    "tokenizer": ("Qwen2Tokenizer", "Qwen2TokenizerFast"),
}


def _guidance() -> Any:
    return decimal(
        1.0,
        1.0,
        30.0,
        0.5,
        title=N_("Guidance"),
        help=N_(
            "How closely the picture follows the words. Z-Image-Turbo is made for 1, where the "
            "negative prompt has no effect; Z-Image wants 4 to 6, and takes twice as long a step."
        ),
    )


def _scheduler() -> Any:
    return choice(
        "",
        flow.CHOICES,
        title=N_("Scheduler"),
        help=N_("The path from noise to picture. It changes details and how few steps suffice."),
    )


@dataclass(frozen=True, slots=True)
class Params:
    """What the user can set; the defaults are those of Z-Image-Turbo."""

    steps: int = sampling.steps(9)
    guidance: float = _guidance()
    scheduler: str = _scheduler()


def _recognize(header: Header) -> Extent | None:
    if header.shapes:
        return NATIVE if transformer_prefix(header.shapes) is not None else None
    parts = header.components
    fits = (
        header.configs.get(INDEX, {}).get("_class_name") in PIPELINES
        and all(parts.get(name) in kinds for name, kinds in PARTS.items())
        and "scheduler" in parts
    )
    return (read_card(header).native or NATIVE) if fits else None


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return transformer.load(model, Params, report, cancel)


FAMILY = Family(
    key="z_image",
    title="Z-Image",
    params=Params,
    recognize=_recognize,
    load=_load,
    weighted=False,
    takes=("inpaint", "outpaint", "high_res", "variation", "vae", "savings"),
    saves=OF_TRANSFORMERS,
    multiple=16,
)
