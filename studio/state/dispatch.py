"""From the queue to the lanes: each is given one job at a time.

All that wait stay in the queue, so that their order can be changed until the last moment. An entry
is on the disk before its job may start, and says there that it runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.errors import DeviceLostError, SaveError, StudioError, WorkerDiedError
from studio.core.job import JobState
from studio.core.ledger import Ledger
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, message
from studio.core.work import MOST_ATTEMPTS, Entry, EntryState
from studio.engine.pool import chosen, lanes_of
from studio.state.notices import Level, Notice, Step, log_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from studio.core.project import Project
    from studio.engine.protocol import Engine
    from studio.jobs.service import JobService
    from studio.state.catalog import Catalog
    from studio.state.errands import Errands
    from studio.state.notices import Notices
    from studio.state.projects import Projects
    from studio.state.work import Work
    from studio.tasks.queueing import Queueable

FULL = "queue full"
DIED = "worker died"


@dataclass(frozen=True, eq=False)
class Means:
    """What a job may need when its turn comes."""

    jobs: JobService
    engine: Engine
    errands: Errands
    notices: Notices
    catalog: Catalog
    projects: Projects


class Dispatch(QObject):
    """Starts entries, and says what became of them."""

    def __init__(self, work: Work, means: Means) -> None:
        super().__init__(work)
        self._work = work
        self._means = means
        self._kinds: Mapping[str, Queueable] | None = None
        self._busy: dict[str, str] = {}  # lane -> entry
        self._jobs: dict[str, str] = {}  # job -> entry
        self._errors: dict[str, StudioError] = {}  # entry -> why it failed
        self._returning: set[str] = set()  # entries that go back to the front when they stop
        self._unwanted: set[str] = set()  # entries that were stopped for good
        self._let_pass: set[str] = set()  # entries to be done although the queue is paused
        means.jobs.failed.connect(self._on_failed)
        means.jobs.changed.connect(self._on_changed)
        means.catalog.looked_changed.connect(self._on_ready)
        means.projects.opening_changed.connect(self._on_ready)

    @property
    def running(self) -> tuple[str, ...]:
        """The entries that are with a lane, or on their way there."""
        return tuple(self._busy.values())

    def entry_of(self, job_id: str) -> Entry | None:
        """Return the entry that a job works on."""
        return self._work.entry(self._jobs.get(job_id, ""))

    def job_of(self, entry_id: str) -> str:
        """Return the job that works on an entry, or ""."""
        return next((job for job, entry in self._jobs.items() if entry == entry_id), "")

    def knows(self, entry: Entry) -> bool:
        """Whether there is anybody here who can do it."""
        return self._kinds is None or entry.kind in self._kinds

    def open(self, kinds: Mapping[str, Queueable]) -> None:
        """Begin to work, with the kinds of jobs there are."""
        self._kinds = kinds

    def let_pass(self, entry_id: str) -> None:
        """Have an entry done although the queue is paused."""
        self._let_pass.add(entry_id)

    def stop(self, ids: Collection[str]) -> None:
        """Stop those that run, for good."""
        self._unwanted |= set(self._busy.values()) & set(ids)
        for job_id in [job for job, entry in self._jobs.items() if entry in ids]:
            self._means.jobs.cancel(job_id)

    def call_back(self) -> None:
        """Stop what runs and have it wait again, in front of everything."""
        self._let_pass.clear()
        self._returning |= set(self._busy.values())
        for job_id in list(self._jobs):
            self._means.jobs.cancel(job_id)

    def begin(self) -> tuple[str, ...]:
        """Mark the next entry of every free lane as running, and return them."""
        if self._kinds is None or not self._means.catalog.looked or self._means.projects.opening:
            return ()
        begun = []
        free = self._lanes(self._kinds) - self._busy.keys()
        for entry in self._work.entries if free else ():
            lane = self._lane_for(entry, free)
            if lane:
                free.discard(lane)
                attempts = entry.attempts + 1
                self._work.put(replace(entry, state=EntryState.RUNNING, attempts=attempts))
                self._busy[lane] = entry.id
                self._let_pass.discard(entry.id)
                begun.append(entry.id)
            if not free:
                break
        return tuple(begun)

    def submit(self, ids: Iterable[str]) -> None:
        """Give entries to their lanes, now that the disk says that they run."""
        for entry_id in ids:
            entry = self._work.entry(entry_id)
            if entry is None or entry_id in self._returning | self._unwanted:
                self._settle(entry_id, JobState.CANCELLED)
            elif entry.project is None:
                self._start(entry_id, None)
            else:
                self._find(entry.project, entry_id)

    def _lanes(self, kinds: Mapping[str, Queueable]) -> set[str]:
        """Return every lane that entries are done on: one of each device, and the others."""
        return {*lanes_of(self._means.engine), *(kind.lane for kind in kinds.values())}

    def _lane_for(self, entry: Entry, free: set[str]) -> str | None:
        """Return the free lane that an entry is to be done on now, if there is one."""
        assert self._kinds is not None
        may_start = not self._work.paused or entry.id in self._let_pass
        if entry.state is not EntryState.WAITING or not self.knows(entry) or not may_start:
            return None
        kind = self._kinds[entry.kind]
        if kind.lane != DEVICE_LANE:
            return kind.lane if kind.lane in free else None
        return chosen(free, lanes_of(self._means.engine), kind.models(entry.payload))

    def _find(self, root: Path, entry_id: str) -> None:
        """Start an entry in its project, which is opened for it if nobody else has it open."""
        self._means.projects.borrow(
            root,
            partial(self._start, entry_id),
            partial(self._give_up, entry_id),
        )

    def _start(self, entry_id: str, project: Project | None) -> None:
        entry = self._work.entry(entry_id)
        if entry is None or entry_id in self._returning | self._unwanted:
            self._settle(entry_id, JobState.CANCELLED)
            return
        assert self._kinds is not None
        from studio.tasks.queueing import Context  # not needed to open the window

        folder = self._work.keeper.folder
        ledger = Ledger(folder.ledger(entry_id)) if folder else Ledger()
        supplies = self._means.catalog.supplies
        lane = next((lane for lane, busy in self._busy.items() if busy == entry_id), "")
        engine = lanes_of(self._means.engine).get(lane, self._means.engine)
        context = Context(engine, supplies, ledger, project)
        try:
            if project and project.read_only:
                project.check_writable()
            task = self._kinds[entry.kind].make(context, entry.payload)
        except StudioError as error:
            self._give_up(entry_id, error)
            return
        job_id = self._means.jobs.submit(task, lane=lane)
        self._jobs[job_id] = entry_id
        self._work.started.emit(entry, job_id)
        self._work.changed.emit()

    def _give_up(self, entry_id: str, error: StudioError) -> None:
        entry = self._work.entry(entry_id)
        self._errors[entry_id] = error
        if entry:
            self._work.not_started.emit(entry, error)
        self._settle(entry_id, JobState.FAILED)

    def _on_failed(self, job_id: str, error: StudioError) -> None:
        if job_id in self._jobs:
            self._errors[self._jobs[job_id]] = error

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if state.is_final and job_id in self._jobs:
            self._settle(self._jobs.pop(job_id), state)

    def _on_ready(self, _on: bool) -> None:
        self._work.settle()

    def _settle(self, entry_id: str, state: JobState) -> None:
        """Say how an entry stands that is with its lane no more, and go on with the next."""
        self._busy = {lane: entry for lane, entry in self._busy.items() if entry != entry_id}
        is_back, is_unwanted = entry_id in self._returning, entry_id in self._unwanted
        self._returning.discard(entry_id)
        self._unwanted.discard(entry_id)
        error = self._errors.pop(entry_id, None)
        if is_unwanted and isinstance(error, WorkerDiedError):
            state = JobState.CANCELLED  # it died while it stopped: it is not tried once more
        entry = self._work.entry(entry_id)
        if entry is None:
            self._work.settle()
        elif state is JobState.FAILED and error:
            self._put_failed(entry, error)
            self._work.settle()
        elif is_back and state is JobState.CANCELLED:
            back = replace(entry, state=EntryState.WAITING, attempts=entry.attempts - 1)
            self._work.put(back, in_front=True)
            self._work.settle()
        else:
            self._work.ended.emit(entry, state)
            self._work.drop(entry_id)

    def _put_failed(self, entry: Entry, error: StudioError) -> None:
        if isinstance(error, WorkerDiedError):
            self._put_dead(entry, error)
            return
        failed = replace(entry, state=EntryState.FAILED, attempts=0, problem=error.message)
        self._work.put(failed)
        if isinstance(error, DeviceLostError):
            self._tell_lost(entry, error)
        elif isinstance(error, SaveError) and self._work.waiting:
            self._work.paused = True  # the others would fail as well
            text = message(N_("The queue is paused until there is room for its pictures."))
            steps = (Step.RESUME_QUEUE, Step.SHOW_QUEUE)
            self._means.notices.tell(Notice(text, Level.ATTENTION, steps, self._on_step, FULL))

    def _put_dead(self, entry: Entry, error: WorkerDiedError) -> None:
        """Try a job once more whose process died, and set it aside when that was in vain."""
        if entry.attempts < MOST_ATTEMPTS:
            self._work.put(replace(entry, state=EntryState.WAITING), in_front=True)
            text = N_("“{job}”: {problem} It is started again, and the job is tried once more.")
        else:
            problem = message(
                N_("{problem} That happened {n} times, so the job was set aside."),
                problem=error.message,
                n=entry.attempts,
            )
            self._work.put(replace(entry, state=EntryState.SET_ASIDE, problem=problem))
            text = N_("“{job}”: {problem} The job was set aside, and the queue goes on.")
        told = message(text, job=entry.title, problem=error.message)
        steps = (Step.SHOW_LOG, Step.SHOW_QUEUE)
        self._means.notices.tell(
            Notice(told, Level.ATTENTION, steps, topic=DIED, log=log_of(error))
        )

    def _tell_lost(self, entry: Entry, error: DeviceLostError) -> None:
        """Offer to draw without the graphics card, and then to try the job again."""

        def act(_step: Step) -> None:
            self._work.again([entry.id])

        told = message(N_("“{job}”: {problem}"), job=entry.title, problem=error.message)
        steps = (Step.USE_PROCESSOR, Step.SHOW_LOG)
        self._means.notices.tell(Notice(told, Level.LOSS, steps, act, DIED, log_of(error)))

    def _on_step(self, step: Step) -> None:
        if step is Step.RESUME_QUEUE:
            failed = [e.id for e in self._work.entries if e.state is EntryState.FAILED]
            self._work.again(failed[-1:])
            self._work.resume()
