"""The library: what is searched for among all pictures, and what is said of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.library.index import Facets
from studio.core.library.listing import View
from studio.core.library.marks import MOST_STARS, clean_name
from studio.core.library.query import (
    EVERYTHING,
    Grouping,
    Order,
    Query,
    SavedSearch,
    Scope,
    matches,
)
from studio.core.library.store import IndexBusyError, IndexLostError
from studio.state.freshness import Freshness
from studio.state.indexing import Indexing
from studio.state.looking import Looking
from studio.state.marking import Marking
from studio.state.newcomers import Newcomers
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.state.searches import Searches, open_searches
from studio.state.shelves import Shelves
from studio.state.trashing import Trashing
from studio.tasks.library.open_indexes import CloseIndexes, OpenIndexes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.core.errors import StudioError
    from studio.core.library.card import Placed
    from studio.core.library.index import Index
    from studio.core.library.marks import Marks
    from studio.state.errands import Errands
    from studio.state.history import History
    from studio.state.memory import Memory
    from studio.state.notices import Notices
    from studio.state.projects import Projects
    from studio.tasks.library.find_runs import Counted
    from studio.tasks.library.read_runs import Unread
    from studio.tasks.open_project import Opened


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What the library works with."""

    errands: Errands
    notices: Notices
    memory: Memory
    projects: Projects
    history: History
    config: Path
    cache: Path


class Library(QObject):
    """Asks the indexes and fills the history; changes marks and the trash.

    `total` counts all pictures that are looked through, `facets` those that are found, by what they
    are; `selection` is what the commands of the gallery are about.
    """

    query_changed = Signal(object)
    scope_changed = Signal(object)
    grouping_changed = Signal(object)
    searching_changed = Signal(bool)
    total_changed = Signal(int)
    facets_changed = Signal(object)
    saved_changed = Signal(object)
    selection_changed = Signal(object)

    query = Observable(EVERYTHING)
    scope = Observable(Scope.PROJECT)
    grouping = Observable(Grouping.NONE)
    searching = Observable(False)
    total = Observable(0)
    facets = Observable(Facets())
    saved: Observable[tuple[SavedSearch, ...]] = Observable(())
    selection: Observable[Sequence[Placed]] = Observable(())

    def __init__(self, needs: Needs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._needs = needs
        self.shelves = Shelves(needs.errands, needs.notices, needs.projects, needs.history, self)
        self.indexing = Indexing(needs.errands, self)
        self.marking = Marking(self.shelves, self)
        self.trashing = Trashing(self.shelves, self)
        self.looking = Looking(needs.errands, needs.history, self)
        self.newcomers = Newcomers(self.shelves, self)
        self.freshness = Freshness(self.shelves, needs.history.thumbnails, self)
        self._searches = open_searches(needs.config, self._on_saved)
        self._opening = False
        self._chance = random.getrandbits(60)
        needs.history.accepts = lambda run: matches(self.query, run)
        needs.projects.opened.connect(self._on_opened)
        needs.projects.closing.connect(self._close)
        for signal in (self.query_changed, self.grouping_changed):
            signal.connect(self._on_asked)
        self.scope_changed.connect(self._on_scope)
        self.looking.started.connect(partial(self._set_searching, True))
        self.looking.ended.connect(partial(self._set_searching, False))
        self.looking.counted.connect(self._on_counted)
        self.newcomers.taken_up.connect(self._on_taken_up)
        for lost in (needs.history.lost, self.shelves.lost, self.looking.failed):
            lost.connect(self._on_lost)
        self.indexing.found.connect(self._on_more)
        self.freshness.outdated.connect(self._on_more)
        self.indexing.caught_up.connect(self._on_caught_up)
        self.marking.written.connect(self._on_marked)
        self.trashing.moved.connect(self._search)

    def start(self) -> None:
        """Read the searches that were saved."""
        self._searches.open(self._needs.errands, self._needs.notices)

    def refresh(self) -> None:
        """Look for what was added or removed by other means."""
        for index in self._asked():
            self.indexing.start(index, self.shelves.project(index.root))

    def look_again(self) -> None:
        """Somebody comes back to the window: look whether anything was added or removed."""
        for index in self._asked():
            self.indexing.start(index, self.shelves.project(index.root), quick=True)

    def set_stars(self, runs: Iterable[Placed], n: int) -> None:
        """Give runs from 0 to 5 stars."""
        stars = min(max(n, 0), MOST_STARS)
        self.marking.change(runs, lambda marks: replace(marks, stars=stars))

    def add_tags(self, runs: Iterable[Placed], tags: Iterable[str]) -> None:
        """Put tags on runs."""
        names = _names(tags)
        self.marking.change(runs, lambda marks: replace(marks, tags=marks.tags | names))

    def remove_tags(self, runs: Iterable[Placed], tags: Iterable[str]) -> None:
        """Take tags off runs."""
        names = _names(tags)
        self.marking.change(runs, lambda marks: replace(marks, tags=marks.tags - names))

    def put_into_album(self, runs: Iterable[Placed], name: str) -> None:
        """Put runs into an album, which is there as long as something is in it."""
        names = _names([name])
        self.marking.change(runs, lambda marks: replace(marks, albums=marks.albums | names))

    def take_out_of_album(self, runs: Iterable[Placed], name: str) -> None:
        """Take runs out of an album."""
        names = _names([name])
        self.marking.change(runs, lambda marks: replace(marks, albums=marks.albums - names))

    def marks(self, runs: Iterable[Placed]) -> dict[Path, Marks]:
        """Return what is said of some runs, by their folders."""
        return self.marking.marks(runs)

    def trash(self, runs: Iterable[Placed]) -> None:
        """Put runs into the trash; a notice offers to undo it."""
        self.trashing.trash(runs)

    def undo(self) -> None:
        """Take back what was put into the trash last."""
        self.trashing.undo()

    def restore(self, runs: Iterable[Placed]) -> None:
        """Take runs out of the trash."""
        self.trashing.restore(runs)

    def delete_for_good(self, runs: Iterable[Placed]) -> None:
        """Delete runs that lie in the trash."""
        self.trashing.delete(runs)

    def empty_trash(self) -> None:
        """Delete everything that lies in the trash of what is looked through."""
        self.trashing.empty([index.root for index in self._asked()])

    def save_search(self, name: str) -> None:
        """Keep the present query under a name, in place of another of that name."""
        search = SavedSearch(clean_name(name), self.query)
        if search.name:
            self._searches.change(lambda kept: kept.with_one(search))

    def forget_search(self, name: str) -> None:
        """Keep a query no longer."""
        self._searches.change(lambda kept: kept.without(name))

    def use_search(self, search: SavedSearch) -> None:
        """Ask what was saved."""
        self.query = search.query

    def ask(self, **changes: object) -> None:
        """Ask the same but for some fields of the query."""
        self.query = replace(self.query, **changes)  # type: ignore[arg-type]

    def shuffle(self) -> None:
        """Show everything in another random order."""
        self._chance = random.getrandbits(60)
        if self.query.order is Order.RANDOM:
            self._search()
        else:
            self.query = replace(self.query, order=Order.RANDOM)

    @property
    def view(self) -> View:
        """What is asked for and how it stands together."""
        return View(self.query, self.grouping)

    def _asked(self) -> tuple[Index, ...]:
        home = (self.shelves.home,) if self.shelves.home else ()
        return self.shelves.all if self.scope is Scope.ALL else home

    def _on_opened(self, opened: Opened) -> None:
        """Show another project, and everything in it."""
        old = self.shelves.all
        self.indexing.stop()
        self.shelves.home, self.shelves.others = opened.index, ()
        self.newcomers.forget()
        self.freshness.forget(opened.project)
        self._opening = True
        self.query, self.scope = opened.listing.view.query, Scope.PROJECT
        self._opening = False
        self.looking.stop()
        self._needs.history.show(opened.listing)
        self.selection = ()
        past = [index for index in old if index is not opened.index]
        if past:
            self._needs.errands.run(CloseIndexes(past))
        if opened.index:
            self.indexing.start(opened.index, opened.project, opened.unread)
        if opened.listing.view != self.view:
            self._search()
        self._count()

    def _on_asked(self) -> None:
        asked = View(Query(order=self.query.order), self.grouping)
        self._needs.projects.view = asked  # of the next project that is opened
        if not self._opening:
            self._search()

    def _on_scope(self) -> None:
        if self._opening:
            return
        if self.scope is Scope.ALL:
            roots = tuple(map(Path, self._needs.memory.remembered.projects))
            task = OpenIndexes(roots, self._needs.cache, self.shelves.all)
            self.searching = True
            self._needs.errands.run(task, done=self._on_indexes)
        else:
            self._search()

    def _on_indexes(self, indexes: tuple[Index, ...]) -> None:
        self.shelves.others += indexes
        self._search()
        for index in indexes:
            self.indexing.start(index, None)

    def _search(self) -> None:
        self.looking.find(self._asked(), self.view, self._chance)

    def _count(self) -> None:
        self.looking.count(self._asked(), self.query)

    def _set_searching(self, on: bool) -> None:
        self.searching = on

    def _on_counted(self, counted: Counted) -> None:
        self.total, self.facets = counted.total, counted.facets

    def _on_lost(self, error: StudioError) -> None:
        if isinstance(error, IndexLostError):
            self.indexing.rescue(self.shelves.all, error)
        elif isinstance(error, IndexBusyError):
            self._needs.notices.tell(Notice(error.message, Level.INFO, topic="index"))

    def _on_more(self, index: Index) -> None:
        if index in self._asked():
            self._search()

    def _on_caught_up(self, index: Index, unread: Unread) -> None:
        if index is self.shelves.home and unread.damaged:
            self.shelves.tell_damage(unread.damaged)
        self.indexing.verify(index)

    def _on_marked(self) -> None:
        query = self.query
        named = query.min_stars or query.tags or query.album or query.text
        if named or query.order is Order.STARS:
            self._search()
        else:
            self._count()

    def _on_taken_up(self) -> None:
        on_top = self.query.order in (Order.NEWEST, Order.OLDEST)
        if on_top and self.grouping is not Grouping.REQUEST:
            self._count()
        else:
            self._search()

    def _on_saved(self, kept: Searches) -> None:
        self.saved = kept.searches

    def _close(self) -> None:
        """Close the indexes; no lane works any more."""
        self._searches.flush()
        for index in self.shelves.all:
            index.close()
        self.shelves.home, self.shelves.others = None, ()


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in map(clean_name, names) if name)
