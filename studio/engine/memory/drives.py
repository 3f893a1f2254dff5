"""Tells drives of this machine from drives that lie behind a network."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path

_REMOTE = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|afpfs|9p|ceph|glusterfs|lustre|beegfs|davfs|webdav|afs|"
    r"fuse\.(?!ntfs|exfat|ext|portal).*)$"
)
_ESCAPES = re.compile(r"\\(\d{3})")
_DRIVE_REMOTE = 4  # GetDriveTypeW


def is_remote(path: Path) -> bool:
    """Whether a file lies behind a network, as far as the system tells."""
    if sys.platform == "win32":
        return _is_remote_on_windows(path.resolve())
    if sys.platform == "linux":
        try:
            table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return _REMOTE.match(file_system(os.path.realpath(path), table)) is not None
    return False


def file_system(path: str, mounts: str) -> str:
    """Return the kind of the file system that holds `path`, by a table as in /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = _ESCAPES.sub(lambda found: chr(int(found[1], 8)), fields[1])
        below = path == point or path.startswith(point.rstrip("/") + "/")
        if below and len(point) >= len(best):  # of two at one place the later one is seen
            best, kind = point, fields[2]
    return kind


@cache
def _is_remote_on_windows(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    if path.drive.startswith("\\\\"):
        return True
    return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _DRIVE_REMOTE)
