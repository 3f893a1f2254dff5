"""Generate and Cancel: from requests to entries of the queue, and from progress to the canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.content import HeldBack
from studio.core.errors import (
    DeviceLostError,
    RequestError,
    SaveError,
    StudioError,
    UnexpectedError,
    WeightsMissingError,
    WorkerDiedError,
)
from studio.core.job import CancelToken, JobState
from studio.core.prompt.errors import PromptError
from studio.core.request import Request
from studio.core.run import Run
from studio.core.text import N_, Message, message
from studio.core.work import EntryState
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from studio.core.grid import Legend
    from studio.core.job import Progress
    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.work import Entry
    from studio.state.desk import Desk
    from studio.tasks.prepare_requests import Prepared

TOPIC = "generate"
KIND = "pictures"
AT_ONCE = 8  # requests that are read in the UI thread; more would be felt


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: its name in the queue, how much it hurries, what it takes the place of."""

    requests: tuple[Request, ...]
    title: Message | None = None
    priority: int = 0
    anyway: bool = False  # though it is stored already
    instead: str = ""  # an entry of the queue
    grid: GridPlan | None = None  # of which the requests are the cells


@dataclass(frozen=True, slots=True)
class GridPlan:
    """What belongs to a grid beside its cells."""

    base: Request
    axes: tuple[Legend, ...]


@dataclass(slots=True, eq=False)
class Making:
    """A picture that a job makes now, and where it is stored."""

    project: Project | None
    request: Request | None = None


class Generation(QObject):
    """Queues requests and shows what becomes of them."""

    submitted = Signal()
    queued = Signal(object)  # tuple[Request, ...]
    run_added = Signal(object)  # Run
    show_requested = Signal(object)  # Run
    prompt_refused = Signal(object)  # PromptError
    could_not_save = Signal(object, object)  # SaveError, Request
    gave_up = Signal()  # a job ended, and its picture will never be whole
    editing_changed = Signal(str)
    editing = Observable("")  # the entry of the queue that the draft shows

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._making: dict[str, Making] = {}
        self._asked_early = False
        desk.projects.opening_changed.connect(lambda _on: self._on_ready())
        desk.catalog.looked_changed.connect(lambda _on: self._on_ready())
        desk.jobs.progressed.connect(self._on_progressed)
        desk.jobs.failed.connect(self._on_failed)
        desk.jobs.changed.connect(self._on_changed)
        desk.work.started.connect(self._on_started)
        desk.work.not_started.connect(self._on_not_started)
        desk.work.changed.connect(self._on_queue)

    @property
    def busy(self) -> bool:
        """Whether a picture is being made or waits to be."""
        return bool(self._making)

    def generate(self) -> None:
        """Freeze the draft and queue it, unless the very same picture is stored already.

        Asked while the project or the models are still being read, it is done when they are.
        """
        self._asked_early = self._is_early()
        if self._asked_early:
            text = message(N_("The studio is still opening. Your picture is made right after."))
            self._desk.notices.tell(Notice(text, Level.INFO, topic=TOPIC))
            return
        draft = self._desk.draft
        if not draft.seed_locked:
            draft.roll_seed()
        self._desk.notices.dismiss_topic(TOPIC)
        self.enqueue((draft.request(),))

    def enqueue(
        self, requests: Sequence[Request], title: Message | None = None, priority: int = 0
    ) -> None:
        """Check, complete and queue any number of requests as one job.

        What is stored already is not made again; the user is told, and may want it all the same.
        """
        self._order(Order(tuple(requests), title, priority))

    def enqueue_grid(self, plan: GridPlan, cells: Sequence[Request]) -> None:
        """Check, complete and queue the cells of a grid and its sheets as one job."""
        self._order(Order(tuple(cells), anyway=True, grid=plan))

    def edit_waiting(self, entry: Entry) -> None:
        """Have the draft show what a job of the queue asks for, to change it."""
        requests = getattr(entry.payload, "requests", ())
        if requests and entry.kind == KIND:
            self._desk.draft.load(requests[0])
            self.editing = entry.id

    def update_waiting(self) -> None:
        """Have the job of the queue ask for what the draft shows now."""
        entry = self._desk.work.entry(self.editing)
        if entry:
            request = self._desk.draft.request()
            self._order(Order((request,), priority=entry.priority, anyway=True, instead=entry.id))
        self.editing = ""

    def stop_editing(self) -> None:
        """Leave the job of the queue as it is."""
        self.editing = ""

    def cancel(self) -> None:
        """Stop the picture being made; the next one in the queue goes on."""
        if self._asked_early:
            self._asked_early = False
            self._desk.notices.dismiss_topic(TOPIC)
        leading = self._desk.queue.leading
        if leading:
            self._desk.jobs.cancel(leading.id)
        else:  # on its way from the queue to its lane
            self._desk.work.dispatch.stop(self._desk.work.dispatch.running)

    def _is_early(self) -> bool:
        return self._desk.projects.opening or not self._desk.catalog.looked

    def _on_ready(self) -> None:
        if not self._asked_early or self._is_early():
            return
        self._asked_early = False
        self._desk.notices.dismiss_topic(TOPIC)
        if self._desk.projects.project:  # else it has been said why there is none
            self.generate()

    def _order(self, order: Order) -> None:
        """Read the requests, here or on the disk lane, and go on with what is left to make."""
        try:
            project = self._place()
            task = _prepare().PrepareRequests(
                order.requests,
                project,
                {key: self._model(key) for key in {r.model for r in order.requests}},
                self._desk.catalog.supplies.wildcards,
                order.anyway,
                self._desk.catalog.supplies.additions,
                self._desk.catalog.supplies.others,
            )
            if len(order.requests) <= AT_ONCE:
                prepared = task.run(_ignore, CancelToken())
                self._on_prepared(order, project, prepared)
                return
        except StudioError as error:
            self._refuse(error)
            return
        done = partial(self._on_prepared, order, project)
        self._desk.errands.run(task, done=done, failed=self._refuse, quiet=False)

    def _on_prepared(self, order: Order, project: Project, prepared: Prepared) -> None:
        if prepared.stored:
            self._offer(order, prepared)
        if prepared.requests:
            self._submit(order, project, prepared)

    def _place(self) -> Project:
        project = self._desk.projects.project
        if project is None:
            raise RequestError(N_("Open a project first: pictures are stored in it."))
        if project.read_only:
            raise RequestError(N_("This project is open for reading only."))
        return project

    def _model(self, key: str) -> Model:
        model = self._desk.catalog.model(key)
        if model is None:
            raise WeightsMissingError(N_("The model {key} is not on this machine."), key=key)
        return model

    def _refuse(self, error: StudioError) -> None:
        steps: tuple[Step, ...] = ()
        if isinstance(error, PromptError):
            self.prompt_refused.emit(error)
        elif isinstance(error, WeightsMissingError):
            steps = (Step.OPEN_MODELS_FOLDER,)
        elif self._desk.projects.project is None or self._desk.projects.project.read_only:
            steps = (Step.OPEN_PROJECT, Step.NEW_PROJECT)
        self._tell(error.message, steps, Level.ATTENTION)

    def _offer(self, order: Order, prepared: Prepared) -> None:
        def act(step: Step) -> None:
            if step is Step.MAKE_ANYWAY:
                self._order(replace(order, requests=again, anyway=True))
            else:
                self.show_requested.emit(prepared.stored[-1])

        again = tuple(run.request for run in prepared.stored)
        count = len(prepared.stored)
        if count == 1 and not prepared.requests:
            text = message(N_("This picture is in the project already: nothing was changed since."))
        else:
            text = message(
                N_("{n} of these pictures are in the project already and are not made again."),
                n=count,
            )
        steps = (Step.SHOW_STORED, Step.MAKE_ANYWAY)
        self._desk.notices.tell(Notice(text, Level.INFO, steps, act, TOPIC))

    def _submit(self, order: Order, project: Project, prepared: Prepared) -> None:
        kind, payload, title, pieces = _job_of(order, prepared)
        work = self._desk.work
        if not (order.instead and work.edit(order.instead, payload, title, pieces)):
            entry = work.add(
                kind,
                payload,
                title,
                project=project.root,
                pieces=pieces,
                priority=order.priority,
            )
            if work.paused:
                tell_paused(self._desk, entry)
        self._desk.canvas.following = True
        self.queued.emit(prepared.requests)
        self.submitted.emit()

    def _on_started(self, entry: Entry, job_id: str) -> None:
        if entry.project is not None:
            self._making[job_id] = Making(self._desk.projects.held(entry.project))

    def _on_not_started(self, _entry: Entry, error: StudioError) -> None:
        self._refuse(error)

    def _on_queue(self) -> None:
        if self.editing and self._desk.work.entry(self.editing) is None:
            self.editing = ""

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        making = self._making.get(job_id)
        if making is None:
            return
        if isinstance(progress.result, Request):
            making.request = progress.result
        if making.project is not self._desk.projects.project:
            return  # another project lies on the desk: the picture waits in its own
        if isinstance(progress.result, Run):
            self._desk.history.add(progress.result)
            if progress.preview is not None:
                self._desk.canvas.show_made(progress.result, progress.preview)
            self.run_added.emit(progress.result)
        elif isinstance(progress.result, HeldBack | Message):
            _say(self._desk, progress.result)
        elif progress.preview is not None and making.request and self._leads(job_id):
            self._desk.canvas.show_preview(progress.preview, making.request.extent)

    def _leads(self, job_id: str) -> bool:
        """Whether this is the job to watch; others may run on other devices."""
        leading = self._desk.queue.leading
        return leading is None or leading.id == job_id

    def _on_failed(self, job_id: str, error: StudioError) -> None:
        making = self._making.get(job_id)
        if making is None:
            return
        if isinstance(error, SaveError) and making.request:
            self.could_not_save.emit(error, making.request)
            return  # it was made, and stays on the canvas
        self.gave_up.emit()
        if isinstance(error, WorkerDiedError | DeviceLostError):
            return  # the queue says what becomes of the job
        self._tell(error.message, _next_steps(error))

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if job_id not in self._making:
            return
        if state is JobState.RUNNING:
            self._desk.canvas.notes = ()
        elif state.is_final:
            del self._making[job_id]
        if state is JobState.CANCELLED:
            self.gave_up.emit()

    def _tell(self, text: Message, steps: tuple[Step, ...] = (), level: Level = Level.LOSS) -> None:
        self._desk.notices.tell(Notice(text, level, steps, topic=TOPIC))


def _say(desk: Desk, said: HeldBack | Message) -> None:
    """Tell of a picture that was held back, or note a sentence beside one that was made."""
    if isinstance(said, HeldBack):
        desk.notices.tell(Notice(said.message, Level.ATTENTION, topic=TOPIC))
    elif said not in desk.canvas.notes:  # each picture of a batch says it again
        desk.canvas.notes = (*desk.canvas.notes, said)


def _job_of(order: Order, prepared: Prepared) -> tuple[str, object, Message, int]:
    """Return the kind of a job, what it asks for, its name, and how many pictures it stores."""
    if order.grid:
        from studio.core.grid import told
        from studio.tasks.queueable.grid import KEY, Grid

        grid = Grid(order.grid.base, order.grid.axes, prepared.requests)
        return KEY, grid, order.title or told(order.grid.axes), grid.pieces
    pictures = _pictures()
    title = order.title or pictures.title_of(prepared.requests)
    return KIND, pictures.Pictures(prepared.requests), title, prepared.pictures


def tell_paused(desk: Desk, entry: Entry) -> None:
    """Say that what was asked for waits, and offer to make it all the same."""

    def act(step: Step) -> None:
        if step is Step.RESUME_QUEUE:
            desk.work.resume()
        else:
            desk.work.make_now(entry.id)

    count = sum(one.state is EntryState.WAITING for one in desk.work.entries)
    text = message(N_("The queue is paused: this waits in it. Jobs in it: {n}."), n=count)
    steps = (Step.MAKE_NOW, Step.RESUME_QUEUE)
    desk.notices.tell(Notice(text, Level.INFO, steps, act, TOPIC))


def _next_steps(error: StudioError) -> tuple[Step, ...]:
    match error:
        case WeightsMissingError():
            return (Step.OPEN_MODELS_FOLDER,)
        case UnexpectedError():
            return (Step.COPY_REPORT,)
        case _:
            return ()


def _ignore(_progress: Progress) -> None:
    """Nobody looks at the progress of what is over at once."""


def _prepare() -> ModuleType:
    """Return a module that the first window does not wait for."""
    from studio.tasks import prepare_requests

    return prepare_requests


def _pictures() -> ModuleType:
    """Return another one."""
    from studio.tasks.queueable import pictures

    return pictures
