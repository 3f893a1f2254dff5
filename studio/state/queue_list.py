"""All of the queue as a list: what runs, what waits, what went wrong, what was done today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.core.job import JobState
from studio.core.request import Request
from studio.core.run import Run
from studio.core.text import Message
from studio.core.work import EntryState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import Progress
    from studio.core.work import Entry
    from studio.jobs.job import Job
    from studio.jobs.service import JobService
    from studio.state.queue import JobList
    from studio.state.work import Work

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
MIME = "application/x-studio-queue"
MOST_DONE = 100
PREVIEW_PX = 64
PACE_OF = 20  # pictures whose mean time tells that of the next


class Section(Enum):
    """The parts of the list, in their order."""

    RUNNING = "running"
    TROUBLE = "trouble"
    WAITING = "waiting"
    DONE = "done"


SECTION_OF = {
    EntryState.RUNNING: Section.RUNNING,
    EntryState.WAITING: Section.WAITING,
    EntryState.INTERRUPTED: Section.TROUBLE,
    EntryState.FAILED: Section.TROUBLE,
    EntryState.SET_ASIDE: Section.TROUBLE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One row: a heading (`count` entries follow), or one job in whatever state it is.

    `fraction` is negative for what does not run. `done` counts pieces.
    """

    key: str
    section: Section
    title: Message
    is_heading: bool = False
    count: int = 0
    state: EntryState | JobState = EntryState.WAITING
    stage: Message | None = None
    problem: Message | None = None
    pieces: int = 1
    done: int = 0
    fraction: float = -1.0
    priority: int = 0
    place: str = ""  # the name of its project
    entry_id: str = ""
    job_id: str = ""
    run: Run | None = None


class QueueRole(IntEnum):
    """What the list tells about a row."""

    LINE = Qt.ItemDataRole.UserRole
    PREVIEW = Qt.ItemDataRole.UserRole + 1  # (h, w, 3) uint8, or None


class QueueList(QAbstractListModel):
    """Rows are `Line`s; the waiting ones can be dragged to another place."""

    changed = Signal()

    def __init__(
        self, jobs: JobService, queue: JobList, work: Work, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._queue = queue
        self._work = work
        self._lines: list[Line] = []
        self._done: list[Line] = []
        self._previews: dict[str, NDArray[np.uint8]] = {}
        self._results: dict[str, Run] = {}  # job -> the last picture it stored
        self._seconds: list[float] = []
        self._others: dict[str, Job] = {}  # jobs of no entry
        work.changed.connect(self._rebuild)
        work.ended.connect(self._on_ended)
        jobs.changed.connect(self._on_changed)
        jobs.progressed.connect(self._on_progressed)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """The number of rows, headings included."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one fact of a row."""
        line = self._lines[index.row()]
        match role:
            case QueueRole.LINE:
                return line
            case QueueRole.PREVIEW:
                return self._previews.get(line.job_id or line.key)
            case Qt.ItemDataRole.DisplayRole:
                return str(line.title)
            case _:
                return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings are only there to be read; what waits can be dragged."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        line = self._lines[index.row()]
        if line.is_heading:
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        movable = line.section is Section.WAITING
        return plain | Qt.ItemFlag.ItemIsDragEnabled if movable else plain

    def line(self, row: int) -> Line:
        """Return a row."""
        return self._lines[row]

    def row_of(self, key: str) -> int:
        """Return where a row is; -1 if it is not there."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    def count(self, section: Section) -> int:
        """Return how many jobs a section has."""
        return sum(line.section is section and not line.is_heading for line in self._lines)

    def seconds_left(self) -> float | None:
        """Return how long everything that runs or waits may take, once that can be told."""
        waiting = sum(x.pieces for x in self._lines if self._is_counted(x, Section.WAITING))
        left = 0.0
        for line in self._lines:
            if self._is_counted(line, Section.RUNNING):
                told = self._queue.time_left_of_s(line.job_id)
                if told is None and not self._seconds:
                    return None
                left += self._mean_s() * (line.pieces - line.done) if told is None else told
        if waiting and not self._seconds:
            return None
        return left + waiting * self._mean_s()

    def seconds_for(self, pictures: int) -> float | None:
        """Return how long some pictures take at the pace of the last ones, if there were any."""
        return self._mean_s() * pictures if self._seconds else None

    def forget(self, keys: Sequence[str]) -> None:
        """Take rows of what was done off the list."""
        self._done = [line for line in self._done if line.key not in keys]
        self._rebuild()

    def forget_done(self) -> None:
        """Take all that was done off the list."""
        self.forget([line.key for line in self._done])

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move, and nothing is copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """The list takes only its own rows."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Name the entries that are dragged."""
        data = QMimeData()
        names = [self._lines[index.row()].entry_id for index in indexes]
        data.setData(MIME, ",".join(names).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex
    ) -> bool:
        """Put the dragged entries before the row they were dropped on."""
        ids = [name for name in bytes(data.data(MIME).data()).decode().split(",") if name]
        at = parent.row() if parent.isValid() else row
        below = self._lines[at:] if at >= 0 else []
        before = next(
            (x.entry_id for x in below if x.section is Section.WAITING and x.entry_id), ""
        )
        if ids:
            self._work.move(ids, before or None)
        return bool(ids)

    # What is there

    def _is_counted(self, line: Line, section: Section) -> bool:
        return line.section is section and not line.is_heading and bool(line.entry_id)

    def _mean_s(self) -> float:
        return sum(self._seconds) / len(self._seconds) if self._seconds else 0.0

    def _rebuild(self) -> None:
        """Read the queue again; rows that only changed their facts keep their place."""
        rows = [self._of_entry(entry) for entry in self._work.entries]
        ours = self._work.dispatch.entry_of
        self._others = {key: job for key, job in self._others.items() if not ours(key)}
        rows += [self._of_job(job) for job in self._others.values()]
        rows += reversed(self._done)
        lines: list[Line] = []
        for section in Section:
            found = [line for line in rows if line.section is section]
            if found:
                lines += [_heading(section, len(found)), *found]
        if [line.key for line in lines] == [line.key for line in self._lines]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
        else:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
        self.changed.emit()

    def _of_entry(self, entry: Entry) -> Line:
        job_id = self._work.dispatch.job_of(entry.id)
        line = Line(
            entry.id,
            SECTION_OF[entry.state],
            entry.title,
            state=entry.state,
            problem=entry.problem,
            pieces=entry.pieces,
            priority=entry.priority,
            place=entry.project.name if entry.project else "",
            entry_id=entry.id,
            job_id=job_id,
            run=self._results.get(job_id),
        )
        if entry.state is not EntryState.RUNNING:
            return line
        job = next((job for job in self._jobs.active if job.id == job_id), None)
        return self._with_progress(line, job.progress if job else None)

    def _of_job(self, job: Job) -> Line:
        line = Line(
            job.id, Section.RUNNING, job.task.title, state=job.state, pieces=0, job_id=job.id
        )
        return self._with_progress(line, job.progress)

    def _with_progress(self, line: Line, progress: Progress | None) -> Line:
        if progress is None:
            return replace(line, fraction=0.0)
        done = int(progress.fraction * line.pieces + 1e-6)
        stage = progress.stage if progress.stage.template else None
        return replace(line, fraction=progress.fraction, done=done, stage=stage)

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if state is JobState.QUEUED:
            job = self._jobs.job(job_id)
            if not job.quiet:
                self._others[job_id] = job
        other = self._others.get(job_id)
        if other is None:
            return
        if state.is_final:
            del self._others[job_id]
            self._note_done(replace(self._of_job(other), key=f"done {job_id}", state=state))
        self._rebuild()

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        if progress.preview is not None:
            self._previews[job_id] = _small(progress.preview)
        if isinstance(progress.result, Run):
            self._results[job_id] = progress.result
            if progress.result.seconds > 0:  # a sheet is drawn in no time
                self._seconds = [*self._seconds, progress.result.seconds][-PACE_OF:]
        for row, line in enumerate(self._lines):
            if line.job_id == job_id:
                shown = line if isinstance(progress.result, Request) else None
                self._lines[row] = shown or self._with_progress(line, progress)
                self.dataChanged.emit(self.index(row), self.index(row))
                self.changed.emit()

    def _on_ended(self, entry: Entry, state: JobState) -> None:
        line = next((x for x in self._lines if x.entry_id == entry.id), None)
        if line:
            key = f"done {entry.id}"
            run = self._results.pop(line.job_id, None)
            preview = self._previews.pop(line.job_id, None)
            if preview is not None:
                self._previews[key] = preview
            full = state is JobState.DONE
            done = entry.pieces if full else line.done
            self._note_done(replace(line, key=key, state=state, run=run, done=done, job_id=""))

    def _note_done(self, line: Line) -> None:
        if line.state is JobState.FAILED:
            return  # a notice said so, and whoever asked can ask again
        ended = replace(line, section=Section.DONE, fraction=-1.0, stage=None, entry_id="")
        self._done = [*self._done, ended][-MOST_DONE:]
        kept = {x.key for x in self._done} | {x.job_id for x in self._lines}
        self._previews = {k: v for k, v in self._previews.items() if k in kept}


def _small(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return every so many pixels: enough for a row, and a copy that keeps no picture alive."""
    step = max(max(pixels.shape[:2]) // PREVIEW_PX, 1)
    return pixels[::step, ::step].copy()


def _heading(section: Section, count: int) -> Line:
    title = Message("")  # the window knows what the sections are called
    return Line(f"heading {section.value}", section, title, is_heading=True, count=count)
