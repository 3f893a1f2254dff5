"""Fooocus with its two schemes, and the log that parameters are copied from."""

from __future__ import annotations

import json

from tests.corpus import a1111
from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected

STYLES = ["Fooocus V2", "Fooocus Enhance"]


def json_scheme(t: Truth) -> Case:
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    data = {
        "adm_guidance": "(1.5, 0.8, 0.3)",
        "base_model": t.model,
        "base_model_hash": "aeb7e9e689",
        "clip_skip": 2,
        "full_negative_prompt": ["worst", t.negative],
        "full_prompt": [f"cinematic still {t.prompt}", "more"],
        "guidance_scale": t.cfg,
        "loras": [["sd_xl_offset_example-lora_1.0", 0.1, "4852686128"]],
        "metadata_scheme": "fooocus",
        "negative_prompt": t.negative,
        "performance": "Speed",
        "prompt": t.prompt,
        "prompt_expansion": "",
        "refiner_model": "None",
        "refiner_switch": 0.8,
        "resolution": str((t.width, t.height)),
        "sampler": sampler,
        "scheduler": scheduler,
        "seed": str(t.seed),
        "sharpness": 2.0,
        "steps": t.steps,
        "styles": str(STYLES),
        "vae": "Default (model)",
        "version": "Fooocus v2.5.5",
    }
    facts = {
        "Model": t.model,
        "Model hash": "aeb7e9e689",
        "VAE": "Default (model)",
        "LoRAs": "sd_xl_offset_example-lora_1.0: 0.1",
        "styles": str(STYLES),
        "performance": "Speed",
        "sharpness": 2.0,
        "refiner_switch": 0.8,
        "version": "Fooocus v2.5.5",
    }
    text = {"parameters": json.dumps(data), "fooocus_scheme": "fooocus"}
    return Case("json", "fooocus", text, expected(t, clip_skip=2), facts)


def a1111_scheme(t: Truth) -> Case:
    sampler, schedule, *_ = SAMPLERS[t.sampler]
    schedule = "" if schedule == "Uniform" else schedule
    facts = {
        "Performance": "Quality",
        "Styles": str(STYLES),
        "Sharpness": "2.0",
        "ADM Guidance": "(1.5, 0.8, 0.3)",
        "Model": t.model,
        "Model hash": "aeb7e9e689",
        "Version": "Fooocus v2.4.3",
    }
    fields = {
        "Steps": t.steps,
        "Sampler": f"{sampler} {schedule}".strip(),
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        "CFG scale": t.cfg,
        "Raw prompt": t.prompt,
        "Raw negative prompt": t.negative,
        **facts,
    }
    full = Truth(**{**t.__dict__, "prompt": f"cinematic still {t.prompt} . film"})
    text = {"parameters": a1111.text(full, fields), "fooocus_scheme": "a1111"}
    facts = facts | {"full prompt": full.prompt}
    return Case("a1111", "fooocus", text, expected(t), facts)


def log(t: Truth) -> Case:
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    data = {
        "Prompt": t.prompt,
        "Negative Prompt": t.negative,
        "Fooocus V2 Expansion": "",
        "Styles": str(STYLES),
        "Performance": "Speed",
        "Resolution": f"{t.width}×{t.height}",
        "Guidance Scale": t.cfg,
        "Sharpness": 2.0,
        "Base Model": f"{t.model}.safetensors",
        "Sampler": sampler,
        "Scheduler": scheduler,
        "Seed": t.seed,
        "LoRA 1": "offset.safetensors : 0.1",
        "Version": "v2.1.860",
    }
    facts = {
        "Model": f"{t.model}.safetensors",
        "LoRAs": "offset.safetensors: 0.1",
        "Styles": str(STYLES),
        "Sharpness": 2.0,
        "Version": "v2.1.860",
    }
    want = expected(t, steps=None)
    return Case("log", "fooocus", {"parameters": json.dumps(data)}, want, facts)


def cases() -> list[Case]:
    return [make(t) for t in TRUTHS for make in (json_scheme, a1111_scheme, log)]
