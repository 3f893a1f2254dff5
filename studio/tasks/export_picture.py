"""Write a stored picture to a file of the user's choice, in another format if asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.artifact import Picture
from studio.core.errors import SaveError
from studio.core.picture_text import read_text
from studio.core.storage import write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.load_picture import opened, picture_file, pixels_of, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.exporter import Exporter
    from studio.core.job import CancelToken, Reporter
    from studio.core.run import Run


@dataclass(frozen=True, slots=True)
class ExportPicture:
    """Encodes the picture of a run; a file of the stored format is copied byte for byte."""

    source: Run
    target: Path
    exporter: Exporter

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Saving {name}"), name=self.target.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> Path:
        """Return where it is. Raises `StudioError` when it cannot be read or written."""
        data = self._data()
        cancel.check()
        try:
            write_atomic(self.target, data)
        except OSError as error:
            raise SaveError(
                N_("{path} could not be written: {reason}."),
                path=self.target,
                reason=error.strerror or error,
            ) from error
        return self.target

    def _data(self) -> bytes:
        path = picture_file(self.source)
        try:
            if path.suffix == self.exporter.suffix:
                return path.read_bytes()
            pixels = pixels_of(opened(path))
            text = read_text(path.read_bytes()).text
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from None
        return self.exporter.encode(Picture(pixels, text))
