"""The trainer: one loop for every kind of model; what is learnt comes as a recipe."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
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
        """The data of this step; the same for the same step, however often a run is resumed.

        Called one step ahead in another thread: it must not draw from torch's random numbers.
        """

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
    log = _Log(folder / "log.jsonl", config, report)

    def save(step: int) -> None:
        save_checkpoint(folder, step, model, average, optimizer, config)

    def learn(step: int, batch: Batch) -> Tensor:
        torch.manual_seed(config.seed * STEP_SEEDS + step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, config)
        with accelerator.autocast():
            loss = recipe.loss(model, {k: v.to(accelerator.device) for k, v in batch.items()})
        accelerator.backward(loss)
        torch.nn.utils.clip_grad_norm_(trainable, config.clip)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        average.update(model, step)
        return loss.detach()

    done = start
    with closing(_Ahead(recipe, config.steps)) as ahead:
        try:
            while done < config.steps:
                cancel.check()
                loss = learn(done, ahead.take(done))
                done += 1
                log.add(done, loss)
                if done % config.save_every == 0 or done == config.steps:
                    save(done)
                if done == config.steps or (
                    config.sample_every and done % config.sample_every == 0
                ):
                    recipe.sample(average.model, done)
        except Cancelled:
            save(done)
            raise
    return average.model


def _accelerator(config: TrainConfig) -> Accelerator:  # type: ignore[name-defined]  # noqa: F821
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(reset_partial_state=True)  # one process may train twice
    return Accelerator(mixed_precision="bf16" if config.bfloat16 else "no")


class _Ahead:
    """Makes the batch of the next step while the current one is learnt from."""

    def __init__(self, recipe: Recipe, steps: int) -> None:
        self._recipe = recipe
        self._steps = steps
        self._maker = ThreadPoolExecutor(1)
        self._next: Future[Batch] | None = None

    def take(self, step: int) -> Batch:
        """The batch of this step; steps are taken in order."""
        current = self._next or self._maker.submit(self._recipe.batch, step)
        if step + 1 < self._steps:
            self._next = self._maker.submit(self._recipe.batch, step + 1)
        return current.result()

    def close(self) -> None:
        """Forget what was made ahead."""
        self._maker.shutdown(cancel_futures=True)


class _Log:
    """Mean losses, as lines of JSON and as progress."""

    def __init__(self, path: Path, config: TrainConfig, report: Reporter) -> None:
        self._path = path
        self._config = config
        self._report = report
        self._losses: list[Tensor] = []
        self._started = time.monotonic()

    def add(self, step: int, loss: Tensor) -> None:
        self._losses.append(loss)
        if step % self._config.log_every and step != self._config.steps:
            return
        mean = sum(float(loss) for loss in self._losses) / len(self._losses)
        self._losses.clear()
        seconds = round(time.monotonic() - self._started, 1)
        rate = learning_rate(step - 1, self._config)
        line = {"step": step, "loss": round(mean, 6), "rate": rate, "seconds": seconds}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        stage = message(N_("Training: loss {loss}"), loss=f"{mean:.4f}")
        self._report(Progress(step, self._config.steps, stage))
