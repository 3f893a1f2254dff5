"""The contract of a metadata format: how a picture says what it was made from."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.params import Scalar  # noqa: TC001
from studio.core.request import SEED_LIMIT, Request
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_SIDE = 2**16
MAX_COUNT = 10_000
MAX_STRENGTH = 10.0


class MetadataError(StudioError):
    """The text in a picture cannot be read; the picture itself may be fine."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a picture was made from, as far as the file says.

    In a recipe that was read from a file `request.model` is a plain name or empty, never a path:
    a picture from elsewhere must not choose which file is opened. `facts` is all the rest.
    """

    request: Request
    facts: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """One way to write a recipe into a picture's text chunks.

    `detect` says whether the text (key to value) is of this format; `read` then returns the recipe
    or raises `MetadataError`. `write` returns the chunks of a picture; it is None where a format is
    another program's alone and pictures of ours never claim to be its. Of several formats that
    detect theirs, the one with the lowest `rank` says more.
    """

    key: str
    title: str
    detect: Callable[[Mapping[str, str]], bool]
    read: Callable[[Mapping[str, str]], Recipe]
    write: Callable[[Recipe], Mapping[str, str]] | None = None
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A recipe, and the format in which it was written."""

    recipe: Recipe
    format: MetadataFormat


def find_recipe(formats: Iterable[MetadataFormat], text: Mapping[str, str]) -> Found | None:
    """Return what the best format that can read `text` says; None if no format knows it.

    Raises `MetadataError` when all that know it fail.
    """
    failure: MetadataError | None = None
    for entry in sorted(formats, key=lambda entry: entry.rank):
        if not entry.detect(text):
            continue
        try:
            return Found(entry.read(text), entry)
        except MetadataError as error:
            failure = failure or error
    if failure:
        raise failure
    return None


def read_recipe(formats: Iterable[MetadataFormat], text: Mapping[str, str]) -> Recipe | None:
    """Return the recipe alone; see `find_recipe`."""
    found = find_recipe(formats, text)
    return found.recipe if found else None


def checked(recipe: Recipe) -> Recipe:
    """Return a recipe from a foreign file, with its model as a mere name.

    Raises `MetadataError` when a value is out of all bounds.
    """
    request = recipe.request
    within = (
        0 <= request.seed < SEED_LIMIT,
        1 <= request.count <= MAX_COUNT,
        0 <= request.style_strength <= MAX_STRENGTH,
        0 <= request.denoise <= 1,
        0 < request.extent.width <= MAX_SIDE,
        0 < request.extent.height <= MAX_SIDE,
    )
    if not all(within):
        raise MetadataError(N_("The picture's parameters are out of bounds."))
    return replace(recipe, request=replace(request, model=model_name(request.model)))


def model_name(model: str) -> str:
    """Return the last part of a model's path (of any system), or the key itself."""
    name = model.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "" if name in (".", "..") or name.endswith(":") else name
