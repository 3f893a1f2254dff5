"""The refiner of Stable Diffusion XL: it goes over pictures that are nearly done."""

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
    return stable.native_extent(header, Build.REFINER, "", "sdxl_refiner")


def _load(model: Model, report: Reporter, cancel: CancelToken) -> Generator:
    return diffusion.load(model, Params, report, cancel)


FAMILY = Family(
    key="sdxl_refiner",
    title="Stable Diffusion XL Refiner",
    params=Params,
    recognize=_recognize,
    load=_load,
)
