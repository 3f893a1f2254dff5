"""Make one picture from a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.request_rules import check_parts, check_saves, check_taken
from studio.engine.payload import Generated, GeneratePayload
from studio.engine.refining import with_refiner
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
    payload = with_refiner(payload, lambda model: runtime.generator(model, report, cancel))
    return runtime.generator(payload.model, report, cancel).generate(payload, report, cancel)


VERB = Verb(key="generate", payload=GeneratePayload, result=Generated, run=_run)
