"""The knobs of a training run, and the learning rate they give each step."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Every knob of a run, saved next to the weights it produced.

    The learning rate warms up linearly, stays, and falls along a cosine over the last `decay`
    steps, so a run can be prolonged until it decays. `ema` is the share of the averaged weights
    that stays at each step. `clip` bounds the norm of the gradient.
    """

    steps: int
    rate: float
    warmup: int = 200
    decay: int = 0
    weight_decay: float = 0.01
    clip: float = 1.0
    ema: float = 0.999
    seed: int = 0
    bfloat16: bool = False
    log_every: int = 10
    save_every: int = 250
    sample_every: int = 0  # 0: only at the end


def learning_rate(step: int, config: TrainConfig) -> float:
    """The rate of this step, counted from 0."""
    rate = config.rate * min(1.0, (step + 1) / max(config.warmup, 1))
    left = config.steps - step
    if left >= config.decay:
        return rate
    return rate * 0.5 * (1 - math.cos(math.pi * left / config.decay))
