"""Words that a model has learnt since: textual inversion (Gal et al. 2022).

Such a word is one vector or more in place of what the token table says. The table itself is not
touched: the word's tokens get numbers beyond it, which a hook replaces by their vectors, so that
nothing has to be undone and the end mark is found where it always is.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.addition import words_pattern
from studio.core.errors import ModelRefusedError
from studio.core.text import N_

if TYPE_CHECKING:
    import re
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

    from studio.core.addition import Addition

_TENSORS = (("clip_l", "emb_params"), ("clip_g",))  # of the first encoder, of the second


@dataclass(slots=True)
class LearntWords:
    """The learnt words of one text encoder: their vectors and the token numbers they stand for."""

    encoder: Any
    which: int  # 0 for a model's first text encoder
    _tokens: dict[str, tuple[int, ...]] = field(default_factory=dict)  # casefolded name -> numbers
    _vectors: dict[int, Any] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None
    _now: tuple[tuple[Addition, Hashable], ...] = ()

    def learn(self, words: Sequence[Addition], stamps: Sequence[Hashable]) -> bool:
        """Know these words and no others; return whether anything changed.

        The stamp of a word changes when its file is replaced by another. Raises
        `ModelRefusedError` for one that was made for another text encoder.
        """
        wanted = tuple(zip(words, stamps, strict=True))
        if wanted == self._now:
            return False
        vectors: dict[str, Any] = {}
        for word in words:
            vectors.setdefault(word.name.casefold(), self._read(word.path))
        first = self._table().num_embeddings
        self._tokens, self._vectors = {}, {}
        for name, rows in vectors.items():
            numbers = tuple(range(first, first + len(rows)))
            first += len(rows)
            self._tokens[name] = numbers
            self._vectors.update(zip(numbers, rows, strict=True))
        self._pattern = words_pattern(vectors)
        self._now = wanted
        return True

    def pieces(self, text: str) -> Iterator[str | tuple[int, ...]]:
        """Divide a text at its learnt words: plain text, and the numbers of such a word."""
        if self._pattern is None:
            yield text
            return
        end = 0
        for found in self._pattern.finditer(text):
            if found.start() > end:
                yield text[end : found.start()]
            yield self._tokens[found.group().casefold()]
            end = found.end()
        if end < len(text):
            yield text[end:]

    @contextmanager
    def spoken(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """Give the token numbers that the encoder may be asked for; within, it hears the words."""
        places = {i: self._vectors[token] for i, token in enumerate(ids) if token in self._vectors}
        if not places:
            yield list(ids)
            return

        def replace(_module: Any, _inputs: Any, output: Any) -> Any:
            output = output.clone()
            for place, vector in places.items():
                output[:, place] = vector.to(output.device, output.dtype)
            return output

        hook = self._table().register_forward_hook(replace)
        try:
            yield [0 if i in places else token for i, token in enumerate(ids)]
        finally:
            hook.remove()

    def _table(self) -> Any:
        return self.encoder.get_input_embeddings()

    def _read(self, path: Path) -> Any:
        """Return the vectors of a file, (n, width)."""
        from safetensors.torch import load_file

        tensors: Mapping[str, Any] = load_file(path)
        names = [name for name in _TENSORS[self.which] if name in tensors]
        if not names and len(tensors) == 1 and self.which == 0:
            names = list(tensors)  # some tools call the tensor by the word itself
        width = self._table().embedding_dim
        if not names or (rows := tensors[names[0]]).shape[-1] != width:
            found = [tuple(tensor.shape) for tensor in tensors.values()]
            raise ModelRefusedError(
                N_(
                    "{path} was made for another base model: its vectors are {found}, this one's "
                    "are {width} wide."
                ),
                path=path.name,
                found=" ".join(str(shape[-1]) for shape in found),
                width=width,
            )
        return rows.reshape(-1, width).clone()  # the file may be written over in its place
