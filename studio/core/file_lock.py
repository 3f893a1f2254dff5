"""The system's own lock on an open file, which ends with the process that holds it."""

from __future__ import annotations

import errno
import os
import sys

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_FAR = 2**30  # Windows locks keep others from reading the bytes, so lock one far behind the text


def try_lock(fd: int) -> bool | None:
    """Lock an open file: True when it is ours, False when another has it, None if there is none."""
    try:
        _lock(fd)
    except OSError as error:
        return False if error.errno in _HELD else None
    return True


def _lock(fd: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
