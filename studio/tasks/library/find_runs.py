"""Ask the indexes for runs, and count what there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.library.index import Facets
from studio.core.library.listing import listing
from studio.core.task import SEARCH_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.library.index import Index
    from studio.core.library.listing import Listing, View
    from studio.core.library.query import Query


@dataclass(frozen=True, slots=True, eq=False)
class FindRuns:
    """Returns a `Listing` of the runs that are asked for."""

    indexes: tuple[Index, ...]
    view: View
    chance: int = 0

    @property
    def lane(self) -> str:
        """Asking."""
        return SEARCH_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Searching"))

    def run(self, _report: Reporter, cancel: CancelToken) -> Listing:
        """Ask; raises `IndexLostError` or `IndexBusyError`."""
        cancel.check()
        found = listing(self.indexes, self.view, self.chance)
        cancel.check()
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """How many runs there are to look through, and of what kinds those are that were found."""

    total: int
    facets: Facets


@dataclass(frozen=True, slots=True, eq=False)
class CountRuns:
    """Counts; of models, say, those that would be found if no model were chosen."""

    indexes: tuple[Index, ...]
    query: Query

    @property
    def lane(self) -> str:
        """Asking."""
        return SEARCH_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Counting"))

    def run(self, _report: Reporter, cancel: CancelToken) -> Counted:
        """Count; raises `IndexLostError` or `IndexBusyError`."""
        total, facets = 0, Facets()
        for index in self.indexes:
            total += index.count(trashed=self.query.trashed)
            facets += self._facets(index, cancel)
        return Counted(total, facets)

    def _facets(self, index: Index, cancel: CancelToken) -> Facets:
        """Count what is found; of each kind as if nothing were chosen of that kind."""
        query = self.query
        found = index.facets(query)
        wider = {
            "models": replace(query, models=()),
            "styles": replace(query, styles=()),
            "sizes": replace(query, sizes=()),
            "tags": replace(query, tags=()),
            "albums": replace(query, album=""),
            "stars": replace(query, min_stars=0),
        }
        for name, asked in wider.items():
            if asked != query:
                cancel.check()
                found = replace(found, **{name: getattr(index.facets(asked), name)})
        return found
