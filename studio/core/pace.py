"""How long pictures took on this machine, and how long the next one will take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.file_format import Format

if TYPE_CHECKING:
    from studio.core.request import Request

MOST = 300  # measures; the oldest fall out
NEWEST_SHARE = 0.5  # how much the last picture counts against those before
CHANGING = {"high_res", "outpaint", "refiner", "savings"}  # parts that change what a step takes
UNGUIDED_SHARE = 0.5  # of the time of a guided step, which asks the model twice


@dataclass(frozen=True, slots=True)
class Measure:
    """What one step took, for one model at one number of pixels."""

    model: str
    scheduler: str
    guided: bool
    pixels: int
    seconds_per_step: float

    def is_of(self, other: Measure) -> bool:
        """Whether both are about the same."""
        return replace(self, seconds_per_step=0.0) == replace(other, seconds_per_step=0.0)


@dataclass(frozen=True, slots=True)
class Paces:
    """Every measure, the last one at the end."""

    measures: tuple[Measure, ...] = ()

    def with_picture(self, request: Request, seconds: float) -> Paces:
        """Learn from a picture that took so long."""
        steps = steps_of(request)
        if not (steps and seconds > 0) or request.parts().keys() & CHANGING:
            return self
        new = _measure(request, seconds / steps)
        old = next((m for m in self.measures if m.is_of(new)), None)
        if old:
            mean = NEWEST_SHARE * new.seconds_per_step + (1 - NEWEST_SHARE) * old.seconds_per_step
            new = replace(new, seconds_per_step=mean)
        others = tuple(m for m in self.measures if m is not old)
        return Paces((*others, new)[-MOST:])

    def seconds(self, request: Request) -> float | None:
        """Return what all pictures of a request will take, or None if nothing tells.

        Of measures of the same model the likest counts, scaled by the pixels and by the guidance.
        """
        wanted, steps = _measure(request, 0.0), steps_of(request)
        known = [m for m in self.measures if m.model == request.model]
        if not (known and steps and wanted.pixels):
            return None
        best = min(known, key=lambda measure: _distance(measure, wanted))
        per_step = best.seconds_per_step * wanted.pixels / best.pixels
        if best.guided != wanted.guided:
            per_step *= UNGUIDED_SHARE if best.guided else 1 / UNGUIDED_SHARE
        return per_step * (steps + _further_steps(request, steps)) * request.count


def steps_of(request: Request) -> int:
    """Return how many steps are really made: from a picture only its share."""
    steps = request.params.get("steps")
    if not isinstance(steps, int):
        return 0
    return max(round(steps * request.denoise), 1) if request.source else steps


def _further_steps(request: Request, steps: int) -> float:
    """Return how many steps of the draft a second pass, or what lies beyond the edges, is worth."""
    pixels = request.extent.width * request.extent.height
    if (wide := request.outpaint) and request.source:
        width = request.extent.width + wide.left + wide.right
        height = request.extent.height + wide.top + wide.bottom
        return steps * (width * height / pixels - 1)
    if (high := request.high_res) is None:
        return 0.0
    return (high.steps or steps) * high.denoise * high.scale**2


def _measure(request: Request, seconds_per_step: float) -> Measure:
    guidance = request.params.get("guidance", 1.0)
    return Measure(
        request.model,
        str(request.params.get("scheduler", "")),
        isinstance(guidance, int | float) and guidance > 1,
        request.extent.width * request.extent.height,
        seconds_per_step,
    )


def _distance(measure: Measure, wanted: Measure) -> tuple[bool, bool, float]:
    ratio = max(measure.pixels, wanted.pixels) / max(min(measure.pixels, wanted.pixels), 1)
    return measure.guided != wanted.guided, measure.scheduler != wanted.scheduler, ratio


PACES = Format("studio.pace", Paces, schema=1)
