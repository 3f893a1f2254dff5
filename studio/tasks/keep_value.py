"""Write a value to the file that keeps it; syncing a file to the disk may take a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.kept_file import KeptFile


@dataclass(frozen=True, slots=True, eq=False)
class KeepValue:
    """Raises `StudioError` when the file cannot be written; what it held before is still there."""

    file: KeptFile[Any]
    value: Any

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Saving {name}"), name=self.file.path.name)

    def run(self, _report: Reporter, _cancel: CancelToken) -> None:
        """Write."""
        self.file.save(self.value)
