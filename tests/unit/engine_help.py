"""Short ways to ask the engine for a picture, and to ask the bare pipeline for the same one."""

import numpy as np

from studio.core.job import CancelToken
from studio.core.request import Extent, Request
from studio.engine.verbs.generate import GeneratePayload
from studio.engine.weights import model_at

SMALL = Extent(64, 64)


def payload(
    folder,
    prompt="a red house by the sea",
    *,
    extent=SMALL,
    seed=3,
    negative="",
    source=None,
    denoise=0.6,
    additions=(),
    mask=None,
    parts=None,
    others=None,
    **params,
):
    """Return what the verb `generate` takes, for four steps unless told otherwise.

    `parts` are further fields of the request, such as `inpaint`.
    """
    params = {"steps": 4, "guidance": 5.0, **params}
    request = Request(
        prompt,
        model=str(folder),
        negative=negative,
        extent=extent,
        seed=seed,
        params=params,
        denoise=denoise,
        source="" if source is None else "0" * 64,
        **(parts or {}),
    )
    return GeneratePayload(
        request, model_at(folder), source, additions, mask=mask, others=others or {}
    )


def draw(engine, folder, prompt="a red house by the sea", *, report=None, cancel=None, **more):
    """Return the `Generated` of one request."""
    asked = payload(folder, prompt, **more)
    return engine.run("generate", asked, report or (lambda _: None), cancel or CancelToken())


def ramps():
    """Return a picture with both smooth parts and edges, (64, 64, 3) uint8."""
    ramp = np.linspace(0, 255, 64, dtype=np.uint8)
    sides = [np.tile(ramp, (64, 1)), np.tile(ramp[:, None], (1, 64)), np.full((64, 64), 90)]
    pixels = np.stack(sides, 2)
    pixels[20:40, 20:40] = (250, 40, 30)
    return pixels.astype(np.uint8)


def bare_pipe(folder, task, recipe=None):
    """Return the diffusers pipeline for a folder and a task ("Img2Img", "Inpaint")."""
    import diffusers

    two = (folder / "text_encoder_2").is_dir()
    kind = getattr(diffusers, f"StableDiffusion{'XL' if two else ''}{task}Pipeline")
    more = {} if two else {"safety_checker": None, "requires_safety_checker": False}
    pipe = kind.from_pretrained(folder, local_files_only=True, **more)
    pipe.set_progress_bar_config(disable=True)
    if recipe:
        scheduler = getattr(diffusers, recipe.kind)
        pipe.scheduler = scheduler.from_config(pipe.scheduler.config, **recipe.config)
    return pipe
