"""Models distilled from Stable Diffusion 2 to draw in a few steps: SD-Turbo."""

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

    steps: int = sampling.steps(4)
    guidance: float = sampling.guidance(1.0)
    scheduler: str = sampling.scheduler()
    clip_skip: int = sampling.clip_skip()


def _recognize(header: Header) -> Extent | None:
    if not stable.is_few_step(header):
        return None
    return stable.native_extent(header, Build.SD2, "", "sd2_turbo")


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return diffusion.load(model, Params, report, cancel)


FAMILY = Family(
    key="sd2_turbo",
    title="Stable Diffusion 2 Turbo",
    params=Params,
    recognize=_recognize,
    load=_load,
)
