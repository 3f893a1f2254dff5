"""Read and write the queue's folder; syncing files to the disk may take a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.errors import Cancelled, StudioError
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.core.work_folder import Found, WorkFolder, order_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.work import Entry
    from studio.tasks.queueing import Queueable


@dataclass(frozen=True, slots=True, eq=False)
class OpenedWork:
    """The kinds there are, the folder (None: `problem` says why there is none), its work."""

    kinds: Mapping[str, Queueable]
    folder: WorkFolder | None = None
    found: Found = field(default_factory=Found)
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Finds the kinds of jobs that can wait, and reads what was left in the queue."""

    config: Path

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading the queue"))

    def run(self, _report: Reporter, cancel: CancelToken) -> OpenedWork:
        """Read; a queue that cannot be kept is no reason to do without one."""
        from studio.core.registry import discover
        from studio.tasks import queueable
        from studio.tasks.queueing import Queueable

        kinds = discover(queueable, "QUEUEABLE", Queueable)
        try:
            folder = WorkFolder.open(self.config)
        except StudioError as error:
            return OpenedWork(kinds, problem=error.message)
        try:
            found = self._found(folder, kinds)
            cancel.check()
        except StudioError as error:
            return OpenedWork(kinds, problem=error.message)
        except Cancelled:
            folder.close()
            raise
        return OpenedWork(kinds, folder, found)

    def _found(self, folder: WorkFolder, kinds: Mapping[str, Queueable]) -> Found:
        """Read, and write down what was judged: what ran is interrupted from now on."""
        try:
            found = folder.read({key: kind.payload for key, kind in kinds.items()})
            folder.write((), (), order_of(found.entries, paused=bool(found.entries)))
        except OSError as error:
            text = N_("The queue cannot be read: {reason}.")
            folder.close()
            raise StudioError(text, reason=error.strerror or error) from error
        except StudioError:
            folder.close()
            raise
        return found


@dataclass(frozen=True, slots=True, eq=False)
class KeepWork:
    """Brings the folder in line with the queue. Raises `StudioError` when it cannot be written."""

    folder: WorkFolder
    entries: tuple[Entry, ...]
    paused: bool
    added: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Keeping the queue"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> None:
        """Write."""
        order = order_of(self.entries, paused=self.paused)
        self.folder.write(self.added, self.removed, order)
