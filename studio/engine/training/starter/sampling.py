"""Pictures from the model in training: the plain loop of a diffusers scheduler with guidance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.training.starter.parts import new_scheduler
from studio.engine.training.starter.vocabulary_files import LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEPS = 20
GUIDANCE = 3.0
BATCH = 25


@dataclass(frozen=True, slots=True)
class Sampler:
    """The parts that draw latents, and how."""

    unet: Any
    encoder: Any
    tokenizer: Any
    steps: int = STEPS
    guidance: float = GUIDANCE

    def draw(self, prompts: Sequence[str], seeds: Sequence[int]) -> NDArray[np.float32]:
        """Latents (N, C, h, w), one for each prompt and seed, as the pipeline would draw them."""
        import torch

        parts = []
        for start in range(0, len(prompts), BATCH):
            chunk = slice(start, start + BATCH)
            with torch.no_grad():
                latents = self._denoise(self._states(prompts[chunk]), self._noise(seeds[chunk]))
            parts.append(latents.float().cpu().numpy())
        return np.concatenate(parts)

    def _denoise(self, states: Any, latents: Any) -> Any:
        import torch

        scheduler = new_scheduler()
        scheduler.set_timesteps(self.steps)
        for time in scheduler.timesteps:
            both = self.unet(torch.cat([latents, latents]), time, states, return_dict=False)[0]
            empty, full = both.float().chunk(2)
            guess = empty + self.guidance * (full - empty)
            latents = scheduler.step(guess, time, latents, return_dict=False)[0]
        return latents

    def _states(self, prompts: Sequence[str]) -> Any:
        import torch

        texts = [*[""] * len(prompts), *prompts]
        ids = self.tokenizer(texts, padding="max_length", max_length=LENGTH, truncation=True)
        return self.encoder(torch.tensor(ids.input_ids, device=self.unet.device))[0]

    def _noise(self, seeds: Sequence[int]) -> Any:
        import torch

        config = self.unet.config
        shape = (1, config.in_channels, config.sample_size, config.sample_size)
        noise = [torch.randn(shape, generator=torch.Generator().manual_seed(s)) for s in seeds]
        return torch.cat(noise).to(self.unet.device)
