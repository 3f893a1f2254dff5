"""The runs that a query asks for, in order and in groups, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from studio.core.late import Late
from studio.core.library.query import EVERYTHING, Grouping, Order, Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.index import Found, Index
else:
    np = Late("numpy")

PER_DAY = 10**10  # places of one day; see numbers.py


def _none() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for and how it stands together."""

    query: Query = EVERYTHING
    grouping: Grouping = Grouping.NONE


ANY = View()


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Rows: each has a number in one of the indexes, and a place in time.

    `starts` are the first rows of the groups, the first of them 0; empty without grouping.
    """

    view: View = field(default_factory=View)
    indexes: tuple[Index, ...] = ()
    shelves: NDArray[np.int64] = field(default_factory=_none)  # which of the indexes
    numbers: NDArray[np.int64] = field(default_factory=_none)
    places: NDArray[np.int64] = field(default_factory=_none)
    starts: NDArray[np.int64] = field(default_factory=_none)

    def __len__(self) -> int:
        return len(self.numbers)

    def keys(self) -> NDArray[np.uint64]:
        """Return one number for each row that no other row has."""
        mixed = self.numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return mixed ^ (self.shelves.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F))

    def key(self, row: int) -> tuple[int, int]:
        """Return the index and the number of a row."""
        return int(self.shelves[row]), int(self.numbers[row])

    def row(self, shelf: int, number: int) -> int:
        """Return the row of a run; -1 if it is not here."""
        found = np.flatnonzero((self.numbers == number) & (self.shelves == shelf))
        return int(found[0]) if len(found) else -1

    def rows(self, shelf: int, numbers: Sequence[int]) -> NDArray[np.intp]:
        """Return the rows of some runs, in order; those that are not here are left out."""
        chosen = np.isin(self.numbers, np.array(numbers, np.int64))
        return np.flatnonzero(chosen & (self.shelves == shelf))

    def shelf(self, root: Path) -> int:
        """Return which index is that of a project; -1 if none is."""
        return next((at for at, index in enumerate(self.indexes) if index.root == root), -1)

    def without(self, first: int, last: int) -> Listing:
        """Return it without the rows from `first` to `last`."""
        gone = slice(first, last + 1)
        shelves, numbers, places = (np.delete(rows, gone) for rows in self._columns())
        starts = self.starts
        if len(starts):
            n = last - first + 1
            starts = np.where(starts > last, starts - n, np.minimum(starts, first))
            starts = np.unique(starts[starts < len(numbers)])
        return replace(self, shelves=shelves, numbers=numbers, places=places, starts=starts)

    def but(self, rows: NDArray[np.intp]) -> Listing:
        """Return it without some rows."""
        stays = np.ones(len(self), np.bool_)
        stays[rows] = False
        shelves, numbers, places = (column[stays] for column in self._columns())
        before = np.r_[0, np.cumsum(stays)]  # how many stay above each row
        starts = np.unique(before[self.starts])
        starts = starts[starts < len(numbers)]
        return replace(self, shelves=shelves, numbers=numbers, places=places, starts=starts)

    def with_row(self, at: int, shelf: int, number: int, place: int) -> Listing:
        """Return it with one row more, on top or at the end; it may begin a group."""
        new = (shelf, number, place)
        shelves, numbers, places = (
            np.insert(rows, at, value) for rows, value in zip(self._columns(), new, strict=True)
        )
        starts = self.starts
        if self.view.grouping is not Grouping.NONE:
            beside = self.places[0 if at == 0 else -1] if len(self) else -1
            joins = self.view.grouping is Grouping.DAY and beside // PER_DAY == place // PER_DAY
            moved = starts + (starts >= at)
            starts = np.r_[at, moved] if at == 0 and not joins else moved
            starts = np.r_[moved, at] if at and not joins else starts
            if at == 0 and joins:
                starts = np.r_[0, moved[1:]]
        return replace(self, shelves=shelves, numbers=numbers, places=places, starts=starts)

    def growing(self, before: Listing, first: int, last: int) -> Listing:
        """Return these rows up to `last`, then what was there from `first` on."""
        columns = (
            np.concatenate((new[: last + 1], old[first:]))
            for new, old in zip(self._columns(), before._columns(), strict=True)
        )
        shelves, numbers, places = columns
        return replace(before, shelves=shelves, numbers=numbers, places=places)

    def _columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        return self.shelves, self.numbers, self.places


Ranges: TypeAlias = "list[tuple[int, int]]"


def changes(old: Listing, new: Listing, most: int) -> tuple[Ranges, Ranges] | None:
    """Return which rows of the old one go and which of the new one come, each first to last.

    None if rows changed their order, or if there are more than `most` ranges.
    """
    before, after = old.keys(), new.keys()
    top = _common(before, after)
    end = _common(before[top:][::-1], after[top:][::-1])
    before, after = before[top : len(before) - end], after[top : len(after) - end]
    stays, was = np.isin(before, after), np.isin(after, before)
    if not np.array_equal(before[stays], after[was]):
        return None
    gone, come = _ranges(~stays, top), _ranges(~was, top)
    return (gone, come) if len(gone) + len(come) <= most else None


def _common(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> int:
    """Return how many of the first entries are equal."""
    length = min(len(one), len(other))
    differ = one[:length] != other[:length]
    return int(differ.argmax()) if differ.any() else length


def ranges(rows: NDArray[np.intp]) -> Ranges:
    """Return the first and last of rows that follow each other."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, len(rows) - 1]]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def _ranges(chosen: NDArray[np.bool_], offset: int) -> Ranges:
    edges = np.flatnonzero(np.diff(np.r_[False, chosen, False].astype(np.int8)))
    firsts, ends = edges[::2] + offset, edges[1::2] + offset
    return [(int(first), int(end) - 1) for first, end in zip(firsts, ends, strict=True)]


def listing(indexes: Sequence[Index], view: View, chance: int = 0) -> Listing:
    """Ask every index, and put what it answers in order; `chance` decides a random order."""
    query = view.query
    by_request = view.grouping is Grouping.REQUEST
    by_stars = query.order is Order.STARS
    found = [index.find(query, alikes=by_request, stars=by_stars) for index in indexes]
    if not found:
        return Listing(view)
    shelves = np.repeat(np.arange(len(found)), [len(one.numbers) for one in found])
    numbers = np.concatenate([one.numbers for one in found])
    places = np.concatenate([one.places for one in found])
    order = _ordered(query.order, numbers, places, found, chance)
    starts = _none()
    if view.grouping is not Grouping.NONE and len(order):
        order, starts = _grouped(view, order, places, found)
    return Listing(view, tuple(indexes), shelves[order], numbers[order], places[order], starts)


def _ordered(
    order: Order,
    numbers: NDArray[np.int64],
    places: NDArray[np.int64],
    found: Sequence[Found],
    chance: int,
) -> NDArray[np.int64]:
    match order:
        case Order.NEWEST:
            return np.argsort(-places, kind="stable")
        case Order.OLDEST:
            return np.argsort(places, kind="stable")
        case Order.STARS:
            stars = np.concatenate([one.stars for one in found])
            return np.lexsort((-places, -stars))
        case Order.RANDOM:  # by a hash, so that a new run moves no other
            mixed = (numbers.astype(np.uint64) ^ np.uint64(chance)) * np.uint64(0x9E3779B97F4A7C15)
            return np.argsort((mixed >> np.uint64(29)) ^ mixed, kind="stable")


def _grouped(
    view: View, order: NDArray[np.int64], places: NDArray[np.int64], found: Sequence[Found]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the order within groups, and where each begins."""
    if view.grouping is Grouping.DAY:
        kinds = places[order] // PER_DAY
        ranks = kinds if view.query.order is Order.OLDEST else -kinds
    else:
        kinds = np.concatenate([one.alikes for one in found])[order]
        _, first, inverse = np.unique(kinds, return_index=True, return_inverse=True)
        ranks = first[inverse]  # a group stands where its first run does
    within = np.argsort(ranks, kind="stable")
    ranks = ranks[within]
    return order[within], np.flatnonzero(np.r_[True, ranks[1:] != ranks[:-1]])
