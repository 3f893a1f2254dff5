"""Looks for numbers that are not finite in the weights of a safetensors file, while it is read.

Such files load without a word, and everything that is drawn with them is black.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

from studio.engine.safefile import MAX_HEADER_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDES = {  # number format -> how wide a number is, in bytes, and the bits that are all ones if not
    "F64": ("<u8", 0x7FF0000000000000),
    "F32": ("<u4", 0x7F800000),
    "F16": ("<u2", 0x7C00),
    "BF16": ("<u2", 0x7F80),
    "F8_E5M2": ("u1", 0x7C),
    "F8_E4M3": ("u1", 0x7F),  # the one pattern that is no number; there is no infinity
}


class Examiner:
    """Takes a file's bytes in order, in blocks of any size, and remembers the first bad tensor."""

    def __init__(self, header: bytes) -> None:
        """Take the JSON of the file's header."""
        self.broken = ""
        self._spans = _spans(header)
        self._span = next(self._spans, None)
        self._at = 0  # in the data, after the header
        self._rest = b""  # the beginning of a number whose end is yet to come

    def take(self, block: bytes) -> None:
        """Look at the next bytes after the header."""
        while block and self._span and not self.broken:
            begin, end, name, kind = self._span
            skipped = min(max(begin - self._at, 0), len(block))
            piece = block[skipped : skipped + end - max(self._at, begin)]
            self._look(name, kind, piece)
            self._at += skipped + len(piece)
            block = block[skipped + len(piece) :]
            if self._at >= end:
                self._span, self._rest = next(self._spans, None), b""
        self._at += len(block)

    def _look(self, name: str, kind: str, piece: bytes) -> None:
        import numpy as np

        if kind not in _SIDES:
            return
        layout, ones = _SIDES[kind]
        data = self._rest + piece
        whole = len(data) - len(data) % np.dtype(layout).itemsize
        self._rest = data[whole:]
        numbers = np.frombuffer(data, layout, whole // np.dtype(layout).itemsize)
        mask = numbers.dtype.type(ones)
        if ((numbers & mask) == mask).any():
            self.broken = name


def header_of(start: bytes, size: int) -> int:
    """Return how long the header after the first 8 bytes is; 0 if that is no safetensors file."""
    if len(start) < 9 or start[8:9] != b"{":
        return 0
    length: int = struct.unpack("<Q", start[:8])[0]
    return length if length <= min(size - 8, MAX_HEADER_BYTES) else 0


def _spans(header: bytes) -> Iterator[tuple[int, int, str, str]]:
    """Yield begin, end, name and format of every tensor, in the order in which they lie."""
    try:
        entries: Any = json.loads(header)
        spans = [
            (*entry["data_offsets"], name, entry["dtype"])
            for name, entry in entries.items()
            if name != "__metadata__"
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    yield from sorted(spans)
