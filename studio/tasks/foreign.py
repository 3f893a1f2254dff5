"""Pictures and texts from elsewhere: decoded, read, and matched with the models that are here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from studio.core.metadata_format import MetadataError, find_recipe
from studio.core.picture_text import kind_of, read_text
from studio.core.request import Extent, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.metadata_format import Found, MetadataFormat, Recipe
    from studio.core.model import Model
    from studio.core.text import Message

MAX_PICTURE = 2**30  # bytes of one file
_UNSAID = Request("").extent


@dataclass(frozen=True, slots=True)
class Match:
    """The model on this machine that a recipe means, if any, and how that was found."""

    name: str = ""  # as the file calls it
    key: str = ""  # of a model that is here
    by_hash: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SeenPicture:
    """A picture that is not in the project: (h, w, 3) uint8, and what it says of itself."""

    name: str
    path: Path | None
    pixels: NDArray[np.uint8]
    data: bytes = b""  # of one that came without a file
    found: Found | None = None
    problem: Message | None = None  # why its parameters cannot be read
    refused: tuple[str, ...] = ()
    match: Match = Match()
    text: Mapping[str, str] | None = None

    @property
    def recipe(self) -> Recipe | None:
        """What made it, where it says so."""
        return self.found.recipe if self.found else None


@dataclass(frozen=True, slots=True, eq=False)
class SeenWords:
    """Text that holds a recipe."""

    name: str
    found: Found
    match: Match = Match()


def look_at_picture(
    data: bytes, name: str, path: Path | None, models: tuple[Model, ...]
) -> SeenPicture:
    """Decode a picture and read what it says; raises `StudioError` if it cannot be decoded."""
    from studio.tasks.load_picture import opened, unreadable, upright

    try:
        pixels = upright(opened(BytesIO(data)))
    except (OSError, ValueError) as error:
        raise unreadable(path or name, error) from None
    said = read_text(data)
    text = dict(said.text)
    found, problem = recipe_in(text)
    if found is None and problem is None and (hidden := _hidden(data)):
        text |= hidden
        found, problem = recipe_in(hidden)
    height, width = pixels.shape[:2]
    found = sized(found, Extent(width, height)) if found else None
    match = matching(found.recipe, models) if found else Match()
    kept = b"" if path else data
    return SeenPicture(name, path, pixels, kept, found, problem, said.refused, match, text)


def sized(found: Found, extent: Extent) -> Found:
    """Give a recipe the size of its picture where the file says none."""
    request = found.recipe.request
    if found.format.key == "studio" or request.extent != _UNSAID:
        return found
    return replace(found, recipe=replace(found.recipe, request=replace(request, extent=extent)))


def look_at_text(text: str, name: str, models: tuple[Model, ...]) -> SeenWords | None:
    """Return the recipe in a text: a block of parameters, or JSON of a program that we read."""
    from studio.core.parameters_text import is_parameters

    if is_parameters(text):
        tries: tuple[dict[str, str], ...] = ({"parameters": text},)
    elif text.lstrip().startswith("{"):
        tries = tuple({key: text} for key in ("parameters", "prompt", "workflow"))
        tries += ({"invokeai_metadata": text},) if '"positive_prompt"' in text else ()
        tries += ({"Comment": text},)
    else:
        return None
    for chunks in tries:
        found, _ = recipe_in(chunks)
        if found and (found.format.key != "a1111" or len(tries) == 1):  # else mere words
            return SeenWords(name, found, matching(found.recipe, models))
    return None


def formats() -> list[MetadataFormat]:
    """Return every format of parameters."""
    from studio.core import metadata
    from studio.core.metadata_format import MetadataFormat
    from studio.core.registry import discover

    return list(discover(metadata, "FORMAT", MetadataFormat).values())


def recipe_in(text: Mapping[str, str]) -> tuple[Found | None, Message | None]:
    """Return what a picture says it was made from, or why that cannot be read."""
    try:
        return find_recipe(formats(), text), None
    except MetadataError as error:
        return None, error.message


def matching(recipe: Recipe, models: tuple[Model, ...]) -> Match:
    """Find the model that a recipe names, by its hash where that is known, else by its name.

    Hashes are those that were computed before: a model is not read for this.
    """
    from studio.engine.fingerprint import hash_at_hand

    name = str(recipe.request.model or recipe.facts.get("Model", ""))
    digest = str(recipe.facts.get("Model hash", "") or recipe.facts.get("model_hash", "")).lower()
    digest = digest.removeprefix("0x")
    if len(digest) >= 8:
        for model in models:
            known = hash_at_hand(model.path)
            if known and (known.startswith(digest) or digest.startswith(known)):
                return Match(name, model.key, by_hash=True)
    wanted = _stem(name)
    for model in models:
        if wanted and wanted in (_stem(model.key), _stem(model.title), _stem(model.path.name)):
            return Match(name, model.key)
    return Match(name)


def _stem(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2].casefold()
    return last.removesuffix(".safetensors").removesuffix(".ckpt")


def _hidden(data: bytes) -> dict[str, str]:
    """Return text hidden in the pixels of a file that loses none of them."""
    import numpy as np

    from studio.core.stealth import hidden_text
    from studio.tasks.load_picture import opened

    if kind_of(data) == "jpeg":
        return {}
    picture = opened(BytesIO(data))
    mode = "RGBA" if "A" in picture.getbands() else "RGB"
    return hidden_text(np.asarray(picture.convert(mode)))
