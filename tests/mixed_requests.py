"""Requests of every kind over tiny checkpoints: the first twelve by hand, more by chance."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from studio.core.artifact import Picture
from studio.core.request import Extent, Request
from studio.core.request_parts import (
    Enlarger,
    HighRes,
    Inpaint,
    Outpaint,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.core.style import Style
from studio.exporters.png import EXPORTER as PNG

SIDE = 64
SMALL = Extent(SIDE, SIDE)
WIDE = Extent(96, 64)
INK = Style("ink", "Ink", "水墨", "{prompt}, ink", "green")
OLD = ("sd", "other")  # built like SD 1.5, and able to do everything
EXTRAS = (
    {},
    {"high_res": HighRes(scale=1.5, denoise=0.6)},
    {"high_res": HighRes(scale=1.5, enlarger=Enlarger.LATENT)},
    {"seamless": Seamless.X},
    {"variation": Variation(seed=3, strength=0.2)},
    {"refiner": Refiner("other", 0.5)},
    {"savings": Savings(deep_cache=2, guidance_start=0.3)},
)
PLACES = {"place": ("house", "tree")}
SCHEDULERS = ("", "Euler", "Euler a", "DPM++ 2M Karras", "DPM++ 2M SDE", "DDIM", "UniPC", "LCM")
PROMPTS = (
    "a red house by the sea",
    "a (blue:1.3) cat, [house:tree:0.5]",
    "a {red|blue} __place__ by night",
    "a green tree AND a red cat",
    "a cat <lora:ink:0.8> by the sea",
)


def write_lora(path):
    """Write a LoRA for the tiny checkpoint built like SD 1.5."""
    import torch
    from safetensors.torch import save_file

    random_numbers = torch.Generator().manual_seed(5)
    down = torch.randn(2, 64, 1, 1, generator=random_numbers)
    up = torch.randn(64, 2, 1, 1, generator=random_numbers)
    layer = "lora_unet_mid_block_attentions_0_proj_in"
    save_file({f"{layer}.lora_down.weight": down, f"{layer}.lora_up.weight": up}, path)


class Kept:
    """The pictures that a project keeps for its requests."""

    def __init__(self, project):
        pixels = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
        mask = np.zeros((SIDE, SIDE, 3), np.uint8)
        mask[8:40, 16:56] = 255
        self.source = project.inputs.keep(PNG.encode(Picture(pixels)))
        self.mask = project.inputs.keep(PNG.encode(Picture(mask)))


def request(prompt, model, *, steps=3, guidance=4.0, scheduler="", **more):
    """Return a small request."""
    params = {"steps": steps, "guidance": guidance, "scheduler": scheduler, "clip_skip": 1}
    more.setdefault("extent", SMALL)
    return Request(prompt, model, params=params, **more)


def twelve(kept):
    """Return one request of each kind."""
    plain = "a red house by the sea"
    mask = Inpaint(kept.mask, grow=2, feather=6)
    return [
        request(PROMPTS[2], "sd", count=2, seed=4, wildcards=PLACES, scheduler="Euler a"),
        request(plain, "sd", source=kept.source, inpaint=mask, denoise=0.7, seed=5),
        request(PROMPTS[4], "sd", seed=6, negative="night", high_res=HighRes(scale=1.5)),
        request(plain, "sd", source=kept.source, outpaint=Outpaint(right=32), seed=11),
        request(
            plain, "sd", seed=12, seamless=Seamless.BOTH, variation=Variation(seed=8, strength=0.3)
        ),
        request(plain, "sd", seed=13, steps=4, refiner=Refiner("other", 0.5)),
        request(plain, "sd2", seed=14, steps=5, savings=Savings(deep_cache=2, guidance_end=0.8)),
        request(plain, "sdxl", seed=7, scheduler="DPM++ 2M SDE"),
        request(plain, "sdxl", seed=8, source=kept.source, denoise=0.5),
        request(PROMPTS[3], "sd-tiny-vae", seed=9, guidance=1.0),
        replace(request(PROMPTS[1], "starter", seed=10, style=INK), style_strength=0.7),
        replace(request(plain, "z_image", seed=15), params={"steps": 2}),
    ]


def by_chance(kept, count, seed=0):
    """Return as many requests whose every part is drawn by lot."""
    dice = random.Random(seed)
    return [_by_chance(kept, dice) for _ in range(count)]


def _by_chance(kept, dice):
    model = dice.choice((*OLD, "sd2", "sdxl", "sdxl_turbo", "sdxl_refiner", "starter", "z_image"))
    asked = request(
        dice.choice(PROMPTS if model in OLD else PROMPTS[:4]),
        model,
        seed=dice.randrange(2**32),
        negative=dice.choice(("", "night")),
        extent=dice.choice((SMALL, WIDE)) if model != "starter" else SMALL,
        wildcards=PLACES,
        count=dice.choice((1, 1, 2)),
    )
    steps = dice.randint(2, 4)
    if model == "z_image":
        return replace(asked, params={"steps": steps}, prompt=PROMPTS[0])
    params = {"guidance": dice.choice((1.0, 3.0, 7.5)), "scheduler": dice.choice(SCHEDULERS)}
    asked = replace(asked, params={**asked.params, **params, "steps": steps})
    if dice.random() < 0.5:
        asked = replace(asked, source=kept.source, denoise=dice.choice((0.3, 0.7, 1.0)))
        part = dice.choice(({}, {"inpaint": Inpaint(kept.mask)}, {"outpaint": Outpaint(top=32)}))
        return replace(asked, **(part if model in OLD else {}))
    if model in OLD:
        asked = replace(asked, **dice.choice(EXTRAS))
    return asked
