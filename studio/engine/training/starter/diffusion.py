"""The denoiser's recipe: latents with noise, captions, and the velocity between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.training.config import TrainConfig
from studio.engine.training.illustrator import Language, caption
from studio.engine.training.starter.filler import with_filler
from studio.engine.training.starter.labels import mirrored
from studio.engine.training.starter.parts import new_scheduler
from studio.engine.training.starter.vocabulary_files import LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn

    from studio.engine.training.loop import Batch
    from studio.engine.training.starter.data import TrainingData
    from studio.engine.training.starter.plan import Plan

UNCONDITIONAL = 0.1  # share of empty captions, for classifier-free guidance
OMIT = 0.12  # chance that a caption leaves an attribute out
FILLER_SHARE = 0.1
SUBJECT_WEIGHT = 3.0  # of a latent cell that is all subject, against 1 for the rest


def unet_config(plan: Plan) -> TrainConfig:
    """The run of the denoiser."""
    return TrainConfig(
        steps=plan.unet_steps,
        rate=plan.unet_rate,
        warmup=300,
        decay=plan.unet_steps // 3,
        ema=0.999,
        seed=plan.seed,
        bfloat16=plan.bfloat16,
        save_every=250,
        sample_every=1_000,
    )


@dataclass(slots=True)
class DiffusionRecipe:
    """Every picture once an epoch, mirrored at random, under a new caption each time."""

    model: nn.Module
    encoder: nn.Module
    tokenizer: Any
    data: TrainingData
    plan: Plan
    show: Callable[[nn.Module, int], None]
    alphas: Tensor | None = None

    def batch(self, step: int) -> Batch:
        """Latents, weights of their cells, and token ids."""
        import torch

        plan = self.plan
        rng = np.random.default_rng([plan.seed, 3, step])
        picks = _picks(plan, step)
        mirror = rng.integers(2, size=plan.unet_batch)
        texts = [self._caption(int(i), bool(m), rng) for i, m in zip(picks, mirror, strict=True)]
        tokens = self.tokenizer(texts, padding="max_length", max_length=LENGTH, truncation=True)
        weights = 1 + (SUBJECT_WEIGHT - 1) / 255 * self.data.masks[picks, mirror].astype(np.float32)
        return {
            "latents": torch.from_numpy(self.data.latents[picks, mirror].astype(np.float32)),
            "weights": torch.from_numpy(weights)[:, None],
            "ids": torch.tensor(tokens.input_ids),
        }

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """The weighted squared error of the predicted velocity."""
        import torch

        latents = batch["latents"]
        device = latents.device
        if self.alphas is None:
            self.alphas = new_scheduler().alphas_cumprod.to(device)
            self.encoder.to(device).requires_grad_(False).eval()
        with torch.no_grad():
            states = self.encoder(batch["ids"], return_dict=False)[0]
        steps = torch.randint(len(self.alphas), (len(latents),)).to(device)
        noise = torch.randn(latents.shape).to(device)
        alpha = self.alphas[steps].sqrt()[:, None, None, None]
        sigma = (1 - self.alphas[steps]).sqrt()[:, None, None, None]
        velocity = alpha * noise - sigma * latents  # eq. 12 of Salimans and Ho 2022
        noisy = alpha * latents + sigma * noise
        guess = model(noisy, steps, states, return_dict=False)[0].float()
        weights = batch["weights"] / batch["weights"].mean()
        return (weights * (guess - velocity).square()).mean()

    def sample(self, model: nn.Module, step: int) -> None:
        """Draw a sheet of pictures."""
        self.show(model, step)

    def _caption(self, index: int, mirror: bool, rng: np.random.Generator) -> str:
        if rng.random() < UNCONDITIONAL:
            return ""
        scene = self.data.scenes[index]
        scene = mirrored(scene) if mirror else scene
        language = Language.CHINESE if rng.random() < 0.5 else Language.ENGLISH
        text = caption(scene, rng, language, OMIT)
        return with_filler(text, language, rng) if rng.random() < FILLER_SHARE else text


def _picks(plan: Plan, step: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The pictures of a step: a fresh shuffle of all of them in every epoch."""
    per_epoch = plan.pictures // plan.unet_batch
    epoch, place = divmod(step, per_epoch)
    order = np.random.default_rng([plan.seed, 4, epoch]).permutation(plan.pictures)
    return order[place * plan.unet_batch : (place + 1) * plan.unet_batch]
