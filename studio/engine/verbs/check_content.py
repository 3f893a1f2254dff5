"""Look at a finished picture with a safety checker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.text import N_, message
from studio.engine.content_filter import concepts_in
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime

LOOKING = N_("Looking at the picture with the content filter")


@dataclass(frozen=True, slots=True)
class CheckContentPayload:
    """A picture, (h, w, 3) uint8, and the folder of the checker."""

    checker: Path
    pixels: NDArray[np.uint8] = field(compare=False)


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """The numbers of the concepts that the picture comes too close to; none is well."""

    concepts: tuple[int, ...] = ()


def _run(
    _runtime: Runtime, payload: CheckContentPayload, report: Reporter, cancel: CancelToken
) -> CheckedContent:
    report(Progress(0, 1, message(LOOKING)))
    cancel.check()
    return CheckedContent(concepts_in(payload.pixels, payload.checker))


VERB = Verb(key="check_content", payload=CheckContentPayload, result=CheckedContent, run=_run)
