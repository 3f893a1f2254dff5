"""The autoencoder's recipes: a decoder that sharpens the linear code, an encoder that imitates it.

The code of a picture is fixed from the start, so the decoder can be improved at any time without
touching the denoiser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.config import TrainConfig
from studio.engine.training.starter.parts import LATENT_SCALE

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn

    from studio.engine.training.loop import Batch
    from studio.engine.training.starter.code import LinearCode, Pixels
    from studio.engine.training.starter.plan import Plan

CROP_CELLS = 6
NOISE = 0.06  # on the latents, as the denoiser leaves it
EDGE_WEIGHT = 1.0  # of differences between neighbors against differences of pixels


def decoder_config(plan: Plan) -> TrainConfig:
    """The run of the decoder."""
    return _config(plan, plan.decoder_steps, rate=2e-3)


def encoder_config(plan: Plan) -> TrainConfig:
    """The run of the encoder."""
    return _config(plan, plan.encoder_steps, rate=2e-3)


def _config(plan: Plan, steps: int, rate: float) -> TrainConfig:
    return TrainConfig(
        steps=steps,
        rate=rate,
        warmup=100,
        decay=steps // 2,
        weight_decay=0.0,
        ema=0.995,
        seed=plan.seed,
        bfloat16=plan.bfloat16,
        save_every=250,
        sample_every=1_000,
    )


@dataclass(slots=True)
class Crops:
    """Random crops of the full-size pictures, on the grid of the latents, mirrored at random."""

    blocks: list[Pixels]
    plan: Plan
    stage: int  # keeps the random numbers of the two recipes apart

    def __call__(self, step: int) -> Pixels:
        """The crops (N, h, w, 3) of this step."""
        plan = self.plan
        rng = np.random.default_rng([plan.seed, self.stage, step])
        patch, last = plan.patch, plan.cells - CROP_CELLS
        crops = []
        for _ in range(plan.decoder_batch):
            block = self.blocks[int(rng.integers(len(self.blocks)))]
            x, y = (int(rng.integers(last + 1)) * patch for _ in range(2))
            side = CROP_CELLS * patch
            crop = block[int(rng.integers(len(block))), y : y + side, x : x + side]
            crops.append(crop[:, ::-1] if rng.random() < 0.5 else crop)
        return np.stack(crops)


@dataclass(slots=True)
class DecoderRecipe:
    """Codes of crops, a little noisy, back to sharp pictures."""

    model: nn.Module
    code: LinearCode
    plan: Plan
    blocks: list[Pixels]
    show: Callable[[nn.Module, int], None]
    crops: Crops = field(init=False)

    def __post_init__(self) -> None:
        self.crops = Crops(self.blocks, self.plan, stage=5)

    def batch(self, step: int) -> Batch:
        """Pictures in [-1, 1] and their codes."""
        return coded(self.crops(step), self.code)

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """Absolute differences of pixels and of their differences to the neighbors."""

        guess = model(noisy(batch["codes"]) / LATENT_SCALE).float()
        gap = guess - batch["pictures"]
        edges = gap.diff(dim=2).abs().mean() + gap.diff(dim=3).abs().mean()
        return gap.abs().mean() + EDGE_WEIGHT * edges

    def sample(self, model: nn.Module, step: int) -> None:
        """Decode a few pictures."""
        self.show(model, step)


@dataclass(slots=True)
class EncoderRecipe:
    """Crops to their codes."""

    model: nn.Module
    code: LinearCode
    plan: Plan
    blocks: list[Pixels]
    crops: Crops = field(init=False)

    def __post_init__(self) -> None:
        self.crops = Crops(self.blocks, self.plan, stage=6)

    def batch(self, step: int) -> Batch:
        """Pictures in [-1, 1] and their codes."""
        return coded(self.crops(step), self.code)

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """The squared error of the code."""
        guess = model(batch["pictures"]).float() * LATENT_SCALE
        return (guess - batch["codes"]).square().mean()

    def sample(self, model: nn.Module, step: int) -> None:
        """Nothing to look at: its loss says how near it is."""


def noisy(codes: Tensor) -> Tensor:
    """Codes with a little noise, each picture's of another strength."""
    import torch

    deviation = codes.std(dim=(0, 2, 3), keepdim=True)
    amount = 2 * NOISE * torch.rand(len(codes), 1, 1, 1).to(codes.device)
    return codes + amount * deviation * torch.randn(codes.shape).to(codes.device)


def coded(crops: Pixels, code: LinearCode) -> Batch:
    """Pictures in [-1, 1] and their codes, of crops (N, H, W, 3)."""
    import torch

    pictures = torch.from_numpy(crops.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2)
    return {"pictures": pictures, "codes": torch.from_numpy(code.encode(crops))}
