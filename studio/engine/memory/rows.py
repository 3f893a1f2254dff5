"""Passes the rows of a batch through a denoiser one after the other, where both do not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.engine.memory.rungs import Rung, take

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, eq=False)
class RowByRow:
    """Takes the place of a UNet and is called like it; every row is a pass of its own.

    `make` returns what draws one row: it may remember that from one step to the next.
    """

    make: Callable[[], Any]
    _parts: dict[tuple[int, int], Any] = field(default_factory=dict)  # by row, of how many

    @property
    def config(self) -> Any:
        """The config of the UNet."""
        return self._part(0, 1).config

    def __call__(self, latents: Any, t: Any, **inputs: Any) -> tuple[Any]:
        """Return the prediction (B, C, h, w) for B rows."""
        import torch

        rows = latents.shape[0]
        if rows > 1:
            take(Rung.ONE_BY_ONE)
        said = []
        for i in range(rows):
            own = {name: _row(value, i, rows) for name, value in inputs.items()}
            said.append(self._part(i, rows)(latents[i : i + 1], t, **own)[0])
        return (torch.cat(said),)

    def _part(self, i: int, rows: int) -> Any:
        if (i, rows) not in self._parts:
            self._parts[i, rows] = self.make()
        return self._parts[i, rows]


def _row(value: Any, i: int, rows: int) -> Any:
    """Return the i-th row of what has one for each; what is one for all stays."""
    if isinstance(value, dict):
        return {key: _row(inner, i, rows) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_row(inner, i, rows) for inner in value)
    is_batch = hasattr(value, "shape") and len(value.shape) > 0 and value.shape[0] == rows
    return value[i : i + 1] if is_batch else value
