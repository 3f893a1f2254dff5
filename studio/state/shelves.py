"""Which projects' indexes are at hand, and which of the projects may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.notices import Level, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from studio.core.library.card import Placed
    from studio.core.library.index import Index
    from studio.core.project import Project
    from studio.core.text import Message
    from studio.state.errands import Errands
    from studio.state.history import History
    from studio.state.notices import Notices
    from studio.state.projects import Projects


class Shelves(QObject):
    """The index of the open project, and those of the others once they were asked for."""

    lost = Signal(object)  # StudioError: an index cannot be read

    def __init__(
        self,
        errands: Errands,
        notices: Notices,
        projects: Projects,
        history: History,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.errands = errands
        self.notices = notices
        self.history = history
        self._projects = projects
        self.home: Index | None = None  # of the open project
        self.others: tuple[Index, ...] = ()

    @property
    def all(self) -> tuple[Index, ...]:
        """Every index that is at hand, that of the open project first."""
        return ((self.home,) if self.home else ()) + self.others

    def index(self, root: Path) -> Index | None:
        """Return the index of a project."""
        return next((index for index in self.all if index.root == root), None)

    def project(self, root: Path) -> Project | None:
        """Return a project whose lock is ours already."""
        return self._projects.held(root)

    def by_project(self, runs: Iterable[Placed]) -> dict[Path, list[Placed]]:
        """Sort runs by their project folders."""
        found: dict[Path, list[Placed]] = {}
        for run in runs:
            found.setdefault(run.folder.parent.parent, []).append(run)
        return found

    def tell_damage(self, damaged: tuple[Message, ...]) -> None:
        """Say what of the open project cannot be shown."""
        text = message(
            N_("{n} runs of this project cannot be read, and are left as they are. {first}"),
            n=len(damaged),
            first=damaged[0],
        )
        self.notices.tell(Notice(text, Level.ATTENTION, topic="damage"))

    def tell_nothing_new(self) -> None:
        """Say that the folder holds what is shown."""
        text = message(N_("There is nothing new: the gallery shows what lies in the project."))
        self.notices.tell(Notice(text, Level.INFO, topic="library"))

    def may_change(self, root: Path) -> bool:
        """Whether to try to change a project; if not, it has been said why."""
        project = self._projects.project
        if project is None or project.root != root or not project.read_only:
            return True
        text = message(N_("This project is open for reading only."))
        self.notices.tell(Notice(text, Level.ATTENTION, topic="library"))
        return False
