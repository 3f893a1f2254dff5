"""Find what is known of every project, open or not, without locking any of them."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.library.index import Index
from studio.core.library.store import FOLDER, IndexLostError
from studio.core.library.trash import thrown_away
from studio.core.project_folder import PROJECT_FILE, read_info
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studio.core.job import CancelToken, Reporter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class OpenIndexes:
    """Returns the indexes of projects that are there, besides those that are open already."""

    roots: tuple[Path, ...]
    cache: Path
    open: tuple[Index, ...] = ()

    @property
    def lane(self) -> str:
        """Reading and writing indexes."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for projects"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[Index, ...]:
        """Look at the projects that are remembered, and at those that have an index."""
        known = {_resolved(index.root) for index in self.open}
        found: list[Index] = []
        for root in (*self.roots, *_indexed(self.cache / FOLDER)):
            cancel.check()
            if _resolved(root) in known or not (root / PROJECT_FILE).is_file():
                continue
            known.add(_resolved(root))
            index = Index(root, self.cache)
            with suppress(StudioError):  # a damaged project shows what is known of it
                index.rename(read_info(root).name)
            found.append(index)
        return tuple(found)


def _resolved(root: Path) -> Path:
    try:
        return root.resolve()
    except (OSError, RuntimeError):
        return root


def _indexed(folder: Path) -> Iterator[Path]:
    """Return the projects that indexes were made for."""
    for path in sorted(folder.glob("*.db")):
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
                row = db.execute("SELECT value FROM about WHERE key = 'root'").fetchone()
        except (sqlite3.Error, OSError) as error:
            log.info("the index %s says of no project: %s", path, error)
            continue
        if row:
            yield Path(os.fsdecode(row[0]))


@dataclass(frozen=True, slots=True, eq=False)
class CheckIndexes:
    """Reads all of some indexes; makes those that are damaged anew, and returns them.

    Those that `are_lost` are made anew without a look: reading them has failed already.
    """

    indexes: tuple[Index, ...]
    are_lost: bool = False

    @property
    def lane(self) -> str:
        """Reading and writing indexes."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Checking the index"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[Index, ...]:
        """Check."""
        if self.are_lost:
            for index in self.indexes:
                index.renew()
            return self.indexes
        return tuple(index for index in self.indexes if _is_renewed(index, cancel))


def _is_renewed(index: Index, cancel: CancelToken) -> bool:
    try:
        index.check(lambda: cancel.is_set)
    except IndexLostError as error:
        log.warning("%s", error)
        index.renew()
        return True
    except StudioError:  # it is in use: next time
        pass
    cancel.check()
    return False


@dataclass(frozen=True, slots=True, eq=False)
class CloseIndexes:
    """Closes indexes that nobody asks any more."""

    indexes: Iterable[Index]

    @property
    def lane(self) -> str:
        """After everything that was to be written."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Closing the index"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> None:
        """Close."""
        for index in self.indexes:
            index.close()


@dataclass(frozen=True, slots=True)
class ListTrash:
    """Returns the names of the runs in a project's trash, readable or not."""

    root: Path

    @property
    def lane(self) -> str:
        """After what was still to be put there."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking into the trash"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> tuple[str, ...]:
        """Look."""
        return tuple(thrown_away(self.root))
