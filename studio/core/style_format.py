"""The contract of a file format for styles: text of a file in, styles out, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from studio.core.style import Style

MAX_STYLES = 5000
MAX_CHARS = 4_000_000


class StyleFileError(StudioError):
    """A file of styles cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class StyleFormat:
    """One way to write styles into a file.

    `detect` looks at the text alone, whatever the file is called; `read` raises `StyleFileError`.
    `write` is None where a format is only read.
    """

    key: str
    title: str
    suffix: str
    detect: Callable[[str], bool]
    read: Callable[[str], Sequence[Style]]
    write: Callable[[Sequence[Style]], bytes] | None = None


def read_styles(formats: Iterable[StyleFormat], text: str) -> Sequence[Style] | None:
    """Return the styles of a text; None if it is of no known format.

    Raises `StyleFileError` when it is of one, and damaged.
    """
    if len(text) > MAX_CHARS:
        return None
    text = text.removeprefix("\ufeff")
    for entry in formats:
        if entry.detect(text):
            found = entry.read(text)
            if len(found) > MAX_STYLES:
                raise StyleFileError(N_("The file holds more than {n} styles."), n=MAX_STYLES)
            return found
    return None
