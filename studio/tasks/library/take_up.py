"""Let the index know of runs that have just been stored, or that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.library.numbers import number_of
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message
from studio.tasks.library.read_runs import take_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.index import Index


@dataclass(frozen=True, slots=True, eq=False)
class TakeUp:
    """Reads the folders of runs into the index."""

    index: Index
    run_ids: tuple[str, ...]

    @property
    def lane(self) -> str:
        """One change after the other."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Remembering new pictures"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> bool:
        """Read; whether anything of it is to be shown."""
        return take_up(self.index, self.run_ids, trashed=False)


@dataclass(frozen=True, slots=True, eq=False)
class CheckStamps:
    """Reads those runs anew whose params.json is not what it was; whether there were any."""

    index: Index
    stamps: Mapping[str, int]  # as they are now, by run id

    @property
    def lane(self) -> str:
        """One change after the other."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for edited pictures"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> bool:
        """Compare with what was read."""
        known = self.index.stamps(map(number_of, self.stamps))
        edited = [
            run_id
            for run_id, stamp in self.stamps.items()
            if known.get(number_of(run_id), stamp) != stamp
        ]
        return bool(edited) and take_up(self.index, edited, trashed=False)
