"""Say which word of a prompt acts where in its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.engine.refining import with_refiner
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Request
    from studio.engine.payload import GeneratePayload
    from studio.engine.runtime import Runtime


@dataclass(frozen=True, slots=True)
class ExplainPayload:
    """The request as it was drawn; it needs the memory of a picture, and names what one names."""

    drawn: GeneratePayload

    @property
    def request(self) -> Request:
        """The request as it is drawn again.

        Of two passes that is the first, which lays the picture out, and of a masked picture the
        whole, not the mask's surroundings alone.
        """
        asked = replace(self.drawn.request, high_res=None)
        if asked.inpaint:
            asked = replace(asked, inpaint=replace(asked.inpaint, context=None))
        return asked

    @property
    def model(self) -> Model:
        """The model that draws it."""
        return self.drawn.model

    @property
    def others(self) -> Mapping[str, Model]:
        """The further models that it names."""
        return self.drawn.others

    @property
    def rung(self) -> str:
        """The rung of the memory ladder that it was drawn on."""
        return self.drawn.rung


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

    again = replace(payload.drawn, request=payload.request, preview_s=0)
    again = with_refiner(again, lambda model: runtime.generator(model, report, cancel))
    return explain(runtime.generator(payload.model, report, cancel), again, report, cancel)


VERB = Verb(key="explain", payload=ExplainPayload, result=Explained, run=_run)
