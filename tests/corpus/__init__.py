"""Pictures' texts as other programs write them, built by the rules of each format.

What is expected of a reader is written here from the same truths, never by asking the reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import (
    a1111,
    comfyui,
    comfyui_drawings,
    fooocus,
    invokeai,
    novelai,
    ours,
    stability_matrix,
    swarmui,
)

if TYPE_CHECKING:
    from tests.corpus.truth import Case

PARTS = (
    a1111,
    comfyui,
    comfyui_drawings,
    fooocus,
    invokeai,
    novelai,
    ours,
    stability_matrix,
    swarmui,
)


def cases() -> list[Case]:
    """Return the whole corpus."""
    return [case for part in PARTS for case in part.cases()]
