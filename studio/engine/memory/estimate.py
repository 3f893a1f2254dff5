"""How much memory a picture will take, told before anything is loaded.

The widths of a model's blocks say how much a latent or a pixel takes on its way; the few numbers
below that cannot be read off a config were fitted to Stable Diffusion 1.5 at its true size, 256 and
512 pixels a side, on a processor (`python -m tests.benchmarks memory` measures them again).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.request import Extent
from studio.engine.memory.rungs import Rung

if TYPE_CHECKING:
    from studio.core.request import Request
    from studio.engine.memory.anatomy import Anatomy

MIB = 1 << 20
STEADY_BYTES = 34 * MIB  # tokenizers, tables of schedulers, what a library makes on its first use
DENOISING_BYTES = 152 * MIB  # beside what grows with the picture: weights in another order
DECODING_BYTES = 128 * MIB
DECODED = 3.74  # times the width of the last block: its input, the same normed, its output
TILE = 512  # pixels a side of what is decoded at a time on the lower rungs
LAYER_SHARE = 1 / 24  # of a denoiser's weights: the largest layer that comes by itself


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes that a picture takes: the weights of each stage and what it works on.

    `together` says whether the weights of all stages lie in memory at once.
    """

    encoders: int
    denoiser: int
    decoder: int
    denoising: int
    decoding: int
    together: bool = True

    @property
    def weights(self) -> int:
        """The weights of all parts."""
        return self.encoders + self.denoiser + self.decoder

    @property
    def peak(self) -> int:
        """The most that is held at any time, beyond the libraries."""
        if self.together:
            return STEADY_BYTES + self.weights + max(self.denoising, self.decoding)
        stages = (self.encoders, self.denoiser + self.denoising, self.decoder + self.decoding)
        return STEADY_BYTES + max(stages)


def estimate(of: Anatomy, request: Request, itemsize: int, rung: Rung = Rung.WHOLE) -> Estimate:
    """Return what a request takes on a rung, at `itemsize` bytes a number."""
    draft = _draft(request)
    final = _final(request, draft, of.factor)
    pixels, later = final.width * final.height, _at_once(request, final)
    area = max(draft.width * draft.height, later)
    tiled = min(area, TILE * TILE) if rung >= Rung.TILES else area
    if later < pixels:
        tiled = max(tiled, later)  # decoded in the tiles that were asked for
    rows = 1 if rung >= Rung.ONE_BY_ONE or not _guides(request) else 2
    denoising = rows * area / of.factor**2 * of.denoiser_floats * itemsize
    decoding = tiled * of.decoder_channels * DECODED * itemsize
    kept = pixels * 3 * (itemsize + 5)  # the pixels as numbers, in the range of bytes, and as bytes
    return Estimate(
        encoders=of.encoders * itemsize,
        denoiser=_denoiser(of, itemsize, rung),
        decoder=of.decoder * itemsize,
        denoising=round(denoising) + DENOISING_BYTES,
        decoding=round(decoding) + DECODING_BYTES + (kept if tiled < pixels else 0),
        together=rung < Rung.FINISHED,
    )


def _denoiser(of: Anatomy, itemsize: int, rung: Rung) -> int:
    size = of.denoiser * itemsize
    if rung >= Rung.EIGHT_BIT:
        size = of.denoiser
    return round(size * LAYER_SHARE) if rung >= Rung.LAYERS else size


def _guides(request: Request) -> bool:
    guidance = request.params.get("guidance", 7.0)
    return isinstance(guidance, int | float) and guidance > 1


def _draft(request: Request) -> Extent:
    """Return the size that is drawn first."""
    width, height = request.extent.width, request.extent.height
    if (out := request.outpaint) is not None:
        return Extent(width + out.left + out.right, height + out.top + out.bottom)
    return Extent(width, height)


def _final(request: Request, draft: Extent, factor: int) -> Extent:
    """Return the size that the picture has in the end."""
    if (asked := request.high_res) is None:
        return draft
    multiple = max(8, factor)
    width, height = (round(side * asked.scale / multiple) for side in (draft.width, draft.height))
    return Extent(width * multiple, height * multiple)


def _at_once(request: Request, final: Extent) -> int:
    """Return how many pixels of the end are drawn at once: those of a tile, or all."""
    tile = request.high_res.tile if request.high_res is not None else 0
    tile = tile or max(final.width, final.height)
    return min(tile, final.width) * min(tile, final.height)


@dataclass(frozen=True, slots=True)
class Need:
    """What a picture takes at once, what there is, and on which rung it fits: None if on none.

    `taken` is what it takes on that rung, or on the lowest where it fits on none.
    """

    whole: int
    free: int
    rung: Rung | None
    taken: int


def need(of: Anatomy, request: Request, itemsize: int, free: int, beside: int = 0) -> Need:
    """Return the first rung on which a request fits into `free` bytes.

    `beside` is what further models take that it names.
    """
    itemsize = of.itemsize(itemsize)
    whole = estimate(of, request, itemsize).peak + beside
    taken = whole
    for rung in of.rungs:
        taken = estimate(of, request, itemsize, rung).peak + beside
        if taken <= free:
            return Need(whole, free, rung, taken)
    return Need(whole, free, None, taken)
