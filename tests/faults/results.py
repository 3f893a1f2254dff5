"""Faults while a picture is made, and of what is stored."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from tests.faults.fault import Fault, refused, sentence_of

if TYPE_CHECKING:
    from pathlib import Path

MANY = 20_000
FULL = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 2097152 bytes."


def stored(project, seed: int):
    """Store a picture of eight pixels."""
    import numpy as np

    from studio.core.artifact import Picture
    from studio.core.request import Extent, Request
    from studio.exporters.png import EXPORTER
    from studio.exporters.webp import thumbnail

    pixels = np.full((8, 8, 3), seed, np.uint8)
    files = {"image-0.png": EXPORTER.encode(Picture(pixels)), "thumb.webp": thumbnail(pixels)}
    request = Request(f"picture {seed}", extent=Extent(8, 8), seed=seed)
    return project.add(project.new_run_id(), request, files, {}, 0.1)


def worker(what: str, folder: Path, _checkpoints: Path) -> str:
    """Let a real worker process meet its end, then have the next one work."""
    from studio.core.job import CancelToken
    from studio.engine.client import WorkerEngine
    from tests.unit.engine_verbs import Order, scripted_runtime

    engine = WorkerEngine(scripted_runtime)
    try:
        run = partial(engine.run, "scripted", report=lambda _: None, cancel=CancelToken())
        said = refused(lambda: run(payload=order(what, folder)))
        assert run(payload=Order("count", 3)) == 3
        return said
    finally:
        engine.close()


def order(what: str, folder: Path):
    """Return the order; for a file that is cut off, with the model that it is of."""
    import numpy as np
    from safetensors.numpy import save_file

    from studio.core.model import Layout, Model
    from tests.unit.engine_verbs import Order

    if what != "cut off":
        return Order(what)
    path = folder / "model.safetensors"
    save_file({"weight": np.zeros(1 << 21, np.float32)}, path)
    return Order(what, model=Model("model", "Model", "sd15", path, Layout.FILE))


class OutOfMemory:
    """Lets the denoiser run out of memory so many times."""

    def __init__(self, times: int) -> None:
        import torch
        from diffusers import UNet2DConditionModel

        self.left, self.forward = times, UNet2DConditionModel.forward
        needed = "CUDA out of memory. Tried to allocate 20.00 GiB."

        def forward(module, *args, **more):
            if self.left:
                self.left -= 1
                raise RuntimeError(f"DefaultCPUAllocator: can't allocate memory: {needed}")
            return self.forward(module, *args, **more)

        assert torch.is_grad_enabled()
        UNet2DConditionModel.forward = forward


def memory_runs_out(times: int, _folder: Path, checkpoints: Path) -> str:
    """Run out of memory in the middle of a job; the next one is drawn."""
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    runtime, trouble = Runtime(), OutOfMemory(times)
    said = refused(lambda: draw(runtime, checkpoints / "sd", steps=1))
    trouble.left = 0
    assert draw(runtime, checkpoints / "sd", steps=1).pixels.std() > 0
    return said


def memory_runs_out_loading(_folder: Path, checkpoints: Path) -> str:
    """Run out of memory while a model is loaded; the one before can be used again."""
    from studio.engine.memory.filling import Filler
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    runtime = Runtime()
    before = draw(runtime, checkpoints / "starter", steps=1).pixels
    put, asked = Filler._put, []

    def fail_at_last(filler, module, *rest):
        asked.append(module)
        if len(asked) > 100:
            raise RuntimeError(
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 2097152 bytes."
            )
        put(filler, module, *rest)

    Filler._put = fail_at_last
    said = refused(lambda: draw(runtime, checkpoints / "sd", steps=1))
    Filler._put = put
    after = draw(runtime, checkpoints / "starter", steps=1).pixels
    assert (before == after).all()
    return said


def black_picture(_folder: Path, checkpoints: Path) -> str:
    """Let the decoder overflow in every number format: no black picture, but a sentence."""
    import torch
    from diffusers import AutoencoderKL

    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    decode = AutoencoderKL.decode

    def overflow(module, *args, **more):
        found = decode(module, *args, **more)
        image = found[0] if isinstance(found, tuple) else found.sample
        image.fill_(torch.nan)
        return found

    runtime = Runtime()
    AutoencoderKL.decode = overflow
    said = refused(lambda: draw(runtime, checkpoints / "sd", steps=1))
    AutoencoderKL.decode = decode
    assert draw(runtime, checkpoints / "sd", steps=1).pixels.std() > 0
    return said


def many_runs(folder: Path, _checkpoints: Path) -> str:
    """Open a project of very many runs: the newest are there without reading the rest."""
    from studio.core.job import CancelToken
    from studio.tasks.open_project import OpenProject
    from tests.many_runs import build

    build(folder / "project", MANY)
    found = OpenProject(folder / "project", cache=folder / "cache").run(
        lambda _: None, CancelToken()
    )
    try:
        return f"opened; {len(found.unread or ())} still to read"
    finally:
        found.project.close()


def no_network(folder: Path, checkpoints: Path) -> str:
    """Draw from the command line where every look at the network is an error."""
    import socket

    from studio import cli

    asked = []

    def refuse(*args, **_more):
        asked.append(args)
        raise OSError("there is no network")

    socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
    words = ["generate", "a red house", "--model", str(checkpoints / "sd")]
    more = ["--size", "64x64", "--steps", "1", "--project", str(folder / "project")]
    status = cli.main([*words, *more])
    assert asked == []
    return f"exit status {status}"


def cancelled(stage: str, folder: Path, checkpoints: Path) -> str:
    """Cancel when a stage is first heard of; nothing is stored, and the next job runs."""
    from studio.core.errors import Cancelled
    from studio.core.job import CancelToken
    from studio.core.project import Project
    from studio.engine.runtime import Runtime
    from studio.tasks.generate import Generate
    from tests.unit.engine_help import draw, payload

    runtime, cancel, steps = Runtime(), CancelToken(), []
    asked = payload(checkpoints / "sd", steps=8)

    def report(progress):
        steps.append(progress.step)
        if progress.stage and stage in str(progress.stage):
            cancel.cancel()

    with Project.open(folder / "project", create=True) as project:
        task = Generate(runtime, project, asked.request, asked.model, project.new_run_id)
        try:
            task.run(report, cancel)
        except Cancelled:
            found = list((project.root / "runs").iterdir())
            assert found == []
            assert draw(runtime, checkpoints / "sd", steps=1).pixels.std() > 0
            return "cancelled, and nothing stored"
        except Exception as error:  # noqa: BLE001 - a cancel is no error
            return sentence_of(error)
    return "not cancelled"


def same_again(_folder: Path, checkpoints: Path) -> str:
    """Draw the same request with two runtimes, another one in between."""
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    one, two = Runtime(), Runtime()
    first = draw(one, checkpoints / "sdxl", "a cat", seed=9).pixels
    draw(two, checkpoints / "sd", "a tree", seed=1)
    second = draw(two, checkpoints / "sdxl", "a cat", seed=9).pixels
    hashes = {hashlib.sha256(pixels.tobytes()).hexdigest() for pixels in (first, second)}
    return f"{len(hashes)} picture"


def slow_drive(_folder: Path, checkpoints: Path) -> str:
    """Load from behind a network: it is read in order, said so, and draws the same."""
    from studio.engine.memory import reading
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    usual = draw(Runtime(), checkpoints / "sd", steps=1).pixels
    reading.is_remote = lambda _path: True
    reading.Mapped = None  # would fail where it is used
    told = []
    slow = draw(Runtime(), checkpoints / "sd", steps=1, report=lambda p: told.append(str(p.stage)))
    assert (usual == slow.pixels).all()
    return next(stage for stage in told if "slowly" in stage)


FAULTS = (
    Fault(8, "segmentation-fault", partial(worker, "crash"), "SIGSEGV|fault"),
    Fault(8, "killed", partial(worker, "kill"), "memory ran out|SIGKILL"),
    Fault(9, "model-cut-off-while-mapped", partial(worker, "cut off"), "cut off or replaced"),
    Fault(10, "memory-runs-out", partial(memory_runs_out, 10**6), "[Mm]emory ran out"),
    Fault(11, "memory-runs-out-loading", memory_runs_out_loading, "[Mm]emory ran out"),
    Fault(12, "black-picture", black_picture, "not finite"),
    Fault(30, "many-runs", many_runs, "opened"),
    Fault(41, "no-network", no_network, "exit status 0"),
    Fault(42, "slow-drive", slow_drive, "lies on a slow drive or behind a network"),
    Fault(43, "cancel-drawing", partial(cancelled, "Drawing"), "nothing stored"),
    Fault(43, "cancel-loading", partial(cancelled, "Loading"), "nothing stored"),
    Fault(43, "cancel-decoding", partial(cancelled, "Finishing"), "nothing stored"),
    Fault(44, "graphics-card-lost", partial(worker, "lose the card"), "[Gg]raphics card|device"),
    Fault(48, "same-again", same_again, "1 picture"),
)
