"""Smaller versions of the pictures that are looked at; large ones are made on a lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.halving import halvings
from studio.tasks.halve_picture import HalvePicture

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import JobId
    from studio.jobs.service import JobService
    from studio.state.errands import Errands

QUICK = 1024 * 1024  # pixels that are halved within a frame


@dataclass
class Kept:
    """One picture and its halvings, as far as they are there."""

    levels: list[NDArray[np.uint8]]
    job: JobId | None = None
    complete: bool = field(default=False)


class Levels(QObject):
    """Answers at once with what there is, and emits `arrived` when there is more."""

    arrived = Signal()

    def __init__(self, jobs: JobService, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._errands = errands
        self._kept: dict[int, Kept] = {}  # by the id of the array, which is held here

    def of(self, pixels: NDArray[np.uint8]) -> Sequence[NDArray[np.uint8]]:
        """Return the picture and its halvings, largest first; small ones are made here."""
        kept = self._kept.get(id(pixels))
        if kept is None:
            kept = self._kept[id(pixels)] = Kept([pixels])
        if not kept.complete and kept.job is None:
            if pixels.shape[0] * pixels.shape[1] <= QUICK:
                kept.levels += halvings(pixels)
                kept.complete = True
            else:
                done = partial(self._on_made, kept)
                kept.job = self._errands.run(HalvePicture(pixels), done=done)
        return kept.levels

    def keep_only(self, pictures: Sequence[NDArray[np.uint8]]) -> None:
        """Forget what is no longer looked at."""
        wanted = {id(pixels) for pixels in pictures}
        for key in [key for key in self._kept if key not in wanted]:
            job = self._kept.pop(key).job
            if job is not None:
                self._jobs.cancel(job)

    def _on_made(self, kept: Kept, smaller: tuple[NDArray[np.uint8], ...]) -> None:
        kept.levels += smaller
        kept.complete, kept.job = True, None
        self.arrived.emit()
