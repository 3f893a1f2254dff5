"""A lock in a project folder: one process writes; a dead one never stands in the way.

Two things together decide. The system's own file lock ends with its process whatever kills it, but
some network folders have none. The text in the file says who holds it: process, its start time, the
machine, its boot. A holder that is provably dead is replaced silently; one that is alive on this
machine is not replaced at all; of any other the user may decide.
"""

from __future__ import annotations

import atexit
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from studio.core.errors import ProjectLockedError
from studio.core.file_lock import try_lock
from studio.core.holder import HOLDER, Fate, Holder, fate_of, this_process
from studio.core.json_text import CodecError
from studio.core.storage import is_link
from studio.core.text import N_

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".lock"
_MAX_BYTES = 4096


class Lock:
    """Held from construction to `release`."""

    def __init__(self, folder: Path, *, take_over: bool = False) -> None:
        """Take the lock of a folder.

        Raises `ProjectLockedError`, whose `can_take_over` says whether `take_over=True` would do,
        or `OSError` when nothing can be written there.
        """
        self.path = folder / NAME
        self._me = this_process(secrets.token_hex(8))
        fd, got = self._opened()
        self._fd: int | None = fd
        try:
            self._claim(fd, got, take_over=take_over)
        except BaseException:
            os.close(fd)
            self._fd = None
            raise
        atexit.register(self.release)

    def is_ours(self) -> bool:
        """Whether nobody else holds it now; a file that somebody tidied away does no harm."""
        return self._fd is not None and _read(self.path) in (self._me, None)

    def release(self) -> None:
        """Give the lock back; harmless when called again, or in a forked child."""
        if self._fd is None or os.getpid() != self._me.pid:
            return
        atexit.unregister(self.release)
        with suppress(OSError):
            if _read(self.path) == self._me:
                os.ftruncate(self._fd, 0)
                if os.name != "nt":  # there, a file in use cannot be removed
                    self.path.unlink()
        os.close(self._fd)
        self._fd = None

    def _opened(self) -> tuple[int, bool | None]:
        """Open the file and ask for its lock; again if the last holder removed it meanwhile."""
        while True:
            fd = self._open()
            got = try_lock(fd)
            if not got or _same_file(fd, self.path):
                return fd, got
            os.close(fd)

    def _open(self) -> int:
        """Open the lock file without following a link that leads out of the folder."""
        if is_link(self.path):
            raise ProjectLockedError(N_("{path} is a link; remove it."), path=self.path)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.open(self.path, flags, 0o666)

    def _claim(self, fd: int, got: bool | None, *, take_over: bool) -> None:
        holder = _read(self.path)
        fate = fate_of(holder, self._me, got)
        if fate is Fate.ALIVE or (fate is Fate.UNKNOWN and not take_over):
            raise self._refusal(holder, fate)
        try:
            self._sign(fd)
        except OSError:  # the disk is full
            if not got:  # nothing else would keep others out
                raise
        if not self.is_ours():  # another process was quicker where there is no system lock
            raise self._refusal(_read(self.path), Fate.ALIVE)

    def _sign(self, fd: int) -> None:
        data = HOLDER.dumps(self._me)
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, data)  # one write of less than a block: whole or absent after a kill
        os.ftruncate(fd, len(data))

    def _refusal(self, holder: Holder | None, fate: Fate) -> ProjectLockedError:
        folder = self.path.parent
        if fate is Fate.ALIVE:
            error = ProjectLockedError(
                N_("{path} is open in another window or program ({holder}). Close it there first."),
                path=folder,
                holder=holder or "?",
            )
        else:
            error = ProjectLockedError(
                N_(
                    "{path} may be open elsewhere ({holder}), which cannot be checked from here. "
                    "Take it over only if you know that nothing else has it open."
                ),
                path=folder,
                holder=holder or "?",
            )
        error.can_take_over = fate is not Fate.ALIVE
        return error


def _read(path: Path) -> Holder | None:
    """Return who the file names, or None when it names nobody readable."""
    try:
        with path.open("rb") as file:
            return HOLDER.loads(file.read(_MAX_BYTES))
    except (OSError, CodecError):
        return None


def _same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except OSError:
        return False
