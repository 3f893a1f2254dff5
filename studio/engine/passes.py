"""A pass: from what denoising begins with, through all its steps, to clean latents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.job import Progress
from studio.core.text import N_, message
from studio.engine.denoise import Denoiser, Glimpse
from studio.engine.latents import overflow, to_latents
from studio.engine.preview import Previewer
from studio.engine.schedulers import build_scheduler
from studio.engine.start import Start, begun, first_step

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.request import Extent, Request
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.script import Script
    from studio.engine.verbs.generate import GeneratePayload

DRAWING = N_("Drawing")


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """The making of one picture: what was asked, as it was read, and whom to tell."""

    payload: GeneratePayload
    params: Any
    script: Script
    report: Reporter
    cancel: CancelToken

    @property
    def request(self) -> Request:
        """What was asked for."""
        return self.payload.request


@dataclass(slots=True, eq=False)
class Pass:
    """One way through the denoiser, with a scheduler and random numbers of its own."""

    checkpoint: Checkpoint
    sitting: Sitting
    extent: Extent
    scheduler: Any
    generator: Any

    @property
    def _dtype(self) -> Any:
        return self.sitting.script.conditions(0).hidden.dtype

    def from_noise(self) -> Start:
        """Return noise alone."""
        noise = self.checkpoint.noise(self.extent, self.generator, self._dtype)
        if self.checkpoint.is_xl and hasattr(self.scheduler, "set_begin_index"):
            self.scheduler.set_begin_index(0)
        return Start(noise * self.scheduler.init_noise_sigma)

    def from_picture(self, pixels: NDArray[np.uint8], denoise: float) -> Start:
        """Return the latents of a picture, noised for the step that denoising begins with."""
        parts, device = self.checkpoint.parts, self.checkpoint.device.kind
        latents = to_latents(parts.vae, pixels, self.generator, device).to(self._dtype)
        noise = self.checkpoint.noise(self.extent, self.generator, self._dtype)
        step = first_step(self.sitting.script.steps, denoise)
        return begun(self.scheduler, latents, noise, step)

    def run(self, start: Start) -> Any:
        """Return clean latents (1, C, h, w); raises `StudioError` when they are not finite."""
        import torch

        sitting, checkpoint = self.sitting, self.checkpoint
        denoiser = Denoiser(
            checkpoint.parts.unet,
            self.scheduler,
            sitting.script.steps,
            sitting.params.guidance,
            sitting.script.conditions,
            checkpoint.extra(self.extent),
            start.step,
        )
        latents = denoiser.run(start.latents, self.generator, self._watch(), sitting.cancel)
        if not torch.isfinite(latents).all():
            raise overflow()
        return latents

    def _watch(self) -> Callable[[Glimpse], None]:
        sitting = self.sitting
        previewer = Previewer(self.checkpoint.projection, sitting.payload.preview_s)

        def watch(glimpse: Glimpse) -> None:
            picture = previewer.preview(glimpse.x0)
            sitting.report(Progress(glimpse.step, glimpse.total, message(DRAWING), picture))

        return watch


def new_pass(checkpoint: Checkpoint, sitting: Sitting, extent: Extent) -> Pass:
    """Return a pass over a picture of a size, its scheduler set to all steps of the request."""
    import torch

    parts = checkpoint.parts
    scheduler = build_scheduler(
        sitting.params.scheduler, parts.scheduler, mend=not checkpoint.is_xl
    )
    scheduler.set_timesteps(sitting.script.steps, device=checkpoint.device.kind)
    generator = torch.Generator("cpu").manual_seed(sitting.request.seed)
    return Pass(checkpoint, sitting, extent, scheduler, generator)
