"""Writes GGUF files, and packs numbers into the two simplest kinds of blocks."""

from __future__ import annotations

import struct

import numpy as np

KINDS = {"F32": 0, "F16": 1, "Q4_0": 2, "Q8_0": 8, "Q3_K": 11, "IQ1_S": 19}


def write_packed(path, tensors, *, version=3, architecture="lumina2"):
    """Write `tensors`: name -> (kind, shape outermost first, bytes)."""
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), 1)
    head += _text("general.architecture") + struct.pack("<I", 8) + _text(architecture)
    data = b""
    for name, (kind, shape, values) in tensors.items():
        data += bytes(-len(data) % 32)
        head += _text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        head += struct.pack("<IQ", KINDS[kind], len(data))
        data += values
    path.write_bytes(head + bytes(-len(head) % 32) + data)
    return path


def _text(text):
    return struct.pack("<Q", len(text)) + text.encode()


def pack(values, kind):
    """Return an array as bytes of a kind, and the numbers that these bytes stand for."""
    values = np.asarray(values, np.float32)
    if kind in ("F32", "F16"):
        kept = values.astype(np.float32 if kind == "F32" else np.float16)
        return kept.tobytes(), kept.astype(np.float32)
    most = {"Q8_0": 127, "Q4_0": 7}[kind]
    blocks = values.reshape(-1, 32)
    scale = (np.abs(blocks).max(axis=1, keepdims=True) / most).astype(np.float16)
    counts = np.rint(blocks / np.maximum(scale.astype(np.float32), 1e-9)).clip(-most, most)
    numbers = (scale.astype(np.float32) * counts).reshape(values.shape)
    if kind == "Q8_0":
        bodies = counts.astype(np.int8).view(np.uint8)
    else:
        nibbles = (counts + 8).astype(np.uint8)
        bodies = nibbles[:, :16] | nibbles[:, 16:] << 4
    blocks = np.concatenate([scale.view(np.uint8).reshape(-1, 2), bodies], axis=1)
    return blocks.tobytes(), numbers.astype(np.float32)
