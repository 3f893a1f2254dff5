"""How long a starter picture takes: loaded, from a cold start, and against diffusers."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from studio.core import paths
from studio.core.job import CancelToken
from studio.core.request import Request
from studio.engine.runtime import Runtime
from studio.engine.verbs.generate import GeneratePayload
from studio.engine.weights import model_at

PROMPT = "a red house by the sea at sunset, watercolor"
STEPS, ROUNDS = 20, 5


def run():
    model = model_at(paths.resources() / "models" / "starter")
    engine = Runtime()
    params = {"steps": STEPS, "guidance": 5.0, "scheduler": "", "clip_skip": 1}
    request = Request(PROMPT, extent=model.native, params=params)

    def ours(seed):
        payload = GeneratePayload(replace(request, seed=seed), model)
        engine.run("generate", payload, lambda _progress: None, CancelToken())

    loaded = median(ours)
    yield f"{model.native} at {STEPS} steps, once loaded: {loaded:.2f} s (the aim: 4 s, two cores)"
    bare = median(pipeline_of(model))
    yield f"the bare diffusers pipeline: {bare:.2f} s; ours takes {loaded / bare:.2f}x"
    yield f"from the start of the process: {from_start():.1f} s (the aim: 25 s)"


def median(make):
    make(0)
    times = []
    for seed in range(1, ROUNDS + 1):
        start = time.perf_counter()
        make(seed)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def pipeline_of(model):
    import torch
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(model.path, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)

    def make(seed):
        pipeline(
            PROMPT,
            num_inference_steps=STEPS,
            guidance_scale=5.0,
            width=model.native.width,
            height=model.native.height,
            generator=torch.Generator().manual_seed(seed),
        )

    return make


def from_start():
    main = Path(__file__).parents[2] / "main.py"
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(main), "generate", PROMPT, "--steps", str(STEPS), "--json"],
            env=os.environ | {"STUDIO_HOME": home},
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert len(json.loads(done.stdout)["runs"]) == 1
        return time.perf_counter() - start
