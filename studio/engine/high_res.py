"""A draft made larger, and drawn over once more at its new size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.request import Extent
from studio.core.request_parts import Enlarger
from studio.engine.passes import new_pass
from studio.engine.refining import denoised
from studio.engine.start import first_step
from studio.engine.tiles import Tiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.request_parts import HighRes
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.passes import Pass, Sitting


@dataclass(frozen=True, slots=True, eq=False)
class Enlargement:
    """What the second pass is to be: the size, how many `steps` of it are done, in which tiles."""

    asked: HighRes
    extent: Extent
    tiles: Tiles | None
    all_steps: int

    @property
    def steps(self) -> int:
        """How many steps of the second pass are done."""
        return self.all_steps - first_step(self.all_steps, self.asked.denoise)

    def drawn(self, draft: Pass, latents: Any, done: int) -> tuple[Pass, Any]:
        """Return the second pass and its clean latents; `latents` are those of the draft.

        Its random numbers begin anew with the seed, as if the draft were a picture from a file.
        `done` steps of the draft were done.
        """
        sitting = replace(
            draft.sitting,
            script=draft.sitting.script.over(self.all_steps),
            before=done,
            after=0,
        )
        second = new_pass(draft.checkpoint, sitting, self.extent, self.tiles)
        larger = self._enlarged(draft, second, latents)
        if not self.steps:
            return second, larger
        return second, denoised(second, second.from_latents(larger, self.asked.denoise))

    def _enlarged(self, draft: Pass, second: Pass, latents: Any) -> Any:
        if self.asked.enlarger is Enlarger.LANCZOS:
            return second.encoded(_larger(draft.picture(latents), self.extent))
        from torch.nn.functional import interpolate

        factor = draft.checkpoint.factor
        size = (self.extent.height // factor, self.extent.width // factor)
        return interpolate(latents, size=size, mode="bilinear")


def enlargement(
    checkpoint: Checkpoint, sitting: Sitting, asked: HighRes, draft: Extent
) -> Enlargement:
    """Return the second pass of a request; raises `RequestError` for an impossible size."""
    multiple, factor = checkpoint.multiple, checkpoint.factor
    width, height = (round(side * asked.scale / multiple) for side in (draft.width, draft.height))
    extent = Extent(width * multiple, height * multiple)
    checkpoint.check_extent(extent)
    is_tiled = 0 < asked.tile < max(extent.width, extent.height)
    tiles = Tiles(asked.tile // factor, asked.overlap // factor) if is_tiled else None
    return Enlargement(asked, extent, tiles, asked.steps or sitting.script.steps)


def _larger(pixels: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image

    size = (extent.width, extent.height)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
