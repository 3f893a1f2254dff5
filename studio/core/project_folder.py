"""The layout of a project folder: what belongs there, what a crash may leave, what is not ours."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the codec reads the annotations
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError, StudioError
from studio.core.file_format import Format, NewerVersionError
from studio.core.inputs import FOLDER as INPUTS
from studio.core.json_text import CodecError
from studio.core.lock import NAME as LOCK_NAME
from studio.core.names import is_encodable
from studio.core.run import Run, is_run_id, read_run
from studio.core.storage import draft_target, is_link
from studio.core.text import N_, Message

if TYPE_CHECKING:
    from pathlib import Path

PROJECT_FILE = "project.json"
RUNS = "runs"
TRASH = "trash"
MARKS_FILE = "marks.jsonl"
_PARTS = {RUNS, TRASH, MARKS_FILE, INPUTS}
_SYSTEM_FILES = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory")


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """What project.json holds."""

    name: str
    created: datetime


PROJECT = Format("studio.project", ProjectInfo, schema=1)


def read_info(root: Path) -> ProjectInfo:
    """Read project.json; raises `ProjectError` with a sentence that says what to do."""
    path = root / PROJECT_FILE
    if is_link(path):
        raise ProjectError(N_("{path} is a link that leads elsewhere."), path=path)
    try:
        return PROJECT.loads(path.read_bytes())
    except FileNotFoundError:
        raise ProjectError(
            N_("{path} is not a project: it holds no project.json."), path=root
        ) from None
    except OSError as error:
        raise ProjectError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from error
    except NewerVersionError as error:
        raise ProjectError("{path}: {problem}", path=root, problem=error.message) from error
    except CodecError as error:
        raise ProjectError(
            N_(
                "{path} is damaged or not ours, and was left as it is ({problem}) "
                "To keep its pictures, move that file away and make a new project in this folder."
            ),
            path=path,
            problem=error.message,
        ) from error


def check_folder(root: Path, *, create: bool) -> bool:
    """Whether `root` still has to become a project; raises `ProjectError` if it cannot be one."""
    runs = root / RUNS
    if is_link(runs) or (runs.exists() and not runs.is_dir()):
        raise ProjectError(N_("{path} is a link that leads elsewhere."), path=runs)
    if (root / PROJECT_FILE).exists() or is_link(root / PROJECT_FILE):
        return False
    if root.exists() and not root.is_dir():
        raise ProjectError(N_("{path} is a file, not a project folder."), path=root)
    if not create:
        missing = N_("{path} is not a project: it holds no project.json.")
        raise ProjectError(missing if root.is_dir() else N_("{path} is not there."), path=root)
    if root.is_dir() and not _may_become_project(root):
        raise ProjectError(
            N_("{path} holds other files. Choose an empty folder for the project."), path=root
        )
    return True


def _may_become_project(root: Path) -> bool:
    names = {entry.name for entry in root.iterdir()} - {LOCK_NAME, *_SYSTEM_FILES}
    names = {name for name in names if draft_target(name) != PROJECT_FILE}
    if RUNS in names and names <= _PARTS:  # pictures whose project.json was lost
        runs, _ = scan(root / RUNS)
        return bool(runs) or not any((root / RUNS).iterdir())
    return not names


def scan(folder: Path) -> tuple[list[Run], list[Message]]:
    """Read every run, oldest first; what cannot be read is named and does not hide the others."""
    runs: list[Run] = []
    damaged: list[Message] = []
    for name in sorted(names_in(folder)):
        try:
            found = read_entry(folder / name)
        except StudioError as error:
            damaged.append(error.message)
        else:
            runs += [found] if found else []
    return runs, damaged


def names_in(folder: Path) -> list[str]:
    """Return what is in a folder of runs, in no order, without what is hidden.

    A name whose bytes are no text is passed over: nothing can be written down about it.
    """
    try:
        names = os.listdir(folder)
        return [name for name in names if not name.startswith(".") and is_encodable(name)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def read_entry(folder: Path) -> Run | None:
    """Read a run; None for a file that somebody laid there.

    Raises `StudioError` with a sentence about a run that cannot be shown.
    """
    if folder.is_file() and not is_link(folder):
        return None
    try:
        return read_run(folder)
    except StudioError as error:
        raise damage(folder, error.message) from error
    except OSError as error:
        raise damage(folder, Message(error.strerror or str(error))) from error


def damage(folder: Path, problem: Message) -> ProjectError:
    """Say of a run that it cannot be shown, and why."""
    return ProjectError(
        N_("{path} cannot be shown: {problem} It was left as it is."), path=folder, problem=problem
    )


def sweep(root: Path) -> None:
    """Remove the drafts that a crash left; call it only while holding the lock."""
    for path in root.iterdir():
        if draft_target(path.name) in (PROJECT_FILE, MARKS_FILE) and path.is_file():
            path.unlink()
    for folder in (root / RUNS, root / TRASH):
        if folder.is_dir() and not is_link(folder):
            _sweep_runs(folder)


def _sweep_runs(folder: Path) -> None:
    hidden = [name for name in os.listdir(folder) if name.startswith(".")]
    for path in (folder / name for name in hidden if draft_target(name)):
        if path.is_dir() and not is_link(path):
            shutil.rmtree(path, ignore_errors=True)


def last_id(root: Path) -> str:
    """Return the greatest run id in use, in the trash too, damaged runs and drafts included."""
    return max((_last_in(root / RUNS), _last_in(root / TRASH)))


def _last_in(folder: Path) -> str:
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    ids = (draft_target(name) or name if name[0] == "." else name for name in names)
    return max((name for name in ids if is_run_id(name)), default="")
