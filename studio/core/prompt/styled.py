"""The user's words inside a style's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.prompt.errors import PromptError
from studio.core.prompt.grammar import read
from studio.core.prompt.reading import number, readable
from studio.core.text import N_

if TYPE_CHECKING:
    from studio.core.style import Style

SLOT = "{prompt}"
STRENGTH_LIMIT = 2.0

_AND = re.compile(r"\\.|(?P<open>[(\[])|(?P<close>[)\]])|(?P<and>\bAND\b)", re.ASCII | re.DOTALL)
_EDGE = " \t\r\n,.;:"  # punctuation that stays outside a weight


def styled(prompt: str, style: Style | None, style_text: str = "", strength: float = 1.0) -> str:
    """Return an expanded prompt with a style's words around it.

    `style_text`, free words with or without a `{prompt}`, takes the place of the style's template.
    `strength` weighs the words that are not the prompt's: 0 leaves them out, 1 takes them as
    written, anything between or up to 2 becomes their weight. Each side of an AND is styled alone.
    """
    strength = checked_strength(strength)
    template = with_slot(style_text.strip() or (style.template if style else SLOT))
    if strength == 0 or template == SLOT:
        return prompt
    pieces = template.split(SLOT)
    sides = [_side(pieces, *side, strength) for side in _sides(prompt)]
    return " AND ".join(sides)


def styled_negative(
    negative: str, style: Style | None, style_text: str = "", strength: float = 1.0
) -> str:
    """Return an expanded negative prompt followed by what the style does not want."""
    strength = checked_strength(strength)
    words = style.negative.strip(" ,") if style and not style_text.strip() else ""
    if strength == 0 or not words:
        return negative
    own = read(negative.strip()).balanced.rstrip(" ,")
    return ", ".join(text for text in (own, _weighed(words, strength)) if text)


def with_slot(template: str) -> str:
    """Return a readable template that surely holds `{prompt}`; without one, it comes first."""
    text = readable(template)
    if SLOT in text:
        return text
    return f"{SLOT}, {text}" if text.strip() else SLOT


def checked_strength(strength: float) -> float:
    """Return the strength of a style, or raise `PromptError` when it cannot be one."""
    if not 0 <= strength <= STRENGTH_LIMIT:  # also refuses NaN
        template = N_("The strength of a style is a number from 0 to {limit:g}, not {found}.")
        raise PromptError(template, field="style", limit=STRENGTH_LIMIT, found=strength)
    return strength


def _side(pieces: list[str], words: str, weight: str, strength: float) -> str:
    weighed = [_weighed(piece, strength) for piece in pieces]
    if not words.strip(" ,"):
        told = [piece.strip(" ,") for piece in weighed]
        return ", ".join(piece for piece in told if piece) + weight
    inner = read(words.strip()).balanced
    if weighed[-1].lstrip().startswith(","):
        inner = inner.rstrip(" ,")
    return inner.join(weighed).strip() + weight


def _weighed(words: str, strength: float) -> str:
    """Give words a weight; the punctuation at their ends stays outside."""
    core = words.strip(_EDGE)
    if strength == 1 or not core:
        return words
    start = len(words) - len(words.lstrip(_EDGE))
    end = start + len(core)
    return f"{words[:start]}({read(core).balanced}:{strength:g}){words[end:]}"


def _sides(prompt: str) -> list[tuple[str, str]]:
    """Split a prompt at the ANDs outside all brackets, each with the weight at its end."""
    cuts, depth, start = [], 0, 0
    for token in _AND.finditer(prompt):
        depth = max(depth + bool(token["open"]) - bool(token["close"]), 0)
        if token["and"] and depth == 0:
            cuts.append(prompt[start : token.start()])
            start = token.end()
    cuts.append(prompt[start:])
    if len(cuts) == 1:
        return [(prompt, "")]
    sides = [_side_of(cut) for cut in cuts]
    return [side for side in sides if side[0]] or sides[:1]


def _side_of(text: str) -> tuple[str, str]:
    """Separate the words of a side from the weight at its end."""
    words, colon, weight = text.rpartition(":")
    if colon and not words.endswith("\\") and number(weight) is not None:
        return words.strip(), f" :{weight.strip()}"
    return text.strip(), ""
