"""Stable Diffusion 2.x: one OpenCLIP text encoder; most of its models predict velocity."""

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

    steps: int = sampling.steps(25)
    guidance: float = sampling.guidance(7.5)
    scheduler: str = sampling.scheduler()
    clip_skip: int = sampling.clip_skip()


def _recognize(header: Header) -> Extent | None:
    if stable.is_few_step(header):
        return None  # the same build, drawn in another way
    return stable.native_extent(header, Build.SD2, "", "sd2")


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return diffusion.load(model, Params, report, cancel)


FAMILY = Family(
    key="sd2", title="Stable Diffusion 2", params=Params, recognize=_recognize, load=_load
)
