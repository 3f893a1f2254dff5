"""Turns prompts into what the denoiser is conditioned on, and remembers it.

Weights act on the embeddings: each token's vector is multiplied by its weight and the whole chunk
is then scaled so that its mean is what it was, as AUTOMATIC1111's "original" emphasis does. The
scale is kept between 1/(largest weight) and 1/(smallest), which is where it always lies when the
tokens' means agree in sign; encoders whose mean is near zero would otherwise be scaled at random.
Without weights nothing is touched: a plain prompt gives exactly what the bare pipeline computes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.engine.embeddings import LearntWords
from studio.engine.tokens import MAX_CHUNKS, Chunk, Chunker

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from studio.core.prompt.ast import Prompt, Span

CACHED_CHUNKS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """What an encoder says of a text: `hidden` (1, length, width), `pooled` (1, width) or none."""

    hidden: Any
    pooled: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """The conditioning of one step, as one batch: the negative prompt (if guided), then the parts.

    `hidden` is (B, length, width); `pooled` (B, width) where the model has a second encoder;
    `weights` are those of the parts that AND joins.
    """

    hidden: Any
    pooled: Any
    weights: tuple[float, ...]
    guided: bool


@dataclass(slots=True)
class TextEncoder:
    """One tokenizer with its encoder, and the encodings it made lately.

    `layer` is the hidden state that counts, from the end, when nothing is skipped; None means the
    encoder's finished output, whose final norm is then applied to earlier layers as well. `pools`
    says whether the pooled vector is wanted.
    """

    tokenizer: Any
    model: Any
    layer: int | None = None
    pools: bool = False
    which: int = 0  # of the model's text encoders
    chunker: Chunker = field(init=False)
    words: LearntWords = field(init=False)
    _worn: Hashable = ()
    _known: OrderedDict[tuple[Hashable, tuple[int, ...], int], Encoding] = field(init=False)

    def __post_init__(self) -> None:
        positions = self.model.config.max_position_embeddings
        length = min(self.tokenizer.model_max_length, positions)
        self.words = LearntWords(self.model, self.which)
        self.chunker = Chunker(self.tokenizer, int(length), self.words.pieces)
        self._known = OrderedDict()

    def wear(self, worn: Hashable) -> None:
        """Say what changes the encoder and its words now; encodings made under another are kept.

        They count again when the same is worn again, so that trying a LoRA on and off costs nothing
        here.
        """
        self._worn = worn

    def encode(self, chunk: Chunk, skip: int) -> Encoding:
        """Return the encoding of a chunk, leaving out `skip` more layers, with its weights."""
        key = (self._worn, chunk.ids, skip)
        if key not in self._known:
            self._known[key] = self._forward(chunk.ids, skip)
            if len(self._known) > CACHED_CHUNKS:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        plain = self._known[key]
        if not chunk.is_weighted:
            return plain
        return Encoding(_emphasized(plain.hidden, chunk.weights), plain.pooled)

    def _forward(self, ids: tuple[int, ...], skip: int) -> Encoding:
        import torch

        with self.words.spoken(ids) as known:
            return self._heard(torch.tensor([known], device=self.model.device), skip)

    def _heard(self, tokens: Any, skip: int) -> Encoding:
        if self.layer is None and skip == 0:
            return Encoding(self.model(tokens)[0])
        output = self.model(tokens, output_hidden_states=True)
        hidden = output.hidden_states[-(skip + (self.layer or 1))]
        if self.layer is None:
            hidden = _final_norm(self.model)(hidden)
        return Encoding(hidden, output[0] if self.pools else None)


def _final_norm(model: Any) -> Any:
    return getattr(model, "text_model", model).final_layer_norm


def _emphasized(hidden: Any, weights: tuple[float, ...]) -> Any:
    import torch

    scale = torch.tensor(weights, device=hidden.device, dtype=hidden.dtype)[None, :, None]
    weighted = hidden * scale
    before, after = float(hidden.float().mean()), float(weighted.float().mean())
    low, high = min(weights), max(weights)
    if after == 0 or low <= 0:
        return weighted
    return weighted * min(max(before / after, 1 / high), 1 / low)


@dataclass(slots=True)
class Conditioner:
    """All text encoders of a model; what they say is joined along the width.

    `zeros_when_empty`: no negative prompt means zeros instead of the encoding of no words, which
    the config of an SDXL checkpoint may ask for. `skips_negative`: clip skip acts on the negative
    prompt too; SDXL's bare pipeline spares it.
    """

    encoders: Sequence[TextEncoder]
    zeros_when_empty: bool = False
    skips_negative: bool = True

    def conditions(
        self, prompt: Prompt, negative: Prompt, *, skip: int, guided: bool
    ) -> Conditions:
        """Return the batch for one stage of the prompt and of the negative prompt.

        Parts of the prompt that AND joins become separate rows; those of the negative prompt, for
        which AND has no meaning, follow each other in one row.
        """
        import torch

        parts = [list(part.chunks) for part in prompt.parts]
        words = [section for part in negative.parts for section in part.chunks]
        length = self._length([*parts, words])
        rows = [self._encode(part, skip, length) for part in parts]
        if guided:
            if self.zeros_when_empty and not any(s.text.strip() for c in words for s in c):
                rows.insert(0, _zeros_like(rows[0]))
            else:
                rows.insert(0, self._encode(words, skip if self.skips_negative else 0, length))
        pooled = None if rows[0].pooled is None else torch.cat([row.pooled for row in rows])
        hidden = torch.cat([row.hidden for row in rows])
        return Conditions(hidden, pooled, tuple(part.weight for part in prompt.parts), guided)

    def is_truncated(self, prompt: Prompt) -> bool:
        """Whether a part of the prompt is longer than what is read of it."""
        return any(self._count(list(part.chunks)) > MAX_CHUNKS for part in prompt.parts)

    def _length(self, texts: Sequence[Sequence[Sequence[Span]]]) -> int:
        """Return how many chunks every row needs, so that all rows are equally long."""
        return min(max(self._count(text) for text in texts), MAX_CHUNKS)

    def _count(self, sections: Sequence[Sequence[Span]]) -> int:
        return max(len(encoder.chunker.chunks(sections)) for encoder in self.encoders)

    def _encode(self, sections: Sequence[Sequence[Span]], skip: int, length: int) -> Encoding:
        import torch

        wide = [self._encode_one(e, sections, skip, length) for e in self.encoders]
        hidden = wide[0].hidden if len(wide) == 1 else torch.concat([w.hidden for w in wide], -1)
        return Encoding(hidden, next((w.pooled for w in wide if w.pooled is not None), None))

    @staticmethod
    def _encode_one(
        encoder: TextEncoder, sections: Sequence[Sequence[Span]], skip: int, length: int
    ) -> Encoding:
        import torch

        chunks = encoder.chunker.chunks(sections)[:length]
        chunks += [encoder.chunker.empty()] * (length - len(chunks))
        encodings = [encoder.encode(chunk, skip) for chunk in chunks]
        if length == 1:
            return encodings[0]
        return Encoding(torch.cat([e.hidden for e in encodings], dim=1), encodings[0].pooled)


def _zeros_like(row: Encoding) -> Encoding:
    import torch

    pooled = None if row.pooled is None else torch.zeros_like(row.pooled)
    return Encoding(torch.zeros_like(row.hidden), pooled)
