"""A running average of weights, which draws better than the weights of any one step."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


class Average:
    """The exponential moving average of a model's weights, itself a model in evaluation mode."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self._keep = keep

    def update(self, model: nn.Module, step: int) -> None:
        """Move toward the weights of `model`; fast in the first steps, which know nothing yet."""
        import torch

        keep = min(self._keep, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.model.parameters()), list(model.parameters()), 1.0 - keep
            )
            for mine, theirs in zip(self.model.buffers(), model.buffers(), strict=True):
                mine.copy_(theirs)
