"""The tokenizer's files: byte pairs that keep English words and Chinese characters whole."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from studio.core.storage import write_atomic
from studio.engine.training.illustrator import words
from studio.engine.training.starter.filler import CHINESE_FILLER, ENGLISH_FILLER

if TYPE_CHECKING:
    from pathlib import Path

START, END = "<|startoftext|>", "<|endoftext|>"
SUFFIX = "</w>"  # marks the last piece of a run of letters
LENGTH = 77  # of a prompt in tokens, as CLIP has it

Pair = tuple[str, str]


def write_tokenizer(folder: Path) -> None:
    """Write the files of a `CLIPTokenizer` that knows the captions' words in both languages."""
    from transformers import CLIPTokenizer

    pairs = merges()
    tokens = [*_bytes(), *(byte + SUFFIX for byte in _bytes()), *(a + b for a, b in pairs)]
    tokens = [*dict.fromkeys(tokens), START, END]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=pairs, model_max_length=LENGTH)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
    text = json.dumps(vocabulary, ensure_ascii=False)
    write_atomic(folder / "vocab.json", text.encode())  # what older readers ask for
    lines = ["#version: 0.2", *(f"{a} {b}" for a, b in pairs)]
    write_atomic(folder / "merges.txt", ("\n".join(lines) + "\n").encode())


def merges() -> list[Pair]:
    """The byte pairs to join, in order."""
    english = sorted({*words("en"), *" ".join(ENGLISH_FILLER).split()})
    chinese = sorted({*words("zh"), *"".join(CHINESE_FILLER)})
    return [*_english(english), *_chinese(chinese)]


def _english(known: list[str]) -> list[Pair]:
    """Pairs joined, the most frequent first, until every known word is one token.

    Ties go to the pair that sorts first: the trainer of the tokenizers library breaks them another
    way in every process, and a model is worth nothing with another tokenizer.
    """
    letters = _bytes()
    pieces = [
        [*(letters[byte] for byte in part.encode()[:-1]), letters[part.encode()[-1]] + SUFFIX]
        for word in known
        for part in re.findall(r"[a-z]+|[^a-z\s]+", word.lower())
    ]
    pairs: list[Pair] = []
    while counts := Counter(pair for piece in pieces for pair in pairwise(piece)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        pairs.append(best)
        pieces = [_joined(piece, best) for piece in pieces]
    return pairs


def _joined(piece: list[str], pair: Pair) -> list[str]:
    """The piece with every occurrence of the pair made one token."""
    out: list[str] = []
    for token in piece:
        if out and (out[-1], token) == pair:
            out[-1] += token
        else:
            out.append(token)
    return out


def _chinese(characters: list[str]) -> list[Pair]:
    """Pairs from a character's lead byte on; no other character can get between them."""
    letters = _bytes()
    pairs: dict[Pair, None] = {}
    for character in characters:
        first, *rest = (letters[byte] for byte in character.encode())
        for position, letter in enumerate(rest, start=1):
            if position == len(rest):
                pairs[first, letter + SUFFIX] = None
            pairs[first, letter] = None
            first += letter
    return list(pairs)


def _bytes() -> list[str]:
    """The printable letter that stands for each byte, by the convention of GPT-2."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    spare = (byte for byte in range(256) if byte not in letters)
    letters.update({byte: chr(256 + n) for n, byte in enumerate(spare)})
    return [letters[byte] for byte in range(256)]
