"""The measurement of what a model does with each style, as a job that waits its turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.text import N_, Message, message
from studio.tasks.measure_styles import MeasureStyles
from studio.tasks.queueing import Context, Queueable

if TYPE_CHECKING:
    from studio.core.model import Model

KEY = "styles"


@dataclass(frozen=True, slots=True)
class Styles:
    """What is asked for: every style that was not measured yet with a model."""

    model: str


def title_of(model: Model) -> Message:
    """Return what the job is called."""
    return message(N_("Measure the styles of {model}"), model=model.title)


def _make(context: Context, asked: Styles) -> MeasureStyles:
    return MeasureStyles(context.engine, context.model(asked.model), context.supplies.styles)


def _models(asked: Styles) -> tuple[str, ...]:
    return (asked.model,)


QUEUEABLE = Queueable(KEY, Styles, _make, models=_models)
