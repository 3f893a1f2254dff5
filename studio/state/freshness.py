"""Runs that are looked at are looked at again: one that was edited by hand is read anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.project_folder import RUNS
from studio.tasks.library.take_up import CheckStamps

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.library.card import Placed
    from studio.core.project import Project
    from studio.state.shelves import Shelves
    from studio.state.thumbnails import Thumbnails

MOST_SEEN = 50_000  # folders that are remembered; then they are looked at once more


class Freshness(QObject):
    """Compares each params.json with what the index read, the first time that it is in sight."""

    outdated = Signal(object)  # Index: it has read something anew

    def __init__(
        self, shelves: Shelves, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelves = shelves
        self._thumbnails = thumbnails
        self._seen: set[int] = set()
        self._stamps: dict[Path, dict[str, int]] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._check)
        thumbnails.looked_at.connect(self._on_looked_at)

    def forget(self, project: Project) -> None:
        """Another project is opened: look at everything once more."""
        self._thumbnails.untouched = project.root if project.read_only else None
        self._seen.clear()
        self._stamps.clear()

    def _on_looked_at(self, run: Placed, stamp: int) -> None:
        key = hash(run.folder)
        if key in self._seen or not stamp or run.folder.parent.name != RUNS:
            return
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen.add(key)
        self._stamps.setdefault(run.folder.parent.parent, {})[run.id] = stamp
        self._soon.start()

    def _check(self) -> None:
        stamps, self._stamps = self._stamps, {}
        for root, some in stamps.items():
            if index := self._shelves.index(root):
                done = partial(self._on_checked, root)
                self._shelves.errands.run(
                    CheckStamps(index, some), done=done, failed=self._shelves.lost.emit
                )

    def _on_checked(self, root: Path, changed: bool) -> None:
        index = self._shelves.index(root)
        if changed and index:
            self.outdated.emit(index)
