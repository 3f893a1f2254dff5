"""The judge: trained on labelled renders only, it reads what pictures show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from studio.engine.training.config import TrainConfig
from studio.engine.training.illustrator import Scene, render
from studio.engine.training.starter.data import thumbnails
from studio.engine.training.starter.labels import attributes, mirrored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from studio.engine.nets.judge import Judge
    from studio.engine.training.loop import Batch
    from studio.engine.training.starter.code import Pixels
    from studio.engine.training.starter.data import TrainingData
    from studio.engine.training.starter.plan import Plan

BATCH = 64
SHIFT = 2  # pixels of 64 that pictures are moved by, so that the judge does not learn exact spots
NOISE = 0.04
Labels = dict[str, "NDArray[np.int64]"]


def judge_config(plan: Plan) -> TrainConfig:
    """The run of the judge."""
    return TrainConfig(
        steps=plan.judge_steps,
        rate=2e-3,
        warmup=100,
        decay=plan.judge_steps // 2,
        weight_decay=0.05,
        ema=0.99,
        seed=plan.seed,
        bfloat16=plan.bfloat16,
        save_every=500,
    )


def new_judge(plan: Plan) -> Judge:
    """An untrained judge of the plan's vocabulary."""
    import torch

    from studio.engine.nets.judge import Judge

    torch.manual_seed(plan.seed)
    return Judge({kind.name: len(kind.values) for kind in attributes(plan.vocabulary)})


@dataclass(slots=True)
class JudgeRecipe:
    """Thumbnails of training pictures with one figure, moved, softened, with a little noise."""

    model: nn.Module
    data: TrainingData
    plan: Plan
    single: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        scenes = self.data.scenes
        self.single = np.array([i for i, scene in enumerate(scenes) if len(scene.subjects) == 1])

    def batch(self, step: int) -> Batch:
        """Pictures in [-1, 1] and the numbers of their attributes."""
        import torch

        rng = np.random.default_rng([self.plan.seed, 7, step])
        picks = rng.choice(self.single, BATCH)
        scenes = [self.data.scenes[pick] for pick in picks]
        pictures = self.data.thumbs[picks]
        mirror = rng.random(BATCH) < 0.5
        pictures[mirror] = pictures[mirror, :, ::-1]
        told = [mirrored(s) if m else s for s, m in zip(scenes, mirror, strict=True)]
        moved = np.stack([_moved(picture, rng) for picture in pictures])
        batch = {"pictures": _signed(moved), "soft": torch.from_numpy(rng.random(BATCH) < 0.5)}
        return batch | {k: torch.from_numpy(v) for k, v in labels(self.plan, told).items()}

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """The sum of the attributes' cross-entropies."""
        import torch

        pictures = batch["pictures"]
        blurred = torch.nn.functional.avg_pool2d(pictures, 3, 1, 1, count_include_pad=False)
        pictures = torch.where(batch["soft"][:, None, None, None], blurred, pictures)
        logits = model(pictures + NOISE * torch.randn(pictures.shape).to(pictures.device))
        terms = [
            torch.nn.functional.cross_entropy(values.float(), batch[name], label_smoothing=0.02)
            for name, values in logits.items()
        ]
        return torch.stack(terms).sum()

    def sample(self, model: nn.Module, step: int) -> None:
        """Nothing to look at: `read` on held-out renders says how good it is."""


def labels(plan: Plan, scenes: Sequence[Scene]) -> Labels:
    """The true class numbers (N,) of every attribute."""
    kinds = attributes(plan.vocabulary)
    return {kind.name: np.array([kind.label(scene) for scene in scenes]) for kind in kinds}


def read(judge: nn.Module, pictures: Pixels) -> Labels:
    """What the judge sees in thumbnails (N, 64, 64, 3): class numbers (N,) of every attribute."""
    import torch

    judge.eval()
    device = next(judge.parameters()).device
    seen: dict[str, list[NDArray[np.int64]]] = {}
    for start in range(0, len(pictures), 256):
        with torch.no_grad():
            logits = judge(_signed(pictures[start : start + 256]).to(device))
        for name, values in logits.items():
            seen.setdefault(name, []).append(values.argmax(1).cpu().numpy())
    return {name: np.concatenate(parts) for name, parts in seen.items()}


def rendered_thumbnails(scenes: Sequence[Scene], side: int) -> Pixels:
    """The illustrator's own pictures of scenes, as the judge wants them."""
    return np.concatenate([thumbnails(render(scene, side)[None]) for scene in scenes])


def _moved(picture: Pixels, rng: np.random.Generator) -> Pixels:
    padded = np.pad(picture, ((SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0)), mode="edge")
    x, y = (int(rng.integers(2 * SHIFT + 1)) for _ in range(2))
    side = len(picture)
    return padded[y : y + side, x : x + side]


def _signed(pictures: Pixels) -> Tensor:
    import torch

    return torch.from_numpy(pictures.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2)
