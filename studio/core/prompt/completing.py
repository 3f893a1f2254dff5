"""What may follow what has been typed: lists, additions to the model, styles, words used before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from studio.core.prompt.choices import WILDCARD, without_comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studio.core.prompt.vocabulary import Vocabulary
    from studio.core.style import Style

MOST = 40  # of one kind, where the user has asked for a list
MOST_WORDS = 6  # that come unasked
SHORTEST_WORD = 2
SHORTEST_STYLE = 3
SAMPLE = 3  # lines of a list that tell what it is

_OPEN_LIST = re.compile(r"__(?P<name>[\w\-./]*)$")
_OPEN_LORA = re.compile(r"<lora:(?P<name>[^<>:\n]*)$", re.IGNORECASE)
_PHRASE = re.compile(r"[^,，、;；。\n|(){}\[\]（）｛｝［］<>:：\"“”]*$")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Kind(StrEnum):
    """What a completion is of."""

    WORD = "word"
    WILDCARD = "wildcard"
    LORA = "lora"
    EMBEDDING = "embedding"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class Completion:
    """`insert` takes the place of what was typed from index `start` on.

    A completion of kind STYLE chooses the style of that `key`; `insert` holds its words.
    """

    start: int
    insert: str
    title: str
    kind: Kind = Kind.WORD
    detail: str = ""
    key: str = ""


Provider = Callable[[str], Sequence[Completion]]  # from the text before the cursor


def complete(before: str, providers: Iterable[Provider]) -> list[Completion]:
    """Ask every provider; nothing is offered inside a comment."""
    if without_comments(before).endswith("\0"):
        return []
    return [found for provider in providers for found in provider(before)]


def wildcard_names(lists: Mapping[str, tuple[str, ...]]) -> Provider:
    """Offer the lists after `__`."""

    def provide(before: str) -> list[Completion]:
        closed = WILDCARD.sub(lambda found: " " * len(found.group()), before)
        found = _OPEN_LIST.search(closed)
        if not found:
            return []
        names = _ranked(found["name"], lists)
        return [
            Completion(found.start(), f"__{name}__", name, Kind.WILDCARD, _sample(lists[name]))
            for name in names[:MOST]
        ]

    return provide


def lora_names(names: Sequence[str]) -> Provider:
    """Offer the additions to the model after `<lora:`."""

    def provide(before: str) -> list[Completion]:
        found = _OPEN_LORA.search(before)
        if not found:
            return []
        start = found.start()
        return [
            Completion(start, f"<lora:{name}:1>", name, Kind.LORA)
            for name in _ranked(found["name"], names)[:MOST]
        ]

    return provide


def embedding_names(names: Sequence[str]) -> Provider:
    """Offer the learned words that lie in the folder of embeddings."""

    def provide(before: str) -> list[Completion]:
        start, word = _word(before)
        if not _is_long_enough(word, SHORTEST_WORD):
            return []
        fitting = [name for name in names if name.casefold().startswith(word.casefold())]
        return [Completion(start, name, name, Kind.EMBEDDING) for name in fitting[:MOST_WORDS]]

    return provide


def style_titles(styles: Mapping[str, Style]) -> Provider:
    """Offer the styles whose title has a word that begins so, in either language."""

    def provide(before: str) -> list[Completion]:
        start, phrase = _phrase(before)
        if not _is_long_enough(phrase, SHORTEST_STYLE):
            start, phrase = _word(before)
        if not _is_long_enough(phrase, SHORTEST_STYLE):
            return []
        fitting = [style for style in styles.values() if _names(style, phrase.casefold())]
        return [
            Completion(start, _words_of(style), style.title, Kind.STYLE, style.title_zh, style.key)
            for style in fitting[:MOST_WORDS]
        ]

    return provide


def used_words(vocabulary: Vocabulary) -> Provider:
    """Offer what was written before: first what goes on with the phrase, then with the word."""

    def provide(before: str) -> list[Completion]:
        offered: dict[str, Completion] = {}
        for start, typed in (_phrase(before), _word(before)):
            if _is_long_enough(typed, SHORTEST_WORD):
                for text in vocabulary.like(typed, MOST_WORDS):
                    offered.setdefault(text.casefold(), Completion(start, text, text))
        return list(offered.values())[:MOST_WORDS]

    return provide


def _phrase(before: str) -> tuple[int, str]:
    found = _PHRASE.search(before)
    text = found.group() if found else ""
    start = len(before) - len(text.lstrip())
    return start, before[start:]


def _word(before: str) -> tuple[int, str]:
    start, phrase = _phrase(before)
    blank = phrase.rfind(" ") + 1
    return start + blank, phrase[blank:]


def _is_long_enough(typed: str, letters: int) -> bool:
    """Whether there is enough to go by; one Chinese character says as much as a few letters."""
    return bool(typed.strip()) and (len(typed) >= letters or bool(_IDEOGRAPH.search(typed)))


def _ranked(typed: str, names: Iterable[str]) -> list[str]:
    """Return the names that contain what was typed; those that begin with it come first."""
    wanted = typed.casefold()
    fitting = [name for name in names if wanted in name.casefold()]
    return sorted(fitting, key=lambda name: (not name.casefold().startswith(wanted), name))


def _names(style: Style, wanted: str) -> bool:
    words = [style.title.casefold(), *style.title.casefold().split()]
    return any(word.startswith(wanted) for word in words) or (
        style.title_zh.casefold().startswith(wanted)
    )


def _words_of(style: Style) -> str:
    """Return a style's words without the place of the prompt."""
    pieces = (piece.strip(" ,.;:") for piece in style.template.split("{prompt}"))
    return ", ".join(piece for piece in pieces if piece)


def _sample(lines: tuple[str, ...]) -> str:
    return ", ".join(lines[:SAMPLE])
