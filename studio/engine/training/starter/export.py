"""The finished model: a plain diffusers folder in half precision, put in place as a whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.storage import sync_folder, write_atomic
from studio.engine.training.checkpoint import latest, load_average
from studio.engine.training.starter.code import load_code
from studio.engine.training.starter.parts import (
    new_autoencoder,
    new_scheduler,
    new_unet,
)
from studio.engine.training.starter.text import load_tokenizer, new_reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.engine.training.starter.plan import Plan

CARDS = ("README.md", "evaluation.json")  # kept when the weights are replaced


def export(plan: Plan, training: Path, target: Path) -> dict[str, int]:
    """Write the averaged weights of the newest checkpoints; return the steps of each stage.

    A stage without a checkpoint leaves its part untrained, so that the folder can be tried early.
    """
    import torch

    pipeline, steps = _pipeline(plan, training)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        pipeline.to(torch.float16).save_pretrained(draft, safe_serialization=True)
        _load_as_float32(draft / "text_encoder" / "config.json")
        shutil.copytree(training / "tokenizer", draft / "tokenizer", dirs_exist_ok=True)
        write_json(draft / "preview.json", _preview(plan, training))
        write_json(draft / "studio.json", card(plan))
        for name in CARDS:
            if (target / name).exists():
                shutil.copy2(target / name, draft / name)
        _replace(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return steps


def card(plan: Plan) -> dict[str, object]:
    """What the studio shows of the model."""
    return {
        "family": "starter",
        "native": [plan.side, plan.side],
        "title": "Starter",
        "license": "Apache-2.0",
        "note": f"Small, {plan.side} px, illustrated scenes. Add a full model under Models.",
    }


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write a readable JSON file."""
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    write_atomic(path, text.encode())


def _pipeline(plan: Plan, training: Path) -> tuple[Any, dict[str, int]]:
    from diffusers import StableDiffusionPipeline

    from studio.engine.nets.critic import DecoderWithCritic

    tokenizer = load_tokenizer(training / "tokenizer")
    reader, unet, vae = new_reader(plan, tokenizer), new_unet(plan), new_autoencoder(plan)
    parts = {"text": reader, "unet": unet, "decoder": vae.decoder, "encoder": vae.encoder}
    steps = {
        name: load_average(training / name, part) if latest(training / name) else 0
        for name, part in parts.items()
    }
    if latest(training / "polish"):
        polished = DecoderWithCritic(vae.decoder)
        steps["polish"] = load_average(training / "polish", polished)
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=reader.encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return pipeline, steps


def _load_as_float32(config: Path) -> None:
    """Make transformers load the encoder as diffusers loads the rest when no type is asked for.

    It would take the type of the file, half precision, and the parts would not fit together.
    """
    write_json(config, {**json.loads(config.read_text(encoding="utf-8")), "dtype": "float32"})


def _preview(plan: Plan, training: Path) -> dict[str, object]:
    """The mean color of a cell, from latents as the sampler sees them."""
    matrix, bias = load_code(training / "data" / "code.safetensors").colors()
    return {"matrix": matrix.round(6).tolist(), "bias": bias.round(6).tolist()}


def _replace(draft: Path, target: Path) -> None:
    """Put the draft where the old folder is; a crash in between leaves both, under other names."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    draft.chmod(0o755)
    for path in draft.rglob("*.safetensors"):
        path.chmod(0o644)  # the library writes them for their owner alone
    draft.rename(target)
    sync_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)
