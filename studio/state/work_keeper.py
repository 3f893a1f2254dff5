"""Keeps the queue on the disk: one write at a time, with the latest word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.state.notices import Level, Notice
from studio.tasks.keep_work import KeepWork, OpenedWork, OpenWork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.core.text import Message
    from studio.core.work import Entry
    from studio.core.work_folder import WorkFolder
    from studio.state.errands import Errands
    from studio.state.notices import Notices

TOPIC = "queue kept"


class WorkKeeper(QObject):
    """Writes what is asked for in order; `then` is called once everything before it is on disk.

    A disk that refuses costs the keeping and nothing else: it is told once, and work goes on.
    """

    def __init__(self, errands: Errands, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._notices = notices
        self.folder: WorkFolder | None = None
        self._added: dict[str, Entry] = {}
        self._removed: set[str] = set()
        self._then: list[Callable[[], None]] = []
        self._state: tuple[tuple[Entry, ...], bool] = ((), False)
        self._is_writing = False
        self._is_dirty = False
        self._has_told = False
        self.job_id = ""  # of the write that is on its way, or was the last

    def open(self, config: Path, done: Callable[[OpenedWork], None]) -> None:
        """Read what is there, on the disk lane."""

        def on_opened(opened: OpenedWork) -> None:
            self.folder = opened.folder
            if opened.problem:
                self._tell(opened.problem)
            done(opened)

        self._errands.run(OpenWork(config), done=on_opened)

    def close(self) -> None:
        """Let another studio have the folder."""
        if self.folder:
            self.folder.close()
            self.folder = None

    def note_added(self, entry: Entry) -> None:
        """Have an entry's own file written with the next `keep`."""
        self._removed.discard(entry.id)
        self._added[entry.id] = entry

    def note_removed(self, entry_id: str) -> None:
        """Have an entry's own file removed with the next `keep`."""
        self._added.pop(entry_id, None)
        self._removed.add(entry_id)

    def keep(
        self,
        entries: tuple[Entry, ...],
        *,
        paused: bool,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Have the queue written as it is now."""
        self._state, self._is_dirty = (entries, paused), True
        if then:
            self._then.append(then)
        if not self._is_writing:
            self._write()

    @property
    def busy(self) -> bool:
        """Whether something is not on the disk yet."""
        return self._is_writing

    def _write(self) -> None:
        waiting, self._then = self._then, []
        self._is_dirty = False
        if self.folder is None:
            self._call(waiting)
            return
        added, removed = self._added, self._removed
        self._added, self._removed = {}, set()
        task = KeepWork(self.folder, *self._state, tuple(added.values()), tuple(removed))
        self._is_writing = True

        def on_failed(error: StudioError) -> None:
            self._added = {k: v for k, v in added.items() if k not in self._removed} | self._added
            self._removed |= removed - self._added.keys()
            self._tell(error.message)
            self._on_written(waiting)

        def on_done(_none: object) -> None:
            self._has_told = False
            self._on_written(waiting)

        self.job_id = self._errands.run(task, done=on_done, failed=on_failed)

    def _on_written(self, waiting: list[Callable[[], None]]) -> None:
        self._is_writing = False
        self._call(waiting)
        if self._is_dirty and not self._is_writing:
            self._write()

    def _call(self, waiting: list[Callable[[], None]]) -> None:
        for then in waiting:
            then()

    def _tell(self, problem: Message) -> None:
        if not self._has_told:
            self._has_told = True
            self._notices.tell(Notice(problem, Level.ATTENTION, topic=TOPIC))
