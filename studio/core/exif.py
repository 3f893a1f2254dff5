"""EXIF as far as it is text: written with one comment in it, read with limits from elsewhere."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXIF_FOLDER, _USER_COMMENT = 0x8769, 0x9286
_ORIENTATION = 0x0112
_SHORT, _LONG, _UNDEFINED = 3, 4, 7  # types of a TIFF entry
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}  # of bytes
_HEADER, _FOLDER = 8, 18  # bytes: the TIFF header, a folder of one entry
_PREFIX = b"Exif\0\0"

MAX_TEXT = 16 * 2**20
_MAX_ENTRIES = 500  # of one folder; more is no camera's and no program's
_SIZES = {1: 1, 2: 1, 7: 1}  # bytes of the types that hold text
_NAMES = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x013B: "Artist",
    0x927C: "MakerNote",
    _USER_COMMENT: "UserComment",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
}


def comment(text: str) -> bytes:
    """Return EXIF whose UserComment is `text`, written as AUTOMATIC1111 does (UTF-16)."""
    data = b"UNICODE\0" + text.encode("utf-16-be", "replace")
    inner = _HEADER + _FOLDER
    first = _folder(_EXIF_FOLDER, _LONG, 1, inner)
    second = _folder(_USER_COMMENT, _UNDEFINED, len(data), inner + _FOLDER)
    return _PREFIX + struct.pack(">2sHL", b"MM", 42, _HEADER) + first + second + data


def read_texts(data: bytes) -> dict[str, str]:
    """Return the texts of EXIF by the names of their tags; what is damaged is left out."""
    data = data.removeprefix(_PREFIX)
    order = _ORDERS.get(data[:4])
    if order is None or len(data) < _HEADER:
        return {}
    first = _long(data, 4, order)
    found: dict[str, str] = {}
    inner = 0
    for tag, kind, count, at in _entries(data, first, order):
        if tag == _EXIF_FOLDER and not inner:
            inner = _long(data, at, order)
        else:
            _add(found, data, (tag, kind, count, at), order)
    for entry in _entries(data, inner, order) if inner else ():
        _add(found, data, entry, order)
    return found


def orientation(data: bytes) -> int:
    """Return how a camera was held: 1 is upright, up to 8; 1 too where nothing is said."""
    data = data.removeprefix(_PREFIX)
    order = _ORDERS.get(data[:4])
    if order is None or len(data) < _HEADER:
        return 1
    for tag, kind, count, at in _entries(data, _long(data, 4, order), order):
        if (tag, kind, count) == (_ORIENTATION, _SHORT, 1):
            (found,) = struct.unpack_from(f"{order}H", data, at)
            return int(found) if 1 <= found <= 8 else 1
    return 1


def _folder(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack(">HHHLLL", 1, tag, kind, count, value, 0)


def _entries(data: bytes, at: int, order: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (tag, type, count, where the value field is) of a folder."""
    if not 0 < at <= len(data) - 2:
        return
    (count,) = struct.unpack_from(f"{order}H", data, at)
    for i in range(min(count, _MAX_ENTRIES)):
        place = at + 2 + 12 * i
        if place + 12 > len(data):
            return
        tag, kind, length = struct.unpack_from(f"{order}HHL", data, place)
        yield tag, kind, length, place + 8


def _add(found: dict[str, str], data: bytes, entry: tuple[int, int, int, int], order: str) -> None:
    tag, kind, count, at = entry
    size = _SIZES.get(kind, 0) * count
    if tag not in _NAMES or not 0 < size <= MAX_TEXT:
        return
    start = at if size <= 4 else _long(data, at, order)
    raw = data[start : start + size]
    if len(raw) == size and (text := _decoded(tag, raw)):
        found.setdefault(_NAMES[tag], text)


def _decoded(tag: int, raw: bytes) -> str:
    if tag in (0x9C9B, 0x9C9C):
        return raw.decode("utf-16-le", "replace").strip("\0")
    if tag == _USER_COMMENT:
        head, rest = raw[:8].upper(), raw[8:]
        if head == b"UNICODE\0":
            return _utf16(rest).strip("\0")
        if head in (b"ASCII\0\0\0", b"\0" * 8):
            raw = rest
    return raw.decode("utf-8", "replace").strip("\0")


def _utf16(raw: bytes) -> str:
    """Decode UTF-16 of either order: programs write both and do not say which."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    little = raw[1::2].count(0) > raw[0::2].count(0)  # where the zeros of plain letters stand
    return raw.decode("utf-16-le" if little else "utf-16-be", "replace")


def _long(data: bytes, at: int, order: str) -> int:
    if at + 4 > len(data):
        return 0
    return int(struct.unpack_from(f"{order}L", data, at)[0])
