"""Bring the index of a project up to what lies in its folder."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError, StudioError
from studio.core.library.marks import NO_MARKS, read_marks
from studio.core.library.numbers import number_of
from studio.core.library.reading import read, stamp_of
from studio.core.project_folder import MARKS_FILE, RUNS, TRASH, damage, names_in
from studio.core.run import PARAMS
from studio.core.storage import is_link
from studio.core.task import LIBRARY_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.index import Index
    from studio.core.library.reading import Reading
    from studio.core.project import Project

NEWEST = 256  # runs whose params.json is looked at again at every opening
SETTLED_S = 3.0  # a change within the same tick of a disk's clock has no time of its own
BATCH = 32  # runs that are written to the index together
REST_S = 0.002  # after each batch: the window needs the interpreter too


@dataclass(frozen=True, slots=True)
class Unread:
    """Folders that the index does not know, the newest first; then those in the trash."""

    runs: tuple[str, ...] = ()
    trashed: tuple[str, ...] = ()
    changed: bool = False  # what was known has changed
    damaged: tuple[Message, ...] = ()  # what cannot be shown, once all is read

    def __len__(self) -> int:
        return len(self.runs) + len(self.trashed)


@dataclass(frozen=True, slots=True, eq=False)
class CompareFolder:
    """Finds what was added, changed or removed since the index was written; returns `Unread`.

    Of a project whose lock is ours, what a crash left is removed first. With `quick`, folders whose
    times have not changed since the last comparison are not listed.
    """

    index: Index
    project: Project | None = None
    quick: bool = False

    @property
    def lane(self) -> str:
        """Reading and writing the index."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for new pictures"))

    def run(self, _report: Reporter, cancel: CancelToken) -> Unread:
        """Compare names; reads no run."""
        times = _times(self.index.root)
        if self.quick and times and self.index.noted("folders") == times:
            return Unread()
        if self.project and not self.project.read_only:
            self.project.tidy()
        cancel.check()
        return compare(self.index)


def compare(index: Index) -> Unread:
    """Forget what is gone, take up what is said, and return what is to be read."""
    times = _times(index.root)
    changed = _take_up_marks(index)
    here, gone_here = _differences(index, index.root / RUNS, trashed=False)
    there, gone_there = _differences(index, index.root / TRASH, trashed=True)
    if gone_here:
        index.forget(gone_here)
    if gone_there:
        index.forget(gone_there, trashed=True)
    there = [name for name in there if not (index.root / RUNS / name).exists()]  # a copy: not shown
    edited = _edited(index)
    index.note("folders", times)
    newest_first = sorted({*here, *edited}, reverse=True)
    return Unread(
        tuple(newest_first),
        tuple(sorted(there, reverse=True)),
        changed or bool(gone_here or gone_there or edited),
    )


def _times(root: Path) -> str:
    """Return what changes when something is added or removed; "" while that may go unseen."""
    stamps = [stamp_of(root / name) for name in (RUNS, TRASH, MARKS_FILE)]
    times = [_changed_s(root / name) for name in (RUNS, TRASH, MARKS_FILE)]
    is_settled = time.time() - max(times) > SETTLED_S
    return " ".join(map(str, stamps)) if is_settled else ""


def _changed_s(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _differences(index: Index, folder: Path, *, trashed: bool) -> tuple[list[str], list[str]]:
    """Return which names are new in a folder, and which are gone."""
    names = set() if is_link(folder) else set(names_in(folder))
    known = index.ids(trashed=trashed)
    damaged = set(index.damage(trashed=trashed))
    return list(names - known), list((known | damaged) - names)


def _edited(index: Index) -> list[str]:
    """Return which of the newest runs are not as they were read."""
    newest = index.newest(NEWEST)
    stamps = index.stamps(map(number_of, newest))
    return [
        run_id
        for run_id in newest
        if stamp_of(index.root / RUNS / run_id / PARAMS) != stamps.get(number_of(run_id))
    ]


def _take_up_marks(index: Index) -> bool:
    """Let the index say of each run what the project says."""
    stamp = stamp_of(index.root / MARKS_FILE)
    if index.noted("marks") == stamp:
        return False
    try:
        said = {number_of(run_id): marks for run_id, marks in read_marks(index.root).items()}
    except ProjectError:
        said = {}
    known = index.all_marks()
    differing = {n: marks for n, marks in said.items() if known.get(n, NO_MARKS) != marks}
    differing |= {n: NO_MARKS for n in known.keys() - said.keys()}
    if differing:
        index.set_marks(differing)
    index.note("marks", stamp)
    return bool(differing)


@dataclass(frozen=True, slots=True, eq=False)
class ReadRuns:
    """Reads runs into the index for a moment; returns the `Unread` that are left."""

    index: Index
    unread: Unread
    for_s: float = math.inf
    at_most: int = 10**9
    rest_s: float = field(default=REST_S)

    @property
    def lane(self) -> str:
        """Reading and writing the index."""
        return LIBRARY_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading pictures of {name}"), name=self.index.root.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> Unread:
        """Read; a run that cannot be read is noted as damaged."""
        runs, trashed, changed = self.unread.runs, self.unread.trashed, self.unread.changed
        until = time.monotonic() + self.for_s
        left = self.at_most
        while (runs or trashed) and left > 0:
            cancel.check()
            size = min(BATCH, left)
            if runs:
                changed |= take_up(self.index, runs[:size], trashed=False)
                runs = runs[size:]
            else:
                changed |= take_up(self.index, trashed[:size], trashed=True)
                trashed = trashed[size:]
            left -= size
            if time.monotonic() >= until:
                break
            time.sleep(self.rest_s)  # gives the interpreter away
        damaged = () if runs or trashed else tuple(self.index.damage().values())
        return Unread(runs, trashed, changed, damaged)


def take_up(index: Index, names: Sequence[str], *, trashed: bool) -> bool:
    """Read some folders into the index; whether anything of it is to be shown."""
    readings: list[Reading] = []
    gone: list[str] = []
    damaged: dict[str, Message] = {}
    for name in names:
        folder = index.root / (TRASH if trashed else RUNS) / name
        try:
            if not os.path.lexists(folder):
                gone.append(name)
            elif not folder.is_file() or is_link(folder):
                readings.append(read(folder, trashed=trashed))
        except StudioError as error:
            damaged[name] = damage(folder, error.message).message
        except OSError as error:
            damaged[name] = damage(folder, Message(error.strerror or str(error))).message
    if gone or damaged:
        index.forget([*gone, *damaged], trashed=trashed)
    if damaged:
        index.note_damage(damaged, trashed=trashed)
    if readings:
        index.put(readings)
    return bool(readings or damaged or gone)
