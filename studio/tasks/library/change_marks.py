"""Change what is said of runs: in the project folder first, then in the index."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError, StudioError
from studio.core.library.marks import append_marks
from studio.core.library.numbers import number_of
from studio.core.library.reading import stamp_of
from studio.core.lock import Lock
from studio.core.project_folder import MARKS_FILE, read_info
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.index import Index
    from studio.core.library.marks import Marks
    from studio.core.project import Project


@contextmanager
def writable(root: Path, project: Project | None) -> Iterator[None]:
    """Hold the lock of a project for a moment, unless it is `project`, which holds it already.

    Raises `ProjectError` when nothing may be changed there.
    """
    if project:
        project.check_ours()
        yield
        return
    read_info(root)
    try:
        lock = Lock(root)
    except OSError as error:
        raise unwritable(root, error) from error
    try:
        yield
    finally:
        lock.release()


def unwritable(path: Path, error: OSError) -> ProjectError:
    """Say that nothing can be changed."""
    return ProjectError(
        N_("{path} cannot be written: {reason}."), path=path, reason=error.strerror or error
    )


@dataclass(frozen=True, slots=True, eq=False)
class ChangeMarks:
    """Raises `ProjectError` when the project cannot be written; then nothing was changed."""

    index: Index
    changes: Mapping[str, Marks]  # by run id
    project: Project | None = None  # if it is open

    @property
    def lane(self) -> str:
        """One change after the other."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Keeping stars, tags and albums"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> None:
        """Write; it is on the disk when this returns."""
        path = self.index.root / MARKS_FILE
        with writable(self.index.root, self.project):
            before = stamp_of(path)
            try:
                append_marks(self.index.root, self.changes)
            except OSError as error:
                raise unwritable(path, error) from error
        self._note(before, stamp_of(path))

    def _note(self, before: int, after: int) -> None:
        try:
            known = self.index.noted("marks") == before
            marks = {number_of(run_id): marks for run_id, marks in self.changes.items()}
            self.index.set_marks(marks)
            if known:  # else somebody else has said something too, and all of it is read again
                self.index.note("marks", after)
        except StudioError:  # the project says it; the index is made anew from that
            return
