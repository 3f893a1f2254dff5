"""Look whether other programs keep models where they usually do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.task import MODELS_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class FindPrograms:
    """Returns those of the folders that hold models and are not searched already."""

    folders: tuple[Path, ...]
    searched: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Looking through folders of models."""
        return MODELS_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for models"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[Path, ...]:
        """Look into each as far as its first model."""
        from studio.engine.weights import holds_models

        searched = {folder.resolve() for folder in self.searched}
        found: dict[Path, Path] = {}  # by what they really are: names in another case are the same
        for folder in self.folders:
            cancel.check()
            real = folder.resolve()
            is_known = bool(searched & {real, *real.parents})
            if not is_known and real not in found and holds_models(folder):
                found[real] = folder
        return tuple(found.values())
