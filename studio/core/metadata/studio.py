"""Our own text chunk: the whole request and all facts, as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.file_format import Format, with_new_fields
from studio.core.json_text import CodecError
from studio.core.metadata_format import (
    MetadataError,
    MetadataFormat,
    Recipe,
    checked,
    model_name,
)
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "studio"
RECIPE = Format(
    "studio.picture", Recipe, schema=3, migrations={1: with_new_fields, 2: with_new_fields}
)


def _detect(text: Mapping[str, str]) -> bool:
    return KEY in text


def _read(text: Mapping[str, str]) -> Recipe:
    try:
        return checked(RECIPE.loads(text[KEY].encode("utf-8", "replace")))
    except CodecError as error:
        raise MetadataError(
            N_("The picture's own parameters cannot be read: {problem}"), problem=error.message
        ) from error


def write(recipe: Recipe) -> Mapping[str, str]:
    """Return our chunk, without the folder of the model: pictures are shared, folders are not."""
    request = replace(recipe.request, model=model_name(recipe.request.model))
    return {KEY: RECIPE.dumps(replace(recipe, request=request)).decode()}


FORMAT = MetadataFormat(
    key="studio", title=N_("Studio"), detect=_detect, read=_read, write=write, rank=0
)
