"""InvokeAI of four generations."""

from __future__ import annotations

import json
import shlex

from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected

OLD = {  # the samplers that versions 1 and 2 had
    "euler": "k_euler",
    "euler_a": "k_euler_a",
    "ddim": "ddim",
    "heun": "k_heun",
    "dpm_2_a": "k_dpm_2_a",
    "dpmpp_2m": "k_dpmpp_2",
}


def version_5(t: Truth) -> Case:
    data = {
        "generation_mode": "txt2img",
        "positive_prompt": t.prompt,
        "negative_prompt": t.negative,
        "positive_style_prompt": "",
        "width": t.width,
        "height": t.height,
        "seed": t.seed,
        "rand_device": "cpu",
        "cfg_scale": t.cfg,
        "cfg_rescale_multiplier": 0.0,
        "steps": t.steps,
        "scheduler": SAMPLERS[t.sampler][4],
        "clip_skip": 1,
        "model": {
            "key": "f2d7",
            "hash": "blake3:81a2b3",
            "name": t.model,
            "base": "sdxl",
            "type": "main",
        },
        "vae": {"key": "x", "hash": "blake3:1", "name": "sdxl-vae", "base": "sdxl", "type": "vae"},
        "loras": [
            {
                "model": {"key": "l", "name": "film grain", "base": "sdxl", "type": "lora"},
                "weight": 0.75,
            }
        ],
        "canvas_v2_metadata": {"referenceImages": []},
        "app_version": "5.4.2",
    }
    facts = {
        "Model": t.model,
        "Model hash": "81a2b3",
        "VAE": "sdxl-vae",
        "LoRAs": "film grain: 0.75",
        "rand_device": "cpu",
        "generation_mode": "txt2img",
        "app_version": "5.4.2",
        "model.base": "sdxl",
    }
    text = {"invokeai_metadata": json.dumps(data), "invokeai_graph": "{}"}
    return Case("5", "invokeai", text, expected(t, clip_skip=2), facts)


def version_3(t: Truth) -> Case:
    data = {
        "app_version": "3.3.0post3",
        "generation_mode": "txt2img",
        "positive_prompt": t.prompt,
        "negative_prompt": t.negative,
        "width": t.width,
        "height": t.height,
        "seed": t.seed,
        "rand_device": "cpu",
        "cfg_scale": t.cfg,
        "steps": t.steps,
        "scheduler": SAMPLERS[t.sampler][4],
        "clip_skip": 0,
        "model": {"model_name": t.model, "base_model": "sd-1", "model_type": "main"},
        "controlnets": [],
        "loras": [{"lora": {"model_name": "detail", "base_model": "sd-1"}, "weight": 0.5}],
        "vae": {"model_name": "sd-vae-ft-mse", "base_model": "sd-1"},
        "seamless_x": False,
    }
    facts = {
        "Model": t.model,
        "VAE": "sd-vae-ft-mse",
        "LoRAs": "detail: 0.5",
        "seamless_x": False,
        "app_version": "3.3.0post3",
    }
    text = {"invokeai_metadata": json.dumps(data)}
    return Case("3", "invokeai", text, expected(t, clip_skip=1), facts)


def version_2(t: Truth) -> Case:
    words = t.prompt.replace("[", "").replace("]", "")
    unwanted = " ".join(t.negative.split())
    prompt = f"{words} [{unwanted}]" if unwanted else words
    sampler = t.sampler if t.sampler in OLD else "euler"
    data = {
        "model": "stable diffusion",
        "model_weights": t.model,
        "model_hash": "cc6cb27103",
        "app_id": "invoke-ai/InvokeAI",
        "app_version": "v2.3.5",
        "image": {
            "prompt": [{"prompt": prompt, "weight": 1.0}],
            "steps": t.steps,
            "cfg_scale": t.cfg,
            "threshold": 0,
            "perlin": 0,
            "height": t.height,
            "width": t.width,
            "seed": t.seed,
            "seamless": False,
            "hires_fix": False,
            "type": "txt2img",
            "postprocessing": None,
            "sampler": OLD[sampler],
            "variations": [],
        },
    }
    want = expected(t, negative=unwanted, scheduler=SAMPLERS[sampler][5])
    want["prompt"] = words.strip()
    facts = {"Model": t.model, "Model hash": "cc6cb27103", "type": "txt2img", "seamless": False}
    text = {"sd-metadata": json.dumps(data), "Dream": "ignored"}
    return Case("2", "invokeai", text, want, facts)


def version_1(t: Truth) -> Case:
    words = " ".join(t.prompt.replace("[", "").replace("]", "").split())
    unwanted = " ".join(t.negative.split())
    prompt = f"{words} [{unwanted}]" if unwanted else words
    sampler = t.sampler if t.sampler in OLD else "euler"
    line = (
        f"{shlex.quote(prompt)} -s {t.steps} -S {t.seed} -W {t.width} -H {t.height} "
        f"-C {t.cfg} -A {OLD[sampler]} --seamless --hires_fix"
    )
    want = expected(t, prompt=words, negative=unwanted, scheduler=SAMPLERS[sampler][5])
    return Case("1", "invokeai", {"Dream": line}, want, {"seamless": True, "hires_fix": True})


def cases() -> list[Case]:
    return [make(t) for t in TRUTHS for make in (version_5, version_3, version_2, version_1)]
