"""Stars, tags and albums: shown at once, written in order, taken back when they cannot be."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.library.marks import NO_MARKS
from studio.state.notices import Level, Notice
from studio.tasks.library.change_marks import ChangeMarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from studio.core.library.card import Placed
    from studio.core.library.index import Index
    from studio.core.library.marks import Marks
    from studio.state.shelves import Shelves

TOPIC = "marks"


class Marking(QObject):
    """Changes what is said of runs."""

    written = Signal()

    def __init__(self, shelves: Shelves, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelves = shelves
        self._said: dict[Path, Marks] = {}  # on their way to the disk
        self._waiting: Counter[Path] = Counter()

    def marks(self, runs: Iterable[Placed]) -> dict[Path, Marks]:
        """Return what is said of some runs, by their folders."""
        found: dict[Path, Marks] = {}
        for root, some in self._shelves.by_project(runs).items():
            known = self._known(self._shelves.index(root), [run.id for run in some])
            found |= {run.folder: known.get(run.id, NO_MARKS) for run in some}
        return found | {folder: self._said[folder] for folder in found if folder in self._said}

    def change(self, runs: Iterable[Placed], how: Callable[[Marks], Marks]) -> None:
        """Say something else of runs; a project that cannot be written refuses with a sentence."""
        runs = list(runs)
        before = self.marks(runs)
        for root, some in self._shelves.by_project(runs).items():
            after = {run.folder: how(before[run.folder]) for run in some}
            changed = {f: marks for f, marks in after.items() if marks != before[f]}
            if changed:
                self._write(root, changed)

    def _write(self, root: Path, changed: dict[Path, Marks]) -> None:
        index = self._shelves.index(root)
        if index is None or not self._shelves.may_change(root):
            return
        self._said |= changed
        self._waiting.update(changed.keys())
        self._shelves.history.say(changed)
        by_id = {folder.name: marks for folder, marks in changed.items()}
        task = ChangeMarks(index, by_id, self._shelves.project(root))
        done, failed = partial(self._settle, changed), partial(self._on_refused, changed)
        self._shelves.errands.run(task, done=lambda _nothing: done(), failed=failed)

    def _settle(self, changed: dict[Path, Marks]) -> None:
        self._waiting.subtract(changed.keys())
        settled = [folder for folder in changed if self._waiting[folder] <= 0]
        for folder in settled:
            del self._waiting[folder]
            self._said.pop(folder, None)
        self._shelves.history.unsay(settled)
        self.written.emit()

    def _on_refused(self, changed: dict[Path, Marks], error: StudioError) -> None:
        self._settle(changed)
        self._shelves.notices.tell(Notice(error.message, Level.ATTENTION, topic=TOPIC))

    def _known(self, index: Index | None, run_ids: list[str]) -> dict[str, Marks]:
        try:
            return index.marks(run_ids) if index else {}
        except StudioError as error:
            self._shelves.lost.emit(error)
            return {}
