"""A small classifier that reads the attributes of a scene off its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTHS = (32, 64, 128, 128)  # of the levels with 32, 16, 8 and 4 cells per side
_GRID = 4  # cells per side that the classifiers see, so that they know where things are


class Judge(nn.Module):
    """Logits per attribute of pictures (B, 3, 64, 64) in [-1, 1]."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for level, width in enumerate(_WIDTHS):
            layers += _layer(before, width, stride=2)
            if level in (1, 2):
                layers += _layer(width, width, stride=1)
            before = width
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.2))
        self.heads = nn.ModuleDict({
            name: nn.Linear(before * _GRID * _GRID, count) for name, count in classes.items()
        })  # fmt: skip

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """The logits of every attribute."""
        seen = self.body(pictures)
        return {name: head(seen) for name, head in self.heads.items()}


def _layer(before: int, width: int, stride: int) -> list[nn.Module]:
    side = 5 if before == 3 else 3
    return [
        nn.Conv2d(before, width, side, stride, side // 2, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    ]
