"""Draws what a request asks for: its passes in their order, and then the pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.job import Progress
from studio.core.request import Extent
from studio.core.run import SHEET
from studio.core.text import N_, message
from studio.engine.canvas import Canvas, canvas_of
from studio.engine.facts import of_scheduler
from studio.engine.high_res import enlargement
from studio.engine.passes import new_pass
from studio.engine.refining import check_refiner, denoised
from studio.engine.seamless import seamless
from studio.engine.start import first_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.params import Scalar
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.passes import Pass, Sitting

FINISHING = N_("Finishing the picture")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """The finished picture, (H, W, 3) uint8, the facts of how, and at which size it was drawn."""

    pixels: NDArray[np.uint8]
    facts: Mapping[str, Scalar]
    extent: Extent


def drawn(checkpoint: Checkpoint, sitting: Sitting) -> Drawing:
    """Return the picture of a request; nothing is decoded after a cancel."""
    request = sitting.request
    second = sitting.refiner
    if second is not None:
        check_refiner(checkpoint, second)
    nets = (checkpoint.parts.unet, checkpoint.parts.vae, *((second.parts.unet,) if second else ()))
    with seamless(request.seamless, *nets):
        return _drawn(checkpoint, sitting)


def _drawn(checkpoint: Checkpoint, sitting: Sitting) -> Drawing:
    canvas = _canvas(checkpoint, sitting)
    extent = canvas.extent if canvas else sitting.request.extent
    checkpoint.check_extent(extent)
    asked = sitting.request.high_res
    larger = enlargement(checkpoint, sitting, asked, extent) if asked else None
    sitting = replace(sitting, after=larger.steps if larger else 0)
    last = draft = new_pass(checkpoint, sitting, extent)
    facts = of_scheduler(draft.scheduler)
    steps = sitting.script.steps
    if canvas is not None:
        steps -= first_step(steps, sitting.request.denoise)
    if canvas is None:
        latents = denoised(draft, draft.from_noise())
    elif steps:
        latents = denoised(draft, draft.from_canvas(canvas, sitting.request.denoise))
    elif larger is None:
        return _finished(canvas.back(canvas.pixels), facts, draft)  # nothing of it may change
    else:
        latents = draft.encoded(canvas.pixels)
    if larger is not None:
        last, latents = larger.drawn(draft, latents, steps)
    pixels, used = _pixels(last, latents, steps + sitting.after)
    return _finished(canvas.back(pixels) if canvas else pixels, {**facts, **used}, draft)


def _pixels(last: Pass, latents: Any, done: int) -> tuple[NDArray[np.uint8], Mapping[str, Scalar]]:
    """Return the picture of latents, and the facts of what decoded it; `done` steps were done."""
    sitting, checkpoint = last.sitting, last.checkpoint
    sitting.report(Progress(done, done, message(FINISHING)))
    sitting.cancel.check()
    if tiny := checkpoint.tiny.fetch(sitting.payload, checkpoint):
        return last.picture(latents, tiny), {"decoder": tiny.path.name}
    return last.picture(latents), {}


def _finished(pixels: NDArray[np.uint8], facts: Mapping[str, Scalar], draft: Pass) -> Drawing:
    """Tell the true size where it is not that of the request."""
    extent = Extent(pixels.shape[1], pixels.shape[0])
    if extent != draft.sitting.request.extent:
        facts = {**facts, SHEET: str(extent)}
    return Drawing(pixels, facts, draft.extent)


def _canvas(checkpoint: Checkpoint, sitting: Sitting) -> Canvas | None:
    payload = sitting.payload
    if payload.source is None:
        return None
    return canvas_of(payload.request, payload.source, payload.mask, checkpoint.multiple)
