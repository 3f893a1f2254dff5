"""A seal around the tests: nothing they run may write, rename or delete outside their own folders.

A test once joined an absolute path to a folder before it was checked. Whatever slips through the
next time is stopped by the interpreter, before the system is asked. Processes that a test starts
are not sealed, unless they import this.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
_OWN = {".pytest_cache", ".hypothesis", "__pycache__", ".import_linter_cache", ".mypy_cache"}
_DRAFT = "pytest-cache-files-"  # what becomes .pytest_cache
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PATHS = {  # event: how many paths come first, and whether the last is an open folder, or -1
    "os.remove": (1, True),
    "os.rmdir": (1, True),
    "os.mkdir": (1, True),
    "os.chmod": (1, True),
    "os.rename": (2, True),
    "os.truncate": (1, False),
    "shutil.rmtree": (1, False),
    "shutil.move": (2, False),
}
_DEVICES = ("/dev/", "/proc/")


class OutsideError(Exception):
    """A test tried to change something that is not its own."""


def seal() -> None:
    """Watch from now on, in this process."""
    sys.addaudithook(_watch)


def is_own(path: str) -> bool:
    """Whether tests may change what lies there."""
    folder, name = os.path.split(os.path.abspath(path))
    full = os.path.join(os.path.realpath(folder), name)
    parts = Path(full).parts
    if full.startswith(_DEVICES) or _OWN & set(parts):
        return True
    if any(part.startswith(_DRAFT) for part in parts):
        return True
    if Path(full).is_relative_to(ROOT.resolve()):  # wherever somebody keeps a copy of it
        return False
    return any(Path(full).is_relative_to(root) and full != root for root in _ROOTS)


_ROOTS = [os.path.realpath(tempfile.gettempdir())]


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = args
        by_mode = isinstance(mode, str) and bool(set("wxa+") & set(mode))
        if by_mode or (mode is None and isinstance(flags, int) and flags & _WRITING):
            _check(event, path)
    elif event in _PATHS:
        count, has_folder = _PATHS[event]
        if not (has_folder and isinstance(args[-1], int) and args[-1] >= 0):
            for path in args[:count]:
                if event != "os.mkdir" or not _is_there(path):
                    _check(event, path)


def _is_there(path: object) -> bool:
    """Whether a folder exists, so that making it changes nothing."""
    return isinstance(path, (str, bytes, os.PathLike)) and os.path.isdir(path)


def _check(event: str, path: object) -> None:
    if isinstance(path, (str, bytes, os.PathLike)) and not is_own(os.fsdecode(path)):
        raise OutsideError(f"{event}: {os.fsdecode(path)}")
