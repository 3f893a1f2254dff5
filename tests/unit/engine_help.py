"""Short ways to ask the engine for a picture, and to ask the bare pipeline for the same one."""

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
