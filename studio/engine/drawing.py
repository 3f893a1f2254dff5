"""Draws what a request asks for: its passes in their order, and then the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.request import Extent
from studio.core.run import SHEET
from studio.core.text import N_, message
from studio.engine.canvas import Canvas, canvas_of
from studio.engine.facts import of_scheduler
from studio.engine.latents import to_picture
from studio.engine.passes import new_pass
from studio.engine.start import first_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.params import Scalar
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.passes import Sitting

FINISHING = N_("Finishing the picture")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """The finished picture, (H, W, 3) uint8, and the facts of how it was drawn."""

    pixels: NDArray[np.uint8]
    facts: Mapping[str, Scalar]


def drawn(checkpoint: Checkpoint, sitting: Sitting) -> Drawing:
    """Return the picture of a request; nothing is decoded after a cancel."""
    canvas = _canvas(checkpoint, sitting)
    extent = canvas.extent if canvas else sitting.request.extent
    checkpoint.check_extent(extent)
    draft = new_pass(checkpoint, sitting, extent)
    facts = of_scheduler(draft.scheduler)
    steps = sitting.script.steps
    if canvas is None:
        start = draft.from_noise()
    elif first_step(steps, sitting.request.denoise) == steps:
        return _finished(canvas.back(canvas.pixels), facts, sitting)  # nothing of it may change
    else:
        start = draft.from_canvas(canvas, sitting.request.denoise)
    latents = draft.run(start)
    sitting.report(Progress(steps, steps, message(FINISHING)))
    sitting.cancel.check()
    if tiny := checkpoint.tiny.fetch(sitting.payload, checkpoint):
        pixels, facts = tiny.picture(latents), {**facts, "decoder": tiny.path.name}
    else:
        pixels = to_picture(checkpoint.parts.vae, latents)
    return _finished(canvas.back(pixels) if canvas else pixels, facts, sitting)


def _finished(pixels: NDArray[np.uint8], facts: Mapping[str, Scalar], sitting: Sitting) -> Drawing:
    """Tell the true size where it is not that of the request."""
    extent = Extent(pixels.shape[1], pixels.shape[0])
    if extent == sitting.request.extent:
        return Drawing(pixels, facts)
    return Drawing(pixels, {**facts, SHEET: str(extent)})


def _canvas(checkpoint: Checkpoint, sitting: Sitting) -> Canvas | None:
    payload = sitting.payload
    if payload.source is None:
        return None
    return canvas_of(payload.request, payload.source, payload.mask, checkpoint.multiple)
