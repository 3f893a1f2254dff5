"""The models that a request names besides its own: a refiner, a VAE, adapters, a small decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.errors import WeightsMissingError
from studio.core.model import Kind, Model, find_part
from studio.core.request_parts import Decoder
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.core.request import Request


def named_models(
    request: Request, models: Iterable[Model], parts: Sequence[Model]
) -> dict[str, Model]:
    """Return what a request names, by the key it names it by, of what there is.

    Adapters come with the encoders of pictures that they may look through, and a request for a
    small decoder with those there are: the family knows which fits. Raises `WeightsMissingError`
    naming what is not here.
    """
    found: dict[str, Model] = {}
    if request.refiner:
        key = request.refiner.model
        found[key] = _model(key, models)
    if request.vae:
        found[request.vae] = _part(request.vae, Kind.VAE, parts)
    for reference in request.references:
        found[reference.adapter] = _part(reference.adapter, Kind.IP_ADAPTER, parts)
    wanted = {Kind.VISION} if request.references else set()
    if request.savings.decoder is Decoder.TINY:
        wanted.add(Kind.TAESD)
    return found | {part.key: part for part in parts if part.kind in wanted}


def _model(key: str, models: Iterable[Model]) -> Model:
    for model in models:
        if key in (model.key, str(model.path)):
            return model
    raise WeightsMissingError(N_("The model {key} is not on this machine."), key=key)


def _part(key: str, kind: Kind, parts: Sequence[Model]) -> Model:
    part = find_part(key, kind, parts)
    if part is None:
        text = (
            N_("The VAE {key} is not on this machine.")
            if kind is Kind.VAE
            else N_("The IP-Adapter {key} is not on this machine.")
        )
        raise WeightsMissingError(text, key=key)
    return part
