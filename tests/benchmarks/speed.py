"""What a job costs beside the bare pipeline, and what every saving leaves out, counted and timed.

    python -m tests.benchmarks.speed [--device cuda] [--only work|starter|sd15] [--rounds 3] ...

Both sides draw with the very same modules in one process, in turn, so that a machine that is busy
with other things is busy for both. Work is counted on the meta device, at true sizes; it is the
same on every machine. Stable Diffusion 1.5 has its true size and random weights.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from studio.core import paths
from studio.core.job import CancelToken
from studio.core.request import Extent, Request
from studio.core.request_parts import Savings
from studio.engine.runtime import Runtime
from studio.engine.savings.tuning import Level, can_compile
from studio.engine.verbs.generate import GeneratePayload
from studio.engine.weights import model_at

PROMPT = "a red house by the sea"
PEAK_TFLOPS = {"H100": 989.0, "H200": 989.0, "A100": 312.0}  # dense half precision
UNET_TFLOP = {256: 0.180, 512: 0.803, 768: 2.148}  # one row through SD 1.5, counted


def run(options=None):
    options = options or parser().parse_args([])
    if options.device != "cuda":
        os.environ["STUDIO_DEVICE"] = options.device
    for name, part in (("work", counted), ("starter", small), ("sd15", true_size)):
        if options.only in ("", name):
            yield from part(options)


# ------------------------------------------------------------------------------- work, counted


def counted(_options):
    """Count the work of the real architectures; no weights, no time."""
    import torch

    with torch.device("meta"):
        yield from denoisers()
        yield from decoders()


def denoisers():
    from diffusers import UNet2DConditionModel

    from studio.engine.savings.deep_cache import deep_cached
    from tests.unit.test_deep_cache import SD15, SDXL

    for name, config, px in (("SD 1.5", SD15, 512), ("SDXL", SDXL, 1024)):
        unet = UNet2DConditionModel(**config)
        two, one = (flops(lambda: pass_of(unet, config, px, rows)) for rows in (2, 1))  # noqa: B023
        yield f"{name} {px} px: a guided step {two:.2f} TFLOP, without guidance {one / two:.2f}x"
        for interval in (2, 3, 5):
            cached = deep_cached(unet, interval)
            work = [flops(lambda: pass_of(cached, config, px, 2)) for _ in range(interval)]  # noqa: B023
            yield f"  DeepCache every {interval}: {two * interval / sum(work):.2f}x fewer FLOPs"


def pass_of(unet, config, px, rows):
    import torch

    latents = torch.zeros((rows, 4, px // 8, px // 8), device="meta")
    text = torch.zeros((rows, 77, config["cross_attention_dim"]), device="meta")
    more = {}
    if "addition_embed_type" in config:
        ids = torch.zeros((rows, 6), device="meta")
        more["added_cond_kwargs"] = {
            "text_embeds": torch.zeros((rows, 1280), device="meta"),
            "time_ids": ids,
        }
    time_ = torch.tensor(500, device="meta")
    return unet(latents, time_, encoder_hidden_states=text, return_dict=False, **more)


def decoders():
    import torch
    from diffusers import AutoencoderKL, AutoencoderTiny

    from tests.true_size import VAE_CONFIG

    latents = torch.zeros((1, 4, 64, 64), device="meta")
    full, tiny = AutoencoderKL(**VAE_CONFIG), AutoencoderTiny()
    large, small_ = flops(lambda: full.decode(latents)), flops(lambda: tiny.decode(latents))
    yield f"decoding 512 px: VAE {large:.2f} TFLOP, TAESD {large / small_:.1f}x fewer"


def flops(work):
    """Return the operations of some work, in 10^12."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter, torch.no_grad():
        work()
    return counter.get_total_flops() / 1e12


# ----------------------------------------------------------------------------------- seconds


def small(options):
    """Time the starter model, whose steps are short: there our own part weighs most."""
    folder = paths.resources() / "models" / "starter"
    bench = Bench(folder, Extent(256, 256), 20, 5.0)
    yield from overhead("starter 256 px, 20 steps", bench, options.pairs)
    bench.close()


def true_size(options):
    from tests.true_size import write_sd15

    with tempfile.TemporaryDirectory() as home:
        folder = write_sd15(Path(home) / "sd15")
        bench = Bench(folder, Extent(options.px, options.px), options.steps, 7.5)
        title = f"SD 1.5 at true size, {options.px} px, {options.steps} steps"
        yield from overhead(title, bench, options.rounds)
        yield from savings(bench, options)
        if bench.device == "cuda":
            yield from tunings(bench, options)
        bench.close()


def overhead(title, bench, pairs):
    """Time our job and the bare pipeline in turn; the ratio is the median of the pairs."""
    ours, theirs, work = [], [], []
    bench.ours(0), bench.bare(0)  # which also waits for the hash of the model
    for seed in range(1, pairs + 1):
        order = (bench.ours, bench.bare) if seed % 2 else (bench.bare, bench.ours)
        spent = {make: timed(make, seed) for make in order}
        ours.append(spent[bench.ours][0])
        theirs.append(spent[bench.bare][0])
        work.append(spent[bench.ours][1] / spent[bench.bare][1])
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    yield (
        f"{title}: ours {statistics.median(ours):.2f} s, bare {statistics.median(theirs):.2f} s; "
        f"{ratio:.3f}x by the clock, {statistics.median(work):.3f}x by the work of the processor "
        f"(median of {pairs} pairs; the aim: 1.03)"
    )


def savings(bench, options):
    """Time what a saving brings at true size."""
    plain = statistics.median(timed(bench.ours, s)[0] for s in range(options.rounds))
    for name, kept in {
        "DeepCache every 3": Savings(deep_cache=3),
        "guidance in the first half": Savings(guidance_end=0.5),
    }.items():
        quick = statistics.median(
            timed(lambda s: bench.ours(s, savings=kept), s)[0]  # noqa: B023
            for s in range(options.rounds)
        )
        yield f"  {name}: {plain / quick:.2f}x as quick"


def tunings(bench, options):
    """Time tuned and compiled models on a graphics card, with their difference."""
    import numpy as np
    import torch

    exact, alone = bench.ours(1), 0.0
    levels = [Level.NONE, Level.TUNED, *([Level.COMPILED] if can_compile(bench.device) else [])]
    for level in levels:
        first = timed(lambda s: bench.ours(s, tuning=level), 1)[0]  # noqa: B023
        torch.cuda.reset_peak_memory_stats()
        seconds = statistics.median(
            timed(lambda s: bench.ours(s, tuning=level), s)[0]  # noqa: B023
            for s in range(max(options.rounds, 5))
        )
        alone = alone or seconds
        peak = torch.cuda.max_memory_allocated() / 2**30
        error = np.abs(bench.ours(1, tuning=level).astype(int) - exact).max()
        yield (
            f"  {level or 'plain'}: {options.steps / seconds:.1f} it/s, "
            f"{alone / seconds:.2f}x plain, first picture {first:.1f} s, "
            f"peak {peak:.1f} GiB, MFU {mfu(options, seconds)}, "
            f"at most {error} of 255 from plain"
        )


def mfu(options, seconds):
    """Return the share of the card's arithmetic that denoising used, where both are known."""
    import torch

    name = torch.cuda.get_device_name()
    peak = next((value for card, value in PEAK_TFLOPS.items() if card in name), None)
    if peak is None or options.px not in UNET_TFLOP:
        return "unknown"
    return f"{UNET_TFLOP[options.px] * 2 * options.steps / seconds / peak:.0%}"


class Bench:
    """One checkpoint, drawn with by a job of ours and by the bare pipeline of diffusers."""

    def __init__(self, folder, extent, steps, guidance):
        self.engine, self.model = Runtime(), model_at(folder)
        params = {"steps": steps, "guidance": guidance, "scheduler": "", "clip_skip": 1}
        self.request = Request(PROMPT, model=str(folder), extent=extent, params=params)
        self.steps, self.guidance = steps, guidance
        drawn_by = self.engine.generator(self.model, lambda _: None, CancelToken()).checkpoint
        self.device = drawn_by.device.kind
        self.pipeline = pipeline_of(drawn_by)

    def ours(self, seed, savings=None, tuning=""):
        request = replace(self.request, seed=seed, savings=savings or Savings())
        payload = GeneratePayload(request, self.model, tuning=tuning)
        return self.engine.run("generate", payload, lambda _: None, CancelToken()).pixels

    def bare(self, seed):
        import torch

        self.pipeline(
            PROMPT,
            num_inference_steps=self.steps,
            guidance_scale=self.guidance,
            width=self.request.extent.width,
            height=self.request.extent.height,
            generator=torch.Generator().manual_seed(seed),
        )

    def close(self):
        self.pipeline = None
        self.engine.close()


def pipeline_of(drawn_by):
    """Return the bare pipeline around the modules that ours draws with."""
    from diffusers import StableDiffusionPipeline

    from studio.engine.schedulers import build_scheduler

    parts = drawn_by.parts
    pipeline = StableDiffusionPipeline(
        vae=parts.vae,
        text_encoder=parts.encoders[0],
        tokenizer=parts.tokenizers[0],
        unet=parts.unet,
        scheduler=build_scheduler("", parts.scheduler, mend=True),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def timed(make, seed):
    """Return the seconds by the clock and those of the processor."""
    start, work = time.perf_counter(), time.process_time()
    make(seed)
    return time.perf_counter() - start, time.process_time() - work


def parser():
    found = argparse.ArgumentParser(description=__doc__)
    found.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    found.add_argument("--only", default="", choices=("work", "starter", "sd15"))
    found.add_argument("--pairs", type=int, default=30, help="of pictures of the starter")
    found.add_argument("--rounds", type=int, default=3, help="of pictures at true size")
    found.add_argument("--px", type=int, default=256)
    found.add_argument("--steps", type=int, default=4)
    return found


if __name__ == "__main__":
    for line in run(parser().parse_args()):
        print(line, flush=True)
