"""Which words are not drawn, and whether finished pictures are looked at: settings and policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.policy import policy
from studio.core.prompt.compose import final_prompts
from studio.core.settings import read_settings
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.request import Request
    from studio.core.text import Message

_LETTER = r"[a-z0-9_\u00df-\u024f\u0370-\u052f]"  # of scripts that part words by spaces
_PARTING = re.compile(r"[,，;；、\n]+")


class BlockedError(RequestError):
    """A prompt asks for what is not drawn here."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A picture that was drawn and is neither shown nor kept: what is left is a sentence."""

    message: Message


@dataclass(frozen=True, slots=True)
class Rules:
    """`decided` are the words of the studio's policy, `own` those of the user's settings.

    `locked` says that the policy wants the filter, whatever the settings say.
    """

    looks: bool = False
    decided: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    locked: bool = False

    def check(self, request: Request) -> None:
        """Raise `BlockedError` for the first word of the (expanded) prompt that is not drawn.

        What the negative prompt leaves out may be named there.
        """
        for one in request.variations():
            prompt = final_prompts(one)[0]
            if word := first_of(prompt, self.decided):
                raise BlockedError(
                    N_("The prompt holds “{word}”, which this studio's policy does not let draw."),
                    word=word,
                )
            if word := first_of(prompt, self.own):
                raise BlockedError(
                    N_("The prompt holds “{word}”, one of the words in the settings not to draw."),
                    word=word,
                )


def rules() -> Rules:
    """Return what holds now; raises `PolicyError` when that cannot be known."""
    decided, settings = policy(), read_settings()
    return Rules(
        decided.content_filter or settings.content_filter,
        decided.blocked_words,
        words_of(settings.blocked_words),
        decided.content_filter,
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return words that commas part."""
    return tuple(word for part in _PARTING.split(text) if (word := part.strip()))


def first_of(text: str, words: Iterable[str]) -> str:
    """Return the first of the words that stands in a text as a whole word, whatever its case.

    Between the letters of scripts that write without spaces every place parts words.
    """
    folded = text.casefold()
    return next((word for word in words if _stands_in(folded, word.strip().casefold())), "")


def _stands_in(text: str, word: str) -> bool:
    if not word:
        return False
    before = f"(?<!{_LETTER})" if re.match(_LETTER, word[0]) else ""
    after = f"(?!{_LETTER})" if re.match(_LETTER, word[-1]) else ""
    return re.search(before + re.escape(word) + after, text) is not None
