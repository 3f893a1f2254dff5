"""What each saving costs in likeness and leaves out in work: the starter model, against itself.

The starter is the one trained model that is always there. PSNR is of pictures in 0 to 255, the mean
and the worst over the seeds and prompts; higher is more alike (40 dB is hard to see, 20 dB another
picture of the same thing).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.core import paths
from studio.core.job import CancelToken
from studio.core.request import Request
from studio.core.request_parts import Savings
from studio.engine.runtime import Runtime
from studio.engine.verbs.generate import GeneratePayload
from studio.engine.weights import model_at

PROMPTS = (
    "a red house by the sea at sunset, watercolor",
    "a cat under a tree at night, flat colors",
    "mountains behind a lake in the morning",
    "a boat on the sea, ink",
)
STEPS, GUIDANCE = 25, 3.0
SAVINGS = {
    "inner blocks every 2nd step": Savings(deep_cache=2),
    "inner blocks every 3rd step": Savings(deep_cache=3),
    "inner blocks every 5th step": Savings(deep_cache=5),
    "guidance in the first 60 % of the steps": Savings(guidance_end=0.6),
    "guidance in the first 80 % of the steps": Savings(guidance_end=0.8),
    "guidance from 10 % to 80 % of the steps": Savings(guidance_start=0.1, guidance_end=0.8),
}


def run():
    engine = Runtime()
    exact = pictures(engine, Savings())
    for name, savings in SAVINGS.items():
        made = pictures(engine, savings)
        alike = [psnr(a, b) for a, b in zip(exact[0], made[0], strict=True)]
        share = made[1] / exact[1]
        yield (
            f"{name}: {share:.0%} of the denoiser's work; PSNR {np.mean(alike):.1f} dB, "
            f"at worst {min(alike):.1f} dB"
        )
    engine.close()


def pictures(engine, savings):
    """Return one picture of each prompt, and the operations of the denoiser."""
    from torch.utils.flop_counter import FlopCounterMode

    model = model_at(paths.resources() / "models" / "starter")
    params = {"steps": STEPS, "guidance": GUIDANCE, "scheduler": "", "clip_skip": 1}
    made = []
    with FlopCounterMode(display=False) as counter:
        for seed, prompt in enumerate(PROMPTS):
            request = Request(prompt, extent=model.native, seed=seed, params=params)
            payload = GeneratePayload(replace(request, savings=savings), model, preview_s=0)
            made.append(engine.run("generate", payload, lambda _: None, CancelToken()).pixels)
    return made, counter.get_total_flops() - decoding(engine, model, len(PROMPTS))


def decoding(engine, model, count):
    """Return the operations of decoding so many pictures, which no saving here touches."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    generator = engine.generator(model, lambda _: None, CancelToken())
    vae, factor = generator.checkpoint.parts.vae, generator.checkpoint.factor
    side = model.native.width // factor
    latents = torch.zeros((1, generator.checkpoint.channels, side, side))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        vae.decode(latents)
    return counter.get_total_flops() * count


def psnr(one, other):
    error = float(np.mean((one.astype(np.float64) - other) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)
