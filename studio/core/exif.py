"""EXIF with one comment in it: text for pictures that know no text chunks (WebP, JPEG)."""

from __future__ import annotations

import struct

_EXIF_FOLDER, _USER_COMMENT = 0x8769, 0x9286
_LONG, _UNDEFINED = 4, 7  # types of a TIFF entry
_HEADER, _FOLDER = 8, 18  # bytes: the TIFF header, a folder of one entry


def comment(text: str) -> bytes:
    """Return EXIF whose UserComment is `text`, written as AUTOMATIC1111 does (UTF-16)."""
    data = b"UNICODE\0" + text.encode("utf-16-be", "replace")
    inner = _HEADER + _FOLDER
    first = _folder(_EXIF_FOLDER, _LONG, 1, inner)
    second = _folder(_USER_COMMENT, _UNDEFINED, len(data), inner + _FOLDER)
    return b"Exif\0\0" + struct.pack(">2sHL", b"MM", 42, _HEADER) + first + second + data


def _folder(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack(">HHHLLL", 1, tag, kind, count, value, 0)
