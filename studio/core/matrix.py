"""Every prompt that a prompt with choices stands for, instead of one at random."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.prompt.choices import Choice, Literal, Wildcard, read_choices
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.core.prompt.choices import Nodes, Option

LIMIT = 10_000  # prompts; nobody means to ask for more


def prompts_in(text: str) -> list[str]:
    """Return the prompts of a list: one a line; blank lines and those after `#` are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def combined(prompt: str) -> list[str]:
    """Return a prompt with every option of each `{a|b}`, and with any of its parts after a `|`.

    `a house|at night|in snow` is the house alone, with either part, and with both. Raises
    `PromptError` for what cannot be read, `RequestError` when there are too many.
    """
    nodes, errors = read_choices(prompt)
    if errors:
        raise errors[0]
    found: dict[str, None] = {}
    for text in _written(nodes):
        first, *parts = [part.strip() for part in text.split("|")]
        for size in range(len(parts) + 1):
            for chosen in combinations(parts, size):
                found[", ".join(part for part in (first, *chosen) if part)] = None
                if len(found) > LIMIT:
                    raise RequestError(N_("These are more than {n} prompts."), n=LIMIT)
    return list(found)


def _written(nodes: Nodes) -> Iterator[str]:
    """Yield the text of every combination of options; lists stay as they are."""
    sides: list[list[str]] = []
    for node in nodes:
        match node:
            case Literal():
                sides.append([node.text])
            case Wildcard():
                sides.append([f"__{node.name}__"])
            case Choice():
                sides.append(_options(node))
    return ("".join(side) for side in product(*sides))


def _options(choice: Choice) -> list[str]:
    if choice.count is None:
        return [text for option in choice.options for text in _written(option.nodes)]
    pool: list[Option] = [option.stripped() for option in choice.options]
    low, high = (min(max(n, 0), len(pool)) for n in choice.count)
    texts: list[str] = []
    for size in range(low, high + 1):
        for chosen in combinations(pool, size):
            sides = product(*(list(_written(option.nodes)) for option in chosen))
            texts += [choice.joiner.join(side) for side in sides]
            if len(texts) > LIMIT:
                raise RequestError(N_("These are more than {n} prompts."), n=LIMIT)
    return texts
