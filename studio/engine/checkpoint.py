"""A loaded checkpoint: its networks, and what has to be known of them to draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import RequestError
from studio.core.request_rules import LARGEST_SIDE
from studio.core.text import N_
from studio.engine.conditioning import Conditioner, TextEncoder
from studio.engine.other_vae import VaeShelf
from studio.engine.outfit import Outfit
from studio.engine.picture_facts import inputs_of, is_xl
from studio.engine.references import Look, ReferenceShelf, with_looks
from studio.engine.savings.tiny_decoder import TinyShelf
from studio.engine.savings.tuning import Tuning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.core.model import Model
    from studio.core.request import Extent
    from studio.engine.conditioning import Conditions
    from studio.engine.device import Device
    from studio.engine.fingerprint import Fingerprint
    from studio.engine.loading import Parts
    from studio.engine.preview import Projection

SMALLEST, LARGEST = 64, LARGEST_SIDE


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """What drawing needs of a loaded model; `params` is the dataclass of its parameters.

    `looks` are what it sees in reference pictures; the shelves keep what only some pictures need.
    """

    model: Model
    params: type
    parts: Parts
    device: Device
    projection: Projection
    fingerprint: Fingerprint
    conditioner: Conditioner
    outfit: Outfit
    tiny: TinyShelf = field(default_factory=TinyShelf)
    tuning: Tuning = field(default_factory=Tuning)
    vaes: VaeShelf = field(default_factory=VaeShelf)
    references: ReferenceShelf = field(default_factory=ReferenceShelf)
    looks: tuple[Look, ...] = ()

    @property
    def shelved(self) -> dict[str, Any]:
        """The networks that are kept beside its own, by names of their own."""
        return {**self.vaes.modules, **self.references.modules}

    @property
    def factor(self) -> int:
        """How many pixels one latent stands for along a side."""
        return int(2 ** (len(self.parts.vae.config.block_out_channels) - 1))

    @property
    def is_xl(self) -> bool:
        """Whether the model is built like SDXL or its refiner."""
        return is_xl(self.parts.unet)

    @property
    def is_refiner(self) -> bool:
        """Whether the model was made to go over pictures that are nearly done."""
        return self.is_xl and len(self.parts.encoders) == 1

    @property
    def multiple(self) -> int:
        """Of which number the sides of a picture must be multiples."""
        return max(8, self.factor)

    @property
    def channels(self) -> int:
        """How many channels the latents have."""
        return int(self.parts.unet.config.out_channels)

    def noise(self, extent: Extent, generator: Any, dtype: Any) -> Any:
        """Return the noise the bare pipeline draws: on the processor, whatever the device."""
        import torch

        shape = (1, self.channels, extent.height // self.factor, extent.width // self.factor)
        noise = torch.randn(shape, generator=generator, dtype=dtype, layout=torch.strided)
        return noise.to(self.device.kind)

    def check_extent(self, extent: Extent) -> None:
        """Raise `RequestError` for a size that this model cannot make."""
        for side in (extent.width, extent.height):
            if side % self.multiple or not SMALLEST <= side <= LARGEST:
                raise RequestError(
                    N_(
                        "{extent} is not a possible size: width and height must be multiples of "
                        "{multiple}, from {low} to {high}."
                    ),
                    extent=extent,
                    multiple=self.multiple,
                    low=SMALLEST,
                    high=LARGEST,
                )

    def extra(self, extent: Extent) -> Callable[[Conditions], Mapping[str, Any] | None]:
        """Return what makes the further inputs: SDXL's facts of the picture, and references."""
        return with_looks(inputs_of(self.parts.unet, extent), self.looks)


def checkpoint(
    model: Model,
    params: type,
    parts: Parts,
    device: Device,
    projection: Projection,
    fingerprint: Fingerprint,
) -> Checkpoint:
    """Join what was loaded."""
    reader = conditioner(parts)
    outfit = Outfit(parts, reader)
    return Checkpoint(model, params, parts, device, projection, fingerprint, reader, outfit)


def conditioner(parts: Parts) -> Conditioner:
    """Join the encoders: SDXL reads its own at the layer before the last, and pools the last one.

    The refiner has the second of them alone.
    """
    xl = is_xl(parts.unet)
    pairs = list(zip(parts.tokenizers, parts.encoders, strict=True))
    first = 1 if xl and len(pairs) == 1 else 0
    encoders = [
        TextEncoder(tokenizer, model, layer=2 if xl else None, pools=xl and i == 1, which=i)
        for i, (tokenizer, model) in enumerate(pairs, first)
    ]
    return Conditioner(encoders, parts.zeros_when_empty, skips_negative=not xl)
