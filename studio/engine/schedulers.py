"""Schedulers by the names people know them by, built from a checkpoint's own scheduler config.

Only what a name stands for is overridden: the noise schedule, the kind of prediction and the rest
stay as the checkpoint says. "" is the checkpoint's own scheduler, untouched.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, RequestError
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = {"use_karras_sigmas": False, "use_exponential_sigmas": False, "use_beta_sigmas": False}
_KARRAS = {**_PLAIN, "use_karras_sigmas": True}
_EXPONENTIAL = {**_PLAIN, "use_exponential_sigmas": True}
_TRAILING = {"timestep_spacing": "trailing"}  # begins at pure noise, as few-step models want it
_ODE = {"algorithm_type": "dpmsolver++", "solver_order": 2, "final_sigmas_type": "zero"}
_SDE = {**_ODE, "algorithm_type": "sde-dpmsolver++"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A diffusers class and the config values that a name stands for."""

    kind: str
    config: Mapping[str, Any] = field(default_factory=dict)


RECIPES: Mapping[str, Recipe] = {
    "Euler": Recipe("EulerDiscreteScheduler", _PLAIN),
    "Euler Karras": Recipe("EulerDiscreteScheduler", _KARRAS),
    "Euler Trailing": Recipe("EulerDiscreteScheduler", {**_PLAIN, **_TRAILING}),
    "Euler a": Recipe("EulerAncestralDiscreteScheduler"),
    "Euler a Trailing": Recipe("EulerAncestralDiscreteScheduler", _TRAILING),
    "Heun": Recipe("HeunDiscreteScheduler", _PLAIN),
    "Heun Karras": Recipe("HeunDiscreteScheduler", _KARRAS),
    "DPM2": Recipe("KDPM2DiscreteScheduler", _PLAIN),
    "DPM2 Karras": Recipe("KDPM2DiscreteScheduler", _KARRAS),
    "DPM2 a": Recipe("KDPM2AncestralDiscreteScheduler", _PLAIN),
    "DPM2 a Karras": Recipe("KDPM2AncestralDiscreteScheduler", _KARRAS),
    "DPM++ 2S": Recipe("DPMSolverSinglestepScheduler", {**_ODE, **_PLAIN}),
    "DPM++ 2S Karras": Recipe("DPMSolverSinglestepScheduler", {**_ODE, **_KARRAS}),
    "DPM++ 2M": Recipe("DPMSolverMultistepScheduler", {**_ODE, **_PLAIN}),
    "DPM++ 2M Karras": Recipe("DPMSolverMultistepScheduler", {**_ODE, **_KARRAS}),
    "DPM++ 2M Exponential": Recipe("DPMSolverMultistepScheduler", {**_ODE, **_EXPONENTIAL}),
    "DPM++ 2M SDE": Recipe("DPMSolverMultistepScheduler", {**_SDE, **_PLAIN}),
    "DPM++ 2M SDE Karras": Recipe("DPMSolverMultistepScheduler", {**_SDE, **_KARRAS}),
    "DPM++ SDE": Recipe("DPMSolverSinglestepScheduler", {**_SDE, **_PLAIN}),
    "DPM++ SDE Karras": Recipe("DPMSolverSinglestepScheduler", {**_SDE, **_KARRAS}),
    "LMS": Recipe("LMSDiscreteScheduler", _PLAIN),
    "LMS Karras": Recipe("LMSDiscreteScheduler", _KARRAS),
    "UniPC": Recipe("UniPCMultistepScheduler", {**_PLAIN, "final_sigmas_type": "zero"}),
    "DEIS": Recipe("DEISMultistepScheduler", _PLAIN),
    "DDIM": Recipe("DDIMScheduler"),
    "DDIM Trailing": Recipe("DDIMScheduler", _TRAILING),
    "DDPM": Recipe("DDPMScheduler"),
    "PNDM": Recipe("PNDMScheduler", {"skip_prk_steps": True}),
    "LCM": Recipe("LCMScheduler"),
    "TCD": Recipe("TCDScheduler"),
}
CHOICES = (("", N_("The model's own")), *((name, name) for name in RECIPES))


def named(text: str) -> str | None:
    """Return the scheduler that `text` means whatever its case and spacing, or none."""
    wanted = "".join(text.casefold().split())
    return next((n for n in RECIPES if "".join(n.casefold().split()) == wanted), None)


def build_scheduler(name: str, own: Mapping[str, Any], *, mend: bool) -> Any:
    """Return a fresh diffusers scheduler: the named one, or for "" the checkpoint's `own`.

    `own` is the checkpoint's scheduler config with its `_class_name`. With `mend`, outdated configs
    are corrected in the two ways in which `StableDiffusionPipeline` does it when it is built. A
    scheduler remembers where it is, so every picture gets a new one.
    """
    scheduler = _kind(str(own["_class_name"])).from_config(dict(own))
    if mend and getattr(scheduler.config, "steps_offset", 1) != 1:
        scheduler.register_to_config(steps_offset=1)
    if mend and getattr(scheduler.config, "clip_sample", False) is True:
        scheduler.register_to_config(clip_sample=False)
    if name:
        recipe = RECIPES[name]
        scheduler = _kind(recipe.kind).from_config(scheduler.config, **recipe.config)
    return scheduler


def set_steps(scheduler: Any, steps: int, device: str) -> None:
    """Lay out the steps; raises `RequestError` for more than the scheduler's method knows."""
    try:
        scheduler.set_timesteps(steps, device=device)
    except ValueError:
        most = getattr(scheduler.config, "original_inference_steps", 0)
        if not most:
            raise
        raise RequestError(
            N_("This scheduler makes at most {most} steps. Choose fewer, or another scheduler."),
            most=most,
        ) from None


def _kind(name: str) -> Any:
    import diffusers
    from diffusers.schedulers.scheduling_utils import SchedulerMixin

    if name == "LMSDiscreteScheduler":  # diffusers wants SciPy for it
        from studio.engine.nets.lms import ExactLMSDiscreteScheduler

        return ExactLMSDiscreteScheduler
    kind: Any = getattr(diffusers, name, None)
    is_known = inspect.isclass(kind) and issubclass(kind, SchedulerMixin)
    if not is_known:
        raise ModelRefusedError(
            N_("The model asks for a scheduler that is not known: {kind}."), kind=name
        )
    return kind


def step_options(scheduler: Any, generator: Any) -> dict[str, Any]:
    """Return the extra arguments of this scheduler's `step`, as the bare pipelines pass them.

    Schedulers that draw noise at every step draw it from the picture's own generator.
    """
    accepted = inspect.signature(scheduler.step).parameters
    options = {"eta": 0.0, "generator": generator}
    return {key: value for key, value in options.items() if key in accepted}
