"""A pass: from what denoising begins with, through all its steps, to clean latents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.job import Progress
from studio.core.request_parts import Filling
from studio.core.text import N_, message
from studio.engine.denoise import Denoiser, Glimpse
from studio.engine.keeping import Kept, at_latents, hole_channels, without_hole
from studio.engine.latents import overflow, to_latents, to_picture
from studio.engine.memory.rows import RowByRow
from studio.engine.memory.rungs import Rung, rung_now
from studio.engine.preview import Previewer
from studio.engine.savings.deep_cache import deep_cached
from studio.engine.schedulers import build_scheduler, set_steps
from studio.engine.start import Start, as_image, begun, bent, first_step
from studio.engine.tiles import tiled_denoiser, tiled_latents, tiled_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken
    from studio.core.request import Extent, Request
    from studio.engine.canvas import Canvas
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.payload import GeneratePayload
    from studio.engine.savings.tiny_decoder import TinyDecoder
    from studio.engine.script import Script
    from studio.engine.telling import Teller
    from studio.engine.tiles import Tiles

DRAWING = N_("Drawing")
DRAWING_TILE = N_("Drawing tile {n} of {count}")
FINISHING_TILE = N_("Finishing tile {n} of {count}")
READING_TILE = N_("Reading tile {n} of {count}")


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """The making of one picture: what was asked, as it was read, and whom to tell.

    `refiner` is the model that takes over after a share of the steps. `before` and `after` count
    the steps of other passes over the same picture.
    """

    payload: GeneratePayload
    params: Any
    script: Script
    report: Teller
    cancel: CancelToken
    refiner: Checkpoint | None = None
    before: int = 0
    after: int = 0

    @property
    def request(self) -> Request:
        """What was asked for."""
        return self.payload.request


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """One way through the denoiser, with a scheduler and random numbers of its own.

    With `tiles` the networks see the picture part by part.
    """

    checkpoint: Checkpoint
    sitting: Sitting
    extent: Extent
    scheduler: Any
    generator: Any
    tiles: Tiles | None = None

    @property
    def dtype(self) -> Any:
        """The number format of the latents, as the bare pipelines choose it."""
        return self.sitting.script.conditions(0).hidden.dtype

    @property
    def _sees_hole(self) -> bool:
        """Whether the model was made for inpainting: it sees the mask and the rest besides."""
        return int(self.checkpoint.parts.unet.config.in_channels) > self.checkpoint.channels

    def noise(self) -> Any:
        """Return the first noise (1, C, h, w), bent towards another seed's where that is asked."""
        import torch

        noise = self.checkpoint.noise(self.extent, self.generator, self.dtype)
        if (asked := self.sitting.request.variation) is None:
            return noise
        other = torch.Generator("cpu").manual_seed(asked.seed)
        return bent(noise, self.checkpoint.noise(self.extent, other, self.dtype), asked.strength)

    def from_noise(self) -> Start:
        """Return noise alone."""
        noise = self.noise()
        if self.checkpoint.is_xl:
            self.begin_at(0)
        return self.shown(Start(noise * self.scheduler.init_noise_sigma))

    def from_latents(self, latents: Any, denoise: float) -> Start:
        """Return clean latents, noised for the step that denoising begins with."""
        step = first_step(self.sitting.script.steps, denoise)
        return self.shown(begun(self.scheduler, latents.to(self.dtype), self.noise(), step))

    def shown(self, start: Start) -> Start:
        """Return the start with what this model is shown besides, unless that is there."""
        if not self._sees_hole:
            return replace(start, channels=None)
        return start if start.channels is not None else replace(start, channels=self._everything())

    def from_canvas(self, canvas: Canvas, denoise: float) -> Start:
        """Return what drawing on a picture begins with.

        Random numbers are drawn in the order of the bare pipelines: for the picture, for the noise,
        for the picture without its hole.
        """
        if canvas.mask is None:
            return self.from_latents(self.encoded(canvas.pixels), denoise)
        clean = None
        if denoise < 1 or not self._sees_hole:
            clean = self._with_filling(self._encoded(as_image(canvas.pixels)), canvas)
            clean = clean.contiguous()  # the pipelines' layout: another one rounds otherwise
        noise = self.noise()
        rest = self._rest(canvas)
        mask = at_latents(canvas.mask, self.checkpoint.factor, noise)
        channels = None if rest is None else hole_channels((mask >= 0.5).to(mask.dtype), rest)
        kept = None if rest is not None else Kept(clean, noise, mask)
        if denoise < 1:
            step = first_step(self.sitting.script.steps, denoise)
            start = begun(self.scheduler, clean, noise, step)
        else:
            self.begin_at(0)
            start = Start(noise * self.scheduler.init_noise_sigma)
        return replace(start, kept=kept, channels=channels)

    def run(self, start: Start, begin: int | None = None, end: int | None = None) -> Any:
        """Return latents (1, C, h, w) after all passes, or those from `begin` up to `end`.

        Raises `StudioError` when they are not finite.
        """
        import torch

        sitting, checkpoint = self.sitting, self.checkpoint
        denoiser = Denoiser(
            self._denoiser(start.latents),
            self.scheduler,
            sitting.script.steps,
            sitting.params.guidance,
            sitting.script.conditions,
            checkpoint.extra(self.extent),
            start.step,
            begin,
            end,
            start.channels,
            self._keeping(start),
        )
        latents = denoiser.run(start.latents, self.generator, self._watch(), sitting.cancel)
        if not torch.isfinite(latents).all():
            raise overflow(latents)
        return latents

    def begin_at(self, i: int) -> None:
        """Tell the scheduler which pass is the first."""
        if hasattr(self.scheduler, "set_begin_index"):
            self.scheduler.set_begin_index(i)

    def taken_over(self, by: Checkpoint, sitting: Sitting) -> Pass:
        """Return a pass by another model that goes on from here, with the same random numbers."""
        return replace(new_pass(by, sitting, self.extent, self.tiles), generator=self.generator)

    def encoded(self, pixels: NDArray[np.uint8]) -> Any:
        """Return a picture (H, W, 3) as latents (1, C, h, w)."""
        if self.tiles is None:
            return self._encoded(as_image(pixels))
        vae, heard = self.checkpoint.parts.vae, self._hearing(READING_TILE)
        return tiled_latents(vae, pixels, self.generator, self.tiles, heard).to(self.dtype)

    def picture(self, latents: Any, tiny: TinyDecoder | None = None) -> NDArray[np.uint8]:
        """Return the picture (H, W, 3) of latents (1, C, h, w), by the small decoder if given."""
        vae = self.checkpoint.parts.vae
        if self.tiles is None:
            return tiny.picture(latents) if tiny else to_picture(vae, latents)
        heard = self._hearing(FINISHING_TILE)
        if tiny is None:
            return tiled_picture(vae, latents, self.tiles, heard)
        decode = lambda net, part: net.decode(part).nan_to_num(nan=-1.0)  # noqa: E731 - as whole
        return tiled_picture(tiny, latents, self.tiles, heard, decode)

    def _hearing(self, template: str) -> Callable[[int, int], None]:
        """Return what hears of every tile: the user, and whether it is to stop."""

        def heard(n: int, count: int) -> None:
            self.sitting.cancel.check()
            self.sitting.report.tile(template, n, count)

        return heard

    def _denoiser(self, latents: Any) -> Any:
        """Return what predicts the noise, in tiles where that is asked."""
        unet, interval = self.checkpoint.parts.unet, self.sitting.request.savings.deep_cache
        whole = lambda: deep_cached(unet, interval)  # noqa: E731
        by_rows = rung_now() >= Rung.ONE_BY_ONE
        make = (lambda: RowByRow(whole)) if by_rows else whole
        if self.tiles is None:
            return make()
        return tiled_denoiser(make, latents, self.tiles, self._hearing(DRAWING_TILE))

    def _encoded(self, image: Any) -> Any:
        vae, device = self.checkpoint.parts.vae, self.checkpoint.device.kind
        return to_latents(vae, image, self.generator, device).to(self.dtype)

    def _with_filling(self, latents: Any, canvas: Canvas) -> Any:
        """Put noise under the mask where that is asked; its numbers are nobody else's."""
        import torch

        if canvas.filling is not Filling.NOISE or canvas.mask is None:
            return latents
        own = torch.Generator("cpu").manual_seed(self.sitting.request.seed ^ 1)
        noise = self.checkpoint.noise(self.extent, own, self.dtype)
        hole = at_latents(canvas.mask, self.checkpoint.factor, latents) > 0
        return torch.where(hole, noise, latents)

    def _rest(self, canvas: Canvas) -> Any:
        """Return the latents of the picture without its hole, for a model that looks at them.

        For the others the pipeline encodes it in vain; here only its random numbers are drawn.
        """

        assert canvas.mask is not None
        if self._sees_hole:
            return self._encoded(without_hole(canvas.pixels, canvas.mask))
        vae = self.checkpoint.parts.vae
        if hasattr(vae, "quant_conv"):  # a variational one
            self.checkpoint.noise(self.extent, self.generator, vae.dtype)
        return None

    def _everything(self) -> Any:
        """Return what an inpainting model is shown when all of a picture may change."""
        import torch

        if not self._sees_hole:
            return None
        shape = (1, 3, self.extent.height, self.extent.width)
        own = torch.Generator("cpu").manual_seed(self.sitting.request.seed)
        parts, device = self.checkpoint.parts, self.checkpoint.device.kind
        rest = to_latents(parts.vae, torch.zeros(shape), own, device).to(self.dtype)
        return hole_channels(torch.ones_like(rest[:, :1]), rest)

    def _keeping(self, start: Start) -> Callable[[int, Any], Any] | None:
        if (kept := start.kept) is None:
            return None
        begin = start.step * int(self.scheduler.order)
        return lambda i, latents: kept.put_back(self.scheduler, latents, i, begin)

    def _watch(self) -> Callable[[Glimpse], None]:
        sitting = self.sitting
        tiny = self.checkpoint.tiny.fetch(sitting.payload, self.checkpoint)
        painter = tiny or self.checkpoint.projection
        previewer = Previewer(painter, sitting.payload.preview_s)

        def watch(glimpse: Glimpse) -> None:
            picture = previewer.preview(glimpse.x0)
            total = sitting.before + glimpse.total + sitting.after
            sitting.report(
                Progress(sitting.before + glimpse.step, total, message(DRAWING), picture)
            )

        return watch


def new_pass(
    checkpoint: Checkpoint, sitting: Sitting, extent: Extent, tiles: Tiles | None = None
) -> Pass:
    """Return a pass over a picture of a size, its scheduler set to all steps of the request."""
    import torch

    scheduler = build_scheduler(
        sitting.params.scheduler, checkpoint.parts.scheduler, mend=not checkpoint.is_xl
    )
    set_steps(scheduler, sitting.script.steps, checkpoint.device.kind)
    generator = torch.Generator("cpu").manual_seed(sitting.request.seed)
    return Pass(checkpoint, sitting, extent, scheduler, generator, tiles)
