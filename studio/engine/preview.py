"""The live preview: latents to a small picture by one matrix, at next to no cost.

A model may bring `preview.json` beside its folders: `{"matrix": C rows of 3, "bias": 3 numbers}`,
from latents as the scheduler sees them to RGB in [-1, 1]. For other models the matrix is fitted
once to the model's own VAE, by least squares on decoded smooth random latents, and cached.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from studio.core.errors import StudioError
from studio.core.storage import write_atomic
from studio.engine.folder import read_json

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FILE = "preview.json"
INTERVAL_S = 0.1  # at most ten previews a second
REST = 10  # times as long as a preview took until the next
FIT_SIDE = 16  # latents per side of a picture the fit decodes
FIT_PICTURES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The map from latents to colors: `matrix` (C, 3) and `bias` (3,), float32."""

    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]

    def picture(self, latents: Any) -> NDArray[np.uint8]:
        """Return latents (1, C, h, w) as (h, w, 3) uint8."""
        values = latents[0].float().cpu().numpy()
        colors = np.tensordot(values, self.matrix, axes=([0], [0])) + self.bias
        colors = np.nan_to_num(colors, nan=0.0, posinf=1.0, neginf=-1.0)
        return ((colors.clip(-1, 1) + 1) * 127.5).round().astype(np.uint8)

    def to_json(self) -> dict[str, Any]:
        """Return the content of a `preview.json`."""
        return {"matrix": self.matrix.tolist(), "bias": self.bias.tolist()}


class Painter(Protocol):
    """Whatever turns latents (1, C, h, w) into a small picture (h, w, 3) uint8."""

    def picture(self, latents: Any) -> NDArray[np.uint8]:
        """Return the picture."""


class Previewer:
    """Makes a preview of one picture now and then; the first is always due, with 0 none is.

    A painter that takes long is asked less often, so that it never takes more than a tenth of the
    time.
    """

    def __init__(self, painter: Painter, interval_s: float = INTERVAL_S) -> None:
        self._painter = painter
        self._interval_s = interval_s
        self._next_s = 0.0

    def preview(self, x0: Any) -> NDArray[np.uint8] | None:
        """Return a picture of what `x0()` computes, or None while it is too early for another."""
        now_s = time.monotonic()
        if now_s < self._next_s or not self._interval_s:
            return None
        latents = x0()
        float(latents.flatten()[0])  # waits for the step, which is not the preview's time
        started_s = time.monotonic()
        picture = self._painter.picture(latents)
        spent_s = time.monotonic() - started_s
        self._next_s = now_s + max(self._interval_s, spent_s * REST)
        return picture


def projection_for(model: Path, vae: Any, known: Path) -> Projection:
    """Return the model's own projection, the one kept at `known`, or a new fit (then kept)."""
    channels = int(vae.config.latent_channels)
    for path in (model / FILE, known):
        if found := _read(path, channels):
            return found
    fitted = fit(vae)
    try:
        known.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(known, json.dumps(fitted.to_json()).encode())
    except OSError:
        pass  # a cache that cannot be written is fitted again next time
    return fitted


def fit(vae: Any) -> Projection:
    """Fit the projection to a VAE by least squares on pictures it decodes.

    The latents are smooth random fields of unit variance, drawn from a generator of their own.
    """
    import torch

    channels = int(vae.config.latent_channels)
    random = torch.Generator("cpu").manual_seed(0)
    coarse = torch.randn((FIT_PICTURES, channels, 4, 4), generator=random)
    latents = torch.nn.functional.interpolate(coarse, size=(FIT_SIDE, FIT_SIDE), mode="bicubic")
    latents = latents / latents.std()
    with torch.no_grad():
        rows = [decode(vae, one[None].to(vae.device)).float().cpu() for one in latents]
    small = torch.nn.functional.interpolate(torch.cat(rows), size=(FIT_SIDE, FIT_SIDE), mode="area")
    inputs = latents.permute(0, 2, 3, 1).reshape(-1, channels).numpy()
    colors = small.clamp(-1, 1).permute(0, 2, 3, 1).reshape(-1, 3).numpy()
    inputs = np.concatenate([inputs, np.ones((len(inputs), 1), np.float32)], axis=1)
    solution = np.linalg.lstsq(inputs, colors, rcond=None)[0].astype(np.float32)
    return Projection(solution[:-1], solution[-1])


def decode(vae: Any, latents: Any) -> Any:
    """Return latents as the scheduler sees them as pictures (B, 3, H, W), about [-1, 1]."""
    import torch

    mean, std = (getattr(vae.config, key, None) for key in ("latents_mean", "latents_std"))
    scaling = vae.config.scaling_factor
    latents = latents.to(vae.dtype)
    if mean is not None and std is not None:
        shape = (1, -1, 1, 1)
        mean = torch.tensor(mean).view(shape).to(latents.device, latents.dtype)
        std = torch.tensor(std).view(shape).to(latents.device, latents.dtype)
        latents = latents * std / scaling + mean
    else:
        latents = latents / scaling + (getattr(vae.config, "shift_factor", None) or 0.0)
    return vae.decode(latents, return_dict=False)[0]


def _read(path: Path, channels: int) -> Projection | None:
    try:
        content = read_json(path)
        matrix = np.asarray(content["matrix"], np.float32)
        bias = np.asarray(content["bias"], np.float32)
    except (StudioError, KeyError, TypeError, ValueError):
        return None
    fits = matrix.shape == (channels, 3) and bias.shape == (3,)
    return Projection(matrix, bias) if fits and np.isfinite(matrix).all() else None
