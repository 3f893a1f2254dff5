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
    from studio.engine.keeping import Kept

SMALL_ANGLE = 1e-4  # radians; so little apart there is no circle to go along


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Latents (1, C, h, w) as the scheduler wants them, and the first step that is done.

    `kept` is what must stay of a picture, `channels` (1, n, h, w) what the model sees besides.
    """

    latents: Any
    step: int = 0
    kept: Kept | None = None
    channels: Any = None


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


def as_image(pixels: NDArray[np.uint8]) -> Any:
    """Return a picture (H, W, 3) as (1, 3, H, W) in [-1, 1], float32."""
    import torch

    values = torch.from_numpy(pixels.astype("float32") / 255.0)[None].permute(0, 3, 1, 2)
    return 2.0 * values - 1.0


def encoded(vae: Any, image: Any, generator: Any, device: str) -> Any:
    """Return a picture (1, 3, H, W) as latents (1, C, h, w) as the scheduler sees them.

    A variational encoder draws a sample, which takes numbers from the generator before the noise.
    """
    answer = vae.encode(image.to(device=device, dtype=vae.dtype))
    if hasattr(answer, "latent_dist"):
        return rescaled(vae, answer.latent_dist.sample(generator))
    return rescaled(vae, answer.latents)


def rescaled(vae: Any, latents: Any) -> Any:
    """Return what a VAE's encoder says as the scheduler sees it."""
    import torch

    mean, std = (getattr(vae.config, key, None) for key in ("latents_mean", "latents_std"))
    if mean is None or std is None:
        shift = getattr(vae.config, "shift_factor", None) or 0.0
        return (latents - shift) * vae.config.scaling_factor
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


def bent(noise: Any, other: Any, strength: float) -> Any:
    """Return noise on the great circle from one to another: 0 is the first, 1 is the other.

    Both stay as likely under a normal distribution as they were, which a straight mean would not
    (Shoemake 1985, "slerp"). The angle is that between the two as vectors.
    """
    import torch

    if strength <= 0 or strength >= 1:
        return noise if strength <= 0 else other
    first, second = noise.cpu().double(), other.cpu().double()  # some devices have no such numbers
    one, two = first.flatten(), second.flatten()
    cosine = torch.dot(one, two) / (one.norm() * two.norm())
    angle = torch.arccos(cosine.clamp(-1, 1))
    if float(angle) < SMALL_ANGLE:
        return noise
    sine = torch.sin(angle)
    shares = torch.sin((1 - strength) * angle) / sine, torch.sin(strength * angle) / sine
    return (shares[0] * first + shares[1] * second).to(noise.device, noise.dtype)
