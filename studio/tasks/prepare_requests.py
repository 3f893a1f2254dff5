"""Make requests ready for the queue: complete, readable, and without those that are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.addition import check_tags
from studio.core.errors import RequestError, WeightsMissingError
from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.core.prompt.errors import PromptError
from studio.core.request_rules import check_parts
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.engine.additions import wears_the_same
from studio.engine.facts import drawn_with
from studio.engine.fingerprint import hash_at_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.core.addition import Addition
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


def none_besides(_request: Request) -> Mapping[str, Model]:
    """Know of no further models."""
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class PrepareRequests:
    """Reads every prompt, and looks every picture up in the project; `anyway` leaves that out.

    `others` finds the further models that a request names, and raises for one that is not there.
    Raises `RequestError` that says which request is wrong, also of a LoRA or a starting picture
    that is not there.
    """

    requests: tuple[Request, ...]
    project: Project
    models: Mapping[str, Model]
    wildcards: Mapping[str, tuple[str, ...]]
    anyway: bool = False
    additions: tuple[Addition, ...] = ()
    others: Callable[[Request], Mapping[str, Model]] = none_besides

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
            self._check_parts(complete)
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
        found: dict[int, Run] = {}
        others = self.others(request)
        for index, one in enumerate(request.variations()):
            run = self.project.find(one, model_hash)
            if run is None or not drawn_with(others, run.facts):
                continue
            if wears_the_same(*final_prompts(one), self.additions, run.facts):
                found[index] = run
        return found

    def _check_parts(self, request: Request) -> None:
        """Look whether everything is there that the pictures need, whatever a choice makes."""
        for one in request.variations():
            prompt, _ = final_prompts(one)
            try:
                check_tags(prompt, self.additions)
            except PromptError as error:
                raise _in_raw_text(error, request) from None
        if request.source and not self.project.inputs.has(request.source):
            raise RequestError(N_("The starting picture is not in this project: choose it again."))
        if request.inpaint and not self.project.inputs.has(request.inpaint.mask):
            raise RequestError(N_("The mask is not in this project: choose it again."))
        if not all(self.project.inputs.has(one.picture) for one in request.references):
            raise RequestError(
                N_("A reference picture is not in this project: take it away or choose it again.")
            )
        check_parts(request)
        self.others(request)


def _in_raw_text(error: PromptError, request: Request) -> RequestError:
    """Say where the user wrote what an error of a finished prompt is about."""
    name = str(error.message.values["name"]).casefold()
    for field, text in (("prompt", request.prompt), ("style", request.style_text)):
        at = text.casefold().find(name)
        if at >= 0:
            return error.moved(at, field)
    return RequestError(error.message.template, **error.message.values)  # a list or a style says it


def _check_words(request: Request) -> None:
    if not (request.prompt.strip() or request.style or request.style_text.strip()):
        raise RequestError(N_("Write what you want to see first."))
