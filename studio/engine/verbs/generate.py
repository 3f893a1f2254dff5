"""Make one picture from a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.errors import WeightsMissingError
from studio.core.request_rules import check_parts, check_saves, check_taken
from studio.core.text import N_
from studio.engine.payload import Generated, GeneratePayload
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime


def _run(
    runtime: Runtime, payload: GeneratePayload, report: Reporter, cancel: CancelToken
) -> Generated:
    check_parts(payload.request)
    family = runtime.families[payload.model.family]
    check_taken(payload.request, family.takes, payload.model.title)
    check_saves(payload.request, family.saves, payload.model.title)
    if asked := payload.request.refiner:
        if asked.model not in payload.others:
            raise WeightsMissingError(
                N_("The refiner {name} is not there: choose another one."), name=asked.model
            )
        refiner = runtime.generator(payload.others[asked.model], report, cancel)
        payload = replace(payload, refiner=refiner)
    return runtime.generator(payload.model, report, cancel).generate(payload, report, cancel)


VERB = Verb(key="generate", payload=GeneratePayload, result=Generated, run=_run)
