"""Between pictures and latents: a VAE that is given full precision where half is not enough."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from studio.core.errors import NotFiniteError
from studio.core.text import N_
from studio.engine.device import give_back
from studio.engine.memory.rungs import Rung, rung_now, take
from studio.engine.preview import decode
from studio.engine.start import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

TILE, OVERLAP = 64, 8  # latents a side, where there is too little memory to decode a picture whole


def to_latents(vae: Any, image: Any, generator: Any, device: str) -> Any:
    """Return a picture (1, 3, H, W) in [-1, 1] as latents (1, C, h, w) as the scheduler sees them.

    The numbers that a variational encoder draws are those the bare pipelines draw.
    """
    import torch

    state = generator.get_state()
    latents = encoded(vae, image, generator, device)
    if not torch.isfinite(latents).all() and vae.dtype is not torch.float32:
        generator.set_state(state)
        with full_precision(vae):
            latents = encoded(vae, image, generator, device)
    return latents


def to_picture(vae: Any, latents: Any) -> NDArray[np.uint8]:
    """Return the picture (H, W, 3) of latents; raises `StudioError` for one that is not finite."""
    give_back()  # what denoising left behind; decoding takes more than it did
    if rung_now() >= Rung.TILES and max(latents.shape[2:]) > TILE:
        from studio.engine.tiles import Tiles, tiled_picture

        take(Rung.TILES)
        return tiled_picture(vae, latents, Tiles(TILE, OVERLAP), lambda _n, _count: None)
    return to_pixels(decoded(vae, latents))


def decoded(vae: Any, latents: Any) -> Any:
    """Return the picture (1, 3, H, W), about [-1, 1]; raises `StudioError` if it is not finite."""
    import torch

    image = decode(vae, latents)
    if not torch.isfinite(image).all() and vae.dtype is not torch.float32:
        with full_precision(vae):
            image = decode(vae, latents)
    if not torch.isfinite(image).all():
        raise overflow(image)
    return image


def moments(vae: Any, image: Any) -> tuple[Any, Any]:
    """Return mean and deviation (1, C, h, w) that an encoder says of a picture (1, 3, H, W).

    The deviation of one that is not variational is 0.
    """
    import torch

    def said() -> tuple[Any, Any]:
        answer = vae.encode(image.to(device=vae.device, dtype=vae.dtype))
        if hasattr(answer, "latent_dist"):
            return answer.latent_dist.mean, answer.latent_dist.std
        return answer.latents, torch.zeros_like(answer.latents)

    pair = said()
    if not torch.isfinite(pair[0]).all() and vae.dtype is not torch.float32:
        with full_precision(vae):
            pair = said()
    return pair


@contextmanager
def full_precision(module: Any) -> Iterator[None]:
    """Hold a module in float32 for a while; the next picture finds it as this one did."""
    import torch

    tensors = [*module.parameters(), *module.buffers()]
    before = [tensor.dtype for tensor in tensors]
    try:
        module.to(dtype=torch.float32)
        yield
    finally:
        for tensor, dtype in zip([*module.parameters(), *module.buffers()], before, strict=True):
            tensor.data = tensor.data.to(dtype)


def to_pixels(image: Any) -> NDArray[np.uint8]:
    """Return a picture (1, 3, H, W) in [-1, 1] as (H, W, 3) uint8, rounded as diffusers does."""
    shares = (image * 0.5 + 0.5).clamp(0, 1)[0].cpu().permute(1, 2, 0).float().numpy()
    pixels: NDArray[np.uint8] = (shares * 255).round().astype("uint8")
    return pixels


def overflow(values: Any) -> NotFiniteError:
    """Return what to say of numbers that are not finite."""
    return NotFiniteError(
        N_(
            "The model computed numbers that are not finite (NaN), {count} of {total}, so there is "
            "no picture. Lower the guidance, or choose another scheduler or size."
        ),
        count=int((~values.isfinite()).sum()),
        total=values.numel(),
    )
