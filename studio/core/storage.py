"""Writes that either happen completely or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DRAFT = re.compile(r"\.(?P<target>.+)\.[0-9a-f]{8}")
_LINK_TAGS = (0xA000000C, 0xA0000003)  # Windows: symbolic link, junction
_LONG_PATH = 150  # on Windows, longer roots are written in the form that has no 260 limit
_TRIES, _WAIT_S = 20, 0.05  # Windows: a scanner may hold a new file for a moment


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the file at `path`; a crash or power cut leaves the old or the new one, never half.

    Raises `OSError` (disk full, read-only folder); the old file is then untouched.
    """
    draft = draft_of(path)
    try:
        write_synced(draft, data)
        _patiently(lambda: draft.replace(path))
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Create a file inside a draft and push it to the disk before the draft is renamed."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        _push(file.fileno())


def _push(fd: int) -> None:
    if sys.platform == "darwin":  # there, fsync leaves the data in the memory of the drive
        import fcntl

        with suppress(OSError):  # not every file system can
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Push a folder's entries (new names, renames) to the disk, where the system can."""
    if os.name == "nt":  # Windows has no handle to sync a folder by; NTFS journals renames
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, and push their names to the disk."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Fill a hidden sibling of `target`, and rename it into place on success.

    Files inside are written with `write_synced`. Raises `FileExistsError` if the target is there
    already.
    """
    if os.path.lexists(target):
        raise FileExistsError(target)
    make_folder(target.parent)
    draft = draft_of(target)
    draft.mkdir()
    try:
        yield draft
        sync_folder(draft)
        _patiently(lambda: draft.rename(target))
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync_folder(target.parent)


def draft_of(target: Path) -> Path:
    """Return a fresh hidden name beside `target`."""
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}")


def draft_target(name: str) -> str | None:
    """Return what a hidden name made by `draft_of` was going to be, or None if it is no draft."""
    found = _DRAFT.fullmatch(name)
    return found["target"] if found else None


def is_link(path: Path) -> bool:
    """Whether `path` itself leads elsewhere: a symbolic link, or a junction on Windows."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _LINK_TAGS


def reachable(path: Path) -> Path:
    """Return `path` made absolute, in a form that has no length limit on Windows."""
    full = os.path.abspath(path)  # resolve() would also follow the user's own links
    return Path(_extended(full) if sys.platform == "win32" else full)


def _extended(full: str) -> str:
    if len(full) < _LONG_PATH or full.startswith("\\\\?\\"):
        return full
    return "\\\\?\\UNC\\" + full[2:] if full.startswith("\\\\") else "\\\\?\\" + full


def move(source: Path, target: Path) -> None:
    """Rename a file or folder; its parents' entries are yet to be synced."""
    _patiently(lambda: source.rename(target))


def _patiently(rename: Callable[[], object]) -> None:
    for _ in range(_TRIES - 1):
        try:
            rename()
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(_WAIT_S)
        else:
            return
    rename()
