"""The model's card: what it is, how it was made, and what was measured."""

from __future__ import annotations

import json
import platform
from typing import TYPE_CHECKING, Any

from studio.core.storage import write_atomic
from studio.engine.training.checkpoint import latest

if TYPE_CHECKING:
    from pathlib import Path

    from studio.engine.training.starter.plan import Plan

HARDWARE = "hardware.txt"  # in the training folder: what the last training ran on
NOTES = "notes.md"  # in the training folder: what else the card has to say of this run
_STAGES = ("text", "unet", "decoder", "polish", "encoder")
_COLUMNS = ("time", "place", "style", "subject", "color", "jointly", "position", "size")
_LANGUAGES = {"en": "English prompts", "zh": "Chinese prompts"}

_TEMPLATE = """\
# Starter

Small, {side} px, illustrated scenes: a text-to-image model with which the studio draws on a bare
machine. It is trained from nothing, by the studio's own trainer, on pictures that the studio draws
itself; no other picture or text has gone into it. License: Apache-2.0. For anything beyond its
vocabulary, add a full model under Models.

## What it knows

{vocabulary}

A subject has one color; position (left, center, right) and size (small, large) can be asked for.
English and Chinese prompts mean the same to it. Words outside this list are passed over.

## Parts

`CLIPTextModel`, `UNet2DConditionModel`, `AutoencoderTiny` (16 pixels per latent cell) and
`DPMSolverMultistepScheduler`; {megabytes:.1f} MB in half precision, loaded by
`StableDiffusionPipeline.from_pretrained`. `preview.json` maps latents to colors for a live preview.

## Measured

{count} scenes with one subject, of attribute combinations that training never saw, each prompted
with all its attributes in both languages, {steps} steps, guidance {guidance}. Both have the
same seeds; their pictures are nearly alike, so the two rows are no independent samples. A small
classifier, trained only on labelled renders, reads the pictures; its own score on {renders} renders
of such scenes is the ceiling. "Jointly" means time, place, style, subject and color at once.

{table}

The judge within each style, on real renders (lowest attribute): {within}.

Copies: the median drawn picture is {drawn} away from the nearest training picture, the median
training picture {between} from its nearest neighbor (root mean square of 0..255 at 32 px);
{near:.1%} of the drawn pictures are nearer to a training picture than the closest percent of
training pictures are to each other.

## Made by

`python -m studio.engine.training.starter --size {size}`, seed {seed}, on
{hardware}.

| stage | steps | samples seen | hours |
| --- | --- | --- | --- |
{stages}

{pictures:,} training pictures, each also mirrored. Measured by
`python -m studio.engine.training.starter.evaluate --size {size}`.
{notes}"""


def write_card(plan: Plan, training: Path, model: Path, report: dict[str, Any]) -> None:
    """Write `README.md` beside the weights."""
    copies = report["copies"]
    text = _TEMPLATE.format(
        side=plan.side,
        vocabulary=_vocabulary(plan),
        megabytes=sum(p.stat().st_size for p in model.rglob("*") if p.is_file()) / 1e6,
        count=report["held_out_scenes"],
        renders=report["judge"]["renders"],
        steps=report["steps"],
        guidance=report["guidance"],
        table=_table(report),
        within=_within(report["judge"]["within_style"]),
        drawn=copies["median_drawn_to_training"],
        between=copies["median_training_to_training"],
        near=copies["closer_than_training_pairs"],
        size=plan.name,
        seed=plan.seed,
        hardware=_read(training / HARDWARE).strip(),
        stages="\n".join(_stage(plan, training, stage) for stage in _STAGES),
        pictures=plan.pictures,
        notes=_read(training / NOTES),
    )
    write_atomic(model / "README.md", text.encode())


def _vocabulary(plan: Plan) -> str:
    words = plan.vocabulary
    lists = {
        "Times": words.times,
        "Places": words.places,
        "Subjects": words.subjects,
        "Colors": words.colors,
        "Styles": words.styles,
    }
    return "\n".join(f"- {name}: {', '.join(values)}." for name, values in lists.items())


def _table(report: dict[str, Any]) -> str:
    rows = [
        "| | " + " | ".join(_COLUMNS) + " |",
        "| --- " * (len(_COLUMNS) + 1) + "|",
        *(_row(_LANGUAGES[key], values) for key, values in report["pictures"].items()),
        _row("real renders (ceiling)", report["judge"]["ceiling"]),
    ]
    return "\n".join(rows)


def _row(title: str, values: dict[str, float]) -> str:
    return f"| {title} | " + " | ".join(f"{values[name]:.1%}" for name in _COLUMNS) + " |"


def _within(styles: dict[str, dict[str, float]]) -> str:
    return ", ".join(
        f"{style} {min(values[name] for name in _COLUMNS if name != 'jointly'):.1%}"
        for style, values in styles.items()
    )


def _stage(plan: Plan, training: Path, stage: str) -> str:
    newest = latest(training / stage)
    steps = int(newest.name.removeprefix("step-")) if newest else 0
    batch = {"unet": plan.unet_batch, "text": plan.text_batch}.get(stage, plan.decoder_batch)
    return f"| {stage} | {steps:,} | {steps * batch:,} | {_hours(training / stage):.2f} |"


def _hours(folder: Path) -> float:
    """Time spent, from the log; each resumption starts its clock again."""
    log = folder / "log.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    total = before = 0.0
    for seconds in (float(json.loads(line)["seconds"]) for line in lines):
        total += seconds - before if seconds >= before else seconds
        before = seconds
    return total / 3600


def note_hardware(training: Path, threads: int) -> None:
    """Write down what a training runs on, for the card."""
    import torch

    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    training.mkdir(parents=True, exist_ok=True)
    text = f"{threads} thread(s) of a {platform.machine()} CPU, {gpu}"
    write_atomic(training / HARDWARE, text.encode())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
