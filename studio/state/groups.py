"""The groups of a listing, made when they are looked at: there may be tens of thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, overload

from studio.core.library.numbers import day_of
from studio.core.library.query import Grouping
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.card import Card
    from studio.core.library.listing import Listing


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together; `day` is None unless they are of one day."""

    first_row: int
    count: int
    title: Message
    day: date | None = None


class Groups(Sequence[Group]):
    """Groups by number, in the order of the rows; empty without grouping.

    `starts` holds the first row of each, for a view that has to place them all.
    """

    def __init__(self, listing: Listing, card: Callable[[int], Card]) -> None:
        """Take the rows, and how to read what one shows."""
        self._listing = listing
        self._card = card

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first rows."""
        return self._listing.starts

    def __len__(self) -> int:
        return len(self._listing.starts)

    @overload
    def __getitem__(self, at: int) -> Group: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Group]: ...
    def __getitem__(self, at: int | slice) -> Group | Sequence[Group]:
        """Return one group, or some."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        starts = self._listing.starts
        first = int(starts[at])
        end = int(starts[at + 1]) if at + 1 < len(starts) else len(self._listing)
        return self._group(first, end - first)

    def _group(self, first: int, count: int) -> Group:
        if self._listing.view.grouping is Grouping.DAY:
            day = day_of(int(self._listing.places[first]))
            return Group(first, count, _title(day), day)
        prompt = self._card(first).prompt
        return Group(first, count, message("{prompt}", prompt=" ".join(prompt.split())))


def _title(day: date) -> Message:
    today = date.today()
    if day == today:
        return message(N_("Today"))
    if day == today - timedelta(days=1):
        return message(N_("Yesterday"))
    return message("{day}", day=day)
