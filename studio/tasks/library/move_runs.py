"""Put runs into the trash, take them back, delete them for good."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from studio.core.errors import StudioError
from studio.core.library.marks import NO_MARKS, append_marks
from studio.core.library.trash import Moved, purge, take_back, throw_away
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message
from studio.tasks.library.change_marks import writable

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.index import Index
    from studio.core.project import Project


class Way(Enum):
    """What becomes of runs."""

    TO_TRASH = "to trash"
    BACK = "back"
    AWAY = "away"  # for good


_TITLES = {
    Way.TO_TRASH: N_("Moving pictures to the trash"),
    Way.BACK: N_("Taking pictures out of the trash"),
    Way.AWAY: N_("Emptying the trash"),
}


@dataclass(frozen=True, slots=True, eq=False)
class MoveRuns:
    """Returns `Moved`: which runs went, and what kept the next one; raises `ProjectError`."""

    index: Index
    run_ids: tuple[str, ...]
    way: Way
    project: Project | None = None  # if it is open

    @property
    def lane(self) -> str:
        """One change after the other."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(_TITLES[self.way])

    def run(self, _report: Reporter, _cancel: CancelToken) -> Moved:
        """Move; a run is moved whole or not at all."""
        root = self.index.root
        with writable(root, self.project):
            moved = self._move(root)
        with suppress(StudioError):  # the folders say it; the index is made anew from them
            self._note(moved)
        return moved

    def _move(self, root: Path) -> Moved:
        match self.way:
            case Way.TO_TRASH:
                return throw_away(root, self.run_ids)
            case Way.BACK:
                return take_back(root, self.run_ids)
            case Way.AWAY:
                moved = purge(root, self.run_ids)
                with suppress(OSError, StudioError):  # what is said of nobody does no harm
                    said = self.index.marks(moved.ids)
                    past = {i: NO_MARKS for i, marks in said.items() if marks != NO_MARKS}
                    if past:
                        append_marks(root, past)
                return moved
            case _:
                assert_never(self.way)

    def _note(self, moved: Moved) -> None:
        if self.way is Way.AWAY:
            self.index.forget(moved.ids, trashed=True)
        else:
            self.index.move(moved.ids, trashed=self.way is Way.TO_TRASH)
