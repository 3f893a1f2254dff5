"""Make a starter model: `python -m studio.engine.training.starter --size cpu|gpu`.

Stages that are done are skipped and a stage that was interrupted goes on where it was, so the
same command starts, resumes and finishes a training.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.job import CancelToken
from studio.engine.offline import forbid_network
from studio.engine.training.starter.card import note_hardware
from studio.engine.training.starter.console import show_progress
from studio.engine.training.starter.data import prepare
from studio.engine.training.starter.export import export
from studio.engine.training.starter.plan import PLANS, Stage, default_folder, shipped_folder
from studio.engine.training.starter.stages import (
    train_decoder,
    train_encoder,
    train_polish,
    train_text,
    train_unet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TRAININGS = {
    Stage.TEXT: train_text,
    Stage.UNET: train_unet,
    Stage.DECODER: train_decoder,
    Stage.POLISH: train_polish,
    Stage.ENCODER: train_encoder,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen stages in order; Ctrl+C keeps the last step."""
    forbid_network()
    parser = argparse.ArgumentParser(prog="studio.engine.training.starter")
    parser.add_argument("--size", choices=sorted(PLANS), default="cpu")
    parser.add_argument("--stage", choices=list(Stage), help="only this one; default: all in order")
    parser.add_argument("--folder", type=Path, help="the training folder; default: in the cache")
    parser.add_argument("--export", type=Path, default=shipped_folder(), help="the model's folder")
    parser.add_argument("--threads", type=int, default=1, help="of a CPU; more are rarely faster")
    parser.add_argument("--workers", type=int, default=2, help="processes that draw pictures")
    chosen = parser.parse_args(arguments)
    plan = PLANS[chosen.size]
    folder = chosen.folder or default_folder(plan)
    _use_threads(chosen.threads)
    note_hardware(folder, chosen.threads)
    for stage in [Stage(chosen.stage)] if chosen.stage else Stage:
        sys.stderr.write(f"{stage}: {folder}\n")
        match stage:
            case Stage.DATA:
                prepare(plan, folder / "data", chosen.workers, show_progress, CancelToken())
            case Stage.EXPORT:
                export(plan, folder, chosen.export)
            case _:
                TRAININGS[stage](plan, folder, show_progress, CancelToken())
    return 0


def _use_threads(count: int) -> None:
    import torch

    torch.set_num_threads(count)


if __name__ == "__main__":
    sys.exit(main())
