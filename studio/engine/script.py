"""What the text of a request says at each step, as conditioning for the denoiser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from studio.core.prompt.schedule import schedule
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.prompt.ast import Prompt, Stage
    from studio.engine.conditioning import Conditioner, Conditions

WHOLE = (0.0, 1.0)  # guidance acts in all steps


class Choices(Protocol):
    """The parameters that decide how the text is read."""

    @property
    def steps(self) -> int:
        """How many steps there are."""

    @property
    def guidance(self) -> float:
        """How closely the text is followed; 1 leaves the negative prompt out."""

    @property
    def clip_skip(self) -> int:
        """Which layer of the text encoder is read, 1 for the last."""


class Script:
    """The prompt and the negative prompt of one picture, step by step.

    Reading happens at once, so that an error in the text comes before any work. `steps` overrules
    those of the choices. `interval` says from which to which share of the steps guidance acts
    (Kynkäänniemi et al. 2024, arXiv:2404.07724); outside of it the prompt alone is followed.
    """

    def __init__(
        self,
        conditioner: Conditioner,
        prompt: str,
        negative: str,
        choices: Choices,
        *,
        steps: int = 0,
        interval: tuple[float, float] = WHOLE,
    ) -> None:
        self.steps = steps or choices.steps
        self._texts = (prompt, negative)
        self._choices = choices
        self._interval = interval
        self._skip = choices.clip_skip - 1
        self._conditioner = conditioner
        self._prompt = schedule(prompt, self.steps)
        self._negative = schedule(negative, self.steps)
        self._last: tuple[Prompt, Prompt, bool, Conditions] | None = None

    def over(self, steps: int) -> Script:
        """Return the same text, spread over another number of steps."""
        return Script(
            self._conditioner, *self._texts, self._choices, steps=steps, interval=self._interval
        )

    def read_by(self, conditioner: Conditioner) -> Script:
        """Return the same text, read by another model."""
        return Script(
            conditioner, *self._texts, self._choices, steps=self.steps, interval=self._interval
        )

    def conditions(self, step: int) -> Conditions:
        """Return the conditioning of a step, counted from 0."""
        now = (_at(self._prompt, step), _at(self._negative, step), self._is_guided(step))
        if self._last is None or any(a is not b for a, b in zip(self._last, now, strict=False)):
            prompt, negative, guided = now
            made = self._conditioner.conditions(prompt, negative, skip=self._skip, guided=guided)
            self._last = (*now, made)
        return self._last[3]

    def _is_guided(self, step: int) -> bool:
        start, end = self._interval
        return self._choices.guidance > 1 and start <= step / self.steps < end

    def notices(self) -> tuple[Message, ...]:
        """Return what the user should know of how the text was read."""
        long = any(self._conditioner.is_truncated(stage.prompt) for stage in self._prompt)
        return (message(N_("The end of the prompt was left out: it is too long.")),) if long else ()


def _at(stages: Sequence[Stage], step: int) -> Prompt:
    return next(stage.prompt for stage in reversed(stages) if stage.first_step <= step)
