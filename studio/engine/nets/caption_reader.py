"""A text encoder with a classifier per attribute, which gives its states a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping


class CaptionReader(nn.Module):
    """Reads every attribute off the state at the end of a caption; the last class is "not said"."""

    def __init__(self, encoder: nn.Module, width: int, classes: Mapping[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({name: nn.Linear(width, n + 1) for name, n in classes.items()})

    def forward(self, ids: Tensor) -> Tensor:
        """The states (B, L, width) of token ids (B, L)."""
        states: Tensor = self.encoder(ids, return_dict=False)[0]
        return states

    def read(self, states: Tensor) -> dict[str, Tensor]:
        """Logits per attribute for states (B, width)."""
        return {name: head(states) for name, head in self.heads.items()}
