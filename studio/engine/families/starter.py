"""The small models that ship with the studio: built like Stable Diffusion, marked by their card.

A folder is of this family when its `studio.json` says `"family": "starter"`; the card also names
the native size, title, license and a note: `{"family": "starter", "native": [256, 256], "title":
"...", "license": "...", "note": "..."}`. A `preview.json` beside it holds the matrix of the live
preview (see `studio.engine.preview`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engine import diffusion, sampling, stable
from studio.engine.family import Family, Generator, Header
from studio.engine.original_names import Build

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Extent


@dataclass(frozen=True, slots=True)
class Params:
    """What the user can set."""

    steps: int = sampling.steps(20)
    guidance: float = sampling.guidance(3.0)
    scheduler: str = sampling.scheduler()
    clip_skip: int = sampling.clip_skip()


def _recognize(header: Header) -> Extent | None:
    return stable.native_extent(header, Build.SD15, "starter")


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return diffusion.load(model, Params, report, cancel)


FAMILY = Family(
    key="starter",
    title="Starter",
    params=Params,
    recognize=_recognize,
    load=_load,
    multiple=16,  # its decoder makes 16 pixels a side of a latent
)
