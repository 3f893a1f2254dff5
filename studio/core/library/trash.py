"""The trash of a project: runs that were thrown away, whole, until somebody empties it.

A run goes there and back by one rename. Emptying renames each run to a draft first, so that one
whose deletion is interrupted is swept at the next start instead of lying there half.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError
from studio.core.names import is_safe
from studio.core.project_folder import RUNS, TRASH
from studio.core.run import PARAMS, is_run_id
from studio.core.storage import draft_of, is_link, make_folder, move, sync_folder
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Moved:
    """Which runs are now where they should be, and what kept the next one from it."""

    ids: tuple[str, ...]
    problem: Message | None = None


def throw_away(root: Path, run_ids: Sequence[str]) -> Moved:
    """Put runs into the trash; call it only while holding the lock."""
    return _move(root / RUNS, root / TRASH, run_ids)


def take_back(root: Path, run_ids: Sequence[str]) -> Moved:
    """Put runs back where they were; call it only while holding the lock."""
    return _move(root / TRASH, root / RUNS, run_ids)


def _move(source: Path, target: Path, run_ids: Sequence[str]) -> Moved:
    moved: list[str] = []
    problem = None
    try:
        _check(source, target)
        make_folder(target)
        for run_id in run_ids:
            _move_one(_entry(source, run_id), _entry(target, run_id))
            moved.append(run_id)
    except ProjectError as error:
        problem = error.message
    except OSError as error:
        problem = _refused(source, error)
    if moved:
        for folder in (target, source):  # first that it is there, then that it is gone
            sync_folder(folder)
    return Moved(tuple(moved), problem)


def _check(*folders: Path) -> None:
    for folder in folders:
        if is_link(folder):
            raise ProjectError(N_("{path} is a link that leads elsewhere."), path=folder)


def _entry(folder: Path, name: str) -> Path:
    """Return an entry of a folder; raises `ProjectError` for a name that leads out of it."""
    if not is_safe(name):  # before it is joined: an absolute path would take the folder's place
        raise ProjectError(N_("the file name {name} is not allowed."), name=f"{name!r:.60}")
    return folder / name


def _move_one(source: Path, target: Path) -> None:
    if os.path.lexists(target):
        raise ProjectError(N_("{path} is there already."), path=target)
    if not source.is_dir() or is_link(source):
        raise ProjectError(N_("{path} is not there."), path=source)
    move(source, target)


def purge(root: Path, run_ids: Sequence[str] | None = None) -> Moved:
    """Delete the runs in the trash, or some, for good; call it only while holding the lock."""
    trash = root / TRASH
    gone: list[str] = []
    problem = None
    try:
        _check(trash)
        for run_id in thrown_away(root) if run_ids is None else run_ids:
            _delete(_entry(trash, run_id))
            gone.append(run_id)
    except ProjectError as error:
        problem = error.message
    except OSError as error:
        problem = _refused(trash, error)
    return Moved(tuple(gone), problem)


def thrown_away(root: Path) -> list[str]:
    """Return the names of the runs in the trash, damaged ones too; not what else lies there.

    Whoever keeps files of their own in that folder does not lose them when it is emptied.
    """
    trash = root / TRASH
    if is_link(trash) or not trash.is_dir():
        return []
    return sorted(name for name in os.listdir(trash) if is_safe(name) and _is_run(trash / name))


def _is_run(folder: Path) -> bool:
    if is_link(folder) or not folder.is_dir():
        return False
    return is_run_id(folder.name) or (folder / PARAMS).is_file()


def _delete(folder: Path) -> None:
    if is_link(folder) or not folder.is_dir():
        raise ProjectError(N_("{path} is not there."), path=folder)
    draft = draft_of(folder)
    move(folder, draft)
    shutil.rmtree(draft)


def _refused(folder: Path, error: OSError) -> Message:
    return message(
        N_("{path} cannot be written: {reason}."), path=folder, reason=error.strerror or error
    )
