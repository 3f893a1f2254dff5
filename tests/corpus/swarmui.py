"""SwarmUI."""

from __future__ import annotations

import json

from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def now(t: Truth) -> Case:
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    data = {
        "sui_image_params": {
            "prompt": t.prompt,
            "model": f"OfficialStableDiffusion/{t.model}",
            "seed": t.seed,
            "steps": t.steps,
            "cfgscale": t.cfg,
            "aspectratio": "Custom",
            "width": t.width,
            "height": t.height,
            "sampler": sampler,
            "scheduler": scheduler,
            "clipstopatlayer": -2,
            "automaticvae": True,
            "loras": ["add-detail", "film"],
            "loraweights": ["0.8", "1"],
            "negativeprompt": t.negative,
            "swarm_version": "0.9.7.2",
        },
        "sui_extra_data": {"date": "2025-11-13", "generation_time": "6.11 (prep)"},
        "sui_models": [{"name": f"{t.model}.safetensors", "param": "model", "hash": "0xabc123"}],
    }
    facts = {
        "Model": f"OfficialStableDiffusion/{t.model}",
        "Model hash": "0xabc123",
        "LoRAs": "add-detail: 0.8, film: 1",
        "automaticvae": True,
        "aspectratio": "Custom",
        "date": "2025-11-13",
        "swarm_version": "0.9.7.2",
    }
    text = {"parameters": json.dumps(data, indent=2, ensure_ascii=False)}
    return Case("now", "swarmui", text, expected(t, clip_skip=2), facts)


def as_strings(t: Truth) -> Case:
    """Consumers are told to force the types: numbers may come as text, lists with commas."""
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    data = {
        "sui_image_params": {
            "prompt": t.prompt,
            "negativeprompt": t.negative,
            "model": t.model,
            "seed": str(t.seed),
            "steps": str(t.steps),
            "cfgscale": f"{t.cfg:.1f}" if t.cfg != 3.25 else "3.25",
            "width": str(t.width),
            "height": str(t.height),
            "sampler": sampler,
            "scheduler": scheduler,
            "loras": "one,two",
            "loraweights": "0.5,0.25",
            "vae": "ae.sft",
            "date": "2024-08-07",
            "wildcardseed": -1,
        }
    }
    facts = {"Model": t.model, "LoRAs": "one: 0.5, two: 0.25", "VAE": "ae.sft", "wildcardseed": -1}
    text = {"parameters": json.dumps(data)}
    return Case("strings", "swarmui", text, expected(t), facts)


def minimal(t: Truth) -> Case:
    """No parameter is guaranteed."""
    data = {"sui_image_params": {"seed": t.seed, "images": 1, "swarm_version": "0.6"}}
    want = expected(t, prompt="", negative="", width=256, height=256)
    want |= {"steps": None, "guidance": None, "scheduler": None}
    text = {"parameters": json.dumps(data)}
    return Case("minimal", "swarmui", text, want, {"images": 1, "swarm_version": "0.6"})


def cases() -> list[Case]:
    return [make(t) for t in TRUTHS for make in (now, as_strings, minimal)]
