"""The searches that were saved: in the configuration folder, since they work over any project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.file_format import Format
from studio.core.library.query import SavedSearch  # noqa: TC001 - the codec reads the annotations
from studio.state.late_file import LateFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE_NAME = "searches.json"


@dataclass(frozen=True, slots=True)
class Searches:
    """What the file holds, in the order they were saved."""

    searches: tuple[SavedSearch, ...] = ()

    def with_one(self, search: SavedSearch) -> Searches:
        """Return them with one more, in place of another of its name."""
        return Searches((*self.without(search.name).searches, search))

    def without(self, name: str) -> Searches:
        """Return them but for one."""
        return Searches(tuple(search for search in self.searches if search.name != name))


SEARCHES = Format("studio.searches", Searches, schema=1)


def open_searches(folder: Path, told: Callable[[Searches], None]) -> LateFile[Searches]:
    """Return the file, which is yet to be read; `told` gets what is in it."""
    return LateFile(folder / FILE_NAME, SEARCHES, Searches(), told)
