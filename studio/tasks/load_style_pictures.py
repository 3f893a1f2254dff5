"""Read the small pictures that show what each style does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.load_picture import opened, pixels_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter

log = logging.getLogger(__name__)

FOLDER = "thumbnails"  # beside the files of styles; a picture has the name of its style's key
SUFFIXES = (".webp", ".png", ".jpg")
SIDE = 192
SIZE_LIMIT = 4_000_000  # bytes; a longer file is no small picture


@dataclass(frozen=True, slots=True)
class LoadStylePictures:
    """Returns key -> (h, w, 3) uint8 of every picture in the folders of styles; later ones win."""

    folders: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading the pictures of styles"))

    def run(self, _report: Reporter, cancel: CancelToken) -> dict[str, NDArray[np.uint8]]:
        """Read them all; one that cannot be read is left out."""
        found: dict[str, NDArray[np.uint8]] = {}
        for path in _files(self.folders):
            cancel.check()
            try:
                small = opened(path)
                small.thumbnail((SIDE, SIDE))
                found[path.stem] = pixels_of(small)
            except (OSError, ValueError) as error:
                log.warning("no picture of the style %s: %s", path.stem, error)
        return found


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        place = folder / FOLDER
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.suffix.lower() in SUFFIXES and path.stat().st_size <= SIZE_LIMIT:
                yield path
