"""The denoising loop of flow-matching transformers, and the schedulers that suit them.

A flow model predicts the velocity from picture to noise (Lipman et al. 2022, Liu et al. 2022): at
noise level s the latents are (1 - s) x0 + s noise. The loop does what the bare diffusers pipeline
does, in the same order of arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.denoise import Glimpse
from studio.engine.schedulers import Recipe, step_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.core.job import CancelToken

TRAINED = 1000  # timesteps
OWN = "FlowMatchEulerDiscreteScheduler"
_FLOW = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
_SOLVER = {**_FLOW, "solver_order": 2, "algorithm_type": "dpmsolver++", "final_sigmas_type": "zero"}
RECIPES: Mapping[str, Recipe] = {
    "Euler": Recipe(OWN, {"stochastic_sampling": False}),
    "Euler a": Recipe(OWN, {"stochastic_sampling": True}),
    "Heun": Recipe("FlowMatchHeunDiscreteScheduler"),
    "DPM++ 2M": Recipe("DPMSolverMultistepScheduler", _SOLVER),
    "DPM++ 2M SDE": Recipe(
        "DPMSolverMultistepScheduler", {**_SOLVER, "algorithm_type": "sde-dpmsolver++"}
    ),
    "UniPC": Recipe("UniPCMultistepScheduler", {**_FLOW, "final_sigmas_type": "zero"}),
}
CHOICES = (("", N_("The model's own")), *((name, name) for name in RECIPES))


def build_flow_scheduler(name: str, own: Mapping[str, Any], steps: int, tokens: int) -> Any:
    """Return a fresh scheduler whose timesteps are set: the named one, or for "" the model's own.

    `tokens` is how many patches the picture has, which some configs shift the noise levels by.
    """
    import diffusers

    if own.get("_class_name") != OWN:
        raise ModelRefusedError(
            N_("The model asks for a scheduler that is not known: {kind}."),
            kind=own.get("_class_name"),
        )
    shift = float(own.get("shift") or 1.0)
    recipe = RECIPES[name] if name else Recipe(OWN)
    if recipe.kind == OWN:
        scheduler = getattr(diffusers, OWN).from_config(dict(own), **recipe.config)
        scheduler.set_timesteps(sigmas=_levels(steps), mu=_mu(scheduler.config, tokens))
    elif "Heun" in recipe.kind:
        scheduler = getattr(diffusers, recipe.kind)(TRAINED, shift=shift)
        scheduler.set_timesteps(steps)
    else:
        scheduler = getattr(diffusers, recipe.kind)(TRAINED, flow_shift=shift, **recipe.config)
        scheduler.set_timesteps(steps)
    return scheduler


def _levels(steps: int) -> list[float]:
    """Return noise levels from 1 to 1 / steps, before the scheduler shifts them."""
    import torch

    levels: list[float] = torch.linspace(1.0, 1 / steps, steps).tolist()
    return levels


def _mu(config: Any, tokens: int) -> float:
    """Return the shift for so many patches, on a line between the least and the most."""
    few, many = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    low, high = config.get("base_shift", 0.5), config.get("max_shift", 1.15)
    slope = (high - low) / (many - few)
    return float(tokens * slope + (low - slope * few))


def first_flow_step(steps: int, denoise: float) -> int:
    """Return how many steps are left out when only a share of a picture may change.

    The bare pipelines of flow models round the other way than those of Stable Diffusion.
    """
    return int(max(steps - min(steps * denoise, steps), 0))


def noised(scheduler: Any, latents: Any, noise: Any, index: int) -> Any:
    """Return a picture's latents under the noise of the scheduler's `index`-th level."""
    level = scheduler.sigmas[index].to(device=latents.device, dtype=latents.dtype)
    return level * noise + (1.0 - level) * latents


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What the texts say at one step: (tokens, width) each; no negative where it has no effect."""

    positive: Any
    negative: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """A transformer, a scheduler whose timesteps are set, and how strongly to follow the prompt.

    `guidance` is the studio's, 1 for none. The passes before `first` are left out. `keep` is given
    the latents and how many passes are done, and puts back what must not change.
    """

    transformer: Any
    scheduler: Any
    steps: int
    guidance: float
    said: Callable[[int], Said]
    first: int = 0
    keep: Callable[[Any, int], Any] | None = None

    def run(
        self, latents: Any, generator: Any, watch: Callable[[Glimpse], None], cancel: CancelToken
    ) -> Any:
        """Return clean latents (1, C, h, w) float32; raises `Cancelled` within one step."""
        options = step_options(self.scheduler, generator)
        timesteps = self.scheduler.timesteps
        order = int(self.scheduler.order)
        for i, t in enumerate(timesteps):
            if i < self.first * order:
                continue
            cancel.check()
            velocity = self._velocity(latents, t, self.said(self._step(i)))
            cancel.check()
            before = latents
            latents = self.scheduler.step(velocity, t, latents, **options, return_dict=False)[0]
            if self.keep is not None:
                latents = self.keep(latents, i + 1)
            if i + 1 == len(timesteps) or self._step(i + 1) > self._step(i):
                watch(self._glimpse(i, before, velocity))
        return latents

    def _step(self, i: int) -> int:
        """Return which of the user's steps the i-th pass belongs to; Heun passes twice a step."""
        return min(i // int(self.scheduler.order), self.steps - 1)

    def _velocity(self, latents: Any, t: Any, said: Said) -> Any:
        """Return the velocity (1, C, h, w) float32 that the scheduler is to follow."""
        import torch

        time = ((TRAINED - t.expand(1)) / TRAINED).to(latents.device)
        texts = [said.positive] if said.negative is None else [said.positive, said.negative]
        rows = latents.to(self.transformer.dtype).repeat(len(texts), 1, 1, 1).unsqueeze(2)
        answers = self.transformer(
            list(rows.unbind(dim=0)), time.repeat(len(texts)), texts, return_dict=False
        )[0]
        positive = answers[0].float()
        if said.negative is not None:
            scale = self.guidance - 1
            positive = positive + scale * (positive - answers[1].float())
        return (-torch.stack([positive], dim=0).squeeze(2)).to(torch.float32)

    def _glimpse(self, i: int, latents: Any, velocity: Any) -> Glimpse:
        level = float(self.scheduler.sigmas[i])
        done = self._step(i) + 1 - self.first
        return Glimpse(done, self.steps - self.first, lambda: latents - level * velocity)
