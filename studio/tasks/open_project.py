"""Open a project folder and read its runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import Cancelled
from studio.core.project import Project
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.run import Run


@dataclass(frozen=True, slots=True)
class Opened:
    """A project whose lock is ours (unless it is read-only), and its runs, oldest first."""

    project: Project
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class OpenProject:
    """Opens a project; with `create`, makes one of an empty or missing folder."""

    root: Path
    create: bool = False
    read_only: bool = False
    take_over: bool = False

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Opening {name}"), name=self.root.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> Opened:
        """Open and read. Raises `ProjectError`; closes the project again if cancelled."""
        project = Project.open(
            self.root, self.create, read_only=self.read_only, take_over=self.take_over
        )
        try:
            cancel.check()
        except Cancelled:
            project.close()
            raise
        return Opened(project, tuple(project.runs()))
