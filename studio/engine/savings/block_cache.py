"""First-block caching: a transformer's later blocks are left out while the first says the same.

From one step to the next the blocks add nearly the same to what runs through them. When what the
first block adds has changed by less than a threshold (the mean of the change against the mean of
what it added, as in ParaAttention's first-block cache and in that of diffusers, which does not know
the blocks of this transformer), the rest adds what it added before. Approximate: see
`docs/performance.md` for its loss.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEWEST = 3  # blocks, below which nothing could be saved


def block_cached(transformer: Any, threshold: float) -> Any:
    """Return what to call in the transformer's place for the passes of one picture.

    With a threshold of 0 that is the transformer itself.
    """
    fits = len(getattr(transformer, "layers", ())) >= FEWEST
    return BlockCache(transformer, threshold) if threshold > 0 and fits else transformer


@dataclass(slots=True)
class BlockCache:
    """Takes the place of a transformer with a list `layers` during one picture; called like it.

    `is_near` decides from what the first block adds now and what it added when all was computed.
    """

    transformer: Any
    threshold: float
    whole: int = 0  # passes that computed everything
    passes: int = 0
    is_near: Callable[[Any, Any], bool] | None = None
    _first: Any = field(default=None, init=False)  # what the first block added
    _rest: Any = field(default=None, init=False)  # what the others added to that
    _entered: Any = field(default=None, init=False)  # what left the first block in this pass
    _leaves_out: bool = field(default=False, init=False)

    @property
    def config(self) -> Any:
        """The config of the transformer."""
        return self.transformer.config

    @property
    def dtype(self) -> Any:
        """The number format of the transformer."""
        return self.transformer.dtype

    def __call__(self, *inputs: Any, **more: Any) -> Any:
        """Return what the transformer would, or nearly."""
        self.passes += 1
        with self._instead():
            answer = self.transformer(*inputs, **more)
        self.whole += not self._leaves_out
        return answer

    @contextmanager
    def _instead(self) -> Iterator[None]:
        """Have the blocks ask here before they compute; afterwards they are as they were."""
        blocks = list(self.transformer.layers)
        try:
            for place, block in enumerate(blocks):
                block.forward = self._forward(block, place, len(blocks) - 1)
            yield
        finally:
            self._entered = None
            for block in blocks:
                block.__dict__.pop("forward", None)

    def _forward(self, block: Any, place: int, last: int) -> Callable[..., Any]:
        compute = type(block).forward

        def first(x: Any, *inputs: Any, **more: Any) -> Any:
            answer = compute(block, x, *inputs, **more)
            self._leaves_out = self._is_near(answer - x)
            if self._leaves_out:
                return answer + self._rest
            self._first, self._entered = answer - x, answer
            return answer

        def later(x: Any, *inputs: Any, **more: Any) -> Any:
            if self._leaves_out:
                return x
            answer = compute(block, x, *inputs, **more)
            if place == last:
                self._rest = answer - self._entered
            return answer

        return first if place == 0 else later

    def _is_near(self, added: Any) -> bool:
        """Whether the first block adds nearly what it added when all was computed last."""
        before = self._first
        if before is None or self._rest is None or before.shape != added.shape:
            return False
        if self.is_near is not None:
            return self.is_near(added, before)
        change, size = (added - before).abs().mean(), before.abs().mean()
        return bool(change < self.threshold * size)
