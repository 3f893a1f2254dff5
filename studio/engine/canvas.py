"""What a request draws on: which pixels, which of them may change, and how they are put back.

Everything here is arrays of pixels; latents come later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.errors import RequestError
from studio.core.request import Extent, Rect
from studio.core.request_parts import Filling
from studio.core.text import N_
from studio.engine.masks import blended, bounds, filled, prepared, resized
from studio.engine.start import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from studio.core.request import Request
    from studio.core.request_parts import Inpaint, Outpaint


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """The pixels that the model sees, (H, W, 3) uint8, at a size that it can draw.

    `mask` (H, W) says how far each may change, None that all may. `back` turns what was drawn,
    of the same size, into the finished picture. `filling` is what lies under the mask.
    """

    pixels: NDArray[np.uint8]
    mask: NDArray[np.float32] | None
    back: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
    filling: Filling = Filling.ORIGINAL

    @property
    def extent(self) -> Extent:
        """How large it is."""
        return Extent(self.pixels.shape[1], self.pixels.shape[0])


def canvas_of(
    request: Request,
    source: NDArray[np.uint8],
    mask: NDArray[np.uint8] | None,
    multiple: int,
) -> Canvas:
    """Return what a request with a source draws on; `multiple` divides the sides of a picture.

    Raises `RequestError` for a mask that is missing, empty, or of another size than its picture.
    """
    if request.outpaint:
        return _widened(request.outpaint, fitted(source, request.extent), multiple)
    if request.inpaint:
        asked, painted = request.inpaint, _checked(mask, source)
        if asked.context is None:
            painted, source = _fitted_mask(painted, request.extent), fitted(source, request.extent)
            return _whole(asked, source, prepared(painted, asked.grow, asked.feather))
        shares = prepared(painted, asked.grow, asked.feather)
        return _part(asked, asked.context, source, shares, request.extent)
    return Canvas(fitted(source, request.extent), None, lambda drawn: drawn)


def _checked(mask: NDArray[np.uint8] | None, source: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if mask is None:
        raise RequestError(N_("There is no mask: paint one over what is to be drawn anew."))
    if mask.shape != source.shape[:2]:
        raise RequestError(
            N_("The mask is {mask} and its picture {picture}: they must be equally large."),
            mask=Extent(mask.shape[1], mask.shape[0]),
            picture=Extent(source.shape[1], source.shape[0]),
        )
    if not mask.any():
        raise RequestError(N_("The mask is empty: paint over what is to be drawn anew."))
    return mask


def _fitted_mask(mask: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    """Return a mask (h, w) cut and scaled as its picture is; raises if nothing of it is left."""
    from PIL import Image, ImageOps

    size = (extent.width, extent.height)
    if mask.shape == size[::-1]:
        return mask
    fitting = np.asarray(ImageOps.fit(Image.fromarray(mask), size, Image.Resampling.BILINEAR))
    if not fitting.any():
        raise RequestError(
            N_("At {extent} the masked part is cut off: choose a size shaped like the picture."),
            extent=extent,
        )
    return fitting


def _under(
    filling: Filling, pixels: NDArray[np.uint8], mask: NDArray[np.float32]
) -> NDArray[np.uint8]:
    return filled(pixels, mask) if filling is Filling.BLUR else pixels


def _whole(asked: Inpaint, source: NDArray[np.uint8], mask: NDArray[np.float32]) -> Canvas:
    """Draw the picture at the request's extent, and keep what the mask keeps to the pixel."""
    back = lambda drawn: blended(source, drawn, mask)  # noqa: E731
    return Canvas(_under(asked.filling, source, mask), mask, back, asked.filling)


def _part(
    asked: Inpaint,
    context: int,
    source: NDArray[np.uint8],
    mask: NDArray[np.float32],
    extent: Extent,
) -> Canvas:
    """Draw the mask's surroundings at the request's extent, and put them back into the source."""
    found = bounds(mask)
    assert found is not None, "growing and feathering leave no mask empty"
    place = _place(found, context, extent, Extent(source.shape[1], source.shape[0]))
    cut, cut_mask = _cut(source, place, "edge"), resized(_cut(mask, place, "constant"), extent)
    small = _scaled(cut, extent)

    def back(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return _pasted(source, _scaled(drawn, Extent(place.width, place.height)), mask, place)

    return Canvas(_under(asked.filling, small, cut_mask), cut_mask, back, asked.filling)


def _place(found: tuple[int, int, int, int], context: int, extent: Extent, size: Extent) -> Rect:
    """Return the part that is drawn: bounds and context, in the shape of the request's extent.

    It lies within the picture where it can, and reaches over both edges alike where it cannot.
    """
    left, top, right, bottom = found
    width, height = right - left + 2 * context, bottom - top + 2 * context
    width = max(width, round(height * extent.width / extent.height))
    height = max(height, round(width * extent.height / extent.width))
    x, y = (left + right - width) // 2, (top + bottom - height) // 2
    return Rect(_inside(x, width, size.width), _inside(y, height, size.height), width, height)


def _inside(start: int, length: int, whole: int) -> int:
    return (whole - length) // 2 if length >= whole else min(max(start, 0), whole - length)


def _cut(values: NDArray[Any], place: Rect, beyond: str) -> NDArray[Any]:
    """Return a part of an array; what lies beyond the edge repeats it, or is nothing."""
    height, width = values.shape[:2]
    before = (max(-place.y, 0), max(-place.x, 0))
    after = (max(place.y + place.height - height, 0), max(place.x + place.width - width, 0))
    pad = [*zip(before, after, strict=True), *[(0, 0)] * (values.ndim - 2)]
    wide = np.pad(values, pad, mode=beyond)  # type: ignore[call-overload]
    y, x = place.y + before[0], place.x + before[1]
    part: NDArray[Any] = wide[y : y + place.height, x : x + place.width]
    return part


def _scaled(pixels: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    from PIL import Image

    size = (extent.width, extent.height)
    if pixels.shape[:2] == size[::-1]:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _pasted(
    source: NDArray[np.uint8],
    drawn: NDArray[np.uint8],
    mask: NDArray[np.float32],
    place: Rect,
) -> NDArray[np.uint8]:
    height, width = source.shape[:2]
    top, left = max(place.y, 0), max(place.x, 0)
    bottom, right = min(place.y + place.height, height), min(place.x + place.width, width)
    inner = drawn[top - place.y : bottom - place.y, left - place.x : right - place.x]
    answer = source.copy()
    here = (slice(top, bottom), slice(left, right))
    answer[here] = blended(source[here], inner, mask[here])
    return answer


def _widened(asked: Outpaint, source: NDArray[np.uint8], multiple: int) -> Canvas:
    """Put the source onto a larger canvas; what the sizes lack to a multiple is cut off again."""
    height, width = source.shape[:2]
    full_w, full_h = width + asked.left + asked.right, height + asked.top + asked.bottom
    spare_w, spare_h = -full_w % multiple, -full_h % multiple
    margins = ((asked.top, asked.bottom + spare_h), (asked.left, asked.right + spare_w))
    pixels = np.pad(source, (*margins, (0, 0)), mode="edge")
    rows = _ramp(height, margins[0], asked.feather, asked.bottom)
    columns = _ramp(width, margins[1], asked.feather, asked.right)
    mask = np.maximum(rows[:, None], columns[None, :])
    hole = np.pad(np.zeros((height, width), np.float32), margins, constant_values=1)

    def back(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return blended(pixels, drawn, mask)[:full_h, :full_w]

    return Canvas(filled(pixels, hole), mask, back, Filling.BLUR)


def _ramp(length: int, margins: tuple[int, int], feather: int, wanted: int) -> NDArray[np.float32]:
    """Return 1 in the margins, falling to 0 within `feather` pixels of what lies between them.

    Where none is `wanted` at the end, what lies there only completes a multiple, and is kept.
    """
    before, after = margins
    at = np.arange(before + length + after, dtype=np.float32)
    depth = np.full(len(at), np.inf, np.float32)  # how far inside a pixel lies
    if before:
        depth = np.minimum(depth, at - before + 1)
    if wanted:
        depth = np.minimum(depth, before + length - at)
    ramp: NDArray[np.float32] = (1 - depth / (feather + 1)).clip(0, 1)
    return ramp
