"""Make requests ready for the queue: complete, readable, and without those that are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError, WeightsMissingError
from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.engine.fingerprint import hash_at_hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.request import Request
    from studio.core.run import Run


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is left to make, and the runs of what is stored already."""

    requests: tuple[Request, ...]
    stored: tuple[Run, ...] = ()

    @property
    def pictures(self) -> int:
        """How many pictures are left to make."""
        return sum(request.count for request in self.requests)


@dataclass(frozen=True, slots=True, eq=False)
class PrepareRequests:
    """Reads every prompt, and looks every picture up in the project; `anyway` leaves that out.

    Raises `RequestError` that says which request is wrong.
    """

    requests: tuple[Request, ...]
    project: Project
    models: Mapping[str, Model]
    wildcards: Mapping[str, tuple[str, ...]]
    anyway: bool = False

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading {n} prompts"), n=len(self.requests))

    def run(self, _report: Reporter, cancel: CancelToken) -> Prepared:
        """Return what is left to make."""
        hashes = {key: hash_at_hand(model.path) for key, model in self.models.items()}
        fresh: list[Request] = []
        stored: list[Run] = []
        for n, request in enumerate(self.requests, start=1):
            cancel.check()
            complete = self._complete(request, n)
            found = {} if self.anyway else self._stored(complete, hashes[request.model])
            stored += found.values()
            if found:
                variations = enumerate(complete.variations())
                fresh += [one for index, one in variations if index not in found]
            else:
                fresh.append(complete)
        return Prepared(tuple(fresh), tuple(stored))

    def _complete(self, request: Request, n: int) -> Request:
        if request.model not in self.models:
            text = N_("The model {key} is not on this machine.")
            raise WeightsMissingError(text, key=request.model)
        try:
            _check_words(request)
            complete = with_wildcards(request, request.wildcards or self.wildcards)
            final_prompts(complete)
        except RequestError as error:
            if len(self.requests) == 1:
                raise
            text = N_("Picture {n} of {count}: {problem}")
            values = {"n": n, "count": len(self.requests), "problem": error.message}
            raise RequestError(text, **values) from error
        return complete

    def _stored(self, request: Request, model_hash: str | None) -> dict[int, Run]:
        """Return those of a request's pictures that are stored, by their number."""
        if not model_hash:
            return {}
        found = [self.project.find(one, model_hash) for one in request.variations()]
        return {index: run for index, run in enumerate(found) if run}


def _check_words(request: Request) -> None:
    if not (request.prompt.strip() or request.style or request.style_text.strip()):
        raise RequestError(N_("Write what you want to see first."))
