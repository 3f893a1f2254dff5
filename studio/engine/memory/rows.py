"""Passes the rows of a batch through a denoiser one after the other, where both do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class RowByRow:
    """Takes the place of a UNet and is called like it; every row is a pass of its own."""

    unet: Any

    @property
    def config(self) -> Any:
        """The config of the UNet."""
        return self.unet.config

    def __call__(self, latents: Any, t: Any, **inputs: Any) -> tuple[Any]:
        """Return the prediction (B, C, h, w) for B rows."""
        import torch

        rows = latents.shape[0]
        said = [
            self.unet(latents[i : i + 1], t, **{k: _row(v, i, rows) for k, v in inputs.items()})[0]
            for i in range(rows)
        ]
        return (torch.cat(said),)


def _row(value: Any, i: int, rows: int) -> Any:
    """Return the i-th row of what has one for each; what is one for all stays."""
    if isinstance(value, dict):
        return {key: _row(inner, i, rows) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_row(inner, i, rows) for inner in value)
    is_batch = hasattr(value, "shape") and len(value.shape) > 0 and value.shape[0] == rows
    return value[i : i + 1] if is_batch else value
