"""Text hidden in the lowest bits of pixels, as some programs save it where chunks get lost."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from studio.core.errors import StudioError
from studio.core.metadata_values import as_text, parse_object

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TEXT = 16 * 2**20  # bytes once unpacked
_HEAD = 15  # bytes of a signature
_KINDS = {  # signature -> (planes, packed)
    b"stealth_pnginfo": ("alpha", False),
    b"stealth_pngcomp": ("alpha", True),
    b"stealth_rgbinfo": ("color", False),
    b"stealth_rgbcomp": ("color", True),
}


def hidden_text(pixels: NDArray[np.uint8]) -> dict[str, str]:
    """Return the text in (H, W, 3) or (H, W, 4) uint8, by the keys that a PNG would give it.

    The bits stand column by column. Empty when there is none, or when it is damaged.
    """
    planes = {"color": pixels[:, :, :3]}
    if pixels.shape[2] == 4:
        planes["alpha"] = pixels[:, :, 3:]
    for name, plane in planes.items():
        found = _of_plane(name, plane)
        if found:
            return found
    return {}


def _of_plane(name: str, plane: NDArray[np.uint8]) -> dict[str, str]:
    height, depth = plane.shape[0], plane.shape[2]
    columns = -(-(_HEAD + 4) * 8 // (height * depth))
    start = _bytes(plane[:, :columns])
    kind = _KINDS.get(start[:_HEAD])
    if kind is None or kind[0] != name or len(start) < _HEAD + 4:
        return {}
    bits = int.from_bytes(start[_HEAD : _HEAD + 4], "big")
    length = bits // 8
    end = _HEAD + 4 + length
    if not 0 < length <= MAX_TEXT or end * 8 > plane.size:
        return {}
    columns = -(-end * 8 // (height * depth))
    raw = _bytes(plane[:, :columns])[_HEAD + 4 : end]
    return _keyed(_unpacked(raw) if kind[1] else raw)


def _bytes(plane: NDArray[np.uint8]) -> bytes:
    """Return the lowest bits as bytes, column by column, color by color."""
    bits = (plane.transpose(1, 0, 2) & 1).reshape(-1)
    return np.packbits(bits).tobytes()


def _unpacked(raw: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)  # gzip
    try:
        found = unpacker.decompress(raw, MAX_TEXT + 1)
    except zlib.error:
        return b""
    return found if len(found) <= MAX_TEXT else b""


def _keyed(raw: bytes) -> dict[str, str]:
    """Return chunks where the text is a table of them, as NovelAI writes it; else parameters."""
    text = raw.decode("utf-8", "replace").strip("\0")
    if not text:
        return {}
    if text.lstrip().startswith("{") and ('"Comment"' in text or '"Description"' in text):
        try:
            return {key: as_text(value) for key, value in parse_object(text).items()}
        except StudioError:
            return {}
    return {"parameters": text}
