"""Write files that exist only in memory into a new folder of the user's choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import SaveError
from studio.core.storage import new_folder, write_synced
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class SaveFiles:
    """Writes `files` into the folder `target`, or into the next free name beside it."""

    target: Path
    files: Mapping[str, bytes]

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Saving to {name}"), name=self.target.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> Path:
        """Return the folder they are in now. Raises `SaveError` that still carries them."""
        cancel.check()
        folder = _free(self.target)
        try:
            with new_folder(folder) as draft:
                for name, data in self.files.items():
                    write_synced(draft / name, data)
        except OSError as error:
            failure = SaveError(
                N_("The picture could not be saved in {path}: {reason}. It is kept in memory."),
                path=folder,
                reason=error.strerror or error,
            )
            failure.files = dict(self.files)
            raise failure from error
        return folder


def _free(target: Path) -> Path:
    folder, n = target, 2
    while folder.exists():
        folder, n = target.with_name(f"{target.name} {n}"), n + 1
    return folder
