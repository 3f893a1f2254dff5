"""The prompt of a model that reads sentences: the plain words that hold at each step.

Such a model is given the text as it stands. Weights would mean nothing to it, so they are taken
off, and the user is told; prompts that change with the steps work as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.prompt.schedule import schedule
from studio.core.text import N_, Message, message
from studio.engine.flow import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.job import CancelToken
    from studio.core.prompt.ast import Prompt, Stage
    from studio.engine.qwen import SentenceEncoder


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """What is said from a step on, in the order of the steps.

    `interval` says from which to which share of the steps guidance acts (Kynkäänniemi et al. 2024,
    arXiv:2404.07724); outside of it the prompt alone is followed.
    """

    stages: Sequence[tuple[int, Said]]
    steps: int
    interval: tuple[float, float] = (0.0, 1.0)

    def at(self, step: int) -> Said:
        """Return what is said at a step, counted from 0."""
        said = next(said for first, said in reversed(self.stages) if first <= step)
        start, end = self.interval
        return said if start <= step / self.steps < end else Said(said.positive)


class Sentences:
    """Prompt and negative prompt of one picture; None for a negative one that has no effect.

    Reading happens at once, so that an error in the text comes before any work.
    """

    def __init__(self, prompt: str, negative: str | None, steps: int) -> None:
        self._steps = steps
        self._prompt = schedule(prompt, steps)
        self._negative = None if negative is None else schedule(negative, steps)

    def are_known(self, reader: SentenceEncoder) -> bool:
        """Whether the encoder has read all of it lately."""
        return all(reader.is_known(text) for text in self._texts())

    def encoded(
        self, reader: SentenceEncoder, interval: tuple[float, float], cancel: CancelToken
    ) -> Story:
        """Return what is said at each step; what was read before is not read again."""
        firsts = {stage.first_step for stage in (*self._prompt, *(self._negative or ()))}
        stages = []
        for first in sorted(firsts):
            cancel.check()
            positive = reader.encode(_at(self._prompt, first))
            negative = None
            if self._negative is not None:
                cancel.check()
                negative = reader.encode(_at(self._negative, first))
            stages.append((first, Said(positive, negative)))
        return Story(stages, self._steps, interval)

    def notices(self, reader: SentenceEncoder) -> tuple[Message, ...]:
        """Return what the user should know of how the text was read."""
        told = []
        stages = (*self._prompt, *(self._negative or ()))
        if any(_is_weighted(stage.prompt) for stage in stages):
            text = N_("This model reads plain sentences: weights, AND and BREAK have no effect.")
            told.append(message(text))
        if any(reader.is_truncated(text) for text in self._texts()):
            told.append(message(N_("The end of the prompt was left out: it is too long.")))
        return tuple(told)

    def _texts(self) -> list[str]:
        return [words(s.prompt) for s in (*self._prompt, *(self._negative or ()))]


def words(prompt: Prompt) -> str:
    """Return the plain words of a prompt, its parts and chunks one after the other."""
    chunks = [
        "".join(span.text for span in chunk).strip()
        for part in prompt.parts
        for chunk in part.chunks
    ]
    return " ".join(chunk for chunk in chunks if chunk)


def _at(stages: Sequence[Stage], step: int) -> str:
    return words(next(s.prompt for s in reversed(stages) if s.first_step <= step))


def _is_weighted(prompt: Prompt) -> bool:
    parts = prompt.parts
    spans = [span for part in parts for chunk in part.chunks for span in chunk]
    joined = len(parts) > 1 or any(len(part.chunks) > 1 for part in parts)
    return joined or any(span.weight != 1.0 for span in spans)
