"""Read the small pictures of some runs, and make again those that are missing or broken."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.library.reading import stamp_of
from studio.core.run import PARAMS, THUMB
from studio.core.storage import write_atomic
from studio.core.task import SIGHT_LANE
from studio.core.text import N_, Message, message
from studio.tasks.load_picture import opened, picture_file, pixels_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.card import Placed

log = logging.getLogger(__name__)

SIDE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A run's small picture, (h, w, 3) uint8; None if nothing of it can be read.

    `stamp` is what its params.json is now (see `stamp_of`).
    """

    run: Placed
    pixels: NDArray[np.uint8] | None
    stamp: int = 0


@dataclass(frozen=True, slots=True)
class LoadThumbnails:
    """Reports one `Thumbnail` per run as the result of a progress event.

    In the project `untouched`, which is open for reading only, nothing is written.
    """

    runs: tuple[Placed, ...]
    untouched: Path | None = None

    @property
    def lane(self) -> str:
        """Reading what is in sight."""
        return SIGHT_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading thumbnails"))

    def run(self, report: Reporter, cancel: CancelToken) -> None:
        """Read them all; a picture that cannot be read is told as such and stops nothing."""
        for done, run in enumerate(self.runs, start=1):
            cancel.check()
            keep = run.folder.parent.parent != self.untouched
            thumbnail = Thumbnail(run, _thumbnail(run, keep=keep), stamp_of(run.path(PARAMS)))
            report(Progress(done, len(self.runs), result=thumbnail))


def _thumbnail(run: Placed, *, keep: bool) -> NDArray[np.uint8] | None:
    try:
        return pixels_of(opened(run.path(THUMB)))
    except (OSError, ValueError):  # missing or broken: the picture itself is the truth
        pass
    try:
        small = opened(picture_file(run))
        small.thumbnail((SIDE, SIDE))
        pixels = pixels_of(small)
    except (OSError, ValueError) as error:
        log.warning("no thumbnail of %s: %s", run.id, error)
        return None
    if keep:
        _keep(run.path(THUMB), small)
    return pixels


def _keep(path: Path, small: Image.Image) -> None:
    buffer = BytesIO()
    small.convert("RGB").save(buffer, "WEBP", quality=80)
    try:
        write_atomic(path, buffer.getvalue())
    except OSError:  # a read-only project shows its pictures all the same
        log.info("the thumbnail %s could not be kept", path)
