"""What a grid of the draft can vary here: the parameters of its family, the models, the styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.grid_knobs import Choices, ModelChoice, knobs
from studio.core.params import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.grid import Knob
    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.state.catalog import Catalog


def knobs_of(base: Request, catalog: Catalog) -> tuple[Knob, ...]:
    """Return everything of a request that an axis can vary on this machine."""
    family = catalog.family(base.model)
    models = tuple(
        ModelChoice(model.key, model.title, _params_for(model.key, base, catalog))
        for model in catalog.supplies.models
    )
    declared = family.params if family else None
    return knobs(base, Choices(declared, models, catalog.supplies.styles))


def check_models(requests: Iterable[Request], catalog: Catalog) -> None:
    """Look whether every model takes its values; raises `RequestError` that says which does not."""
    for request in requests:
        family = catalog.family(request.model)
        if family:
            clean(family.params, request.params)


def _params_for(key: str, base: Request, catalog: Catalog) -> dict[str, Scalar]:
    """Return what a model begins with, and of a request what it takes."""
    family, params = catalog.family(key), catalog.defaults(key, base.style)
    same = catalog.family(base.model)
    for name, value in base.params.items():
        if family is None or name not in params:
            continue
        usual = catalog.defaults(base.model, base.style).get(name)
        if value == usual and same is not family:
            continue  # nobody chose it: the other family has its own
        try:
            clean(family.params, {name: value})
        except RequestError:
            continue
        params[name] = value
    return params
