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
FEWEST = 6  # prompts before a verdict
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
    error: float
    works: bool
    plain: Looks


def _run(
    runtime: Runtime, payload: StyleEffectPayload, report: Reporter, cancel: CancelToken
) -> StyleEffect:
    """Draw prompt after prompt with and without the style until the verdict is clear."""
    artist = _Artist(runtime, payload, report, cancel)
    plain, styled = list(payload.plain), []
    for count, prompt in enumerate(payload.prompts, 1):
        if count > len(plain):
            plain.append(artist.looks(prompt, None))
        styled.append(artist.looks(prompt, payload.style))
        artist.done = count
        if count < len(payload.prompts) and (count < FEWEST or count % 2):
            continue
        found = effect(np.array(plain[:count]), np.array(styled))
        if found.is_clear:
            break
    return StyleEffect(
        payload.style.key, found.moved, found.spread, found.error, found.works, tuple(plain)
    )


@dataclass(slots=True)
class _Artist:
    """Draws the pictures and tells how far it is."""

    runtime: Runtime
    payload: StyleEffectPayload
    report: Reporter
    cancel: CancelToken
    done: int = 0  # prompts

    def looks(self, prompt: str, style: Style | None) -> tuple[tuple[float, ...], ...]:
        """Draw a prompt with every seed and describe the pictures."""
        return tuple(self._look(prompt, seed, style) for seed in self.payload.seeds)

    def _look(self, prompt: str, seed: int, style: Style | None) -> tuple[float, ...]:
        self.cancel.check()
        stage = message(N_("Measuring the style {title}"), title=self.payload.style.title)
        self.report(Progress(self.done, len(self.payload.prompts), stage))
        model = self.payload.model
        request = Request(
            prompt, model.key, style=style, extent=model.native, seed=seed, params=PARAMS
        )
        # A verb asks for another one as everybody does, by its name.
        picture = self.runtime.verbs["generate"].payload(request, model)
        made = self.runtime.run("generate", picture, lambda _: None, self.cancel)
        return tuple(float(value) for value in describe(made.pixels))


VERB = Verb(key="style_effect", payload=StyleEffectPayload, result=StyleEffect, run=_run)
