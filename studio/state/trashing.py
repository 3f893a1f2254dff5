"""The trash: runs go there at once and come back with one click, until it is emptied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, Message, message
from studio.state.notices import Level, Notice, Step
from studio.tasks.library.move_runs import MoveRuns, Way
from studio.tasks.library.open_indexes import ListTrash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.core.library.card import Placed
    from studio.core.library.trash import Moved
    from studio.state.shelves import Shelves

TOPIC = "trash"
MOST_UNDONE = 100


# What one press of Delete put into the trash of each project: the ids of the runs.
Press: TypeAlias = "dict[Path, tuple[str, ...]]"


class Trashing(QObject):
    """Moves whole runs; what could not be moved is shown again, and it is said why."""

    leaving = Signal(object)  # tuple of runs whose rows are about to go
    moved = Signal()  # the folders are not as they were
    undone = Signal(str)  # the id of the first run that came back, before `moved`

    def __init__(self, shelves: Shelves, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelves = shelves
        self._presses: list[Press] = []

    @property
    def can_undo(self) -> bool:
        """Whether something was put into the trash since the studio was opened."""
        return any(self._at_hand(press) for press in self._presses)

    def trash(self, runs: Iterable[Placed]) -> None:
        """Put runs into the trash of their projects."""
        press: Press = {}
        self._presses = [*self._presses, press][-MOST_UNDONE:]
        for root, some in self._shelves.by_project(runs).items():
            self._move(root, some, Way.TO_TRASH, press)

    def restore(self, runs: Iterable[Placed]) -> None:
        """Take runs out of the trash."""
        for root, some in self._shelves.by_project(runs).items():
            self._move(root, some, Way.BACK)

    def delete(self, runs: Iterable[Placed]) -> None:
        """Delete runs that lie in the trash, for good."""
        for root, some in self._shelves.by_project(runs).items():
            self._move(root, some, Way.AWAY)

    def empty(self, roots: Iterable[Path]) -> None:
        """Delete everything in the trash of some projects, for good."""
        for root in roots:
            index = self._shelves.index(root)
            if index and self._shelves.may_change(root):
                listed = partial(self._on_listed, root)
                self._shelves.errands.run(ListTrash(root), done=listed)

    def undo(self) -> None:
        """Take back what was put into the trash last."""
        last = next((p for p in reversed(self._presses) if self._at_hand(p)), {})
        self._presses = [press for press in self._presses if press is not last]
        for root, ids in self._at_hand(last).items():
            self._start(root, ids, Way.BACK)

    def _at_hand(self, press: Press) -> Press:
        return {root: ids for root, ids in press.items() if ids and self._shelves.index(root)}

    def _on_listed(self, root: Path, ids: tuple[str, ...]) -> None:
        if ids:
            self._start(root, ids, Way.AWAY)

    def _move(
        self, root: Path, runs: Sequence[Placed], way: Way, press: Press | None = None
    ) -> None:
        if self._shelves.index(root) and self._shelves.may_change(root):
            self.leaving.emit(tuple(runs))
            self._shelves.history.take_out(runs)
            self._start(root, tuple(run.id for run in runs), way, press)

    def _start(
        self, root: Path, ids: tuple[str, ...], way: Way, press: Press | None = None
    ) -> None:
        index = self._shelves.index(root)
        if index is None:
            return
        if press is not None:
            press[root] = ids  # at once: somebody may undo it before it is done
        task = MoveRuns(index, ids, way, self._shelves.project(root))
        done = partial(self._on_moved, root, way, press)
        failed = partial(self._on_refused, root, press)
        self._shelves.errands.run(task, done=done, failed=failed, quiet=way is not Way.AWAY)

    def _on_moved(self, root: Path, way: Way, press: Press | None, moved: Moved) -> None:
        if press is not None:
            press[root] = moved.ids
        else:  # back or away: there is nothing to undo about these
            gone = set(moved.ids)
            for other in self._presses:
                other[root] = tuple(i for i in other.get(root, ()) if i not in gone)
            if way is Way.BACK and moved.ids:
                self.undone.emit(moved.ids[0])
        if moved.problem:
            self._tell(moved.problem, Level.ATTENTION)
        elif moved.ids:
            self._tell_done(way, sum(map(len, press.values())) if press else len(moved.ids))
        self.moved.emit()

    def _on_refused(self, root: Path, press: Press | None, error: StudioError) -> None:
        if press is not None:
            press.pop(root, None)
        self._tell(error.message, Level.ATTENTION)
        self.moved.emit()  # what was taken out of sight is there still

    def _tell_done(self, way: Way, n: int) -> None:
        match way:
            case Way.TO_TRASH:
                text = message(N_("Pictures put into the trash: {n}."), n=n)
                self._tell(text, steps=(Step.UNDO,))
            case Way.BACK:
                self._tell(message(N_("Pictures taken out of the trash: {n}."), n=n))
            case Way.AWAY:
                self._tell(message(N_("Pictures deleted for good: {n}."), n=n))

    def _tell(self, text: Message, level: Level = Level.INFO, steps: tuple[Step, ...] = ()) -> None:
        notice = Notice(text, level, steps, lambda _step: self.undo(), TOPIC)
        self._shelves.notices.tell(notice)
