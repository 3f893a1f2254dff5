"""A model's own card, `studio.json`: what it is called, what it is, and what it may be used for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.request import Extent

if TYPE_CHECKING:
    from studio.engine.family import Header


@dataclass(frozen=True, slots=True)
class Card:
    """The fields of `studio.json` that the studio reads; all of them may be absent."""

    family: str = ""
    title: str = ""
    license: str = ""
    note: str = ""
    native: Extent | None = None


def read_card(header: Header) -> Card:
    """Return the card of a folder; fields of a wrong type count as absent."""
    texts = {key: _text(header, key) for key in ("family", "title", "license", "note")}
    return Card(**texts, native=_native(header))


def _text(header: Header, key: str) -> str:
    value = json.loads(header.metadata.get(key, '""')) if header.components else ""
    return value if isinstance(value, str) else ""


def _native(header: Header) -> Extent | None:
    if not header.components:
        return None
    match json.loads(header.metadata.get("native", "null")):
        case [int(width), int(height)] if width > 0 and height > 0:
            return Extent(width, height)
        case _:
            return None
