"""Generate and Cancel: from the draft to a job, and from its progress to the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import RequestError, SaveError, StudioError, WeightsMissingError
from studio.core.job import JobState
from studio.core.prompt.errors import PromptError
from studio.core.run import Run
from studio.core.text import N_, Message, message
from studio.state.notices import Level, Notice, Step

if TYPE_CHECKING:
    from types import ModuleType

    from studio.core.job import JobId, Progress
    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.request import Request
    from studio.state.desk import Desk

TOPIC = "generate"


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What a job makes, and where that is stored."""

    request: Request
    project: Project


class Generation(QObject):
    """Submits requests and shows what becomes of them."""

    submitted = Signal()
    run_added = Signal(object)  # Run
    show_requested = Signal(object)  # Run
    prompt_refused = Signal(object)  # PromptError
    could_not_save = Signal(object, object)  # SaveError, Request
    gave_up = Signal()  # a job ended, and its picture will never be whole

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._orders: dict[str, Order] = {}
        self._asked_early = False
        desk.projects.opening_changed.connect(lambda _on: self._on_ready())
        desk.catalog.looked_changed.connect(lambda _on: self._on_ready())
        desk.jobs.progressed.connect(self._on_progressed)
        desk.jobs.failed.connect(self._on_failed)
        desk.jobs.changed.connect(self._on_changed)

    @property
    def busy(self) -> bool:
        """Whether a picture is being made or waits to be."""
        return bool(self._orders)

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
        try:
            request = self._checked(draft.request())
            project, model = self._place(), self._model(request.model)
        except StudioError as error:
            self._refuse(error)
            return
        stored = _orders().stored_run(project, request, model)
        if stored:
            self._offer(stored, request, model)
        else:
            self._submit(request, model)

    def cancel(self) -> None:
        """Stop the picture being made; the next one in the queue goes on."""
        if self._asked_early:
            self._asked_early = False
            self._desk.notices.dismiss_topic(TOPIC)
        leading = self._desk.queue.leading
        if leading:
            self._desk.jobs.cancel(leading.id)

    def _is_early(self) -> bool:
        return self._desk.projects.opening or not self._desk.catalog.looked

    def _on_ready(self) -> None:
        if not self._asked_early or self._is_early():
            return
        self._asked_early = False
        self._desk.notices.dismiss_topic(TOPIC)
        if self._desk.projects.project:  # else it has been said why there is none
            self.generate()

    def _checked(self, request: Request) -> Request:
        if not (request.prompt.strip() or request.style or request.style_text.strip()):
            raise RequestError(N_("Write what you want to see first."))
        wildcards = self._desk.catalog.supplies.wildcards
        complete: Request = _orders().complete(request, wildcards)
        return complete

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

    def _offer(self, stored: Run, request: Request, model: Model) -> None:
        def act(step: Step) -> None:
            if step is Step.MAKE_ANYWAY:
                self._submit(request, model)
            else:
                self.show_requested.emit(stored)

        text = message(N_("This picture is in the project already: nothing was changed since."))
        steps = (Step.SHOW_STORED, Step.MAKE_ANYWAY)
        self._desk.notices.tell(Notice(text, Level.INFO, steps, act, TOPIC))

    def _submit(self, request: Request, model: Model) -> JobId:
        project = self._place()
        task = _orders().task(self._desk.engine, project, request, model)
        job_id = self._desk.jobs.submit(task)
        self._orders[job_id] = Order(request, project)
        self._desk.canvas.following = True
        self.submitted.emit()
        return job_id

    def _on_progressed(self, job_id: str, progress: Progress) -> None:
        order = self._orders.get(job_id)
        if order is None or order.project is not self._desk.projects.project:
            return  # another project lies on the desk: the picture waits in its own
        canvas = self._desk.canvas
        if isinstance(progress.result, Run):
            self._desk.history.add(progress.result)
            if progress.preview is not None:
                canvas.show_made(progress.result, progress.preview)
            self.run_added.emit(progress.result)
        elif isinstance(progress.result, Message):
            if progress.result not in canvas.notes:  # each picture of a batch says it again
                canvas.notes = (*canvas.notes, progress.result)
        elif progress.preview is not None:
            canvas.show_preview(progress.preview, order.request.extent)

    def _on_failed(self, job_id: str, error: StudioError) -> None:
        order = self._orders.get(job_id)
        if order is None:
            return
        if isinstance(error, SaveError):
            self.could_not_save.emit(error, order.request)
            return  # it was made, and stays on the canvas
        self.gave_up.emit()
        if isinstance(error, WeightsMissingError):
            self._tell(error.message, (Step.OPEN_MODELS_FOLDER,))
        else:
            self._tell(error.message)

    def _on_changed(self, job_id: str, state: JobState) -> None:
        if job_id not in self._orders:
            return
        if state is JobState.RUNNING:
            self._desk.canvas.notes = ()
        elif state.is_final:
            del self._orders[job_id]
        if state is JobState.CANCELLED:
            self.gave_up.emit()

    def _tell(self, text: Message, steps: tuple[Step, ...] = (), level: Level = Level.LOSS) -> None:
        self._desk.notices.tell(Notice(text, level, steps, topic=TOPIC))


def _orders() -> ModuleType:
    """Return the module that the first window does not wait for."""
    from studio.state import orders

    return orders
