"""The contract of an exporter: a result in, the bytes of a file out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Exporter:
    """One line in the Export menu.

    `suffix` is the file's ending with its dot, `accepts` the kinds of result it can write. `encode`
    takes one of those and imports what is heavy itself.
    """

    key: str
    title: str
    suffix: str
    accepts: tuple[type, ...]
    encode: Callable[[Any], bytes]
