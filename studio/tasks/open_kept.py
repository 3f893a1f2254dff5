"""Read a file that keeps a value, away from the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.kept_file import KeptFile
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.file_format import Format
    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True, eq=False)
class OpenKept:
    """Returns the `KeptFile`, which says itself whether something was wrong."""

    path: Path
    form: Format[Any]
    default: Any

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading {name}"), name=self.path.name)

    def run(self, _report: Reporter, _cancel: CancelToken) -> KeptFile[Any]:
        """Read."""
        return KeptFile(self.path, self.form, self.default)
