"""Tells LoRA and embedding files from others, and says which of them act in a picture.

Files are told by the names and shapes of their tensors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.addition import Addition, AdditionKind, find_lora, words_pattern
from studio.core.prompt.tags import extract_tags
from studio.engine.fingerprint import hash_at_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from studio.core.params import Scalar
    from studio.core.prompt.tags import Tag
    from studio.engine.safefile import Tensors

LORA_KEY = re.compile(
    r"lora_(down|up|A|B)\b|\.lora\.(down|up)\.|_lora\.(down|up)\.|lora_linear_layer\.|"
    r"\.(hada_w|lokr_w)"
)
EMBEDDING_KEYS = ("emb_params", "clip_l", "clip_g")
FACTS = ("loras", "embeddings")  # what a run says of the additions that acted
SHORT = 10  # digits of a hash, as other programs write them
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


def words_in(text: str, known: Sequence[Addition]) -> list[Addition]:
    """Return the embeddings whose names stand in a text, in the order they are known."""
    words = {a.name.casefold(): a for a in known if a.kind is AdditionKind.EMBEDDING}
    pattern = words_pattern(words)
    said = {found.casefold() for found in pattern.findall(text)} if pattern else set()
    return [word for name, word in words.items() if name in said]


def facts_of(
    tags: Sequence[Tag],
    words: Sequence[Addition],
    known: Sequence[Addition],
    hash_of: Callable[[Path], str],
) -> dict[str, str]:
    """Return what a run says of the additions that act in it: their names and hashes.

    The hashes stand there short, as other programs write them, and whole.
    """
    loras = [lora for tag in tags if (lora := find_lora(tag.name, known))]
    facts: dict[str, str] = {}
    for key, used in zip(FACTS, (loras, words), strict=True):
        hashes = {one.name: hash_of(one.path) for one in used}
        if hashes:
            facts[key] = ", ".join(f"{name}: {text[:SHORT]}" for name, text in hashes.items())
            facts[f"{key}_sha256"] = ", ".join(f"{name}: {text}" for name, text in hashes.items())
    return facts


def wears_the_same(
    prompt: str, negative: str, known: Sequence[Addition], facts: Mapping[str, Scalar]
) -> bool:
    """Whether the additions that these texts ask for today are those that a run was made with.

    They are not while the hash of one is not known: reading a large file takes long.
    """
    plain, tags = extract_tags(prompt)
    words = words_in(f"{plain}\n{extract_tags(negative)[0]}", known)
    today = facts_of(tags, words, known, lambda path: hash_at_hand(path) or "?")
    return all(facts.get(key, "") == today.get(key, "") for key in FACTS)
