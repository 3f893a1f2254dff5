"""Many cards on their way to a lane: read there, a page at a time, and never all at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from studio.core.library.card import Card, placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from studio.core.library.listing import Listing

PAGE = 256  # cards that are read together

T = TypeVar("T")


class Cards(Sequence[Card]):
    """The cards of some rows of a listing, as the indexes know them; for one thread at a time.

    `fresh` are cards that no index knows yet, by their number on the first shelf. A run that is
    gone meanwhile has a card whose files are not there.
    """

    def __init__(
        self, listing: Listing, rows: Iterable[range], fresh: Mapping[int, Card] | None = None
    ) -> None:
        """Read nothing yet."""
        self._listing = listing
        self._rows = tuple(part for part in rows if part)
        self._ends = tuple(accumulate(map(len, self._rows)))
        self._fresh = dict(fresh or {})
        self._page: tuple[int, list[Card]] = (-1, [])

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> Card: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Card]: ...
    def __getitem__(self, at: int | slice) -> Card | Sequence[Card]:
        """Return one card, or some; raises `StudioError` when an index cannot be read."""
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        page, within = divmod(at % len(self), PAGE)
        if self._page[0] != page:
            first = page * PAGE
            self._page = (page, self._read(range(first, min(first + PAGE, len(self)))))
        return self._page[1][within]

    def _read(self, places: range) -> list[Card]:
        keys = [self._listing.key(self._row(at)) for at in places]
        found: dict[tuple[int, int], Card] = {}
        for shelf, index in enumerate(self._listing.indexes):
            numbers = [n for on, n in keys if on == shelf]
            found |= {(shelf, n): card for n, card in index.cards(numbers).items()}
        return [found.get(key) or self._other(*key) for key in keys]

    def _other(self, shelf: int, number: int) -> Card:
        if shelf == 0 and number in self._fresh:
            return self._fresh[number]
        indexes = self._listing.indexes
        return placeholder(indexes[shelf].root if indexes else None, number)

    def _row(self, at: int) -> int:
        part = bisect_right(self._ends, at)
        return self._rows[part][at - (self._ends[part - 1] if part else 0)]


class Made(Sequence[T], Generic[T]):
    """What is made of each card, when it is looked at."""

    def __init__(self, cards: Sequence[Card], make: Callable[[Card], T]) -> None:
        """Make nothing yet."""
        self._cards = cards
        self._make = make

    def __len__(self) -> int:
        return len(self._cards)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """Make it of one card, or of some."""
        if isinstance(at, slice):
            return tuple(self._make(card) for card in self._cards[at])
        return self._make(self._cards[at])
