"""The text chunks of a PNG file, read with limits: a picture from elsewhere may hold a bomb."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_TEXT = 16 * 2**20  # bytes of one text once unpacked; large workflows have 2 MB
MAX_TOTAL = 64 * 2**20
_KINDS = (b"tEXt", b"zTXt", b"iTXt")
_MAX_KEY = 79


@dataclass(frozen=True, slots=True)
class PngText:
    """Key to value, and the keys whose text is damaged or too large to be unpacked."""

    text: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


class _BadTextError(Exception):
    """One chunk cannot be read."""


def read_text(data: bytes) -> PngText:
    """Return the text chunks of a PNG file; other files have none."""
    text: dict[str, str] = {}
    refused: list[str] = []
    room = MAX_TOTAL
    for kind, body in chunks(data):
        if kind not in _KINDS:
            continue
        key, _, rest = body.partition(b"\0")
        name = key[:_MAX_KEY].decode("latin-1")
        try:
            value = _value(kind, rest, min(room, MAX_TEXT))
        except (_BadTextError, zlib.error, UnicodeDecodeError):
            refused.append(name)
            continue
        room -= len(value)
        text.setdefault(name, value)
    return PngText(text, tuple(refused))


def without_text(data: bytes) -> bytes:
    """Return the same picture without its text chunks, for decoders that unpack them all.

    Other files than PNG are returned as they are.
    """
    if not data.startswith(SIGNATURE):
        return data
    kept = [SIGNATURE]
    for kind, body in chunks(data):
        if kind not in _KINDS:
            kept.append(_chunk(kind, body))
    return b"".join(kept)


def with_text(data: bytes, text: Mapping[str, str], instead_of: Iterable[str] = ()) -> bytes:
    """Return a PNG file with more text (as iTXt, before the pixels), its pixels as they are.

    Chunks of the keys in `instead_of` go.
    """
    gone = {*instead_of, *text}
    kept = [SIGNATURE]
    for at, (kind, body) in enumerate(chunks(data)):
        if at == 1:
            kept += [_chunk(b"iTXt", _itxt(key, value)) for key, value in text.items()]
        if kind not in _KINDS or body.partition(b"\0")[0].decode("latin-1") not in gone:
            kept.append(_chunk(kind, body))
    return b"".join(kept)


def _itxt(key: str, value: str) -> bytes:
    name = key[:_MAX_KEY].encode("latin-1", "replace")
    return name + b"\0\0\0\0\0" + value.replace("\0", "").encode("utf-8", "replace")


def _chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", crc)


def has_exif(data: bytes) -> bool:
    """Whether a PNG file says something in EXIF, which may be a prompt too."""
    return any(kind == b"eXIf" for kind, _ in chunks(data))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, body) up to the end of the file or the first chunk that is cut off."""
    at = len(SIGNATURE) if data.startswith(SIGNATURE) else len(data)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">L", data, at)
        if at + 12 + length > len(data):
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _value(kind: bytes, rest: bytes, limit: int) -> str:
    match kind:
        case b"tEXt":
            return _limited(rest, limit).decode("latin-1")
        case b"zTXt":
            return _unpacked(rest[1:], limit).decode("latin-1")
        case _:
            packed, after_flags = rest[:1] == b"\1", rest[2:]
            body = after_flags.partition(b"\0")[2].partition(b"\0")[2]
            raw = _unpacked(body, limit) if packed else _limited(body, limit)
            return raw.decode("utf-8")


def _limited(raw: bytes, limit: int) -> bytes:
    if len(raw) > limit:
        raise _BadTextError
    return raw


def _unpacked(raw: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(raw, limit + 1)
    if len(found) > limit or not unpacker.eof:
        raise _BadTextError
    return found
