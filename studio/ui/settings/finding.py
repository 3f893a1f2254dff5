"""Finding a setting by any of its words, in the language of the window or in English."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from studio.ui import theme
from studio.ui.palette import Role
from studio.ui.translate import shown

if TYPE_CHECKING:
    from studio.core.settings import Setting


def found(setting: Setting, words: str) -> bool:
    """Whether every word stands in the title, the help, a choice or the name of a setting."""
    spec = setting.spec
    texts = [spec.title, spec.help, *(title for _, title in spec.choices)]
    text = " ".join([setting.name, *texts, *map(shown, texts)]).casefold()
    return all(word in text for word in words.casefold().split())


def marked(text: str, words: str) -> str:
    """Return the text as HTML with every place marked where one of the words stands."""
    places = [False] * len(text)
    folded = text.casefold()
    if len(folded) == len(text):  # a letter that folds to two is found, and not marked
        for word in words.casefold().split():
            at = folded.find(word)
            while at >= 0:
                places[at : at + len(word)] = [True] * len(word)
                at = folded.find(word, at + 1)
    return "".join(_spans(text, places))


def _spans(text: str, places: list[bool]) -> list[str]:
    ground, ink = theme.color(Role.PRIMARY).name(), theme.color(Role.ON_PRIMARY).name()
    out, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or places[end] != places[start]:
            piece = html.escape(text[start:end])
            style = f"background-color: {ground}; color: {ink}"
            out.append(f'<span style="{style}">{piece}</span>' if places[start] else piece)
            start = end
    return out
