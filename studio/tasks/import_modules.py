"""Import modules before they are needed, so that their first use does not keep anybody waiting."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class ImportModules:
    """Imports by name; importing has no effect but the time it takes."""

    names: tuple[str, ...]
    lane: str = DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Getting ready"))

    def run(self, _report: Reporter, cancel: CancelToken) -> None:
        """Import one after the other."""
        for name in self.names:
            cancel.check()
            importlib.import_module(name)
