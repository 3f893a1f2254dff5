"""Look for model families, models, styles and wildcards.

Their modules are imported by the lane: they cost as much time as the window takes to open.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.named_models import named_models
from studio.core.paths import cache_folder
from studio.core.task import DISK_LANE, MODELS_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Request
    from studio.core.style import Style
    from studio.engine.family import Family
    from studio.engine.weights import Problem

TELL_S = 0.5  # between two reports


@dataclass(frozen=True)
class Supplies:
    """Everything that was found, read in one go."""

    families: Mapping[str, Family] = field(default_factory=dict)
    models: tuple[Model, ...] = ()
    styles: Mapping[str, Style] = field(default_factory=dict)
    wildcards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()  # what looks like a model and cannot be used
    style_problems: tuple[Message, ...] = ()  # damaged files of styles
    additions: tuple[Addition, ...] = ()  # LoRAs and embeddings
    unusable: tuple[Problem, ...] = ()  # the same problems, with the paths
    parts: tuple[Model, ...] = ()  # VAEs, ControlNets, IP-Adapters, text encoders, ...

    def others(self, request: Request) -> dict[str, Model]:
        """Return the further models that a request names; raises `WeightsMissingError`."""
        return named_models(request, self.models, self.parts)


@dataclass(frozen=True, slots=True)
class FindSupplies:
    """Reads the folders that ship and those of the user; later ones win."""

    models: tuple[Path, ...]
    styles: tuple[Path, ...] = ()
    wildcards: tuple[Path, ...] = ()
    additions: tuple[Path, ...] = ()

    @property
    def lane(self) -> str:
        """Looking through folders of models."""
        return MODELS_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for models"))

    def run(self, report: Reporter, cancel: CancelToken) -> Supplies:
        """Read everything; what cannot be read is left out."""
        from studio.core.prompt.styles import read_styles
        from studio.core.prompt.wildcards import load_wildcards
        from studio.core.registry import discover
        from studio.engine import families
        from studio.engine.family import Family
        from studio.engine.weights import scan

        shelf = read_styles(*self.styles)
        wildcards = load_wildcards(*self.wildcards)
        cancel.check()

        told_s = time.monotonic()

        def heard(done: int, total: int) -> None:
            nonlocal told_s
            cancel.check()
            if time.monotonic() - told_s > TELL_S:  # a look that is quick says nothing
                told_s = time.monotonic()
                report(Progress(done, total, self.title))

        memory = cache_folder() / "files.json"
        found = scan((*self.models, *self.additions), heard, memory)
        return Supplies(
            discover(families, "FAMILY", Family),
            found.models,
            shelf.styles,
            wildcards,
            tuple(problem.message for problem in found.problems),
            shelf.problems,
            found.additions,
            found.problems,
            found.parts,
        )


@dataclass(frozen=True, slots=True)
class LookUpEffects:
    """Returns style key -> whether it changes the pictures of a model, as far as was measured."""

    model: Model
    styles: Mapping[str, Style]

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking up what {model} knows"), model=self.model.title)

    def run(self, _report: Reporter, _cancel: CancelToken) -> dict[str, bool]:
        """Read the record beside the model and that in the cache."""
        from studio.engine.style_effects import style_effects

        return style_effects(self.model, self.styles)
