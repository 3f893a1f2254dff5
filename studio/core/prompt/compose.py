"""From a request to the two texts that the engine encodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.prompt.checking import check
from studio.core.prompt.expand import trace
from studio.core.prompt.grammar import read
from studio.core.prompt.styled import SLOT, styled, styled_negative, with_slot
from studio.core.prompt.tags import tag_errors
from studio.core.prompt.wildcards import used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.request import Request
    from studio.core.style import Style


def final_prompts(request: Request) -> tuple[str, str]:
    """Return the prompt and the negative prompt of a one-picture request, ready for `schedule`.

    Choices are made and wildcards drawn by the request's seed and its own lists; then the style is
    put around. Raises `PromptError` whose position is an index into the raw text of its field.
    """
    lists, seed = request.wildcards, request.seed
    prompt = _expanded(request.prompt, "prompt", seed, lists)
    negative = _expanded(request.negative, "negative", seed, lists)
    style = request.style and _with_expanded_words(request.style, seed, lists)
    style_text = request.style_text
    if style_text.strip():
        style_text = _expanded_template(style_text, seed, lists)
    strength = request.style_strength
    return (
        styled(prompt, style, style_text, strength),
        styled_negative(negative, style, style_text, strength),
    )


def with_wildcards(request: Request, lists: Mapping[str, tuple[str, ...]]) -> Request:
    """Return the request with the lists that its texts need, so that it is complete."""
    style = request.style
    words = (style.template, style.negative) if style else ()
    needed: dict[str, tuple[str, ...]] = {}
    for text in (request.prompt, request.negative, request.style_text, *words):
        needed |= used(text, lists)
    return replace(request, wildcards=needed)


def _expanded(text: str, field: str, seed: int, lists: Mapping[str, tuple[str, ...]]) -> str:
    errors = check(text, lists)
    if errors:
        raise errors[0].moved(errors[0].position, field)
    traced = trace(text, seed, lists)
    late = [*read(traced.text).errors, *tag_errors(traced.text)]  # made by a choice or a list
    if late:
        raise late[0].moved(traced.origin(late[0].position), field)
    return traced.text


def _with_expanded_words(style: Style, seed: int, lists: Mapping[str, tuple[str, ...]]) -> Style:
    return replace(
        style,
        template=_expanded_template(style.template, seed, lists),
        negative=_expanded(style.negative, "style", seed, lists),
    )


def _expanded_template(text: str, seed: int, lists: Mapping[str, tuple[str, ...]]) -> str:
    """Expand a template around its `{prompt}`, which is no choice, and keep the outer blanks."""
    told = []
    for piece in with_slot(text).split(SLOT):
        blank = piece[: len(piece) - len(piece.lstrip())]
        rear = piece[len(piece.rstrip()) :] if piece.strip() else ""
        told.append(blank + _expanded(piece, "style", seed, lists) + rear)
    return SLOT.join(told)
