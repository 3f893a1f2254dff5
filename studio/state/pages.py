"""What is known of the rows that are looked at: read from the indexes in pages, then kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.library.card import Card, placeholder
from studio.core.library.numbers import number_of

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.library.listing import Listing
    from studio.core.library.marks import Marks
    from studio.core.run import Run

PAGE = 128  # rows that are read together: about a millisecond
CARDS_KEPT = 4096
RUNS_KEPT = 64


class Pages(QObject):
    """Answers from memory or from an index, and never raises; `lost` tells of an index's failure.

    `fresh` are runs that the index may not know yet, by number; all of them lie on the first
    shelf. `said` are marks that it does not know yet, by folder.
    """

    lost = Signal(object)  # StudioError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fresh: dict[int, Run] = {}
        self.said: dict[Path, Marks] = {}
        self._cards: OrderedDict[tuple[int, int], Card] = OrderedDict()
        self._runs: OrderedDict[tuple[int, int], Run] = OrderedDict()

    def card(self, listing: Listing, row: int) -> Card:
        """Return what a list shows of a run."""
        shelf, number = listing.key(row)
        if (shelf, number) not in self._cards:
            self._read(listing, row)
        card = self._cards.get((shelf, number))
        if card is None:  # the index is being made anew
            root = listing.indexes[shelf].root if listing.indexes else None
            card = placeholder(root, number)
        else:
            self._cards.move_to_end((shelf, number))
        marks = self.said.get(card.folder)
        return card if marks is None else replace(card, marks=marks)

    def run(self, listing: Listing, row: int) -> Run:
        """Return the whole run of a row."""
        shelf, number = key = listing.key(row)
        run = self._runs.get(key) or (None if shelf else self.fresh.get(number))
        if run is None:
            run = self._read_run(listing, *key) or self.card(listing, row).as_run()
            self._runs[key] = run
            while len(self._runs) > RUNS_KEPT:
                self._runs.popitem(last=False)
        return run

    def keep_fresh(self, root: Path | None) -> None:
        """Let go of runs that lie in other projects."""
        if root:
            home = {n: run for n, run in self.fresh.items() if run.folder.parent.parent == root}
            self.fresh = home

    def settle(self, runs: list[Run]) -> None:
        """Let go of runs that the index knows by now."""
        for run in runs:
            self.fresh.pop(number_of(run.id), None)

    def forget(self) -> None:
        """Read everything anew when it is looked at again."""
        self._cards.clear()
        self._runs.clear()

    def _read(self, listing: Listing, row: int) -> None:
        """Read the page of a row."""
        first = row // PAGE * PAGE
        wanted: dict[int, list[int]] = {}
        for shelf, number in map(listing.key, range(first, min(first + PAGE, len(listing)))):
            if not shelf and number in self.fresh:
                self._cards[shelf, number] = Card.of_run(self.fresh[number])
            elif (shelf, number) not in self._cards:
                wanted.setdefault(shelf, []).append(number)
        for shelf, numbers in wanted.items():
            try:
                found = listing.indexes[shelf].cards(numbers) if listing.indexes else {}
            except StudioError as error:
                self.lost.emit(error)
                continue
            self._cards.update(((shelf, number), card) for number, card in found.items())
        while len(self._cards) > CARDS_KEPT:
            self._cards.popitem(last=False)

    def _read_run(self, listing: Listing, shelf: int, number: int) -> Run | None:
        try:
            return listing.indexes[shelf].run(number) if listing.indexes else None
        except StudioError as error:
            self.lost.emit(error)
            return None
