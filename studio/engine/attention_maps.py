"""Records where a denoiser looks for each word: its cross-attention, summed over a whole drawing.

The maps are those of DAAM (Tang et al. 2022, arXiv:2210.04885): attention probabilities averaged
over heads, brought to the size of the latents, and added up over layers and steps.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CROSS = ".attn2"


@dataclass(slots=True)
class Record:
    """Maps (tokens, h, w) of the rows that are conditioned as `target` (rows, tokens, width).

    `size` is that of the latents, (h, w).
    """

    target: Any
    size: tuple[int, int]
    maps: Any = None
    looks: int = field(default=0)  # how many layers were seen, over all steps

    def add(self, attn: Any, hidden: Any, words: Any) -> None:
        """Take down what one layer looks at; does nothing for rows with other words."""
        import torch

        if words.shape[1:] != self.target.shape[1:]:
            return
        same = [(words == row).flatten(1).all(dim=1) for row in self.target]
        rows = torch.stack(same).any(dim=0).nonzero().flatten()
        if not len(rows):
            return
        seen = _probabilities(attn, hidden[rows], words[rows])  # (pixels, tokens)
        height, width = _grid(seen.shape[0], self.size)
        if height * width != seen.shape[0]:
            return  # a part of the picture alone, as with tiles
        layer = seen.T.reshape(1, -1, height, width)
        layer = torch.nn.functional.interpolate(layer, self.size, mode="bilinear")[0]
        self.maps = layer if self.maps is None else self.maps + layer
        self.looks += 1


@contextmanager
def recording(unet: Any, record: Record) -> Iterator[None]:
    """Record every cross-attention of a UNet while it works; what it computes stays the same.

    Meanwhile nobody else may change its processors.
    """
    before = dict(unet.attn_processors)
    unet.set_attn_processor(
        {
            name: Watching(kept, record)
            if name.removesuffix(".processor").endswith(CROSS)
            else kept
            for name, kept in before.items()
        }
    )
    try:
        yield
    finally:
        unet.set_attn_processor(before)


class Watching:
    """An attention processor that does what another does, and takes down where it looks."""

    def __init__(self, kept: Any, record: Record) -> None:
        self._kept = kept
        self._record = record

    def __call__(
        self, attn: Any, hidden_states: Any, encoder_hidden_states: Any = None, **more: Any
    ) -> Any:
        """Attend as before."""
        if encoder_hidden_states is not None and hidden_states.ndim == 3:
            # IP-Adapters hand over the words and their pictures together
            is_pair = isinstance(encoder_hidden_states, tuple)
            words = encoder_hidden_states[0] if is_pair else encoder_hidden_states
            self._record.add(attn, hidden_states, words)
        return self._kept(attn, hidden_states, encoder_hidden_states=encoder_hidden_states, **more)


def _probabilities(attn: Any, hidden: Any, words: Any) -> Any:
    """Return the mean attention over heads and rows, (pixels, tokens), in full precision."""
    import torch

    if attn.norm_cross:
        words = attn.norm_encoder_hidden_states(words)
    query = _heads(attn.to_q(hidden), attn.heads).float()
    key = _heads(attn.to_k(words), attn.heads).float()
    total: Any = 0.0
    for head in range(query.shape[1]):  # one at a time: together they are large
        scores = query[:, head] @ key[:, head].transpose(1, 2) * attn.scale
        total = total + torch.softmax(scores, dim=-1).mean(dim=0)
    return total / query.shape[1]


def _heads(values: Any, heads: int) -> Any:
    """Return (rows, length, heads * width) as (rows, heads, length, width)."""
    rows, length, _ = values.shape
    return values.view(rows, length, heads, -1).transpose(1, 2)


def _grid(pixels: int, size: tuple[int, int]) -> tuple[int, int]:
    """Return the height and width of a layer of so many pixels; sides are halved rounding up."""
    height, width = size
    while height * width > pixels:
        height, width = (height + 1) // 2, (width + 1) // 2
    return height, width
