"""What the user asks for: frozen values, complete enough to reproduce a result."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field, replace

from studio.core.params import Scalar  # noqa: TC001
from studio.core.request_parts import (
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.core.style import Style  # noqa: TC001

# The fields of a request that ask for more than words, size and seed; a family takes some of them.
PARTS = (
    "inpaint",
    "outpaint",
    "high_res",
    "refiner",
    "variation",
    "seamless",
    "vae",
    "references",
    "savings",
)
SEED_LIMIT = 2**32  # seeds are 0 .. SEED_LIMIT - 1, as other programs write them


@dataclass(frozen=True, slots=True)
class Extent:
    """Size of an image in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Rect:
    """A pixel rectangle; `x`, `y` is its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Request:
    """One press of Generate: everything a picture depends on.

    `prompt` and `negative` are the raw text, wildcards and full-width brackets included. `model` is
    a key of the model catalog or a path. `style` is the whole style and `style_text` free words
    of the user's own in its place; `style_strength` weighs them from 0 (absent) to 1 (as written).
    `params` holds every parameter of the family, so that a later change of a default changes no
    picture. `wildcards` are the lists that `__name__` stood for, so that a run is complete.
    `source` names the picture to start from (its key in `core.inputs`; empty: none), and `denoise`
    says from 0 to 1 how much of it may change. `vae` names one to use instead of the model's own.
    """

    prompt: str
    model: str = "starter"
    negative: str = ""
    style: Style | None = None
    style_text: str = ""
    style_strength: float = 1.0
    extent: Extent = Extent(256, 256)
    seed: int = 0
    count: int = 1
    params: Mapping[str, Scalar] = field(default_factory=dict)
    wildcards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    denoise: float = 0.6
    inpaint: Inpaint | None = None
    outpaint: Outpaint | None = None
    high_res: HighRes | None = None
    refiner: Refiner | None = None
    variation: Variation | None = None
    seamless: Seamless = Seamless.NONE
    vae: str = ""
    references: tuple[Reference, ...] = ()
    savings: Savings = field(default_factory=Savings)

    def parts(self) -> dict[str, object]:
        """Return what it asks for besides, by field; what is left out is not there."""
        plain = Request(self.prompt)
        found = {name: getattr(self, name) for name in PARTS}
        return {name: part for name, part in found.items() if part != getattr(plain, name)}

    def variations(self) -> list[Request]:
        """Split a batch into single-picture requests with consecutive seeds."""
        return [
            replace(self, seed=(self.seed + i) % SEED_LIMIT, count=1) for i in range(self.count)
        ]
