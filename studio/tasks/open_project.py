"""Open a project folder, and show what its index knows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.library.index import Index
from studio.core.library.listing import ANY, Listing, View, listing
from studio.core.library.store import IndexLostError
from studio.core.project import Project
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message
from studio.tasks.library.read_runs import ReadRuns, Unread, compare

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Progress, Reporter

FEW = 2000  # known runs, up to which the folder is compared before anything is shown
AT_ONCE_S = 0.3  # of reading runs that the index does not know


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A project whose lock is ours (unless it is read-only), and its runs as far as they are known.

    `unread` are those that are not; None where nobody has looked yet.
    """

    project: Project
    index: Index | None = None
    listing: Listing = field(default_factory=Listing)
    unread: Unread | None = None


@dataclass(frozen=True, slots=True)
class OpenProject:
    """Opens a project; with `create`, makes one of an empty or missing folder.

    Its index lies in the `cache` folder; without one, nothing is known of its runs.
    """

    root: Path
    create: bool = False
    read_only: bool = False
    take_over: bool = False
    cache: Path | None = None
    view: View = ANY

    @property
    def lane(self) -> str:
        """Reading and writing the index."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Opening {name}"), name=self.root.name)

    def run(self, report: Reporter, cancel: CancelToken) -> Opened:
        """Open and look. Raises `ProjectError`; closes the project again if cancelled."""
        project = Project.open(
            self.root,
            self.create,
            read_only=self.read_only,
            take_over=self.take_over,
            tidy=self.cache is None,
        )
        try:
            cancel.check()
            if self.cache is None:
                return Opened(project)
            return LookInto(project, self.cache, self.view).run(report, cancel)
        except BaseException:
            project.close()
            raise


@dataclass(frozen=True, slots=True, eq=False)
class LookInto:
    """Opens the index of a project that is open; returns `Opened`."""

    project: Project
    cache: Path
    view: View = ANY

    @property
    def lane(self) -> str:
        """Reading and writing the index."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Opening {name}"), name=self.project.root.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> Opened:
        """Look; an index that turns out to be damaged is made anew."""
        index = self.project.index or Index(self.project.root, self.cache)
        try:
            return self._looked(index, cancel)
        except IndexLostError:
            index.renew()
            return self._looked(index, cancel)

    def _looked(self, index: Index, cancel: CancelToken) -> Opened:
        unread = None
        index.rename(self.project.name)
        if index.count() <= FEW:
            if not self.project.read_only:
                with suppress(OSError):
                    self.project.tidy()
            unread = compare(index)
            unread = ReadRuns(index, unread, AT_ONCE_S, rest_s=0).run(_ignore, cancel)
        found = listing((index,), self.view)
        self.project.index = index
        return Opened(self.project, index, found, unread)


def _ignore(_progress: Progress) -> None:
    """It is over before anybody could look at it."""
