"""The denoising loop: one for every model built like Stable Diffusion.

It does what the bare diffusers pipelines do, in the same order of arithmetic, and adds what they
lack: prompts that change with the steps, prompts joined by AND, a look at the picture on the way,
and a cancel that takes effect before and after each pass through the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.engine.schedulers import step_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.core.job import CancelToken
    from studio.engine.conditioning import Conditions


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """What is known after one step: how many are done, and what the picture may become.

    `x0` computes the estimate of the clean latents, (1, C, h, w), only when it is wanted.
    """

    step: int
    total: int
    x0: Callable[[], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Denoiser:
    """A UNet, a fresh scheduler whose timesteps are set, and how strongly to follow the prompt.

    `conditions` returns the conditioning of a step; `extra` makes the model's further inputs from
    it (SDXL's pooled text and sizes), or None. The steps before `first` are left out. Of the rest
    the passes from `begin` (by default the first) up to `end` are done, where two models share a
    picture. `channels` (1, n, h, w) are shown to the model below the latents, and `settle` has the
    last word on the latents after the i-th pass.
    """

    unet: Any
    scheduler: Any
    steps: int
    guidance: float
    conditions: Callable[[int], Conditions]
    extra: Callable[[Conditions], Mapping[str, Any] | None]
    first: int = 0
    begin: int | None = None
    end: int | None = None
    channels: Any = None
    settle: Callable[[int, Any], Any] | None = None

    def run(
        self, latents: Any, generator: Any, watch: Callable[[Glimpse], None], cancel: CancelToken
    ) -> Any:
        """Return the denoised latents; raises `Cancelled` within one step."""
        options = step_options(self.scheduler, generator)
        scale = self._guidance_embedding(latents)
        timesteps = self.scheduler.timesteps
        begin = self.first * int(self.scheduler.order) if self.begin is None else self.begin
        for i, t in list(enumerate(timesteps))[begin : self.end]:
            cancel.check()
            now = self.conditions(self._step(i))
            batch = now.hidden.shape[0]
            scaled = self.scheduler.scale_model_input(_repeated(latents, batch), t)
            noise = self.unet(
                self._shown(scaled),
                t,
                encoder_hidden_states=now.hidden,
                timestep_cond=scale,
                added_cond_kwargs=self.extra(now),
                return_dict=False,
            )[0]
            cancel.check()
            noise = _guided(noise, now, self.guidance)
            latents = self.scheduler.step(noise, t, latents, **options, return_dict=False)[0]
            if self.settle is not None:
                latents = self.settle(i, latents)
            if i + 1 == len(timesteps) or self._step(i + 1) > self._step(i):
                watch(self._glimpse(i, noise, scaled))
        return latents

    def _shown(self, scaled: Any) -> Any:
        """Return what the model sees: the latents, and the further channels below each row."""
        import torch

        if self.channels is None:
            return scaled
        return torch.cat([scaled, _repeated(self.channels, scaled.shape[0])], dim=1)

    def _step(self, i: int) -> int:
        """Return which of the user's steps the i-th pass belongs to.

        Second-order schedulers pass twice a step, PNDM once more at the beginning.
        """
        order = int(self.scheduler.order)
        warmup = max(0, len(self.scheduler.timesteps) - self.steps * order)
        return min(max(0, i - warmup) // order, self.steps - 1)

    def _glimpse(self, i: int, noise: Any, scaled: Any) -> Glimpse:
        timestep = self.scheduler.timesteps[i]
        x0 = lambda: estimate(self.scheduler, noise[:1], timestep, scaled[:1])  # noqa: E731
        return Glimpse(self._step(i) + 1 - self.first, self.steps - self.first, x0)

    def _guidance_embedding(self, latents: Any) -> Any:
        """Return the guidance scale as an input, for models distilled to take it as one (LCM)."""
        width = self.unet.config.time_cond_proj_dim
        if width is None:
            return None
        return _sinusoids(self.guidance - 1, width).to(device=latents.device, dtype=latents.dtype)


def _repeated(latents: Any, batch: int) -> Any:
    """Return the latents once for every row of conditioning."""
    import torch

    return torch.cat([latents] * batch) if batch > 1 else latents


def _guided(noise: Any, now: Conditions, guidance: float) -> Any:
    """Join the predictions of all rows: guidance away from the negative one, AND by weights."""
    if now.weights == (1.0,):
        if not now.guided:
            return noise
        negative, positive = noise.chunk(2)
        return negative + guidance * (positive - negative)
    rows = noise.chunk(noise.shape[0])
    if not now.guided:
        total = sum(now.weights) or 1.0
        return sum(weight * row for weight, row in zip(now.weights, rows, strict=True)) / total
    negative, *parts = rows
    pairs = zip(now.weights, parts, strict=True)
    return negative + guidance * sum(weight * (part - negative) for weight, part in pairs)


def estimate(scheduler: Any, prediction: Any, timestep: Any, scaled: Any) -> Any:
    """Return the clean latents that a prediction implies.

    `scaled` is what the network saw, which for every scheduler is the variance-preserving sample
    sqrt(a) x0 + sqrt(1 - a) noise, so that one formula serves all.
    """
    table = getattr(scheduler, "alphas_cumprod", None)
    if table is None:
        return scaled
    index = min(max(round(float(timestep)), 0), len(table) - 1)
    alpha = float(table[index])
    signal, noise = max(alpha, 1e-6) ** 0.5, (1 - alpha) ** 0.5
    match scheduler.config.prediction_type:
        case "v_prediction":
            return signal * scaled - noise * prediction
        case "sample":
            return prediction
        case _:
            return (scaled - noise * prediction) / signal


def _sinusoids(value: float, width: int) -> Any:
    import torch

    half = width // 2
    rates = torch.exp(torch.arange(half) * -(torch.log(torch.tensor(10000.0)) / (half - 1)))
    angles = torch.tensor([value * 1000.0])[:, None] * rates[None, :]
    wave = torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)
    return torch.nn.functional.pad(wave, (0, width % 2))
