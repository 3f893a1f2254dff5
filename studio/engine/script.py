"""What the text of a request says at each step, as conditioning for the denoiser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from studio.core.prompt.schedule import schedule
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.prompt.ast import Prompt, Stage
    from studio.engine.conditioning import Conditioner, Conditions


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

    Reading happens at once, so that an error in the text comes before any work.
    """

    def __init__(
        self, conditioner: Conditioner, prompt: str, negative: str, choices: Choices
    ) -> None:
        self.steps = choices.steps
        self._guided = choices.guidance > 1
        self._skip = choices.clip_skip - 1
        self._conditioner = conditioner
        self._prompt = schedule(prompt, self.steps)
        self._negative = schedule(negative, self.steps)
        self._last: tuple[Prompt, Prompt, Conditions] | None = None

    def conditions(self, step: int) -> Conditions:
        """Return the conditioning of a step, counted from 0."""
        prompt, negative = _at(self._prompt, step), _at(self._negative, step)
        if self._last is None or self._last[0] is not prompt or self._last[1] is not negative:
            made = self._conditioner.conditions(
                prompt, negative, skip=self._skip, guided=self._guided
            )
            self._last = (prompt, negative, made)
        return self._last[2]

    def notices(self) -> tuple[Message, ...]:
        """Return what the user should know of how the text was read."""
        long = any(self._conditioner.is_truncated(stage.prompt) for stage in self._prompt)
        return (message(N_("The end of the prompt was left out: it is too long.")),) if long else ()


def _at(stages: Sequence[Stage], step: int) -> Prompt:
    return next(stage.prompt for stage in reversed(stages) if stage.first_step <= step)
