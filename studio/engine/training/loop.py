"""The trainer: one loop for every kind of model; what is learnt comes as a recipe."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Protocol

from studio.core.errors import Cancelled
from studio.core.job import Progress
from studio.core.text import N_, message
from studio.engine.offline import forbid_network
from studio.engine.training.checkpoint import latest, load_checkpoint, save_checkpoint
from studio.engine.training.config import learning_rate
from studio.engine.training.ema import Average

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor, nn

    from studio.core.job import CancelToken, Reporter
    from studio.engine.training.config import TrainConfig

Batch = dict[str, "Tensor"]
STEP_SEEDS = 1_000_003  # steps of one seed; the next seed's random numbers start after them


class Recipe(Protocol):
    """What to learn: a model, its batches and its loss."""

    @property
    def model(self) -> nn.Module:
        """The module whose trainable parameters are learnt."""

    def batch(self, step: int) -> Batch:
        """The data of this step; the same for the same step, however often a run is resumed."""

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """The number to make small; may draw random numbers from torch, seeded for each step."""

    def sample(self, model: nn.Module, step: int) -> None:
        """Show how far the averaged weights are, in the recipe's own folder."""


def train(
    recipe: Recipe, config: TrainConfig, folder: Path, report: Reporter, cancel: CancelToken
) -> nn.Module:
    """Train to `config.steps`, from the newest checkpoint in `folder` if there is one.

    Returns the averaged model. A cancelled run keeps its last step and goes on from there.
    """
    forbid_network()
    import torch

    accelerator = _accelerator(config)
    folder.mkdir(parents=True, exist_ok=True)
    model = recipe.model.to(accelerator.device).train()
    average = Average(model, config.ema)
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        trainable, lr=config.rate, betas=(0.9, 0.99), weight_decay=config.weight_decay, fused=True
    )
    newest = latest(folder)
    start = load_checkpoint(newest, model, average, optimizer) if newest else 0
    step = start
    log = _Log(folder / "log.jsonl", config, report)
    try:
        for step in range(start, config.steps):
            cancel.check()
            torch.manual_seed(config.seed * STEP_SEEDS + step)
            rate = learning_rate(step, config)
            for group in optimizer.param_groups:
                group["lr"] = rate
            batch = {key: value.to(accelerator.device) for key, value in recipe.batch(step).items()}
            with accelerator.autocast():
                loss = recipe.loss(model, batch)
            accelerator.backward(loss)
            torch.nn.utils.clip_grad_norm_(trainable, config.clip)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            average.update(model, step)
            log.add(step + 1, loss, rate)
            if (step + 1) % config.save_every == 0:
                save_checkpoint(folder, step + 1, model, average, optimizer, config)
            if config.sample_every and (step + 1) % config.sample_every == 0:
                recipe.sample(average.model, step + 1)
    except Cancelled:
        save_checkpoint(folder, step, model, average, optimizer, config)
        raise
    if start < config.steps:
        save_checkpoint(folder, config.steps, model, average, optimizer, config)
        recipe.sample(average.model, config.steps)
    return average.model


def _accelerator(config: TrainConfig) -> Accelerator:  # type: ignore[name-defined]  # noqa: F821
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(reset_partial_state=True)  # one process may train twice
    return Accelerator(mixed_precision="bf16" if config.bfloat16 else "no")


class _Log:
    """Mean losses, as lines of JSON and as progress."""

    def __init__(self, path: Path, config: TrainConfig, report: Reporter) -> None:
        self._path = path
        self._config = config
        self._report = report
        self._losses: list[Tensor] = []
        self._started = time.monotonic()

    def add(self, step: int, loss: Tensor, rate: float) -> None:
        self._losses.append(loss.detach())
        if step % self._config.log_every and step != self._config.steps:
            return
        mean = sum(float(loss) for loss in self._losses) / len(self._losses)
        self._losses.clear()
        seconds = round(time.monotonic() - self._started, 1)
        line = {"step": step, "loss": round(mean, 6), "rate": rate, "seconds": seconds}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        stage = message(N_("Training: loss {loss}"), loss=f"{mean:.4f}")
        self._report(Progress(step, self._config.steps, stage))
