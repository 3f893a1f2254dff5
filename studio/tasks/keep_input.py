"""Keep a picture in the project so that requests can start from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.artifact import Picture
from studio.core.errors import StudioError
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.exporters.png import EXPORTER as PNG
from studio.tasks.load_picture import decoded, opened, unreadable, upright

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.project import Project

THUMB_PX = 256


@dataclass(frozen=True, slots=True, eq=False)
class KeptInput:
    """The key of a picture in the project's inputs, and a small one to show, (h, w, 3) uint8."""

    key: str
    thumb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class KeepInput:
    """Takes a file (its own orientation is respected, its text is not kept) or pixels."""

    project: Project
    source: Path | NDArray[np.uint8]

    @property
    def lane(self) -> str:
        """Reading and writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Taking over a picture"))

    def run(self, _report: Reporter, cancel: CancelToken) -> KeptInput:
        """Store it. Raises `StudioError` when it cannot be read or the disk refuses."""
        self.project.check_writable()
        pixels = self._pixels()
        cancel.check()
        try:
            key = self.project.inputs.keep(PNG.encode(Picture(pixels)))
        except OSError as error:
            raise StudioError(
                N_("The picture could not be stored in {path}: {reason}."),
                path=self.project.root,
                reason=error.strerror or error,
            ) from error
        return KeptInput(key, small(pixels))

    def _pixels(self) -> NDArray[np.uint8]:
        from pathlib import Path

        if not isinstance(self.source, Path):
            return self.source
        try:
            return upright(opened(self.source))
        except (OSError, ValueError) as error:
            raise unreadable(self.source, error) from None


@dataclass(frozen=True, slots=True, eq=False)
class FindInput:
    """Finds a kept picture, in one of `others` (project folders) if this one lacks it."""

    project: Project
    key: str
    others: tuple[Path, ...] = ()

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading a picture"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> KeptInput:
        """Return it, copied into this project if need be; raises `StudioError` if it is nowhere."""
        from studio.core.inputs import Inputs

        inputs = self.project.inputs
        elsewhere = (Inputs(root) for root in self.others if Inputs(root).has(self.key))
        if not inputs.has(self.key) and (found := next(elsewhere, None)):
            self.project.check_writable()
            inputs.keep(found.read(self.key))
        return KeptInput(self.key, small(decoded(inputs.read(self.key), inputs.path(self.key))))


def small(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture with at most `THUMB_PX` along a side, (h, w, 3) uint8."""
    import numpy as np
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((THUMB_PX, THUMB_PX))
    return np.asarray(image)
