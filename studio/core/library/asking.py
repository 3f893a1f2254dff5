"""A query in the words of the index's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from studio.core.library.numbers import after, first_place
from studio.core.library.tables import ALBUM, TAG
from studio.core.library.words import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio.core.library.query import Query
    from studio.core.library.words import Term

Value: TypeAlias = "int | str"
Condition: TypeAlias = "tuple[str, list[Value]]"


def where(query: Query, *, search: bool) -> Condition:
    """Return what runs must fulfil, and the values in it; `search` says if texts are indexed."""
    found = [*_plain(query), *_named(query), *_said(query.text, search=search)]
    return " AND ".join(text for text, _ in found), [v for _, values in found for v in values]


def _plain(query: Query) -> Iterator[Condition]:
    # where words are looked for, few runs are left: those are looked up, not all gone through
    yield ("+" if terms(query.text) else "") + "trashed = ?", [int(query.trashed)]
    for column, values in (("model", query.models), ("style", query.styles)):
        if values:
            yield _one_of(column, values)
    if query.sizes:
        either = " OR ".join("(width = ? AND height = ?)" for _ in query.sizes)
        yield f"({either})", [n for size in query.sizes for n in (size.width, size.height)]
    if query.seed is not None:
        yield "seed = ?", [query.seed]
    if query.min_stars:
        yield "stars >= ?", [query.min_stars]
    if query.day_from:
        yield "place >= ?", [first_place(query.day_from)]
    if query.day_to:
        yield "place < ?", [after(query.day_to)]


def _named(query: Query) -> Iterator[Condition]:
    names = [(TAG, tag) for tag in query.tags] + ([(ALBUM, query.album)] if query.album else [])
    for kind, name in names:
        yield "n IN (SELECT n FROM named WHERE kind = ? AND name = ?)", [kind, name]


def _one_of(column: str, values: Sequence[str]) -> Condition:
    return f"{column} IN ({', '.join('?' for _ in values)})", list(values)


def _said(text: str, *, search: bool) -> Iterator[Condition]:
    asked = terms(text)
    if not search:
        for term, wanted in asked:
            there = "IN" if wanted else "NOT IN"
            # only letters and digits: nothing in it means something else to LIKE
            yield f"n {there} (SELECT n FROM texts WHERE said LIKE ?)", [f"%{term.pattern}%"]
        return
    matching = "(SELECT rowid FROM words WHERE words MATCH ?)"
    if all_of := " ".join(_phrase(term) for term, wanted in asked if wanted):
        yield f"n IN {matching}", [all_of]
    if none_of := " OR ".join(_phrase(term) for term, wanted in asked if not wanted):
        yield f"n NOT IN {matching}", [none_of]


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.open else "")
