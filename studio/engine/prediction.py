"""Finds out what a denoiser predicts, for checkpoints that do not say it.

At the last timestep of the training schedule the input is almost nothing but noise. A network that
predicts the noise returns its input there; one that predicts the velocity v = a * noise - s * x0
(Salimans and Ho 2022, section 4), where a is almost 0, returns a picture that has nothing to do
with it. So the correlation of the two tells them apart, with one pass through the network.
"""

from __future__ import annotations

from typing import Any

from studio.engine.memory.leaving import present

SIDE = 16  # of the latents that are tried
LAST_STEP = 999
ALIKE = 0.5  # networks that predict noise reach almost 1


def predicted(unet: Any, width: int, length: int) -> str:
    """Return "epsilon" or "v_prediction"; `width` and `length` are those of its conditioning."""
    import torch

    source = torch.Generator("cpu").manual_seed(0)
    shape = (1, unet.config.in_channels, SIDE, SIDE)
    noise = torch.randn(shape, generator=source).to(unet.device, unet.dtype)
    words = torch.zeros((1, length, width), device=unet.device, dtype=unet.dtype)
    with torch.no_grad(), present(unet):
        answer = unet(noise, LAST_STEP, encoder_hidden_states=words, return_dict=False)[0]
    pair = torch.stack([noise.flatten(), answer.flatten()]).float()
    return "epsilon" if float(torch.corrcoef(pair)[0, 1]) > ALIKE else "v_prediction"
