"""Any number of pictures as one job, which goes on where it was interrupted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.request import Request  # noqa: TC001 - the codec reads the annotations
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.tasks.generate import Generate
from studio.tasks.queueing import Context, Queueable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.run import Run


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is asked for; a request with a count stands for as many pictures."""

    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MakePictures:
    """Makes and stores one picture after the other, but for those its ledger knows.

    Reports what `Generate` reports, and before each picture its `Request` as `result`.
    """

    context: Context
    pictures: Pictures
    models: Mapping[str, Model]
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return title_of(self.pictures.requests)

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[Run, ...]:
        """Return the runs that were made now. Raises like `Generate`."""
        self.context.project.check_writable()
        asked = [one for request in self.pictures.requests for one in request.variations()]
        made = self.context.ledger.made(partial(is_stored, self.context))
        runs: list[Run] = []
        whole = Whole(report, len(asked))
        for part, request in enumerate(asked):
            if part not in made:
                cancel.check()
                whole.begin(part, request)
                runs += self._one(part, request).run(whole.forward, cancel)
        return tuple(runs)

    def _one(self, part: int, request: Request) -> Generate:
        project, models = self.context.project, self.models
        new_id = partial(noted_id, self.context, part)
        more = self.context.supplies.additions
        model, others = models[request.model], self.context.others(request)
        return Generate(self.context.engine, project, request, model, new_id, more, others)


def noted_id(context: Context, part: int) -> str:
    """Return an id for the run that a part becomes, once the ledger knows of it."""
    run_id = context.project.new_run_id()
    with suppress(OSError):  # then storing the picture fails as well, and says so
        context.ledger.note(part, run_id)
    return run_id


def is_stored(context: Context, run_id: str) -> bool:
    """Whether the project has, or had, a run."""
    root = context.project.root
    return any((root / place / run_id).is_dir() for place in ("runs", "trash"))


class Whole:
    """Tells the progress of one picture after the other as that of the whole job."""

    def __init__(self, report: Reporter, parts: int) -> None:
        self._report = report
        self._parts = parts
        self._part = 0
        self._steps = 1  # of a picture, as far as is known

    def begin(self, part: int, request: Request) -> None:
        """Say which picture comes next."""
        self._part = part
        self._tell(Progress(0, self._steps, result=request))

    def forward(self, inner: Progress) -> None:
        """Pass on what the present picture reports."""
        self._steps = inner.total if inner.total > 1 else self._steps
        self._tell(inner)

    def _tell(self, inner: Progress) -> None:
        step = self._part * self._steps + round(inner.fraction * self._steps)
        total = self._parts * self._steps
        self._report(Progress(step, total, inner.stage, inner.preview, inner.result))


def title_of(requests: tuple[Request, ...]) -> Message:
    """Return what a job of these requests is called."""
    count = sum(request.count for request in requests)
    prompt = requests[0].prompt if requests else ""
    if count == 1:
        return message(N_("Generate: {prompt}"), prompt=prompt)
    return message(N_("{n} pictures: {prompt}"), n=count, prompt=prompt)


def _make(context: Context, pictures: Pictures) -> MakePictures:
    keys = {request.model for request in pictures.requests}
    return MakePictures(context, pictures, {key: context.model(key) for key in keys})


def _models(pictures: Pictures) -> tuple[str, ...]:
    return tuple(request.model for request in pictures.requests[:1])


QUEUEABLE = Queueable("pictures", Pictures, _make, models=_models)
