"""Tells LoRA and embedding files from others by the names and shapes of their tensors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.addition import Addition, AdditionKind

if TYPE_CHECKING:
    from pathlib import Path

    from studio.engine.safefile import Tensors

LORA_KEY = re.compile(
    r"lora_(down|up|A|B)\b|\.lora\.(down|up)\.|_lora\.(down|up)\.|lora_linear_layer\.|"
    r"\.(hada_w|lokr_w)"
)
EMBEDDING_KEYS = ("emb_params", "clip_l", "clip_g")
MOST_VECTORS = 75  # of one word: more would not fit into a chunk of the encoder


def addition_at(path: Path, tensors: Tensors) -> Addition | None:
    """Return what a safetensors file adds to a model, or None if it is something else."""
    kind = _kind(tensors)
    return Addition(path.stem, kind, path, path.stat().st_size) if kind else None


def _kind(tensors: Tensors) -> AdditionKind | None:
    shapes = tensors.shapes
    if any(LORA_KEY.search(name) for name in shapes):
        return AdditionKind.LORA
    vectors = [shape for name, shape in shapes.items() if is_vectors(shape)]
    named = any(name in EMBEDDING_KEYS for name in shapes)
    if vectors and len(vectors) == len(shapes) and (named or len(shapes) == 1):
        return AdditionKind.EMBEDDING
    return None


def is_vectors(shape: tuple[int, ...]) -> bool:
    """Whether a tensor can be the vectors of one word: (n, width) or (width,)."""
    match shape:
        case (count, width):
            return 0 < count <= MOST_VECTORS and width > 0
        case (width,):
            return width > 0
        case _:
            return False
