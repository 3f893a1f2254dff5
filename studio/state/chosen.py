"""Selected rows as a sequence of cards that are read when they are looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from studio.core.library.cards import Cards

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.library.card import Card
    from studio.core.library.listing import Listing
    from studio.state.history import History


class Chosen(Sequence["Card"]):
    """Stays what it is when rows come and go: selecting a hundred thousand costs as one."""

    def __init__(self, history: History, rows: Iterable[range]) -> None:
        """Take ranges of rows of what the history shows now."""
        self._history = history
        self._rows = tuple(part for part in rows if part)
        self._listing: Listing | None = history.listing if self._rows else None
        self._ends = tuple(accumulate(map(len, self._rows)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Card, ...]: ...
    def __getitem__(self, at: int | slice) -> Card | tuple[Card, ...]:
        """Return one card, or some."""
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        assert self._listing  # there is something at `at`
        at %= len(self)
        part = bisect_right(self._ends, at)
        before = self._ends[part - 1] if part else 0
        return self._history.card_of(self._listing, self._rows[part][at - before])

    def on_a_lane(self) -> Sequence[Card]:
        """Return the same cards to be read by a task; nothing is read here."""
        if self._listing is None:
            return ()
        return Cards(self._listing, self._rows, self._history.fresh_cards())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Chosen) and (
            self._rows == other._rows and self._listing is other._listing
        )

    __hash__ = None  # type: ignore[assignment]
