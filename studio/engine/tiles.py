"""Large pictures in tiles that overlap, so that memory does not grow with the area.

The denoiser sees one tile after the other, and what it says of the places that two tiles share is
their mean, weighted by how far inside of each they lie (MultiDiffusion, Bar-Tal et al. 2023,
arXiv:2302.08113). The VAE works in the same tiles; of the pixels only the rows that one row of
tiles covers are held as numbers, everything above them is a finished picture already. Who is
`heard` learns of each tile before it is begun, and may raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.latents import decoded, moments, to_pixels
from studio.engine.start import as_image, rescaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Heard = Callable[[int, int], None]  # the number of the tile that is begun, of how many

ROWS = 64  # of pixels that are finished at once


@dataclass(frozen=True, slots=True)
class Tiles:
    """The side of a tile and how far two reach into each other, in latents."""

    side: int
    overlap: int


@dataclass(frozen=True, slots=True)
class Window:
    """One tile of a picture of latents."""

    y: int
    x: int
    height: int
    width: int

    def of(self, values: Any, factor: int = 1) -> Any:
        """Return this part of (..., h, w), where `factor` values stand for one latent."""
        rows = slice(self.y * factor, (self.y + self.height) * factor)
        return values[..., rows, self.x * factor : (self.x + self.width) * factor]


def windows(height: int, width: int, tiles: Tiles) -> list[Window]:
    """Return the tiles of (height, width) latents, row by row, spread evenly."""
    rows, columns = _starts(height, tiles), _starts(width, tiles)
    high, wide = min(tiles.side, height), min(tiles.side, width)
    return [Window(y, x, high, wide) for y in rows for x in columns]


def _starts(length: int, tiles: Tiles) -> list[int]:
    if length <= tiles.side:
        return [0]
    stride = max(1, tiles.side - tiles.overlap)
    count = -(-(length - tiles.overlap) // stride)
    return [round(i * (length - tiles.side) / (count - 1)) for i in range(count)]


def weights(window: Window, overlap: int, factor: int = 1) -> NDArray[np.float32]:
    """Return how much each place of a tile counts, (h, w): less towards its edges, never nothing.

    Edges of the picture fade alike; there is no other tile there, so that it makes no difference.
    """

    def along(length: int) -> NDArray[np.float32]:
        at = np.arange(length, dtype=np.float32) + 0.5
        inside = np.minimum(at, length - at) / max(overlap * factor, 1)
        fading: NDArray[np.float32] = np.minimum(inside, 1).astype(np.float32)
        return fading

    rows, columns = along(window.height * factor), along(window.width * factor)
    return rows[:, None] * columns[None, :]


@dataclass(frozen=True, slots=True, eq=False)
class TiledDenoiser:
    """Takes the place of a UNet and is called like it; `parts` holds what draws each tile."""

    parts: Sequence[Any]
    places: Sequence[Window]
    tiles: Tiles
    heard: Heard

    @property
    def config(self) -> Any:
        """The config of the UNet."""
        return self.parts[0].config

    def __call__(self, latents: Any, t: Any, **inputs: Any) -> tuple[Any]:
        """Return the prediction (B, C, h, w) for latents of any size."""
        import torch

        total: Any = None
        weight: Any = None
        for n, (part, place) in enumerate(zip(self.parts, self.places, strict=True), 1):
            self.heard(n, len(self.places))
            said = part(place.of(latents).contiguous(), t, **inputs)[0]
            share = torch.from_numpy(weights(place, self.tiles.overlap)).to(said)
            if total is None:
                total = said.new_zeros((*said.shape[:2], *latents.shape[2:]))
                weight = said.new_zeros(latents.shape[2:])
            place.of(total).add_(said * share)
            place.of(weight).add_(share)
        return (total / weight,)


def tiled_denoiser(
    make: Callable[[], Any], latents: Any, tiles: Tiles, heard: Heard
) -> TiledDenoiser:
    """Return a denoiser for latents of a size; `make` returns what draws one tile."""
    height, width = latents.shape[2:]
    places = windows(height, width, tiles)
    return TiledDenoiser([make() for _ in places], places, tiles, heard)


def tiled_picture(
    vae: Any,
    latents: Any,
    tiles: Tiles,
    heard: Heard,
    decode: Callable[[Any, Any], Any] = decoded,
) -> NDArray[np.uint8]:
    """Return the picture (H, W, 3) of latents, decoded tile by tile.

    `decode` makes a picture (1, 3, H, W) of the VAE (or what stands in for it) and latents.
    """
    height, width = latents.shape[2:]
    places = windows(height, width, tiles)
    factor = 0
    for n, place in enumerate(places, 1):
        heard(n, len(places))
        image = decode(vae, place.of(latents).contiguous())
        if not factor:
            factor = image.shape[-1] // place.width
            band = _Band(place.height * factor, width * factor)
            picture = np.empty((height * factor, width * factor, 3), np.uint8)
        band.finish(picture, place.y * factor)
        colors = image[0].permute(1, 2, 0).float().cpu().numpy()
        band.add(colors, weights(place, tiles.overlap, factor), place.y * factor, place.x * factor)
    band.finish(picture, height * factor)
    return picture


class _Band:
    """The rows of a picture that tiles still add to: sums and weights from row `top` on."""

    def __init__(self, height: int, width: int) -> None:
        self.top = 0
        self.total = np.zeros((height, width, 3), np.float32)
        self.weight = np.zeros((height, width, 1), np.float32)

    def add(self, colors: NDArray[np.float32], share: NDArray[np.float32], y: int, x: int) -> None:
        here = (slice(y - self.top, y - self.top + len(colors)), slice(x, x + colors.shape[1]))
        self.total[here] += colors * share[..., None]
        self.weight[here] += share[..., None]

    def finish(self, picture: NDArray[np.uint8], until: int) -> None:
        """Write the rows above `until`, which nothing is added to any more, and let go of them."""
        import torch

        count = until - self.top
        if count <= 0:
            return
        for at in range(0, count, ROWS):
            rows = slice(at, min(at + ROWS, count))
            done = torch.from_numpy(self.total[rows] / self.weight[rows])
            place = slice(self.top + rows.start, self.top + rows.stop)
            picture[place] = to_pixels(done.permute(2, 0, 1)[None])
        for values in (self.total, self.weight):
            values[: len(values) - count] = values[count:].copy()
            values[len(values) - count :] = 0
        self.top = until


def tiled_latents(
    vae: Any, pixels: NDArray[np.uint8], generator: Any, tiles: Tiles, heard: Heard
) -> Any:
    """Return a picture (H, W, 3) as latents (1, C, h, w), encoded tile by tile.

    A variational encoder's sample is drawn once for the whole, from the blended mean and deviation.
    """
    import torch

    factor = _factor(vae)
    height, width = pixels.shape[0] // factor, pixels.shape[1] // factor
    total = None
    weight = torch.zeros((height, width))
    places = windows(height, width, tiles)
    for n, place in enumerate(places, 1):
        heard(n, len(places))
        rows = slice(place.y * factor, (place.y + place.height) * factor)
        part = pixels[rows, place.x * factor : (place.x + place.width) * factor]
        mean, deviation = (values.float().cpu() for values in moments(vae, as_image(part)))
        share = torch.from_numpy(weights(place, tiles.overlap))
        if total is None:
            total = torch.zeros((2, mean.shape[1], height, width))
        place.of(total).add_(torch.cat([mean, deviation]) * share)
        place.of(weight).add_(share)
    assert total is not None
    mean, deviation = (total / weight).split(1)
    if float(deviation.max()) > 0:
        mean = mean + deviation * torch.randn(mean.shape, generator=generator)
    return rescaled(vae, mean.to(device=vae.device, dtype=vae.dtype))


def _factor(vae: Any) -> int:
    return int(2 ** (len(vae.config.block_out_channels) - 1))
