"""What a starter model of each size is made of, and where its training lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from studio.core.paths import cache_folder, resources
from studio.engine.training.illustrator import CORE, FULL, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path


class Stage(StrEnum):
    """The steps of making a starter model, in order."""

    DATA = "data"
    TEXT = "text"
    UNET = "unet"
    DECODER = "decoder"
    POLISH = "polish"
    ENCODER = "encoder"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Plan:
    """Every choice behind one starter model; what is not here is in the code of its stage."""

    name: str
    vocabulary: Vocabulary
    seed: int
    pictures: int  # rendered training pictures; each is also seen mirrored
    sharp_pictures: int  # of these, kept at full size for the decoder
    side: int  # of a picture in pixels
    patch: int  # pixels of a picture per latent cell and side
    channels: int  # of a latent
    text_width: int
    text_layers: int
    text_batch: int  # scenes; each is told once in English and once in Chinese
    text_steps: int
    unet_channels: tuple[int, ...]
    unet_batch: int
    unet_steps: int
    unet_rate: float
    decoder_width: int
    decoder_batch: int
    decoder_steps: int
    polish_steps: int
    encoder_steps: int
    judge_steps: int
    bfloat16: bool  # on processors with matrix units; weights and optimizer stay float32

    @property
    def cells(self) -> int:
        """Side of a latent."""
        return self.side // self.patch


CPU = Plan(
    name="cpu",
    vocabulary=CORE,
    seed=20261121,
    pictures=12_288,
    sharp_pictures=4_096,
    side=256,
    patch=16,
    channels=12,
    text_width=128,
    text_layers=3,
    text_batch=32,
    text_steps=700,
    unet_channels=(64, 96, 128),
    unet_batch=32,
    unet_steps=9_600,
    unet_rate=1e-3,
    decoder_width=32,
    decoder_batch=8,
    decoder_steps=8_000,
    polish_steps=4_000,
    encoder_steps=1_500,
    judge_steps=2_500,
    bfloat16=True,
)
GPU = Plan(
    name="gpu",
    vocabulary=FULL,
    seed=20261121,
    pictures=131_072,
    sharp_pictures=16_384,
    side=256,
    patch=16,
    channels=16,
    text_width=160,
    text_layers=4,
    text_batch=128,
    text_steps=4_000,
    unet_channels=(64, 96, 128),
    unet_batch=256,
    unet_steps=24_000,
    unet_rate=1e-3,
    decoder_width=32,
    decoder_batch=64,
    decoder_steps=12_000,
    polish_steps=8_000,
    encoder_steps=3_000,
    judge_steps=8_000,
    bfloat16=True,
)
# The full vocabulary where there is no graphics card: days of a spare core, a stage at a time.
CPU_FULL = replace(
    CPU,
    name="cpu-full",
    vocabulary=FULL,
    pictures=24_576,
    channels=16,
    text_width=160,
    text_layers=4,
    text_steps=3_000,
    unet_steps=40_000,
    decoder_steps=12_000,
    judge_steps=5_000,
)
PLANS = {plan.name: plan for plan in (CPU, CPU_FULL, GPU)}


def default_folder(plan: Plan) -> Path:
    """Where pictures, checkpoints and logs of this size live: the cache, never the repository."""
    return cache_folder() / "training" / f"starter-{plan.name}"


def shipped_folder() -> Path:
    """Where the finished model lies."""
    return resources() / "models" / "starter"
