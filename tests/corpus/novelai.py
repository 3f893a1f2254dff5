"""NovelAI of versions 1, 3 and 4."""

from __future__ import annotations

import json

from tests.corpus.truth import Case, Truth, expected

# their words -> ours; round brackets are mere text there
WORDS = [
    ("a red house", "a red house"),
    ("1girl, {blue eyes}, hat", "1girl, (blue eyes:1.05), hat"),
    ("{{{sky}}} and [fog]", "(sky:1.1576) and (fog:0.9524)"),
    ("1.5::neon city ::, rain", "(neon city:1.5) , rain"),
    ("cat, -1::dog::", "cat, (dog:-1)"),
    ("hatsune miku (vocaloid)", "hatsune miku \\(vocaloid\\)"),
    ("artist:foo, 猫", "artist:foo, 猫"),
    ("{{a, b}, c}", "(a, b:1.1025)(, c:1.05)"),
    ("line one\n[[two]]", "line one\n(two:0.907)"),
    ("plain", "plain"),
    ("0.5::soft::light", "(soft:0.5)light"),
    ("{unclosed", "(unclosed:1.05)"),
]
SAMPLERS = [
    ("k_euler", "native", "Euler"),
    ("k_euler", "karras", "Euler Karras"),
    ("k_euler_ancestral", "karras", "Euler a"),
    ("k_dpmpp_2m", "exponential", "DPM++ 2M Exponential"),
    ("k_dpmpp_2m_sde", "karras", "DPM++ 2M SDE Karras"),
    ("k_dpmpp_sde", "native", "DPM++ SDE"),
    ("ddim_v3", "native", "DDIM"),
    ("k_dpmpp_2s_ancestral", "karras", None),
]


def truths():
    for number, (theirs, ours) in enumerate(WORDS):
        sampler, noise, scheduler = SAMPLERS[number % len(SAMPLERS)]
        truth = Truth(
            theirs, "lowres, {bad}", 1000 + number, 832, 1216, 20 + number, 5.5, "", "euler"
        )
        want = expected(truth, prompt=ours, negative="lowres, (bad:1.05)", scheduler=scheduler)
        yield truth, sampler, noise, want


def shell(comment, **more):
    return {
        "Title": "NovelAI generated image",
        "Software": "NovelAI",
        "Source": "NovelAI Diffusion V4.5 4BDE2A90",
        "Generation time": "3.1",
        "Comment": json.dumps(comment),
        **more,
    }


ABOUT = {
    "Model": "NovelAI Diffusion V4.5",
    "Model hash": "4BDE2A90",
    "Software": "NovelAI",
    "Generation time": "3.1",
}


def common(t, sampler, noise):
    return {
        "steps": t.steps,
        "height": t.height,
        "width": t.width,
        "scale": t.cfg,
        "uncond_scale": 0.0,
        "cfg_rescale": 0.2,
        "seed": t.seed,
        "n_samples": 1,
        "noise_schedule": noise,
        "sampler": sampler,
        "sm": False,
    }


def version_3(t, sampler, noise, want):
    comment = {
        "prompt": t.prompt,
        **common(t, sampler, noise),
        "uc": t.negative,
        "signed_hash": "x==",
    }
    facts = ABOUT | {"cfg_rescale": 0.2, "sampler": sampler, "noise_schedule": noise, "sm": False}
    facts |= {"signed_hash": "x==", "uc": t.negative}
    text = shell(comment, Description=t.prompt)
    return Case("3", "novelai", text, want, facts)


def version_4(t, sampler, noise, want):
    characters = ["girl, {red hair}", "boy, blue coat"]
    comment = {
        "prompt": t.prompt,
        **common(t, sampler, noise),
        "uc": t.negative,
        "v4_prompt": {
            "caption": {
                "base_caption": t.prompt,
                "char_captions": [
                    {"char_caption": words, "centers": [{"x": 0.5, "y": 0.5}]}
                    for words in characters
                ],
            },
            "use_coords": False,
            "use_order": True,
        },
        "v4_negative_prompt": {"caption": {"base_caption": t.negative, "char_captions": []}},
        "request_type": "PromptGenerateRequest",
    }
    want = want | {"prompt": f"{want['prompt']}\ngirl, (red hair:1.05)\nboy, blue coat"}
    facts = ABOUT | {
        "prompt": t.prompt,
        "character 1": characters[0],
        "character 2": characters[1],
        "request_type": "PromptGenerateRequest",
    }
    return Case("4", "novelai", shell(comment, Description=t.prompt), want, facts)


def version_1(t, sampler, noise, want):
    """The first ones have the prompt in the description alone, and no size."""
    comment = {
        "steps": t.steps,
        "sampler": sampler,
        "seed": t.seed,
        "strength": 0.69,
        "noise": 0.2,
        "scale": t.cfg,
        "uc": t.negative,
    }
    scheduler = want["scheduler"]
    for tail in (" Karras", " Exponential"):
        scheduler = scheduler and scheduler.removesuffix(tail)
    want = want | {"width": 256, "height": 256, "scheduler": scheduler}
    facts = {"Software": "NovelAI", "strength": 0.69, "noise": 0.2}
    text = shell(comment, Description=t.prompt, Source="Stable Diffusion 1D44365E")
    return Case("1", "novelai", text, want, facts | {"Model hash": "1D44365E"})


def cases() -> list[Case]:
    makes = (version_1, version_3, version_4)
    return [make(*entry) for entry in truths() for make in makes]
