"""From what was typed to a request that can be run, with every check that needs no framework."""

from __future__ import annotations

import difflib
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.models import folders
from studio.cli.parts import with_parts
from studio.core import paths
from studio.core.addition import check_tags
from studio.core.errors import RequestError, WeightsMissingError
from studio.core.params import clean, specs
from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.core.prompt.styles import load_styles
from studio.core.prompt.wildcards import load_wildcards
from studio.core.registry import discover
from studio.core.request import SEED_LIMIT, Request
from studio.core.text import N_
from studio.engine import families
from studio.engine.checkpoint import LARGEST, SMALLEST
from studio.engine.family import Family
from studio.engine.schedulers import named
from studio.engine.weights import model_at, scan

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from studio.core.addition import Addition
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.request import Extent
    from studio.core.style import Style
    from studio.engine.weights import Catalog

MANY = 12  # names that are listed before the rest is cut


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request, the model that it names, and what there is besides: LoRAs, VAEs, ..."""

    request: Request
    model: Model
    additions: tuple[Addition, ...] = ()
    models: tuple[Model, ...] = ()
    parts: tuple[Model, ...] = ()


def order(arguments: argparse.Namespace) -> Order:
    """Check everything that was typed; raises `RequestError` or `WeightsMissingError`."""
    if arguments.size:
        _check_extent(arguments.size)
    if not (arguments.prompt.strip() or arguments.style or arguments.style_raw):
        raise RequestError(N_("Write what you want to see first."))
    catalog = scan((*folders(arguments), *paths.additions_folders()))
    model = _model(arguments, catalog)
    style = _style(arguments.style)
    request = Request(
        prompt=arguments.prompt,
        negative=arguments.negative,
        model=model.key,
        style=style,
        style_text=arguments.style_raw or "",
        style_strength=arguments.style_strength,
        extent=arguments.size or model.native,
        seed=_seed(arguments.seed),
        count=arguments.count,
        params=_params(arguments, model, style),
    )
    if arguments.denoise is not None:
        request = replace(request, denoise=_denoise(arguments))
    elif arguments.outpaint:
        request = replace(request, denoise=1.0)  # there is nothing yet that could stay
    request = with_parts(arguments, request, discover(families, "FAMILY", Family)[model.family])
    request = with_wildcards(request, load_wildcards(*paths.wildcards_folders()))
    for variation in request.variations():
        # raises `PromptError`, as the engine would in half a minute
        check_tags(final_prompts(variation)[0], catalog.additions)
    models = (*catalog.models, *_refiners(request))
    return Order(request, model, catalog.additions, models, catalog.parts)


def _refiners(request: Request) -> tuple[Model, ...]:
    """Return the refiner if it was named by where it lies."""
    path = Path(request.refiner.model).expanduser() if request.refiner else None
    return (model_at(path),) if path and path.is_absolute() and path.exists() else ()


def _denoise(arguments: argparse.Namespace) -> float:
    """Return how much of the picture may change; without a picture there is nothing to change."""
    share: float = arguments.denoise
    if arguments.image is None:
        raise RequestError(N_("--denoise needs a picture to start from: give one by --image."))
    if not 0 <= share <= 1:
        raise RequestError(N_("--denoise must be from 0 to 1, not {value}."), value=share)
    return share


def _check_extent(extent: Extent) -> None:
    """Refuse what no model can make; some models are stricter."""
    for side in (extent.width, extent.height):
        if side % 8 or not SMALLEST <= side <= LARGEST:
            raise RequestError(
                N_(
                    "{extent} is not a possible size: width and height must be multiples of "
                    "{multiple}, from {low} to {high}."
                ),
                extent=extent,
                multiple=8,
                low=SMALLEST,
                high=LARGEST,
            )


def _model(arguments: argparse.Namespace, catalog: Catalog) -> Model:
    wanted = arguments.model
    for model in catalog.models:
        if wanted == model.key:
            return model
    path = Path(wanted).expanduser().absolute()
    if path.exists():
        return model_at(path)
    if not catalog.models:
        raise WeightsMissingError(
            N_("There is no model {name}, nor any other: put one into {path}."),
            name=wanted,
            path=folders(arguments)[-1],
        )
    raise WeightsMissingError(
        N_("There is no model {name}. There is: {known}."),
        name=wanted,
        known=_likely(wanted, [model.key for model in catalog.models]),
    )


def _style(wanted: str | None) -> Style | None:
    if wanted is None:
        return None
    styles = load_styles(*paths.styles_folders())
    for style in styles.values():
        if wanted.casefold() in {
            name.casefold() for name in (style.key, style.title, style.title_zh)
        }:
            return style
    raise RequestError(
        N_("There is no style {name}. There is: {known}."),
        name=wanted,
        known=_likely(wanted, styles),
    )


def _likely(wanted: str, known: Iterable[str]) -> str:
    """Return the names that may have been meant, few enough for a terminal."""
    names = sorted(known)
    shown = difflib.get_close_matches(wanted, names, n=3) or names[:MANY]
    return ", ".join(shown) + (", ..." if len(shown) < len(names) else "")


def _params(
    arguments: argparse.Namespace, model: Model, style: Style | None
) -> Mapping[str, Scalar]:
    """Return every parameter of the family: as typed, else as the style prefers, else its own."""
    family = discover(families, "FAMILY", Family)[model.family]
    declared = specs(family.params)
    typed = {name: getattr(arguments, name) for name in ("steps", "guidance")}
    if arguments.scheduler is not None:
        typed["scheduler"] = named(arguments.scheduler) or arguments.scheduler
    given = {name: value for name, value in typed.items() if value is not None}
    for name in given.keys() - declared.keys():
        raise RequestError(N_("{model} has no {name}."), model=family.title, name=name)
    wishes = style.params if style else {}
    params: object = clean(family.params, {**wishes, **given})
    return {name: getattr(params, name) for name in declared}


def _seed(seed: int | None) -> int:
    return random.SystemRandom().randrange(SEED_LIMIT) if seed is None else seed
