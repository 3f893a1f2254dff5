"""Gives back the numbers that GGUF files pack into blocks of few bits.

The blocks are those of ggml (its `ggml-common.h` and docs/gguf.md): a scale for 32 numbers, or for
the K kinds 256 numbers with a scale for the whole and small ones for its 16 or 32 parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_CURVE = (-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113)


@dataclass(frozen=True, slots=True)
class Packing:
    """How many `numbers` a block holds, in how many `size` bytes, and what they are.

    `unpack` takes blocks (n, size) uint8 and returns (n, numbers) float32.
    """

    numbers: int
    size: int
    unpack: Callable[[Any], Any]


def unpacked(data: Any, kind: str, shape: tuple[int, ...]) -> Any:
    """Return the tensor of a shape, float32, that lies in bytes of a kind in `PACKINGS`."""
    packing = PACKINGS[kind]
    blocks = data.reshape(-1, packing.size)
    return packing.unpack(blocks).reshape(shape)


def row_bytes(kind: str, width: int) -> int:
    """Return how many bytes a row of a matrix takes; 0 where rows do not end with a block."""
    packing = PACKINGS[kind]
    return 0 if width % packing.numbers else width // packing.numbers * packing.size


def _half(blocks: Any, at: int) -> Any:
    """Return the half precision number at a byte of every block, (n, 1) float32."""
    import torch

    return blocks[:, at : at + 2].contiguous().view(torch.float16).float()


def _bits(data: Any, width: int, run: int) -> Any:
    """Return the numbers of `width` bits in bytes (n, k): (n, k * 8 / width) uint8.

    Of every `run` bytes come the lowest bits first, one number of each byte, then the next bits.
    """
    import torch

    shifts = torch.arange(0, 8, width, dtype=torch.uint8, device=data.device)
    runs = data.reshape(len(data), -1, 1, run)
    cut = (runs >> shifts[:, None]) & (2**width - 1)
    return cut.reshape(len(data), -1)


def _scaled(numbers: Any, scales: Any) -> Any:
    """Multiply numbers (n, 256) by scales (n, parts), each for its part of the block."""
    return (numbers.reshape(*scales.shape, -1) * scales[..., None]).reshape(numbers.shape)


def _added(numbers: Any, offsets: Any) -> Any:
    return (numbers.reshape(*offsets.shape, -1) + offsets[..., None]).reshape(numbers.shape)


def _small(blocks: Any, begin: int) -> tuple[Any, Any]:
    """Return the 8 scales and the 8 offsets of 6 bits that lie in 12 bytes, (n, 8) each."""
    import torch

    first, second, third = blocks[:, begin : begin + 12].reshape(-1, 3, 4).unbind(dim=1)
    scales = torch.cat([first & 63, third & 15 | first >> 6 << 4], dim=1)
    offsets = torch.cat([second & 63, third >> 4 | second >> 6 << 4], dim=1)
    return scales.float(), offsets.float()


def _q4_0(blocks: Any) -> Any:
    return _half(blocks, 0) * (_bits(blocks[:, 2:], 4, 16).float() - 8)


def _q4_1(blocks: Any) -> Any:
    return _half(blocks, 0) * _bits(blocks[:, 4:], 4, 16).float() + _half(blocks, 2)


def _fifth(blocks: Any, begin: int) -> Any:
    """Return the fifth bits of 32 numbers, of which the first is the lowest in 4 bytes."""
    import torch

    shifts = torch.arange(8, dtype=torch.uint8, device=blocks.device)
    bits = (blocks[:, begin : begin + 4, None] >> shifts) & 1
    return bits.reshape(len(blocks), 32) << 4


def _q5_0(blocks: Any) -> Any:
    numbers = _bits(blocks[:, 6:], 4, 16) | _fifth(blocks, 2)
    return _half(blocks, 0) * (numbers.float() - 16)


def _q5_1(blocks: Any) -> Any:
    numbers = _bits(blocks[:, 8:], 4, 16) | _fifth(blocks, 4)
    return _half(blocks, 0) * numbers.float() + _half(blocks, 2)


def _q8_0(blocks: Any) -> Any:
    import torch

    return _half(blocks, 0) * blocks[:, 2:].view(torch.int8).float()


def _q2_k(blocks: Any) -> Any:
    small, numbers = blocks[:, :16], _bits(blocks[:, 16:80], 2, 32).float()
    scales, offsets = _half(blocks, 80) * (small & 15), _half(blocks, 82) * (small >> 4)
    return _added(_scaled(numbers, scales), -offsets)


def _q3_k(blocks: Any) -> Any:
    import torch

    high, low = _bits(blocks[:, :32], 1, 32), _bits(blocks[:, 32:96], 2, 32)
    small = torch.cat([blocks[:, 96:104] & 15, blocks[:, 96:104] >> 4], dim=1)
    scales = (small | _bits(blocks[:, 104:108], 2, 4) << 4).float() - 32
    return _scaled((low | high << 2).float() - 4, _half(blocks, 108) * scales)


def _q4_k(blocks: Any) -> Any:
    scales, offsets = _small(blocks, 4)
    numbers = _bits(blocks[:, 16:], 4, 32).float()
    return _added(_scaled(numbers, _half(blocks, 0) * scales), -_half(blocks, 2) * offsets)


def _q5_k(blocks: Any) -> Any:
    scales, offsets = _small(blocks, 4)
    numbers = (_bits(blocks[:, 48:], 4, 32) | _bits(blocks[:, 16:48], 1, 32) << 4).float()
    return _added(_scaled(numbers, _half(blocks, 0) * scales), -_half(blocks, 2) * offsets)


def _q6_k(blocks: Any) -> Any:
    import torch

    numbers = _bits(blocks[:, :128], 4, 64) | _bits(blocks[:, 128:192], 2, 32) << 4
    scales = blocks[:, 192:208].view(torch.int8).float()
    return _scaled(numbers.float() - 32, _half(blocks, 208) * scales)


def _curved(numbers: Any) -> Any:
    import torch

    table = torch.tensor(_CURVE, dtype=torch.float32, device=numbers.device)
    return table[numbers.int()]


def _iq4_nl(blocks: Any) -> Any:
    return _half(blocks, 0) * _curved(_bits(blocks[:, 2:], 4, 16))


def _iq4_xs(blocks: Any) -> Any:
    low = _bits(blocks[:, 4:8], 4, 1)
    high = _bits(blocks[:, 2:4], 2, 1)
    scales = (low | high << 4).float() - 32
    return _scaled(_curved(_bits(blocks[:, 8:], 4, 16)), _half(blocks, 0) * scales)


PACKINGS = {
    "Q4_0": Packing(32, 18, _q4_0),
    "Q4_1": Packing(32, 20, _q4_1),
    "Q5_0": Packing(32, 22, _q5_0),
    "Q5_1": Packing(32, 24, _q5_1),
    "Q8_0": Packing(32, 34, _q8_0),
    "Q2_K": Packing(256, 84, _q2_k),
    "Q3_K": Packing(256, 110, _q3_k),
    "Q4_K": Packing(256, 144, _q4_k),
    "Q5_K": Packing(256, 176, _q5_k),
    "Q6_K": Packing(256, 210, _q6_k),
    "IQ4_NL": Packing(32, 18, _iq4_nl),
    "IQ4_XS": Packing(256, 136, _iq4_xs),
}
