"""What other programs call their samplers, in the names of ours; core knows only the names."""

from __future__ import annotations

import re

# Every scheduler of ours, with the noise schedules it comes in besides its own.
_VARIANTS = {
    "Euler": ("Karras", "Trailing"),
    "Euler a": ("Trailing",),
    "Heun": ("Karras",),
    "DPM2": ("Karras",),
    "DPM2 a": ("Karras",),
    "DPM++ 2S": ("Karras",),
    "DPM++ 2M": ("Karras", "Exponential"),
    "DPM++ 2M SDE": ("Karras",),
    "DPM++ SDE": ("Karras",),
    "LMS": ("Karras",),
    "UniPC": (),
    "DEIS": (),
    "DDIM": ("Trailing",),
    "DDPM": (),
    "PNDM": (),
    "LCM": (),
    "TCD": (),
}
_SHORT = {
    "euler": "Euler",
    "euler_a": "Euler a",
    "euler_ancestral": "Euler a",
    "heun": "Heun",
    "dpm_2": "DPM2",
    "kdpm_2": "DPM2",
    "dpm_2_a": "DPM2 a",
    "kdpm_2_a": "DPM2 a",
    "dpm_2_ancestral": "DPM2 a",
    "dpmpp_2": "DPM++ 2M",
    "dpmpp_2s": "DPM++ 2S",
    "dpmpp_2m": "DPM++ 2M",
    "dpmpp_2m_sde": "DPM++ 2M SDE",
    "dpmpp_sde": "DPM++ SDE",
    "lms": "LMS",
    "uni_pc": "UniPC",
    "uni_pc_bh2": "UniPC",
    "unipc": "UniPC",
    "deis": "DEIS",
    "ddim": "DDIM",
    "ddim_v3": "DDIM",
    "ddpm": "DDPM",
    "pndm": "PNDM",
    "plms": "PNDM",
    "lcm": "LCM",
    "tcd": "TCD",
}
_LONG = {name.casefold(): name for name in _VARIANTS} | {"plms": "PNDM"}
_SCHEDULES = {
    "karras": "Karras",
    "exponential": "Exponential",
    "trailing": "Trailing",
    "sgm uniform": "Trailing",  # of AUTOMATIC1111
    "sgm_uniform": "Trailing",  # of ComfyUI
}
# What AUTOMATIC1111's "Automatic" means with samplers whose own schedule is not the plain one.
_AUTOMATIC = {
    "DPM2": "Karras",
    "DPM2 a": "Karras",
    "DPM++ 2M": "Karras",
    "DPM++ SDE": "Karras",
    "DPM++ 2M SDE": "Exponential",
}
_TAIL = re.compile(r"[ _](karras|exponential|trailing|k)$", re.IGNORECASE)


def all_names() -> tuple[str, ...]:
    """Return the name of every scheduler of ours."""
    return tuple(
        name
        for plain, schedules in _VARIANTS.items()
        for name in (plain, *(f"{plain} {schedule}" for schedule in schedules))
    )


def our_scheduler(sampler: str, schedule: str = "") -> str:
    """Return the scheduler of ours that another program's sampler is; empty if there is none.

    Knows the titles of AUTOMATIC1111 ("DPM++ 2M Karras") and the short names of ComfyUI, InvokeAI,
    Fooocus and NovelAI ("dpmpp_2m", "k_euler", "dpmpp_2m_sde_k"). A schedule that a scheduler of
    ours does not come in leaves the plain one.
    """
    name = " ".join(sampler[:80].split())
    if found := _TAIL.search(name):
        name, schedule = name[: found.start()], schedule or found[1]
    plain = _LONG.get(name.casefold()) or _SHORT.get(_short(name), "")
    if not plain:
        return ""
    wanted = schedule.casefold()
    wanted = "karras" if wanted == "k" else wanted
    title = _SCHEDULES.get(wanted, "")
    if wanted == "automatic":
        title = _AUTOMATIC.get(plain, "")
    return f"{plain} {title}" if title in _VARIANTS[plain] else plain


def _short(name: str) -> str:
    short = name.casefold().replace(" ", "_").removesuffix("_gpu")
    return short.removeprefix("k_")
