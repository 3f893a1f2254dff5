"""Measure a starter model: what a judge reads in pictures of prompts it was never trained on.

`python -m studio.engine.training.starter.evaluate` judges the shipped model and writes
`evaluation.json` and its card, `README.md`, into the model's folder.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.job import CancelToken
from studio.engine.offline import forbid_network
from studio.engine.training.illustrator import Language, Scene, Split, caption, sample_scene
from studio.engine.training.loop import train
from studio.engine.training.starter.card import write_card
from studio.engine.training.starter.console import show_progress
from studio.engine.training.starter.copies import copy_report
from studio.engine.training.starter.data import load_data, thumbnails
from studio.engine.training.starter.export import write_json
from studio.engine.training.starter.judging import (
    JudgeRecipe,
    Labels,
    judge_config,
    labels,
    new_judge,
    read,
    rendered_thumbnails,
)
from studio.engine.training.starter.plan import PLANS, Plan, default_folder, shipped_folder
from studio.engine.training.starter.sheet import PROMPTS, write_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import nn

    from studio.engine.training.starter.code import Pixels
    from studio.engine.training.starter.data import TrainingData

PROMPTED = ("time", "place", "style", "subject", "color")  # "jointly" means all of these
BATCH = 20
RENDERED = 1_000  # held-out renders that the judge is judged by
SHEET_WIDTH = 832
Knobs = tuple[int, float]  # steps and guidance


def evaluate(
    plan: Plan, training: Path, model: Path, count: int, knobs: Knobs, data: TrainingData
) -> dict[str, Any]:
    """Every number of the card: `count` held-out scenes, each prompted in both languages."""
    judge = train(
        JudgeRecipe(new_judge(plan), data, plan),
        judge_config(plan),
        training / "judge",
        show_progress,
        CancelToken(),
    )
    rng = np.random.default_rng([plan.seed, 8])
    scenes = single_scenes(plan, rng, count)
    true = labels(plan, scenes)
    pipeline = load_pipeline(model)
    by_language: dict[str, Any] = {}
    drawn: list[Pixels] = []
    for language in Language:
        texts = [caption(scene, rng, language, 0.0, 1.0) for scene in scenes]
        started = time.perf_counter()
        pictures = [
            thumbnails(draw(pipeline, texts[i : i + BATCH], range(i, i + BATCH), knobs))
            for i in range(0, count, BATCH)
        ]
        drawn.append(np.concatenate(pictures))
        by_language[language.value] = {
            **agreement(read(judge, drawn[-1]), true),
            "seconds_per_picture": round((time.perf_counter() - started) / count, 2),
        }
    return {
        "size": plan.name,
        "seed": plan.seed,
        "held_out_scenes": count,
        "steps": knobs[0],
        "guidance": knobs[1],
        "judge": judge_report(plan, judge),
        "pictures": by_language,
        "copies": copy_report(np.concatenate(drawn), data.thumbs),
    }


def agreement(seen: Labels, true: Labels) -> dict[str, float]:
    """The share of pictures in which each attribute, and all prompted ones together, are right."""
    right = {name: seen[name] == true[name] for name in true}
    shares = {name: round(float(found.mean()), 4) for name, found in right.items()}
    joint = np.all([right[name] for name in PROMPTED], axis=0)
    return shares | {"jointly": round(float(joint.mean()), 4)}


def judge_report(plan: Plan, judge: nn.Module, count: int = RENDERED) -> dict[str, Any]:
    """How well the judge reads real renders: overall (the ceiling) and within each style."""
    scenes = single_scenes(plan, np.random.default_rng([plan.seed, 10]), count)
    true, seen = labels(plan, scenes), read(judge, rendered_thumbnails(scenes, plan.side))
    within = {}
    for number, style in enumerate(plan.vocabulary.styles):
        rows = true["style"] == number
        if rows.any():
            within[style.value] = agreement(
                {name: values[rows] for name, values in seen.items()},
                {name: values[rows] for name, values in true.items()},
            )
    return {"renders": count, "ceiling": agreement(seen, true), "within_style": within}


def single_scenes(plan: Plan, rng: np.random.Generator, count: int) -> list[Scene]:
    """Scenes with one figure of combinations that training never saw."""
    single = replace(plan.vocabulary, most_figures=1)
    return [sample_scene(rng, single, Split.HELD_OUT) for _ in range(count)]


def load_pipeline(model: Path) -> Any:
    """The bare diffusers pipeline on the finished folder."""
    import torch
    from diffusers import StableDiffusionPipeline
    from diffusers.utils import logging

    logging.disable_progress_bar()
    pipeline = StableDiffusionPipeline.from_pretrained(
        model, safety_checker=None, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to("cuda") if torch.cuda.is_available() else pipeline


def draw(pipeline: Any, texts: Sequence[str], seeds: Sequence[int], knobs: Knobs) -> Pixels:
    """Pictures (N, H, W, 3) of prompts, one seed each."""
    import torch

    generators = [torch.Generator().manual_seed(seed) for seed in seeds[: len(texts)]]
    pictures: NDArray[np.float32] = pipeline(
        list(texts),
        num_inference_steps=knobs[0],
        guidance_scale=knobs[1],
        generator=generators,
        output_type="np",
    ).images
    return (pictures * 255 + 0.5).astype(np.uint8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the model in a folder and write its card."""
    forbid_network()
    parser = argparse.ArgumentParser(prog="studio.engine.training.starter.evaluate")
    parser.add_argument("--size", choices=sorted(PLANS), default="cpu")
    parser.add_argument("--folder", type=Path, help="the training folder")
    parser.add_argument("--model", type=Path, default=shipped_folder())
    parser.add_argument("--count", type=int, default=500, help="held-out scenes")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--sheet", type=Path, help="write a sheet of samples to this PNG")
    chosen = parser.parse_args(arguments)
    plan = PLANS[chosen.size]
    training = chosen.folder or default_folder(plan)
    knobs = (chosen.steps, chosen.guidance)
    data = load_data(plan, training / "data")
    report = evaluate(plan, training, chosen.model, chosen.count, knobs, data)
    write_json(chosen.model / "evaluation.json", report)
    write_card(plan, training, chosen.model, report)
    if chosen.sheet:
        pictures = draw(load_pipeline(chosen.model), PROMPTS, range(len(PROMPTS)), knobs)
        write_sheet(chosen.sheet, pictures, columns=4, width=SHEET_WIDTH)
    return 0


if __name__ == "__main__":
    sys.exit(main())
