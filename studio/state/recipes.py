"""A recipe from elsewhere as a request that can be made here: with our model, within its bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.params import clean

if TYPE_CHECKING:
    from studio.core.metadata_format import Recipe
    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.state.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Fitted:
    """The request, and the names of parameters that the model does not take."""

    request: Request
    left_out: tuple[str, ...] = ()


def fitted(recipe: Recipe, model: str, catalog: Catalog) -> Fitted:
    """Return what can be asked of a model of ours, so that nothing of it is refused."""
    request = replace(recipe.request, model=model, count=1)
    family = catalog.family(model)
    if family is None:
        return Fitted(request)
    defaults = catalog.defaults(model)
    kept: dict[str, Scalar] = {}
    left_out = []
    for name, value in request.params.items():
        if name not in defaults:
            left_out.append(name)
            continue
        try:
            clean(family.params, {name: value})
        except RequestError:
            left_out.append(name)
        else:
            kept[name] = value
    return Fitted(replace(request, params=kept), tuple(left_out))
