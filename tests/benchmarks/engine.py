"""What the engine adds to a picture: previews, the second process, and what its cache saves."""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager

from studio.core import paths
from studio.core.job import CancelToken
from studio.core.request import Request
from studio.engine.client import WorkerEngine
from studio.engine.runtime import Runtime
from studio.engine.verbs.generate import GeneratePayload
from studio.engine.weights import model_at

PROMPT = "a red house by the sea at sunset, watercolor"
STEPS, ROUNDS = 20, 5


def run():
    here, there = Runtime(), WorkerEngine()
    alone = median(here)
    yield from previews(here, alone)
    yield from words(here, alone)
    apart = median(there)
    there.close()
    yield f"a picture through the worker process takes {apart / alone:.2f}x one in this process"


def previews(engine, alone):
    from studio.engine.preview import Projection

    spent, pictures = [0.0], [0]
    with timed(Projection, "picture", spent, pictures):
        for seed in range(ROUNDS):
            draw(engine, seed)
    share = spent[0] / ROUNDS / alone
    yield f"{pictures[0] / ROUNDS:.0f} previews a picture take {share:.2%} of it (the aim: 2 %)"


def words(engine, alone):
    from studio.engine.conditioning import TextEncoder

    spent, passes = [0.0], [0]
    with timed(TextEncoder, "_forward", spent, passes):
        draw(engine, 1, "a blue boat at night, ink")
        first_s, first = spent[0], passes[0]
        draw(engine, 2, "a blue boat at night, ink")
    saved = passes[0] - first
    yield f"the same words again: {saved} passes of the text encoder instead of {first}"
    yield f"reading words costs {first_s / alone:.1%} of a picture, once"


def draw(engine, seed, prompt=PROMPT):
    """Draw with the starter model, and return the seconds it took."""
    model = model_at(paths.resources() / "models" / "starter")
    params = {"steps": STEPS, "guidance": 5.0, "scheduler": "", "clip_skip": 1}
    request = Request(prompt, extent=model.native, seed=seed, params=params)
    start = time.perf_counter()
    engine.run("generate", GeneratePayload(request, model), lambda _: None, CancelToken())
    return time.perf_counter() - start


@contextmanager
def timed(owner, name, spent, calls):
    """Add up the time spent in a method, and count its calls."""
    method = getattr(owner, name)

    def measured(*args):
        start = time.perf_counter()
        try:
            return method(*args)
        finally:
            spent[0] += time.perf_counter() - start
            calls[0] += 1

    setattr(owner, name, measured)
    try:
        yield
    finally:
        setattr(owner, name, method)


def median(engine):
    """Return the median seconds of a picture once the model is loaded."""
    draw(engine, 0)
    return statistics.median(draw(engine, seed) for seed in range(1, ROUNDS + 1))
