"""Which project is open, and how another one takes its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core import paths
from studio.core.errors import ProjectLockedError
from studio.core.library.listing import ANY
from studio.core.storage import reachable
from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable
from studio.tasks.open_project import LookInto, Opened, OpenProject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.core.project import Project
    from studio.jobs.service import JobService
    from studio.state.errands import Errands
    from studio.state.memory import Memory
    from studio.state.notices import Notices

    Borrower = tuple[Callable[[Project], object], Callable[[StudioError], object]]

TOPIC = "project"


class Projects(QObject):
    """Opens on the library's lane; the old project keeps its lock until its last job has ended."""

    project_changed = Signal(object)
    opening_changed = Signal(bool)
    opened = Signal(object)  # Opened
    closing = Signal()  # no lane works any more

    project: Observable[Project | None] = Observable(None)
    opening = Observable(True)  # from the start: none is open yet, and soon one is
    view = ANY  # how the runs of the next project are listed first

    def __init__(
        self,
        jobs: JobService,
        errands: Errands,
        notices: Notices,
        memory: Memory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._errands = errands
        self._notices = notices
        self._memory = memory
        self._leaving: list[Project] = []
        self._borrowers: dict[Path, list[Borrower]] = {}  # of the folders that are being opened
        jobs.emptied.connect(self._close_left)

    def open(
        self,
        root: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        take_over: bool = False,
    ) -> None:
        """Open a project in place of the present one."""
        self.opening = True
        self._errands.run(
            OpenProject(root, create, read_only, take_over, paths.cache_folder(), self.view),
            done=self._on_opened,
            failed=lambda error: self._on_refused(root, error),
        )

    def borrow(
        self,
        root: Path,
        done: Callable[[Project], object],
        failed: Callable[[StudioError], object],
    ) -> None:
        """Call `done` with the project of a folder; it is opened if it is not open for writing.

        One that was opened for this is closed when no job is left.
        """
        if held := self.held(root):
            done(held)
            return

        key = reachable(root)
        waiting = self._borrowers.setdefault(key, [])
        waiting.append((done, failed))
        if len(waiting) > 1:  # a second opening would find the lock of the first
            return

        def on_opened(opened: Opened) -> None:
            self._leaving.append(opened.project)
            for told, _ in self._borrowers.pop(key):
                told(opened.project)

        def on_refused(error: StudioError) -> None:
            for _, told in self._borrowers.pop(key):
                told(error)

        self._errands.run(OpenProject(root), done=on_opened, failed=on_refused)

    def close(self) -> None:
        """Give back every lock; called when no job runs any more."""
        if self.project:
            self._leaving.append(self.project)
            self.project = None
        self.closing.emit()
        self._close_left()

    def _on_opened(self, opened: Opened) -> None:
        old, self.project = self.project, opened.project
        self._notices.dismiss_topic(TOPIC)
        self._memory.add_project(opened.project.root)
        self.opened.emit(opened)
        self.opening = False  # last: what waited for the project goes on now
        self._tell_read_only(opened.project)
        if old:
            self._leaving.append(old)
            if not self._jobs.active:
                self._close_left()

    def _on_refused(self, root: Path, error: StudioError) -> None:
        ours = self.held(root)
        if isinstance(error, ProjectLockedError) and ours and ours is not self.project:
            self._take_back(ours)
            return
        if not (isinstance(error, ProjectLockedError) and ours):
            self._tell_refusal(root, error)
        self.opening = False

    def held(self, root: Path) -> Project | None:
        """Return the project of that folder whose lock is ours: open, or left with work to do."""
        held = [self.project, *self._leaving]
        root = reachable(root)
        return next((p for p in held if p and p.root == root and not p.read_only), None)

    def _take_back(self, project: Project) -> None:
        """Open again what was left but has work to do: its lock is ours still."""

        def on_looked(opened: Opened) -> None:
            if project in self._leaving:
                self._leaving.remove(project)
                self._on_opened(opened)
            else:  # its work ended meanwhile, and its lock was given back
                self.open(project.root)

        look = LookInto(project, paths.cache_folder(), self.view)
        self._errands.run(look, done=on_looked, failed=partial(self._on_refused, project.root))

    def _tell_refusal(self, root: Path, error: StudioError) -> None:
        steps = [Step.OPEN_PROJECT, Step.NEW_PROJECT]
        if isinstance(error, ProjectLockedError):
            steps.insert(0, Step.OPEN_READ_ONLY)
            if error.can_take_over:
                steps.insert(0, Step.TAKE_OVER)
        elif not root.is_dir():
            self._memory.forget_project(root)

        def act(step: Step) -> None:
            self.open(root, read_only=step is Step.OPEN_READ_ONLY, take_over=step is Step.TAKE_OVER)

        self._notices.tell(Notice(error.message, Level.ATTENTION, tuple(steps), act, TOPIC))

    def _tell_read_only(self, project: Project) -> None:
        if project.read_only:
            text = message(N_("This project is open for reading only."))
            steps = (Step.OPEN_PROJECT, Step.NEW_PROJECT)
            self._notices.tell(Notice(text, Level.INFO, steps, topic=TOPIC))

    def _close_left(self) -> None:
        for project in self._leaving:
            project.close()
        self._leaving.clear()
