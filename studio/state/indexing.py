"""Bringing indexes up to what lies in the folders, a moment at a time, in the background."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.library.store import IndexLostError
from studio.state.observable import Observable
from studio.tasks.library.open_indexes import CheckIndexes
from studio.tasks.library.read_runs import CompareFolder, ReadRuns

if TYPE_CHECKING:
    from studio.core.errors import StudioError
    from studio.core.library.index import Index
    from studio.core.project import Project
    from studio.state.errands import Errands
    from studio.tasks.library.read_runs import Unread

log = logging.getLogger(__name__)

CHUNK_S = 0.2  # of reading in one job, so that others have their turn
SHOWN_EVERY_S = 1.0  # while much is read
MOST_TRIES = 3  # to make an index anew: a disk that fails is not written to for ever


@dataclass(frozen=True, slots=True)
class Left:
    """How many runs were and are to be read."""

    done: int = 0
    total: int = 0


class Indexing(QObject):
    """One chain of short jobs for each index; `progress` tells how far all of them are."""

    progress_changed = Signal(object)
    progress = Observable(Left())
    found = Signal(object)  # Index: it knows more or other runs than before
    caught_up = Signal(object, object)  # Index, Unread: nothing is left

    def __init__(self, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._chains: dict[Index, str] = {}
        self._left: dict[Index, Left] = {}
        self._verified: set[Index] = set()
        self._checking: set[Index] = set()
        self._tries: dict[Index, int] = {}
        self._shown_s = 0.0

    def start(
        self,
        index: Index,
        project: Project | None,
        unread: Unread | None = None,
        *,
        quick: bool = False,
    ) -> None:
        """Compare a project's folder with its index, and read what is new."""
        if quick and index in self._chains:
            return
        self.stop(index)
        if unread is None:
            task = CompareFolder(index, project, quick)
            self._go_on(index, task, partial(self._on_read, index))
        else:
            self._on_read(index, unread)

    def stop(self, index: Index | None = None) -> None:
        """Leave an index as it is, or all of them; what is read is not lost."""
        for one in [index] if index else list(self._chains):
            self._errands.cancel(self._chains.pop(one, ""))
            self._left.pop(one, None)
        self._tell()

    def verify(self, index: Index) -> None:
        """Read all of an index once, to see that nothing in it is damaged."""
        if index not in self._verified:
            self._verified.add(index)
            self.check(index)

    def rescue(self, indexes: tuple[Index, ...], error: IndexLostError) -> None:
        """Make the index anew that could not be read."""
        lost = tuple(index for index in indexes if index.path == error.path)
        self.check(*lost, are_lost=True)

    def check(self, *indexes: Index, are_lost: bool = False) -> None:
        """Read all of some indexes, and make those that are damaged anew."""
        tried_out = {index for index, n in self._tries.items() if n >= MOST_TRIES}
        wanted = tuple(index for index in indexes if index not in self._checking | tried_out)
        self._checking |= set(wanted)
        if wanted:
            done, failed = partial(self._on_checked, wanted), partial(self._on_unchecked, wanted)
            self._errands.run(CheckIndexes(wanted, are_lost), done=done, failed=failed)

    def _go_on(self, index: Index, task: CompareFolder | ReadRuns, done: object) -> None:
        failed = partial(self._on_failed, index)
        assert callable(done)
        self._chains[index] = self._errands.run(task, done=done, failed=failed)

    def _on_read(self, index: Index, unread: Unread) -> None:
        before = self._left.get(index, Left(0, len(unread)))
        self._left[index] = Left(before.total - len(unread), before.total)
        self._tell()
        if len(unread):
            now = time.monotonic()
            if unread.changed and now - self._shown_s > SHOWN_EVERY_S:
                self._shown_s = now
                self.found.emit(index)
            task = ReadRuns(index, unread, CHUNK_S)
            self._go_on(index, task, partial(self._on_read, index))
            return
        self._chains.pop(index, None)
        self._left.pop(index, None)
        self._tell()
        if unread.changed:
            self.found.emit(index)
        self.caught_up.emit(index, unread)

    def _on_failed(self, index: Index, error: StudioError) -> None:
        log.warning("%s", error)
        self._chains.pop(index, None)
        self._left.pop(index, None)
        self._tell()
        if isinstance(error, IndexLostError):
            self.check(index, are_lost=True)

    def _on_checked(self, checked: tuple[Index, ...], renewed: tuple[Index, ...]) -> None:
        self._checking -= set(checked)
        for index in renewed:
            self._tries[index] = self._tries.get(index, 0) + 1
            self.found.emit(index)
            self.start(index, None)

    def _on_unchecked(self, checked: tuple[Index, ...], error: StudioError) -> None:
        self._checking -= set(checked)
        log.warning("%s", error)

    def _tell(self) -> None:
        done = sum(left.done for left in self._left.values())
        self.progress = Left(done, sum(left.total for left in self._left.values()))
