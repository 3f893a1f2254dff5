"""Keeps a part of a picture while the rest of it is drawn: inpainting.

A model with four input channels draws everything, and after each step what must stay is put back
under as much noise as the next one expects, in the arithmetic of the diffusers inpaint pipelines.
A soft mask says for how many of the last steps a place is free (Differential Diffusion, Levin and
Fried 2023, arXiv:2306.00950); a hard one gives exactly the pipelines' result. A model made for
inpainting sees the mask and the rest of the picture in five channels more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.engine.start import as_image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HALF = 0.5  # from here on a place belongs to the hole that an inpainting model is shown


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What must stay: clean latents and their noise (1, C, h, w), the mask (1, 1, h, w)."""

    latents: Any
    noise: Any
    mask: Any

    def put_back(self, scheduler: Any, latents: Any, i: int, begin: int) -> Any:
        """Return latents after the i-th pass with what must stay laid over them.

        `begin` is the first pass of the picture; after the last one the clean latents are laid.
        """
        timesteps = scheduler.timesteps
        done = (i + 1 - begin) / (len(timesteps) - begin)
        free = (self.mask > 1 - done).to(latents.dtype)
        kept = self.latents
        if i + 1 < len(timesteps):
            kept = scheduler.add_noise(kept, self.noise, timesteps[i + 1 : i + 2])
        return (1 - free) * kept + free * latents


def at_latents(mask: NDArray[np.float32], factor: int, like: Any) -> Any:
    """Return a mask (H, W) for latents, (1, 1, h, w): the values at every `factor`-th pixel."""
    import torch

    values = torch.from_numpy(mask[::factor, ::factor].copy())[None, None]
    return values.to(device=like.device, dtype=like.dtype)


def without_hole(pixels: NDArray[np.uint8], mask: NDArray[np.float32]) -> Any:
    """Return a picture as (1, 3, H, W) in [-1, 1], float32, gray where the mask is drawn."""
    import torch

    return as_image(pixels) * torch.from_numpy(mask < HALF)


def hole_channels(hole: Any, latents: Any) -> Any:
    """Join a mask and the latents of the picture without its hole: (1, 1 + C, h, w)."""
    import torch

    return torch.cat([hole, latents], dim=1)
