"""What a generator is given to make one picture, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.addition import Addition
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.core.text import Message
    from studio.engine.family import Generator


@dataclass(frozen=True, slots=True)
class GeneratePayload:
    """A request for one picture (its `count` is 1) and the model it names, found on disk.

    `source` is the picture that the request starts from, (h, w, 3) uint8 of any size. `additions`
    are the LoRAs and embeddings that its texts may ask for. `preview_s` is the least time between
    two looks at the picture on its way; with 0 there are none. `mask` is the mask of an inpainting
    request, (h, w) uint8, `references` are the pictures of its references in their order, and
    `others` the further models that it names (refiner, VAE, adapters), by the key it names them by.
    The verb puts that of them which takes over, loaded, into `refiner`. `tuning` is how far a model
    may be tuned on a graphics card (`savings.tuning.Level`). `rung` names the rung of the memory
    ladder that the picture was drawn on before, which is then the highest.
    """

    request: Request
    model: Model
    source: NDArray[np.uint8] | None = field(default=None, compare=False)
    additions: tuple[Addition, ...] = ()
    preview_s: float = 0.1
    mask: NDArray[np.uint8] | None = field(default=None, compare=False)
    references: tuple[NDArray[np.uint8], ...] = field(default=(), compare=False)
    others: Mapping[str, Model] = field(default_factory=dict)
    refiner: Generator | None = field(default=None, compare=False)
    tuning: str = ""
    rung: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """The picture, (H, W, 3) uint8, and what was decided on the way.

    `facts` goes into params.json: the expanded prompts, the scheduler, the model's hash, versions,
    device. `notices` are sentences for the screen (weights ignored, size off the native one, ...).
    """

    pixels: NDArray[np.uint8]
    seconds: float
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()
