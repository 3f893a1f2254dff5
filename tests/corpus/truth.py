"""What a picture was made from, before any program writes it down in its own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Truth:
    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    steps: int
    cfg: float
    model: str
    sampler: str  # one of SAMPLERS


@dataclass(frozen=True)
class Case:
    """The text of one picture, the format it is in, and every field that it says."""

    name: str
    format: str
    text: dict[str, str]
    fields: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)


TRUTHS = [
    Truth("a red house by the sea", "fog", 1, 512, 512, 20, 7.0, "deliberate_v2", "dpmpp_2m_k"),
    Truth("portrait of a fox, 4k", "", 965400086, 768, 512, 28, 6.5, "fox-mix", "euler_a"),
    Truth("两只猫，水彩", "模糊, 低质量", 4294967295, 1024, 1024, 8, 1.0, "sdxl base 1.0", "euler"),
    Truth("line one\nline two", "blurry,\nugly", 42, 832, 1216, 35, 5.0, "pony", "dpmpp_2m_sde_k"),
    Truth("(castle:1.3), [fog], ((sky))", "(bad:1.4)", 7, 640, 960, 50, 12.0, "anything", "ddim"),
    Truth(
        'say "hello": world, a \\(b\\)', "x: y", 123456, 512, 768, 25, 7.5, "v1-5", "dpmpp_sde_k"
    ),
    Truth("café 🎨 — naïve", "", 0, 1152, 896, 30, 4.0, "juggernautXL_v8", "uni_pc"),
    Truth("one", "two", 99, 64, 2048, 1, 0.0, "tiny", "lcm"),
    Truth("tree " * 200, "word, " * 100, 2**31, 1344, 768, 150, 30.0, "m", "heun"),
    Truth("x", "", 31337, 896, 1152, 40, 3.25, "model.with.dots", "dpm_2_a"),
    Truth("a {b|c} __d__", "e", 555, 512, 512, 12, 8.0, "wild", "dpmpp_2m"),
    Truth("Steps: of a stair, Seed: of a tree", "", 11, 320, 256, 60, 9.0, "stairs", "lms_k"),
]

# name -> (title in A1111, its schedule there, ComfyUI sampler, its scheduler, InvokeAI, ours)
SAMPLERS = {
    "euler": ("Euler", "", "euler", "normal", "euler", "Euler"),
    "euler_a": ("Euler a", "", "euler_ancestral", "normal", "euler_a", "Euler a"),
    "dpmpp_2m": ("DPM++ 2M", "Uniform", "dpmpp_2m", "normal", "dpmpp_2m", "DPM++ 2M"),
    "dpmpp_2m_k": ("DPM++ 2M", "Karras", "dpmpp_2m", "karras", "dpmpp_2m_k", "DPM++ 2M Karras"),
    "dpmpp_2m_sde_k": (
        "DPM++ 2M SDE",
        "Karras",
        "dpmpp_2m_sde_gpu",
        "karras",
        "dpmpp_2m_sde_k",
        "DPM++ 2M SDE Karras",
    ),
    "dpmpp_sde_k": (
        "DPM++ SDE",
        "Karras",
        "dpmpp_sde",
        "karras",
        "dpmpp_sde_k",
        "DPM++ SDE Karras",
    ),
    "ddim": ("DDIM", "", "ddim", "ddim_uniform", "ddim", "DDIM"),
    "uni_pc": ("UniPC", "", "uni_pc", "normal", "unipc", "UniPC"),
    "lcm": ("LCM", "", "lcm", "sgm_uniform", "lcm", "LCM"),
    "heun": ("Heun", "", "heun", "normal", "heun", "Heun"),
    "dpm_2_a": ("DPM2 a", "Uniform", "dpm_2_ancestral", "normal", "kdpm_2_a", "DPM2 a"),
    "lms_k": ("LMS", "Karras", "lms", "karras", "lms_k", "LMS Karras"),
}


def expected(truth: Truth, **changes: Any) -> dict[str, Any]:
    """Return the fields of a request that a complete file says."""
    return {
        "prompt": truth.prompt.strip(),
        "negative": truth.negative.strip(),
        "seed": truth.seed,
        "width": truth.width,
        "height": truth.height,
        "steps": truth.steps,
        "guidance": truth.cfg,
        "scheduler": SAMPLERS[truth.sampler][5],
    } | changes
