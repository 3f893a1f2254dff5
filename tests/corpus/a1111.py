"""AUTOMATIC1111 of several versions, Forge, and what sites make of their files."""

from __future__ import annotations

import json

from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def quoted(value):
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if any(c in text for c in ",\n:") else text


def text(truth: Truth, fields) -> str:
    lines = [truth.prompt]
    if truth.negative:
        lines.append(f"Negative prompt: {truth.negative}")
    line = ", ".join(f"{k}: {quoted(v)}" for k, v in fields.items() if v not in (None, ""))
    return "\n".join([*lines, line])


def version_1_10(t: Truth) -> Case:
    sampler, schedule, *_ = SAMPLERS[t.sampler]
    facts = {
        "Model hash": "45dee52b",
        "Model": t.model,
        "VAE hash": "735e4c3a44",
        "Denoising strength": "0.7",
        "Hires upscale": "2",
        "Hires steps": "12",
        "Hires upscaler": "Latent",
        "Lora hashes": "a: abc, b: def",
        "Version": "v1.10.1",
    }
    fields = {
        "Steps": t.steps,
        "Sampler": sampler,
        "Schedule type": schedule or "Automatic",
        "CFG scale": f"{t.cfg:g}",
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        "Clip skip": 2,
        **facts,
    }
    return Case("1.10", "a1111", {"parameters": text(t, fields)}, expected(t, clip_skip=2), facts)


def version_1_5(t: Truth) -> Case:
    sampler, schedule, *_ = SAMPLERS[t.sampler]
    schedule = "" if schedule == "Uniform" else schedule
    facts = {"Model hash": "6ce0161689", "Model": t.model, "Version": "v1.5.2", "TI hashes": "x: 1"}
    fields = {
        "Steps": t.steps,
        "Sampler": f"{sampler} {schedule}".strip(),
        "CFG scale": t.cfg,
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        **facts,
    }
    return Case("1.5", "a1111", {"parameters": text(t, fields)}, expected(t, clip_skip=1), facts)


def forge(t: Truth) -> Case:
    sampler, schedule, *_ = SAMPLERS[t.sampler]
    facts = {
        "Distilled CFG Scale": "3.5",
        "Model hash": "4610115bb0",
        "Model": t.model,
        "Module 1": "ae",
        "Module 2": "clip_l",
        "Diffusion in Low Bits": "Automatic (fp16 LoRA)",
        "Version": "f2.0.1v1.10.1-previous-669-gdfdcbab6",
    }
    fields = {
        "Steps": t.steps,
        "Sampler": sampler,
        "Schedule type": schedule or "Simple",
        "CFG scale": t.cfg,
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        **facts,
    }
    return Case("forge", "a1111", {"parameters": text(t, fields)}, expected(t, clip_skip=1), facts)


def civitai_flux(t: Truth) -> Case:
    """The site knows no name of the sampler, and makes a clip skip up."""
    facts = {"Sampler": "Undefined", "Clip skip": "2", "Created Date": "2024-08-24T1501Z"}
    fields = {
        "Steps": t.steps,
        "Sampler": "Undefined",
        "CFG scale": t.cfg,
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        "Clip skip": 2,
        "Created Date": "2024-08-24T1501Z",
    }
    fields_of = expected(t, scheduler=None, clip_skip=1)
    return Case("civitai", "a1111", {"parameters": text(t, fields)}, fields_of, facts)


def krita(t: Truth) -> Case:
    sampler, *_ = SAMPLERS[t.sampler]
    facts = {"Model hash": "unknown", "Model": t.model, "Denoising strength": "0.45"}
    fields = {
        "Steps": t.steps,
        "Sampler": sampler,
        "Schedule type": "Karras",
        "CFG scale": t.cfg,
        "Seed": t.seed,
        "Size": f"{t.width}x{t.height}",
        **facts,
    }
    ours = f"{SAMPLERS[t.sampler][5].removesuffix(' Karras')} Karras"
    none = ("Euler a", "DDIM", "UniPC", "LCM")  # come in no such schedule
    ours = ours.removesuffix(" Karras") if ours.removesuffix(" Karras") in none else ours
    want = expected(t, scheduler=ours)
    return Case("krita", "a1111", {"parameters": text(t, fields)}, want, facts)


def cases() -> list[Case]:
    return [
        make(t) for t in TRUTHS for make in (version_1_10, version_1_5, forge, civitai_flux, krita)
    ]
