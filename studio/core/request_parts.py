"""What a request may ask for besides a picture from words: values, each with its own bounds.

Lengths are in pixels of the finished picture, shares run from 0 to 1. Pictures are named by their
key in `core.inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Filling(StrEnum):
    """What lies under the mask when painting begins."""

    ORIGINAL = "original"  # the picture as it is
    BLUR = "blur"  # colors of the surroundings, drawn in over the hole
    NOISE = "noise"  # nothing but noise


class Seamless(StrEnum):
    """Along which axes the edges of a picture continue one another."""

    NONE = ""
    X = "x"
    Y = "y"
    BOTH = "both"


class Enlarger(StrEnum):
    """How the draft of a high-resolution picture is made larger before it is drawn again."""

    LATENT = "latent"  # the latents, bilinear
    LANCZOS = "lanczos"  # the pixels


class Decoder(StrEnum):
    """What turns latents into pixels."""

    FULL = "full"  # the model's own VAE
    TINY = "tiny"  # a small one (TAESD): quick, and less exact


@dataclass(frozen=True, slots=True)
class Inpaint:
    """Draw only what a mask shows (white is drawn, black is kept) of the source.

    The mask is first `grow`n, then `feather`ed. With `context` only the mask's bounds and so many
    pixels around them are drawn, at the request's extent, and put back; None draws the whole.
    """

    mask: str
    grow: int = 4
    feather: int = 16
    filling: Filling = Filling.ORIGINAL
    context: int | None = None


@dataclass(frozen=True, slots=True)
class Outpaint:
    """Draw beyond the edges of the source: how many pixels on each side."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0
    feather: int = 32


@dataclass(frozen=True, slots=True)
class HighRes:
    """Draw a draft at the request's extent, enlarge it `scale` times, and draw over it again.

    `steps` of 0 are those of the draft. With a `tile` side the second pass goes tile by tile, for
    sizes that no model can hold at once.
    """

    scale: float = 2.0
    denoise: float = 0.5
    steps: int = 0
    enlarger: Enlarger = Enlarger.LANCZOS
    tile: int = 0
    overlap: int = 64


@dataclass(frozen=True, slots=True)
class Refiner:
    """Hand over to a second model after this share of the steps."""

    model: str
    switch: float = 0.8


@dataclass(frozen=True, slots=True)
class Variation:
    """Bend the first noise towards that of another seed."""

    seed: int = 0
    strength: float = 0.1


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that the model looks at through an IP-Adapter (a key of the catalog)."""

    picture: str
    adapter: str
    scale: float = 0.6


@dataclass(frozen=True, slots=True)
class Savings:
    """What is left out to be quicker; each costs some likeness to the exact picture.

    `deep_cache` computes the inner blocks of a UNet only every so many steps (Ma et al. 2024,
    arXiv:2312.00858); 1 is off. `block_cache` is the threshold of first-block caching for
    transformers; 0 is off. Guidance acts from `guidance_start` to `guidance_end`, shares of the
    steps (Kynkäänniemi et al. 2024, arXiv:2404.07724).
    """

    deep_cache: int = 1
    block_cache: float = 0.0
    guidance_start: float = 0.0
    guidance_end: float = 1.0
    decoder: Decoder = Decoder.FULL
