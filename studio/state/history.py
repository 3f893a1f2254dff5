"""The runs that are asked for, as a list: what is looked at is read in pages."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.core.late import Late
from studio.core.library.card import Card
from studio.core.library.listing import Listing, changes, ranges
from studio.core.library.numbers import number_of, place_of
from studio.core.library.query import Order
from studio.core.project_folder import TRASH
from studio.state.groups import Groups
from studio.state.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.card import Placed
    from studio.core.library.marks import Marks
    from studio.core.run import Run
    from studio.state.thumbnails import Thumbnails
else:
    np = Late("numpy")

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MOST_RANGES = 200  # of rows that come or go one range after the other; more are a new list


class RunRole(IntEnum):
    """What the gallery asks about a run."""

    RUN = Qt.ItemDataRole.UserRole  # whole: costs a third of a millisecond
    THUMBNAIL = Qt.ItemDataRole.UserRole + 1  # (h, w, 3) uint8, or None
    BROKEN = Qt.ItemDataRole.UserRole + 2
    STARS = Qt.ItemDataRole.UserRole + 3
    TAGS = Qt.ItemDataRole.UserRole + 4  # frozenset[str]
    CARD = Qt.ItemDataRole.UserRole + 5  # what a list shows: cheap
    PROJECT = Qt.ItemDataRole.UserRole + 6  # the name of its project


class History(QAbstractListModel):
    """Rows are runs; a new one comes on top if it is what is asked for."""

    groups_changed = Signal()
    added = Signal(object)  # Run: whether it is shown or not
    lost = Signal(object)  # StudioError: an index cannot be read

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self._shown: Listing | None = None  # until something is: arrays cost time to import
        self._pages = Pages(self)
        self._pages.lost.connect(self.lost)
        self.accepts: Callable[[Run], bool] = _everything
        thumbnails.arrived.connect(self._on_arrived)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """The number of runs."""
        return len(self._shown) if self._shown and not parent.isValid() else 0

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a run; asking for a thumbnail has it read."""
        if role == RunRole.RUN:
            return self.run(index.row())
        card = self.card(index.row())
        match role:
            case RunRole.THUMBNAIL:
                return self.thumbnails.get(card)
            case RunRole.BROKEN:
                return self.thumbnails.is_broken(card)
            case RunRole.CARD:
                return card
            case RunRole.STARS:
                return card.marks.stars
            case RunRole.TAGS:
                return card.marks.tags
            case RunRole.PROJECT:
                return self.project_name(index.row())
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return card.prompt
            case _:
                return None

    @property
    def _listing(self) -> Listing:
        if self._shown is None:
            self._shown = Listing()
        return self._shown

    @_listing.setter
    def _listing(self, listing: Listing) -> None:
        self._shown = listing

    @property
    def listing(self) -> Listing:
        """What is shown, as arrays."""
        return self._listing

    @property
    def groups(self) -> Groups:
        """The groups of the rows, as they are now."""
        return Groups(self._listing, self.card)

    def card(self, row: int) -> Card:
        """Return what a list shows of a run: cheap."""
        return self._pages.card(self._listing, row)

    def card_of(self, listing: Listing, row: int) -> Card:
        """Return what a list shows of a run in a listing that was shown, now or before."""
        return self._pages.card(listing, row)

    def fresh_cards(self) -> dict[int, Card]:
        """Return the cards of runs that the index may not know yet, by their numbers."""
        return {number: Card.of_run(run) for number, run in self._pages.fresh.items()}

    def run(self, row: int) -> Run:
        """Return the whole run of a row."""
        return self._pages.run(self._listing, row)

    def marks(self, row: int) -> Marks:
        """Return the stars, tags and albums of a row."""
        return self.card(row).marks

    def row(self, run_id: str) -> int:
        """Return the row of a run; -1 if it is not here."""
        found = np.flatnonzero(self._listing.numbers == number_of(run_id))
        return int(found[0]) if len(found) else -1

    def row_of(self, run: Placed) -> int:
        """Return the row of a run of any project; -1 if it is not here."""
        return self._row(run.folder, run.id)

    def rows_of(self, runs: Iterable[Placed]) -> list[int]:
        """Return the rows of many runs, in order; those that are not here are left out."""
        return [int(row) for row in self._rows([(run.folder, run.id) for run in runs])]

    def project_name(self, row: int) -> str:
        """Return what the project of a row is called."""
        indexes = self._listing.indexes
        return indexes[self._listing.key(row)[0]].name if indexes else ""

    def make_room(self, cells: int) -> None:
        """Hold the thumbnails of as many runs as a view shows at once."""
        self.thumbnails.make_room(cells)

    def reset(self, runs: Sequence[Run]) -> None:
        """Show these runs, given oldest first, without an index."""
        numbers = np.array([number_of(run.id) for run in reversed(runs)], np.int64)
        self._pages.fresh = {number_of(run.id): run for run in runs}
        self._show(Listing(shelves=np.zeros_like(numbers), numbers=numbers, places=numbers))

    def show(self, listing: Listing) -> None:
        """Show something else."""
        self._pages.keep_fresh(listing.indexes[0].root if listing.indexes else None)
        self._show(listing)
        self._add_fresh()

    def update(self, listing: Listing) -> None:
        """Show the same anew: only rows that came or went are told of, if they are not many."""
        same = listing.indexes == self._listing.indexes
        found = changes(self._listing, listing, MOST_RANGES) if same else None
        if found is None:
            self.show(listing)
            return
        gone, come = found
        for first, last in reversed(gone):
            self._remove(first, last)
        for first, last in come:
            self.beginInsertRows(ROOT, first, last)
            self._listing = listing.growing(self._listing, first, last)
            self.endInsertRows()
        self._listing = listing
        self._pages.forget()
        if len(listing):
            self.dataChanged.emit(self.index(0), self.index(len(listing) - 1))
        self.groups_changed.emit()
        self._add_fresh()

    def add(self, run: Run) -> None:
        """Put a new run of the open project on top, once, if it is what is asked for."""
        self._pages.fresh.setdefault(number_of(run.id), run)
        self._insert(run)
        self.added.emit(run)

    def take_out(self, runs: Iterable[Placed]) -> None:
        """Show some runs no more."""
        rows = self._rows([(run.folder, run.id) for run in runs])
        found = ranges(rows)
        if len(found) > MOST_RANGES:
            self._show(self._listing.but(rows))
            return
        for first, last in reversed(found):
            self._remove(first, last)
        self.groups_changed.emit()

    def say(self, marks: Mapping[Path, Marks]) -> None:
        """Show other marks, by the folders of the runs, before the index knows them."""
        self._pages.said |= marks
        self._tell(marks)

    def unsay(self, folders: Iterable[Path]) -> None:
        """Show the marks that the index knows again."""
        folders = list(folders)
        for folder in folders:
            self._pages.said.pop(folder, None)
        self._pages.forget()
        self._tell(folders)

    def settle(self, runs: Iterable[Run]) -> None:
        """Let go of runs that the index knows by now."""
        self._pages.settle(list(runs))

    def _insert(self, run: Run) -> None:
        if self.row_of(run) >= 0 or not self.accepts(run):
            return
        at = len(self._listing) if self._listing.view.query.order is Order.OLDEST else 0
        self.beginInsertRows(ROOT, at, at)
        self._listing = self._listing.with_row(at, 0, number_of(run.id), place_of(run))
        self.endInsertRows()
        self.groups_changed.emit()

    def _add_fresh(self) -> None:
        for run in list(self._pages.fresh.values()):
            self._insert(run)

    def _show(self, listing: Listing) -> None:
        self.beginResetModel()
        self._pages.forget()
        self._listing = listing
        self.endResetModel()
        self.groups_changed.emit()

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(ROOT, first, last)
        self._listing = self._listing.without(first, last)
        self.endRemoveRows()

    def _row(self, folder: Path, run_id: str) -> int:
        query = self._listing.view.query
        if (folder.parent.name == TRASH) is not query.trashed:
            return -1
        shelf = self._listing.shelf(folder.parent.parent) if self._listing.indexes else 0
        return self._listing.row(shelf, number_of(run_id))

    def _rows(self, runs: Sequence[tuple[Path, str]]) -> NDArray[np.intp]:
        """Return the rows of many runs, by their folders and ids."""
        by_shelf: dict[int, list[int]] = {}
        roots: dict[Path, int] = {}
        for folder, run_id in runs:
            root = folder.parent.parent
            if root not in roots:
                roots[root] = self._listing.shelf(root) if self._listing.indexes else 0
            by_shelf.setdefault(roots[root], []).append(number_of(run_id))
        found = [self._listing.rows(shelf, numbers) for shelf, numbers in by_shelf.items()]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.intp)

    def _tell(self, folders: Iterable[Path]) -> None:
        """Have some runs painted anew; many that are strewn about, with what lies between."""
        found = ranges(self._rows([(folder, folder.name) for folder in folders]))
        if len(found) > MOST_RANGES:
            found = [(found[0][0], found[-1][1])]
        for first, last in found:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _on_arrived(self, folder: str) -> None:
        row = self._row(Path(folder), Path(folder).name)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


def _everything(_run: Run) -> bool:
    return True
