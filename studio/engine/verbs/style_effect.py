"""Measure how far a style moves a model's pictures, compared with how far two seeds differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.core.job import Progress
from studio.core.request import Request
from studio.core.text import N_, message
from studio.engine.style_descriptor import describe, effect
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.style import Style
    from studio.engine.runtime import Runtime

PROMPTS = (
    "a red house by the sea at sunset",
    "a green tree on the hills by day",
    "a white castle in the snow at night",
    "a blue boat on the sea in fog",
    "a yellow mushroom in the desert by day",
    "a purple hot-air balloon over the mountains at sunset",
    "a green house in the snow by day",
    "a red boat on the sea at night",
    "a blue castle in the hills in fog",
    "a white mushroom in the mountains by day",
    "a yellow tree in the desert at night",
    "a purple house in the hills at sunset",
)
SEEDS = (11, 22)
PARAMS: Mapping[str, Scalar] = {"steps": 12}

Looks = tuple[tuple[tuple[float, ...], ...], ...]  # (prompts, seeds, entries)


@dataclass(frozen=True, slots=True)
class StyleEffectPayload:
    """A model and a style; `plain`, from an earlier result, spares the pictures without style."""

    model: Model
    style: Style
    plain: Looks = ()
    prompts: tuple[str, ...] = PROMPTS
    seeds: tuple[int, ...] = SEEDS


@dataclass(frozen=True, slots=True)
class StyleEffect:
    """What was measured; `works` is the verdict, `plain` the looks of the model's own pictures."""

    key: str
    moved: float
    spread: float
    works: bool
    plain: Looks


def _run(
    runtime: Runtime, payload: StyleEffectPayload, report: Reporter, cancel: CancelToken
) -> StyleEffect:
    total = len(payload.prompts) * len(payload.seeds) * (1 if payload.plain else 2)
    work = _Work(runtime, payload, report, cancel, total)
    plain = np.array(payload.plain or work.looks(None))
    found = effect(plain, np.array(work.looks(payload.style)))
    return StyleEffect(payload.style.key, found.moved, found.spread, found.works, _frozen(plain))


@dataclass(slots=True)
class _Work:
    runtime: Runtime
    payload: StyleEffectPayload
    report: Reporter
    cancel: CancelToken
    total: int
    done: int = 0

    def looks(self, style: Style | None) -> list[list[list[float]]]:
        """Draw every prompt with every seed and describe the pictures."""
        return [
            [self._look(prompt, seed, style) for seed in self.payload.seeds]
            for prompt in self.payload.prompts
        ]

    def _look(self, prompt: str, seed: int, style: Style | None) -> list[float]:
        self.cancel.check()
        model = self.payload.model
        request = Request(
            prompt, model.key, style=style, extent=model.native, seed=seed, params=PARAMS
        )
        # A verb asks for another one as everybody does, by its name.
        picture = self.runtime.verbs["generate"].payload(request, model)
        made = self.runtime.run("generate", picture, self._forward, self.cancel)
        self.done += 1
        return [float(value) for value in describe(made.pixels)]

    def _forward(self, inner: Progress) -> None:
        stage = message(N_("Measuring the style {title}"), title=self.payload.style.title)
        share = int(1000 * (self.done + inner.fraction))
        self.report(Progress(share, 1000 * self.total, stage, inner.preview))


def _frozen(looks: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Looks:
    return tuple(tuple(tuple(map(float, look)) for look in seeds) for seeds in looks)


VERB = Verb(key="style_effect", payload=StyleEffectPayload, result=StyleEffect, run=_run)
