"""What a request may ask for besides a picture from words: values, each with its own bounds.

Lengths are in pixels of the finished picture, shares run from 0 to 1. Pictures are named by their
key in `core.inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from studio.core.params import Scalar, choice, decimal, integer, specs
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Collection

T = TypeVar("T")
PX = N_("px")


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
    grow: int = integer(
        4, 0, 256, title=N_("Grow"), unit=PX, help=N_("Draw this far beyond the mask as well")
    )
    feather: int = integer(
        16,
        0,
        256,
        title=N_("Feather"),
        unit=PX,
        help=N_("How softly what is drawn goes over into what is kept"),
    )
    filling: Filling = choice(  # noqa: RUF009 - it makes a field
        Filling.ORIGINAL,
        (
            (Filling.ORIGINAL, N_("The picture")),
            (Filling.BLUR, N_("Colors around it")),
            (Filling.NOISE, N_("Noise")),
        ),
        title=N_("Begin with"),
        help=N_("What lies under the mask when drawing begins: keep it to change it, else replace"),
    )
    context: int | None = None


@dataclass(frozen=True, slots=True)
class Outpaint:
    """Draw beyond the edges of the source: how many pixels on each side.

    The source is fitted to the request's extent first, as without margins; they come on top of it.
    """

    left: int = integer(
        0,
        0,
        4096,
        title=N_("Left"),
        unit=PX,
        help=N_("How much is drawn to the left of the picture"),
    )
    top: int = integer(
        0, 0, 4096, title=N_("Top"), unit=PX, help=N_("How much is drawn above the picture")
    )
    right: int = integer(
        0,
        0,
        4096,
        title=N_("Right"),
        unit=PX,
        help=N_("How much is drawn to the right of the picture"),
    )
    bottom: int = integer(
        0, 0, 4096, title=N_("Bottom"), unit=PX, help=N_("How much is drawn below the picture")
    )
    feather: int = integer(
        32,
        0,
        256,
        title=N_("Feather"),
        unit=PX,
        help=N_("How softly what is drawn goes over into the picture"),
    )


@dataclass(frozen=True, slots=True)
class HighRes:
    """Draw a draft at the request's extent, enlarge it `scale` times, and draw over it again.

    `steps` of 0 are those of the draft. With a `tile` side the second pass goes tile by tile, for
    sizes that no model can hold at once.
    """

    scale: float = decimal(
        2.0,
        1.0,
        8.0,
        0.25,
        title=N_("Scale"),
        help=N_("How many times wider and higher than the draft the picture becomes"),
    )
    denoise: float = decimal(
        0.5,
        0.0,
        1.0,
        0.05,
        title=N_("Change"),
        help=N_("How much the second pass may change: 0.3 sharpens, 0.6 draws new details"),
    )
    steps: int = integer(
        0, 0, 150, title=N_("Steps"), help=N_("Steps of the second pass; 0 takes those above")
    )
    enlarger: Enlarger = choice(  # noqa: RUF009 - it makes a field
        Enlarger.LANCZOS,
        ((Enlarger.LANCZOS, N_("Pixels")), (Enlarger.LATENT, N_("Latents"))),
        title=N_("Enlarge"),
        help=N_("Pixels stay close to the draft; latents need more change, and invent more"),
    )
    tile: int = integer(
        0,
        0,
        2048,
        title=N_("Tile"),
        unit=PX,
        help=N_("Draw in tiles of this side, for sizes that do not fit at once; 0 draws the whole"),
    )
    overlap: int = integer(
        64, 0, 512, title=N_("Overlap"), unit=PX, help=N_("How far tiles reach into each other")
    )


@dataclass(frozen=True, slots=True)
class Refiner:
    """Hand over to a second model after this share of the steps."""

    model: str
    switch: float = decimal(
        0.8,
        0.0,
        1.0,
        0.05,
        title=N_("Switch at"),
        help=N_("After this share of the steps the second model goes on"),
    )


@dataclass(frozen=True, slots=True)
class Variation:
    """Bend the first noise towards that of another seed."""

    seed: int = 0
    strength: float = decimal(
        0.1,
        0.0,
        1.0,
        0.05,
        title=N_("Strength"),
        help=N_("How far the picture goes towards that of the other seed: 0 not at all, 1 all"),
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that the model looks at through an IP-Adapter (a key of the catalog)."""

    picture: str
    adapter: str
    scale: float = decimal(
        0.6,
        0.0,
        2.0,
        0.05,
        title=N_("Strength"),
        help=N_("How much the picture takes after the reference"),
    )


@dataclass(frozen=True, slots=True)
class Savings:
    """What is left out to be quicker; each costs some likeness to the exact picture.

    `deep_cache` computes the inner blocks of a UNet only every so many steps (Ma et al. 2024,
    arXiv:2312.00858); 1 is off. `block_cache` is the threshold of first-block caching for
    transformers; 0 is off. Guidance acts from `guidance_start` to `guidance_end`, shares of the
    steps (Kynkäänniemi et al. 2024, arXiv:2404.07724).
    """

    deep_cache: int = integer(
        1,
        1,
        10,
        title=N_("Reuse"),
        help=N_(
            "Computes the inner blocks of the denoiser only every so many steps and reuses them in "
            "between. With 3, SD 1.5 takes two fifths of the work; the composition stays and fine "
            "detail changes (29 dB to the exact picture on average with the starter model, 33 dB "
            "with 2). 1 computes all"
        ),
    )
    block_cache: float = decimal(
        0.0,
        0.0,
        0.5,
        0.01,
        title=N_("Skip"),
        help=N_(
            "Leaves out the later blocks of a step whose first block says nearly the same as "
            "before, up to this much change. 0 leaves nothing out, 0.1 a part, and fine detail "
            "with it"
        ),
    )
    guidance_start: float = decimal(
        0.0,
        0.0,
        1.0,
        0.05,
        title=N_("Guide from"),
        help=N_(
            "Follows the words alone until this share of the steps; such a step takes half the "
            "work. The composition forms in these steps and may become another"
        ),
    )
    guidance_end: float = decimal(
        1.0,
        0.0,
        1.0,
        0.05,
        title=N_("Guide to"),
        help=N_(
            "Follows the words alone after this share of the steps; such a step takes half the "
            "work. At 0.8 the picture differs little (35 dB to the exact one on average with the "
            "starter model), at 0.6 more (29 dB)"
        ),
    )
    decoder: Decoder = choice(  # noqa: RUF009 - it makes a field
        Decoder.FULL,
        ((Decoder.FULL, N_("The model's own")), (Decoder.TINY, N_("Small (TAESD)"))),
        title=N_("Decoder"),
        help=N_(
            "A small decoder turns latents into the picture with an eighteenth of the work, and "
            "shows it while it forms; fine texture and text become softer. Needs its file in a "
            "models folder"
        ),
    )

    def only(self, names: Collection[str]) -> Savings:
        """Return those of these names; of the others nothing is left out."""
        plain = Savings()
        return replace(
            self, **{f.name: getattr(plain, f.name) for f in fields(self) if f.name not in names}
        )

    def unknown(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the titles of what is in use besides these names."""
        plain = Savings()
        used = [n for n in specs(Savings) if getattr(self, n) != getattr(plain, n)]
        return tuple(specs(Savings)[name][0].title for name in used if name not in names)


# What the two kinds of denoisers know of the savings.
OF_UNETS = ("deep_cache", "guidance_start", "guidance_end", "decoder")
OF_TRANSFORMERS = ("block_cache", "guidance_start", "guidance_end")


def with_value(part: T, name: str, value: Scalar) -> T:
    """Return a part with one declared field set, as the type that the field has now."""
    kind = type(getattr(part, name))
    return replace(part, **{name: kind(value)})  # type: ignore[type-var]
