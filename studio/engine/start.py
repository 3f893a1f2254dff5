"""What denoising begins with: noise alone, or a picture under as much noise as may change it.

Image-to-image is SDEdit (Meng et al. 2021) in the arithmetic of the diffusers pipelines: only the
last `int(steps * denoise)` steps are done, from the latents of the picture with the noise that
belongs to the first of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.request import Extent


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Latents (1, C, h, w) as the scheduler wants them, and the first step that is done."""

    latents: Any
    step: int = 0


def first_step(steps: int, denoise: float) -> int:
    """Return how many steps are left out when only a share of a picture may change."""
    return steps - min(int(steps * denoise), steps)


def fitted(pixels: NDArray[np.uint8], extent: Extent) -> NDArray[np.uint8]:
    """Return a picture (h, w, 3) at the size of the result, cut around its middle to fit."""
    import numpy as np
    from PIL import Image, ImageOps

    size = (extent.width, extent.height)
    if pixels.shape[:2] == size[::-1]:
        return pixels
    image = ImageOps.fit(Image.fromarray(pixels), size, Image.Resampling.LANCZOS)
    return np.asarray(image)


def encoded(vae: Any, pixels: NDArray[np.uint8], generator: Any, device: str) -> Any:
    """Return a picture as latents (1, C, h, w) as the scheduler sees them.

    A variational encoder draws a sample, which takes numbers from the generator before the noise.
    """
    import torch

    values = torch.from_numpy(pixels.astype("float32") / 255.0)[None].permute(0, 3, 1, 2)
    image = (2.0 * values - 1.0).to(device=device, dtype=vae.dtype)
    answer = vae.encode(image)
    if hasattr(answer, "latent_dist"):
        latents = answer.latent_dist.sample(generator)
    else:
        latents = answer.latents
    mean, std = (getattr(vae.config, key, None) for key in ("latents_mean", "latents_std"))
    if mean is None or std is None:
        return vae.config.scaling_factor * latents
    shape = (1, -1, 1, 1)
    mean = torch.tensor(mean).view(shape).to(latents.device, latents.dtype)
    std = torch.tensor(std).view(shape).to(latents.device, latents.dtype)
    return (latents - mean) * vae.config.scaling_factor / std


def begun(scheduler: Any, latents: Any, noise: Any, step: int) -> Start:
    """Put the noise of a step on a picture's latents; the scheduler then goes on from there."""
    at = step * scheduler.order
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(at)
    return Start(scheduler.add_noise(latents, noise, scheduler.timesteps[at : at + 1]), step)
