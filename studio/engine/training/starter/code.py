"""The fixed linear code of pictures: principal components of patches, partly whitened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.core.storage import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

WHITENING = 0.6  # 0 keeps the variances of the components, 1 makes them equal


@dataclass(frozen=True, slots=True)
class LinearCode:
    """Patches of `patch` x `patch` pixels to `C` numbers and back.

    `mean` is (D,), `down` (D, C) and `up` (C, D), with D = patch * patch * 3 and pixels in [-1, 1].
    """

    patch: int
    mean: Floats
    down: Floats
    up: Floats

    def encode(self, pictures: Pixels) -> Floats:
        """Latents (N, C, h, w) of pictures (N, H, W, 3)."""
        patches = _patches(_signed(pictures), self.patch)
        return np.ascontiguousarray(((patches - self.mean) @ self.down).transpose(0, 3, 1, 2))

    def decode(self, latents: Floats) -> Pixels:
        """Blocky pictures (N, H, W, 3) of latents (N, C, h, w)."""
        patches = latents.transpose(0, 2, 3, 1) @ self.up + self.mean
        n, h, w, _ = patches.shape
        grid = patches.reshape(n, h, w, self.patch, self.patch, 3).transpose(0, 1, 3, 2, 4, 5)
        pixels = grid.reshape(n, h * self.patch, w * self.patch, 3)
        rounded: Pixels = np.clip((pixels + 1) * 127.5 + 0.5, 0, 255).astype(np.uint8)
        return rounded

    def colors(self) -> tuple[Floats, Floats]:
        """The mean color of a cell: matrix (C, 3) and bias (3,), to [-1, 1]."""
        matrix = self.up.reshape(len(self.up), -1, 3).mean(axis=1)
        return matrix, self.mean.reshape(-1, 3).mean(axis=0)

    def save(self, path: Path) -> None:
        """Write the code to a safetensors file."""
        from safetensors.numpy import save

        arrays = {"mean": self.mean, "down": self.down, "up": self.up}
        write_atomic(path, save(arrays, metadata={"patch": str(self.patch)}))


def load_code(path: Path) -> LinearCode:
    """Read what `LinearCode.save` wrote."""
    from safetensors.numpy import load_file

    arrays = load_file(path)
    patch = round((len(arrays["mean"]) / 3) ** 0.5)
    return LinearCode(patch, arrays["mean"], arrays["down"], arrays["up"])


def fit_code(pictures: Pixels, patch: int, channels: int) -> LinearCode:
    """The code of the leading principal components of these pictures (N, H, W, 3)."""
    both = np.concatenate([pictures, pictures[:, :, ::-1]])
    patches = _patches(_signed(both), patch).reshape(-1, patch * patch * 3)
    mean = patches.mean(axis=0)
    covariance = (patches.T @ patches) / len(patches) - np.outer(mean, mean)
    values, vectors = np.linalg.eigh(covariance.astype(np.float64))
    lead = np.argsort(values)[::-1][:channels]
    deviation = np.sqrt(values[lead])
    gain = deviation**-WHITENING
    gain /= np.sqrt(np.mean((deviation * gain) ** 2))  # the latents' overall deviation is 1
    down, up = vectors[:, lead] * gain, (vectors[:, lead] / gain).T
    as_floats = (np.ascontiguousarray(array, dtype=np.float32) for array in (mean, down, up))
    return LinearCode(patch, *as_floats)


def _signed(pictures: Pixels) -> Floats:
    signed: Floats = pictures.astype(np.float32) / np.float32(127.5) - np.float32(1)
    return signed


def _patches(pictures: Floats, patch: int) -> Floats:
    n, height, width, _ = pictures.shape
    h, w = height // patch, width // patch
    grid = pictures.reshape(n, h, patch, w, patch, 3).transpose(0, 1, 3, 2, 4, 5)
    return grid.reshape(n, h, w, patch * patch * 3)
