"""Checkpoints: folders of safetensors that appear whole or not at all, and resume exactly."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from studio.core.storage import new_folder, write_synced

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn, optim

    from studio.engine.training.config import TrainConfig
    from studio.engine.training.ema import Average

KEEP = 2  # the newest checkpoints; older ones are removed


def save_checkpoint(
    folder: Path,
    step: int,
    model: nn.Module,
    average: Average,
    optimizer: optim.Optimizer,
    config: TrainConfig,
) -> Path:
    """Write everything the next step depends on; random numbers depend on its number alone."""
    from safetensors.torch import save

    target = folder / f"step-{step:07d}"
    if target.exists():
        return target
    slots = optimizer.state_dict()["state"]
    moments = {f"{i}.{key}": value for i, slot in slots.items() for key, value in slot.items()}
    with new_folder(target) as draft:
        write_synced(draft / "model.safetensors", save(model.state_dict()))
        write_synced(draft / "average.safetensors", save(average.model.state_dict()))
        write_synced(draft / "optimizer.safetensors", save(moments))
        state = json.dumps({"step": step, "config": asdict(config)}, indent=1)
        write_synced(draft / "state.json", state.encode())
    for old in checkpoints(folder)[:-KEEP]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def load_checkpoint(
    checkpoint: Path, model: nn.Module, average: Average, optimizer: optim.Optimizer
) -> int:
    """Put a checkpoint back in place and return the number of steps it had done."""
    from safetensors.torch import load_file

    model.load_state_dict(load_file(checkpoint / "model.safetensors"))
    average.model.load_state_dict(load_file(checkpoint / "average.safetensors"))
    slots: dict[int, dict[str, Any]] = {}
    for name, value in load_file(checkpoint / "optimizer.safetensors").items():
        index, key = name.split(".", 1)
        slots.setdefault(int(index), {})[key] = value
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": slots, "param_groups": groups})
    state: dict[str, Any] = json.loads((checkpoint / "state.json").read_text(encoding="utf-8"))
    return int(state["step"])


def checkpoints(folder: Path) -> list[Path]:
    """The complete checkpoints of a run, oldest first."""
    return sorted(folder.glob("step-*"))


def latest(folder: Path) -> Path | None:
    """The newest complete checkpoint, if there is one."""
    found = checkpoints(folder)
    return found[-1] if found else None


def load_average(folder: Path, model: nn.Module) -> int:
    """Put the averaged weights of the newest checkpoint into `model`; return its steps.

    Raises `FileNotFoundError` when the run has no checkpoint yet.
    """
    from safetensors.torch import load_file

    checkpoint = latest(folder)
    if checkpoint is None:
        raise FileNotFoundError(folder)
    model.load_state_dict(load_file(checkpoint / "average.safetensors"))
    return int(checkpoint.name.removeprefix("step-"))
