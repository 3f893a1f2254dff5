"""Text for the screen, marked where it is written and translated only where it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONTEXT = "studio"  # the translation context of every text marked with N_()


def N_(text: str) -> str:
    """Mark `text` for the extraction tool and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A template marked with `N_()` and the values to put into it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, translate: Callable[[str], str] = N_) -> str:
        """Translate the template (and every value that is a `Message`) and fill it in."""
        values = {
            key: value.render(translate) if isinstance(value, Message) else value
            for key, value in self.values.items()
        }
        template = translate(self.template)
        return template.format_map(values) if values else template

    def __str__(self) -> str:
        return self.render()


_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff]"
)


def visible(text: str) -> str:
    """Return text from elsewhere with the characters written out that hide or turn what follows."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def message(template: str, **values: object) -> Message:
    """Shorthand for a `Message`: `message(N_("{n} files"), n=3)`."""
    return Message(template, values)
