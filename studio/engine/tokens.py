"""Cuts weighted text into chunks of token ids that fit the text encoder.

A chunk is the beginning mark, up to `room` tokens of text, the end mark and padding, exactly as the
tokenizer itself would lay out a short plain prompt. Longer text goes on in the next chunk; a chunk
that would cut a phrase ends at a comma instead if one is near, as AUTOMATIC1111 does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from studio.core.prompt.ast import Span

COMMA_REACH = 20  # tokens between the last comma and the cut
MAX_CHUNKS = 16

Piece = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One input of the text encoder: (length,) ids and the weight of each."""

    ids: tuple[int, ...]
    weights: tuple[float, ...]

    @property
    def is_weighted(self) -> bool:
        """Whether any weight differs from 1."""
        return any(weight != 1.0 for weight in self.weights)


@dataclass(frozen=True, slots=True)
class Chunker:
    """Lays text out for one tokenizer and an encoder of `length` positions.

    `divide` cuts out the words that the tokenizer does not know, as their token numbers.
    """

    tokenizer: Any
    length: int
    divide: Callable[[str], Iterable[str | tuple[int, ...]]] = lambda text: (text,)

    def chunks(self, sections: Iterable[Sequence[Span]]) -> list[Chunk]:
        """Return the chunks of text that is divided by BREAK into `sections`; at least one."""
        room = self.length - 2
        pieces = [self._pieces(section) for section in sections]
        comma = self._comma()
        return [self._chunk(part) for section in pieces for part in _cut(section, room, comma)]

    def empty(self) -> Chunk:
        """Return the chunk of no text at all."""
        return self._chunk([])

    def _pieces(self, section: Sequence[Span]) -> list[Piece]:
        return [
            (token, span.weight)
            for span in section
            for piece in self.divide(span.text)
            for token in (self._ids(piece) if isinstance(piece, str) else piece)
        ]

    def _ids(self, text: str) -> list[int]:
        tokens = self.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)
        return list(tokens.input_ids)

    def _comma(self) -> int | None:
        ids = self._ids(",")
        return ids[0] if len(ids) == 1 else None

    def _chunk(self, pieces: Sequence[Piece]) -> Chunk:
        tokenizer = self.tokenizer
        pad = self.length - 2 - len(pieces)
        ids = [i for i, _ in pieces]
        weights = [w for _, w in pieces]
        return Chunk(
            (tokenizer.bos_token_id, *ids, tokenizer.eos_token_id, *[tokenizer.pad_token_id] * pad),
            (1.0, *weights, 1.0, *[1.0] * pad),
        )


def _cut(pieces: list[Piece], room: int, comma: int | None) -> list[list[Piece]]:
    """Divide tokens into runs of at most `room`, at a comma where one is near the cut."""
    parts = []
    while len(pieces) > room:
        near = [i for i in range(max(room - COMMA_REACH, 1), room) if pieces[i][0] == comma]
        end = near[-1] + 1 if near else room
        parts.append(pieces[:end])
        pieces = pieces[end:]
    return [*parts, pieces]
