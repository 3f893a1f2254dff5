"""The parameters every diffusion family shares; each family declares its own defaults."""

from __future__ import annotations

from typing import Any

from studio.core.params import choice, decimal, integer
from studio.core.text import N_
from studio.engine.schedulers import CHOICES


def steps(default: int) -> Any:
    """Declare the number of denoising steps."""
    return integer(
        default,
        1,
        150,
        title=N_("Steps"),
        help=N_("More steps give finer, steadier pictures and take proportionally longer."),
    )


def guidance(default: float) -> Any:
    """Declare the guidance scale; 1 switches guidance off."""
    return decimal(
        default,
        1.0,
        30.0,
        0.5,
        title=N_("Guidance"),
        help=N_(
            "How closely the picture follows the words. Low is loose and soft, high is literal and "
            "harsh; at 1 the negative prompt has no effect and a step takes half the time."
        ),
    )


def scheduler() -> Any:
    """Declare the choice of scheduler; empty means the checkpoint's own."""
    return choice(
        "",
        CHOICES,
        title=N_("Scheduler"),
        help=N_(
            "The path from noise to picture. It changes details and how few steps suffice; "
            "those with an a or SDE keep changing the picture as steps are added."
        ),
    )


def clip_skip() -> Any:
    """Declare how many of the text encoder's last layers are left out, counted from 1."""
    return integer(
        1,
        1,
        12,
        title=N_("Clip skip"),
        help=N_(
            "Which layer of the text encoder is read, from the end. Some illustration models were "
            "trained with 2; with the others it blurs the meaning of the words."
        ),
    )
