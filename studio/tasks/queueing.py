"""The contract of a kind of job that can wait in the queue and survive the studio."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import RequestError, WeightsMissingError
from studio.core.ledger import Ledger
from studio.core.task import DEVICE_LANE
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.request import Request
    from studio.core.task import Task
    from studio.engine.protocol import Engine
    from studio.tasks.find_supplies import Supplies


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What there is when an entry's turn comes; `ledger` says what of it was made before."""

    engine: Engine
    supplies: Supplies
    ledger: Ledger = field(default_factory=Ledger)
    place: Project | None = None

    @property
    def project(self) -> Project:
        """Return where the results go, for a kind that needs to know."""
        if self.place is None:
            raise RequestError(N_("Open a project first: pictures are stored in it."))
        return self.place

    def model(self, key: str) -> Model:
        """Return a model by its key or path; raises `WeightsMissingError`."""
        for model in self.supplies.models:
            if key in (model.key, str(model.path)):
                return model
        raise WeightsMissingError(N_("The model {key} is not on this machine."), key=key)

    def others(self, request: Request) -> dict[str, Model]:
        """Return the further models that a request names; raises `WeightsMissingError`."""
        return self.supplies.others(request)


@dataclass(frozen=True, slots=True)
class Queueable:
    """A kind of entry: `make` turns a payload (a frozen dataclass the codec knows) into a task.

    `key` stands in the files of the queue. `make` is called in the UI thread and may raise
    `StudioError` when the job cannot be done any more. `models` names the models that a payload
    needs, the first one first: a device that holds it already is given the job.
    """

    key: str
    payload: type
    make: Callable[[Context, Any], Task[Any]]
    lane: str = DEVICE_LANE
    models: Callable[[Any], tuple[str, ...]] = lambda _payload: ()
