"""Say which word of a prompt acts where in its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engine.verb import Verb

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.engine.payload import GeneratePayload
    from studio.engine.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ExplainPayload:
    """The request as it was drawn."""

    drawn: GeneratePayload


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of the prompt: how much of the attention it has, and where.

    `share` is the mean attention from 0 to 1; `map` is (h, w) uint8 over the whole picture, 255
    where the word acts most.
    """

    text: str
    share: float
    map: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """The words in the order of the prompt, and the picture they were watched at, (H, W, 3)."""

    words: tuple[Word, ...]
    pixels: NDArray[np.uint8]


def _run(
    runtime: Runtime, payload: ExplainPayload, report: Reporter, cancel: CancelToken
) -> Explained:
    from studio.engine.explaining import explain

    generator = runtime.generator(payload.drawn.model, report, cancel)
    return explain(generator, payload.drawn, report, cancel)


VERB = Verb(key="explain", payload=ExplainPayload, result=Explained, run=_run)
