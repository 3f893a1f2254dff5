"""Write a text to a file that the user named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.storage import write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class SaveText:
    """Raises `StudioError` when the file cannot be written."""

    path: Path
    text: str

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Saving {name}"), name=self.path.name)

    def run(self, _report: Reporter, _cancel: CancelToken) -> None:
        """Write it completely or not at all."""
        try:
            write_atomic(self.path, self.text.encode())
        except OSError as error:
            raise StudioError(
                N_("{path} could not be saved: {reason}."),
                path=self.path,
                reason=error.strerror or error,
            ) from error
