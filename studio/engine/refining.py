"""A second model goes on where the first stops: the refiner of SDXL, or any of the same latents.

As in the diffusers pipelines the share of the steps stands for a timestep: the first model does all
of them that lie before it, the second the rest, without any new noise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import RequestError, WeightsMissingError
from studio.core.text import N_
from studio.engine.stopping import stopping

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.model import Model
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.family import Generator
    from studio.engine.passes import Pass
    from studio.engine.payload import GeneratePayload
    from studio.engine.start import Start


def with_refiner(payload: GeneratePayload, load: Callable[[Model], Generator]) -> GeneratePayload:
    """Return a request with the model that takes over, if it names one.

    Raises `WeightsMissingError` for one that is not among the models that came with the request.
    """
    asked = payload.request.refiner
    if asked is None:
        return payload
    if asked.model not in payload.others:
        raise WeightsMissingError(
            N_("The refiner {name} is not there: choose another one."), name=asked.model
        )
    return replace(payload, refiner=load(payload.others[asked.model]))


def check_refiner(first: Checkpoint, second: Checkpoint) -> None:
    """Raise `RequestError` for a model that could not read the first one's latents."""
    if _latents(first) != _latents(second):
        raise RequestError(
            N_("{refiner} cannot go on with what {model} began: they see pictures differently."),
            refiner=second.model.title,
            model=first.model.title,
        )


def _latents(of: Checkpoint) -> tuple[object, ...]:
    return (of.channels, of.factor, of.parts.vae.config.scaling_factor)


def denoised(first: Pass, start: Start) -> Any:
    """Return clean latents (1, C, h, w), finished by the refiner where one is wanted."""
    second, asked = first.sitting.refiner, first.sitting.request.refiner
    if second is None or asked is None:
        return first.run(start)
    begin = start.step * int(first.scheduler.order)
    at = max(handover(first.scheduler, asked.switch, first.sitting.script.steps), begin)
    if at >= len(first.scheduler.timesteps):
        return first.run(start)
    latents = start.latents if at == begin else first.run(start, end=at)
    last = _taking_over(first, second)
    last.begin_at(at)
    with stopping(first.sitting.cancel, second.parts.unet, *second.parts.encoders):
        return last.run(last.shown(replace(start, latents=latents)), begin=at)


def _taking_over(first: Pass, second: Checkpoint) -> Pass:
    """Return a pass of the second model with a scheduler of the first one's kind.

    A scheduler that cannot be told where to begin (PNDM counts its steps) goes on itself.
    """
    kind = first.checkpoint.parts.scheduler["_class_name"]
    parts = replace(second.parts, scheduler={**second.parts.scheduler, "_class_name": kind})
    script = first.sitting.script.read_by(second.conditioner)
    last = first.taken_over(replace(second, parts=parts), replace(first.sitting, script=script))
    if (
        hasattr(last.scheduler, "set_begin_index")
        or last.scheduler.config != first.scheduler.config
    ):
        return last
    return replace(last, scheduler=first.scheduler)


def handover(scheduler: Any, switch: float, steps: int) -> int:
    """Return the first pass that the second model does; the number of passes when none is left."""
    train, order = int(scheduler.config.num_train_timesteps), int(scheduler.order)
    cutoff = round(train - switch * train)
    timesteps = scheduler.timesteps
    return next((k * order for k in range(steps) if timesteps[k * order] < cutoff), len(timesteps))
