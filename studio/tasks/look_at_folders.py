"""Say which folders are there; a share that sleeps may take its time to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.task import MODELS_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class LookAtFolders:
    """Returns folder -> whether it is there and can be looked into."""

    folders: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Looking through folders of models."""
        return MODELS_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking at folders"))

    def run(self, _report: Reporter, cancel: CancelToken) -> dict[Path, bool]:
        """Look at each."""
        found = {}
        for folder in self.folders:
            cancel.check()
            try:
                next(iter(folder.iterdir()), None)
            except OSError:
                found[folder] = False
            else:
                found[folder] = True
        return found
