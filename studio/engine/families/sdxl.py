"""Stable Diffusion XL: two text encoders, and the picture's size as a condition."""

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

    steps: int = sampling.steps(30)
    guidance: float = sampling.guidance(5.0)
    scheduler: str = sampling.scheduler()
    clip_skip: int = sampling.clip_skip()


def _recognize(header: Header) -> Extent | None:
    if stable.is_few_step(header):
        return None  # the same build, drawn in another way
    return stable.native_extent(header, Build.SDXL, "", "sdxl")


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return diffusion.load(model, Params, report, cancel)


FAMILY = Family(
    key="sdxl", title="Stable Diffusion XL", params=Params, recognize=_recognize, load=_load
)
