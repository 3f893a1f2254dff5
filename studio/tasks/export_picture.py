"""Write a stored picture to a file of the user's choice, in another format if asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import SaveError
from studio.core.storage import write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.inside import WITH_ALL, Inside, allowed, dressed
from studio.tasks.load_picture import picture_file, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.exporter import Exporter
    from studio.core.job import CancelToken, Reporter
    from studio.core.run import Run


@dataclass(frozen=True, slots=True)
class ExportPicture:
    """Encodes the picture of a run; a file of the stored format keeps its pixels as they are."""

    source: Run
    target: Path
    exporter: Exporter
    inside: Inside = WITH_ALL

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
        data = self._data(allowed(self.inside))
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

    def _data(self, inside: Inside) -> bytes:
        path = picture_file(self.source)
        try:
            return dressed(path.read_bytes(), self.exporter, inside)
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from None
