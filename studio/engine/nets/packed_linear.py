"""A linear layer whose weights stay packed, and are unpacked for the moment they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from studio.engine.unpacking import row_bytes, unpacked

if TYPE_CHECKING:
    from torch import Tensor


class PackedLinear(nn.Module):
    """As `nn.Linear`, with the weight in blocks of a GGUF `kind`: (out, bytes of a row) uint8.

    `added` are pairs of (out, r) and (r, in), float32, whose products belong to the weight.
    """

    def __init__(self, before: nn.Linear, kind: str, dtype: torch.dtype) -> None:
        super().__init__()
        self.in_features, self.out_features = before.in_features, before.out_features
        self.kind = kind
        self.compute_dtype = dtype
        data = torch.empty(
            (self.out_features, row_bytes(kind, self.in_features)),
            dtype=torch.uint8,
            device=before.weight.device,
        )
        self.weight = nn.Parameter(data, requires_grad=False)
        self.bias = before.bias
        self.added: list[tuple[Tensor, Tensor]] = []

    def forward(self, values: Tensor) -> Tensor:
        """Return values (..., in) as (..., out), in their own number format."""
        shape = (self.out_features, self.in_features)
        weight = unpacked(self.weight, self.kind, shape)
        for up, down in self.added:
            weight = weight + up @ down
        return nn.functional.linear(values, weight.to(values.dtype), self.bias)
