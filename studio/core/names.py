"""File names that come from files: what is safe to join to a folder, on every system."""

from __future__ import annotations

import re

MAX_LENGTH = 120  # characters; at most 480 bytes, cut by the file system's own limit first
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*)?", re.I)


def is_safe(name: str) -> bool:
    """Whether `name` is one visible entry of a folder and nothing else, here and on Windows.

    Refuses paths, drives, network shares, hidden names, device names such as NUL or COM1.txt, and
    names that Windows would silently change.
    """
    return (
        0 < len(name) <= MAX_LENGTH
        and not name.startswith((".", " "))
        and not name.endswith((".", " "))
        and not _FORBIDDEN.search(name)
        and not _DEVICES.fullmatch(name)
        and is_encodable(name)
    )


def is_encodable(name: str) -> bool:
    """Whether a name is text; on Linux a file's may be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
