"""Draws what a request asks of a flow-matching transformer: its passes, and then the pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.errors import RequestError
from studio.core.job import Progress
from studio.core.request import Extent
from studio.core.request_parts import Enlarger
from studio.core.text import N_, message
from studio.engine.canvas import Canvas, canvas_of
from studio.engine.facts import of_scheduler
from studio.engine.flow import first_flow_step
from studio.engine.flow_pass import PATCH, new_flow_pass
from studio.engine.latents import to_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from studio.core.params import Scalar
    from studio.core.request_parts import HighRes
    from studio.engine.flow_pass import FlowPass, FlowSitting

SMALLEST, LARGEST = 64, 8192
FINISHING = N_("Finishing the picture")


@dataclass(frozen=True, slots=True, eq=False)
class FlowDrawing:
    """The finished picture, (H, W, 3) uint8, and the facts of how it was drawn."""

    pixels: NDArray[np.uint8]
    facts: Mapping[str, Scalar]


def flow_drawn(sitting: FlowSitting) -> FlowDrawing:
    """Return the picture of a request; nothing is decoded after a cancel."""
    request, steps = sitting.payload.request, int(sitting.params.steps)
    canvas = _canvas(sitting)
    extent = canvas.extent if canvas else request.extent
    check_flow_extent(extent, sitting.parts.factor)
    high = request.high_res
    if high and high.tile:
        raise RequestError(N_("This model draws no tiles. Set the tile of the second pass to 0."))
    draft = new_flow_pass(replace(sitting, after=_later_steps(high, steps)), extent, steps)
    facts = of_scheduler(draft.scheduler)
    made = _drafted(draft, canvas, request.denoise)
    if high:
        made = _again(sitting, high, _enlarged(sitting, high, made, extent))
    sitting.report(Progress(steps, steps, message(FINISHING)))
    sitting.cancel.check()
    pixels = _seen(sitting, made)
    is_part = canvas is not None and not high
    return FlowDrawing(canvas.back(pixels) if canvas and is_part else pixels, facts)


def _drafted(draft: FlowPass, canvas: Canvas | None, denoise: float) -> Any:
    """Return latents (1, C, h, w) after the first pass; pixels where nothing of them may change."""
    if canvas is None:
        return draft.run(draft.from_noise())
    if first_flow_step(draft.steps, denoise) == draft.steps:
        return canvas.pixels
    return draft.run(draft.from_canvas(canvas, denoise))


def _seen(sitting: FlowSitting, made: Any) -> NDArray[np.uint8]:
    """Return the pixels of latents; pixels are returned as they are."""
    return made if isinstance(made, np.ndarray) else to_picture(sitting.parts.vae, made)


def check_flow_extent(extent: Extent, factor: int) -> None:
    """Raise `RequestError` for a size that patches of latents do not fill."""
    multiple = factor * PATCH
    for side in (extent.width, extent.height):
        if side % multiple or not SMALLEST <= side <= LARGEST:
            raise RequestError(
                N_(
                    "{extent} is not a possible size: width and height must be multiples of "
                    "{multiple}, from {low} to {high}."
                ),
                extent=extent,
                multiple=multiple,
                low=SMALLEST,
                high=LARGEST,
            )


def _canvas(sitting: FlowSitting) -> Canvas | None:
    payload = sitting.payload
    if payload.source is None:
        return None
    multiple = sitting.parts.factor * PATCH
    return canvas_of(payload.request, payload.source, payload.mask, multiple)


def _later_steps(high: HighRes | None, steps: int) -> int:
    """Return how many steps the second pass does."""
    if high is None:
        return 0
    return (high.steps or steps) - first_flow_step(high.steps or steps, high.denoise)


def _enlarged(sitting: FlowSitting, high: HighRes, made: Any, extent: Extent) -> Any:
    """Return the draft at the size of the second pass: latents (1, C, h, w), or pixels."""
    factor = sitting.parts.factor
    multiple = factor * PATCH
    width, height = (
        round(side * high.scale / multiple) * multiple for side in (extent.width, extent.height)
    )
    check_flow_extent(Extent(width, height), factor)
    if isinstance(made, np.ndarray) or high.enlarger is Enlarger.LANCZOS:
        return scaled(_seen(sitting, made), Extent(width, height))
    from torch.nn.functional import interpolate

    return interpolate(made, size=(height // factor, width // factor), mode="bilinear")


def _again(sitting: FlowSitting, high: HighRes, draft: Any) -> Any:
    """Return latents after the second pass over an enlarged draft; the draft if nothing changes."""
    steps, factor = high.steps or int(sitting.params.steps), sitting.parts.factor
    if first_flow_step(steps, high.denoise) == steps:
        return draft
    later = replace(sitting, before=int(sitting.params.steps))
    if isinstance(draft, np.ndarray):
        canvas = Canvas(draft, None, lambda made: made)
        second = new_flow_pass(later, canvas.extent, steps)
        return second.run(second.from_canvas(canvas, high.denoise))
    extent = Extent(draft.shape[3] * factor, draft.shape[2] * factor)
    second = new_flow_pass(later, extent, steps)
    return second.run(second.from_latents(draft, high.denoise))


def scaled(pixels: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    """Return a picture (h, w, 3) at another size (Lanczos)."""
    from PIL import Image

    image = Image.fromarray(pixels).resize((extent.width, extent.height), Image.Resampling.LANCZOS)
    return np.asarray(image)
