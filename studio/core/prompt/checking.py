"""Everything that is wrong with a raw prompt, without making anything of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.prompt.choices import read_choices, without_comments
from studio.core.prompt.errors import PromptError
from studio.core.prompt.expand import found
from studio.core.prompt.grammar import read
from studio.core.prompt.tags import tag_errors
from studio.core.prompt.wildcards import wildcards_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.prompt.choices import Nodes


def check(text: str, wildcards: Mapping[str, tuple[str, ...]]) -> list[PromptError]:
    """Return the errors of a raw text in the order of their positions; none if it can be used."""
    nodes, dynamic = read_choices(text)
    readable = without_comments(text).replace("\0", " ")
    errors = [*dynamic, *_unknown(nodes, wildcards), *read(readable).errors, *tag_errors(readable)]
    return sorted(errors, key=lambda error: error.position)


def _unknown(nodes: Nodes, wildcards: Mapping[str, tuple[str, ...]]) -> list[PromptError]:
    errors = []
    for wildcard in wildcards_in(nodes):
        try:
            found(wildcard, wildcards)
        except PromptError as error:
            errors.append(error)
    return errors
