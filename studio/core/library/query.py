"""Which runs are asked for, in which order, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the codec reads the annotations
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.library.marks import NO_MARKS
from studio.core.library.numbers import day_of, place_of
from studio.core.library.words import said_of, terms
from studio.core.request import Extent  # noqa: TC001

if TYPE_CHECKING:
    from studio.core.library.marks import Marks
    from studio.core.run import Run


class Order(Enum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    STARS = "stars"  # then the newest
    RANDOM = "random"


class Grouping(Enum):
    """What stands together under one heading."""

    NONE = "none"
    DAY = "day"
    REQUEST = "request"  # equal but for the seed: a batch, or what was tried again


class Scope(Enum):
    """Where runs are looked for."""

    PROJECT = "project"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Query:
    """Every field narrows the runs down; an empty one does not.

    `models`, `styles` and `sizes` name what may be, one of each; `tags` what all must be there.
    The style "" is no style; one in the user's own words is called by its words.
    """

    text: str = ""
    models: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    sizes: tuple[Extent, ...] = ()
    seed: int | None = None
    min_stars: int = 0
    tags: tuple[str, ...] = ()
    album: str = ""
    day_from: date | None = None
    day_to: date | None = None
    order: Order = Order.NEWEST
    trashed: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it may leave runs out, apart from those in the trash."""
        return self != Query(order=self.order, trashed=self.trashed)


EVERYTHING = Query()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name; it works over any project."""

    name: str
    query: Query = field(default_factory=Query)


def style_of(run: Run) -> str:
    """Return what a run's style is called in a query."""
    request = run.request
    return request.style.key if request.style else request.style_text.strip()


def matches(query: Query, run: Run, marks: Marks = NO_MARKS) -> bool:
    """Whether a run that is not in the trash is asked for; the index answers the same."""
    request = run.request
    day = day_of(place_of(run))
    return (
        not query.trashed
        and (not query.models or request.model in query.models)
        and (not query.styles or style_of(run) in query.styles)
        and (not query.sizes or request.extent in query.sizes)
        and query.seed in (None, request.seed)
        and marks.stars >= query.min_stars
        and set(query.tags) <= marks.tags
        and (not query.album or query.album in marks.albums)
        and (query.day_from is None or day >= query.day_from)
        and (query.day_to is None or day <= query.day_to)
        and all(term.is_in(said_of(run, marks)) is wanted for term, wanted in terms(query.text))
    )
