"""A pass of a flow-matching transformer: from noise or a picture, through all steps, to latents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.job import Progress
from studio.core.request_parts import Filling
from studio.core.text import N_, message
from studio.engine.flow import Flow, build_flow_scheduler, first_flow_step, noised
from studio.engine.keeping import at_latents
from studio.engine.latents import overflow, to_latents
from studio.engine.preview import Previewer
from studio.engine.start import as_image, bent

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import CancelToken, Reporter
    from studio.core.request import Extent
    from studio.engine.canvas import Canvas
    from studio.engine.denoise import Glimpse
    from studio.engine.payload import GeneratePayload
    from studio.engine.preview import Projection
    from studio.engine.sentences import Story
    from studio.engine.z_image_parts import FlowParts

PATCH = 2  # latents per side of a patch
DRAWING = N_("Drawing")


@dataclass(frozen=True, slots=True, eq=False)
class FlowSitting:
    """The making of one picture: what was asked, as it was read, and whom to tell.

    `transformer` is the model's own or what takes its place; `before` and `after` count the steps
    of other passes over the same picture.
    """

    payload: GeneratePayload
    params: Any
    parts: FlowParts
    transformer: Any
    projection: Projection
    story: Story
    report: Reporter
    cancel: CancelToken
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FlowStart:
    """Latents (1, C, h, w), the first step that is done, and what must stay of a picture."""

    latents: Any
    step: int = 0
    kept: FlowKept | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FlowKept:
    """What must stay: clean latents and their noise (1, C, h, w), the mask (1, 1, h, w).

    A soft mask says for how many of the last steps a place is free; a hard one gives exactly what
    the bare inpaint pipeline does.
    """

    latents: Any
    noise: Any
    mask: Any

    def put_back(self, scheduler: Any, latents: Any, done: int, begin: int) -> Any:
        """Return latents after `done` passes, the first of them `begin`, with the rest laid over.

        It is laid under the noise of the next pass; clean after the last one.
        """
        share = (done - begin) / (len(scheduler.timesteps) - begin)
        free = (self.mask > 1 - share).to(self.latents.dtype)
        kept = self.latents
        if done < len(scheduler.timesteps):
            kept = noised(scheduler, kept, self.noise, done)
        return (1 - free) * kept + free * latents


@dataclass(slots=True, eq=False)
class FlowPass:
    """One way through the transformer, with a scheduler and random numbers of its own."""

    sitting: FlowSitting
    extent: Extent
    steps: int
    scheduler: Any
    generator: Any

    def from_noise(self) -> FlowStart:
        """Return noise alone."""
        import torch

        self.scheduler.set_begin_index(0)
        return FlowStart(self._bent_noise(torch.float32))

    def from_canvas(self, canvas: Canvas, denoise: float) -> FlowStart:
        """Return what drawing on a picture begins with.

        Random numbers are drawn in the order of the bare pipelines: for the picture, then for the
        noise.
        """
        parts = self.sitting.parts
        image = as_image(canvas.pixels)
        clean = to_latents(parts.vae, image, self.generator, parts.device.kind)
        if canvas.mask is None:
            return self.from_latents(clean, denoise)
        mask = at_latents(canvas.mask, parts.factor, clean)
        clean = self._with_filling(clean, canvas.filling, mask)
        noise = self._bent_noise(clean.dtype)
        start = self._begun(clean, noise, denoise)
        return replace(start, kept=FlowKept(clean, noise, mask))

    def from_latents(self, clean: Any, denoise: float) -> FlowStart:
        """Return clean latents under the noise of the first step that is done."""
        return self._begun(clean, self._bent_noise(clean.dtype), denoise)

    def run(self, start: FlowStart) -> Any:
        """Return clean latents (1, C, h, w); raises `StudioError` when they are not finite."""
        import torch

        sitting = self.sitting
        flow = Flow(
            sitting.transformer,
            self.scheduler,
            self.steps,
            sitting.params.guidance,
            lambda step: sitting.story.at(step * sitting.params.steps // self.steps),
            start.step,
            self._keeping(start),
        )
        latents = flow.run(start.latents, self.generator, self._watch(), sitting.cancel)
        if not torch.isfinite(latents).all():
            raise overflow(latents)
        return latents

    def _begun(self, clean: Any, noise: Any, denoise: float) -> FlowStart:
        step = first_flow_step(self.steps, denoise)
        at = step * int(self.scheduler.order)
        self.scheduler.set_begin_index(at)
        return FlowStart(noised(self.scheduler, clean, noise, at), step)

    def _keeping(self, start: FlowStart) -> Callable[[Any, int], Any] | None:
        if (kept := start.kept) is None:
            return None
        begin = start.step * int(self.scheduler.order)
        return lambda latents, done: kept.put_back(self.scheduler, latents, done, begin)

    def _bent_noise(self, dtype: Any) -> Any:
        """Return the first noise, bent towards another seed's where that is asked."""
        import torch

        noise = self._noise(self.generator, dtype)
        if (asked := self.sitting.payload.request.variation) is None:
            return noise
        other = torch.Generator("cpu").manual_seed(asked.seed)
        return bent(noise, self._noise(other, dtype), asked.strength)

    def _noise(self, generator: Any, dtype: Any) -> Any:
        """Return the noise the bare pipeline draws: on the processor, whatever the device."""
        import torch

        parts = self.sitting.parts
        height, width = self.extent.height // parts.factor, self.extent.width // parts.factor
        shape = (1, parts.transformer.config.in_channels, height, width)
        noise = torch.randn(shape, generator=generator, dtype=dtype, layout=torch.strided)
        return noise.to(parts.device.kind)

    def _with_filling(self, latents: Any, filling: Filling, mask: Any) -> Any:
        """Put noise under the mask where that is asked; its numbers are nobody else's."""
        import torch

        if filling is not Filling.NOISE:
            return latents
        own = torch.Generator("cpu").manual_seed(self.sitting.payload.request.seed ^ 1)
        return torch.where(mask > 0, self._noise(own, latents.dtype), latents)

    def _watch(self) -> Callable[[Glimpse], None]:
        sitting = self.sitting
        previewer = Previewer(sitting.projection, sitting.payload.preview_s)

        def watch(glimpse: Glimpse) -> None:
            picture = previewer.preview(glimpse.x0)
            step, total = sitting.before + glimpse.step, sitting.before + glimpse.total
            sitting.report(Progress(step, total + sitting.after, message(DRAWING), picture))

        return watch


def new_flow_pass(sitting: FlowSitting, extent: Extent, steps: int) -> FlowPass:
    """Return a pass over a picture of a size, its scheduler set to so many steps."""
    import torch

    factor = sitting.parts.factor
    tokens = (extent.width // factor // PATCH) * (extent.height // factor // PATCH)
    scheduler = build_flow_scheduler(
        sitting.params.scheduler, sitting.parts.scheduler, steps, tokens
    )
    generator = torch.Generator("cpu").manual_seed(sitting.payload.request.seed)
    return FlowPass(sitting, extent, steps, scheduler, generator)
