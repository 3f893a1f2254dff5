"""A critic of patches: tells drawn texture from real texture, a few pixels at a time."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

_WIDTHS = (32, 64, 96)


class PatchCritic(nn.Module):
    """Scores (B, 1, h, w) of pictures (B, 3, H, W); high where they look real."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for width in _WIDTHS:
            layers += [spectral_norm(nn.Conv2d(before, width, 4, 2, 1)), nn.LeakyReLU(0.2)]
            before = width
        self.layers = nn.Sequential(*layers, spectral_norm(nn.Conv2d(before, 1, 3, 1, 1)))

    def forward(self, pictures: Tensor) -> Tensor:
        """Score every patch."""
        scores: Tensor = self.layers(pictures)
        return scores


class DecoderWithCritic(nn.Module):
    """A decoder and its critic, learnt together."""

    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.decoder = decoder
        self.critic = PatchCritic()

    def forward(self, latents: Tensor) -> Tensor:
        """Decode latents."""
        pictures: Tensor = self.decoder(latents)
        return pictures
