"""What the denoisers of SDXL are told beside the words: the pooled text, and facts of the picture.

The base model is told the picture's size, where it was cut and the size that is wanted (Podell et
al. 2023, section 2.2); the refiner its size, the cut and a score of beauty instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.core.request import Extent
    from studio.engine.conditioning import Conditions

    Inputs = Callable[[Conditions], Mapping[str, Any] | None]

SCORE, NEGATIVE_SCORE = 6.0, 2.5  # what the bare pipelines tell the refiner
SCORED_FACTS = 5  # how many numbers the refiner is told; the base model one more


def is_xl(unet: Any) -> bool:
    """Whether a denoiser wants such facts."""
    return getattr(unet.config, "addition_embed_type", None) == "text_time"


def inputs_of(unet: Any, extent: Extent) -> Inputs:
    """Return what makes a denoiser's further inputs from its conditioning; None where it has none.

    `text_embeds` is (B, width) and `time_ids` (B, 5 or 6), the negative prompt's row first.
    """
    if not is_xl(unet):
        return lambda _: None
    import torch

    size = [extent.height, extent.width]

    def inputs(now: Conditions) -> Mapping[str, Any]:
        rows: list[list[float]] = [[*size, 0, 0, *size]] * now.hidden.shape[0]
        if _count(unet, now.pooled.shape[1]) == SCORED_FACTS:
            scores = [SCORE] * len(rows)
            scores[:1] = [NEGATIVE_SCORE] if now.guided else [SCORE]
            rows = [[*size, 0, 0, score] for score in scores]
        ids = torch.tensor(rows, dtype=now.hidden.dtype, device=now.hidden.device)
        return {"text_embeds": now.pooled, "time_ids": ids}

    return inputs


def _count(unet: Any, pooled: int) -> int:
    """Return how many facts the first layer has room for beside the pooled text."""
    total = unet.config.projection_class_embeddings_input_dim
    return int((total - pooled) // unet.config.addition_time_embed_dim)
