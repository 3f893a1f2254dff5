"""Loads GGUF files: matrices stay packed, and the little else there is becomes plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.gguf import packed_tensors
from studio.engine.memory.filling import Entry
from studio.engine.memory.reading import Place
from studio.engine.original_names import Change
from studio.engine.unpacking import PACKINGS, row_bytes, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from studio.engine.gguf import Packed
    from studio.engine.original_names import Move
    from studio.engine.z_image_files import Piece

PLAIN = ("F32", "F16", "BF16", "F64", "I8", "I16", "I32", "I64")


def packed_entries(module: Any, piece: Piece, dtype: Any) -> Iterator[Entry]:
    """Yield how a module without storage is filled from a GGUF file.

    Its linear layers are replaced where the file holds their weights packed, row by row. `dtype` is
    the number format of the computation. Raises `ModelRefusedError` for blocks of a kind that is
    not known.
    """
    path = piece.paths[0]
    found = packed_tensors(path)
    for move in piece.moves:
        one = found[move.source]
        if one.kind in PLAIN:
            place = Place(path, move.source, one.begin, one.size, one.kind, one.shape)
            yield Entry(move.target, place, _as_row(move, one) or changing(move.change))
            continue
        if one.kind not in PACKINGS:
            raise ModelRefusedError(
                N_("{path} stores {name} in a number format that is not known: {kind}."),
                path=path,
                name=move.source,
                kind=one.kind,
            )
        yield _packed_entry(module, move, one, path, dtype)


def _as_row(move: Move, one: Packed) -> Callable[[Any], Any] | None:
    """Return what makes a row of a pad, which some converters write without its first side."""
    is_flat = move.target.endswith("pad_token") and len(one.shape) == 1
    return (lambda values: values[None]) if is_flat else None


def _packed_entry(module: Any, move: Move, one: Packed, path: Path, dtype: Any) -> Entry:
    import torch

    from studio.engine.nets.packed_linear import PackedLinear

    change = changing(move.change) or (lambda tensor: tensor)
    place = Place(path, move.source, one.begin, one.size, "U8", (one.size,))
    owner, _, name = move.target.rpartition(".")
    parent, _, child = owner.rpartition(".")
    layer = module.get_submodule(owner)
    width = row_bytes(one.kind, one.shape[-1])
    if isinstance(layer, torch.nn.Linear) and name == "weight" and width:
        setattr(module.get_submodule(parent), child, PackedLinear(layer, one.kind, dtype))
        return Entry(move.target, place, lambda data: change(data.view(-1, width)))
    return Entry(move.target, place, lambda data: change(unpacked(data, one.kind, one.shape)))


def changing(change: Change) -> Callable[[Any], Any] | None:
    """Return what is done to a tensor on its way; None for nothing."""
    match change:
        case Change.NONE:
            return None
        case Change.TO_LINEAR:
            return lambda tensor: tensor[:, :, 0, 0] if tensor.dim() == 4 else tensor
        case Change.TRANSPOSED:
            return lambda tensor: tensor.T
        case Change.THIRD_0 | Change.THIRD_1 | Change.THIRD_2:
            third = (Change.THIRD_0, Change.THIRD_1, Change.THIRD_2).index(change)
            return lambda tensor: tensor.chunk(3)[third]
