"""What a process of its own holds in memory while it loads and draws; prints it as JSON.

`python -m tests.memory_child load MODEL` tells of loading alone, `jobs` of several jobs in a row.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

from studio.core.job import CancelToken
from studio.core.memory_use import resident

MIB = 1 << 20


def reset_peak():
    """Begin anew to note the largest size of this process."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak():
    """Return the largest size, in bytes, since `reset_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


def held():
    return resident(os.getpid())


def quiet(_progress):
    pass


def load(small, model):
    """Return the bytes that loading `model` takes at most, and those that stay."""
    from studio.engine.runtime import Runtime
    from studio.engine.weights import model_at

    runtime = Runtime(1)
    runtime.generator(model_at(Path(small)), quiet, CancelToken())
    runtime.free()
    before = held()
    reset_peak()
    generator = runtime.generator(model_at(Path(model)), quiet, CancelToken())
    modules = generator.checkpoint.parts.modules.values()
    weights = sum(p.nbytes for m in modules for p in m.parameters())
    return {"peak": peak() - before, "kept": held() - before, "weights": weights}


def picture(small, model, *sizes):
    """Return what one picture takes at most beyond the libraries, and on which rung, by its size.

    A size may be followed by a limit in MiB: "512x512@3000".
    """
    from studio.core.request import Extent
    from studio.engine.memory.room import LIMIT
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    runtime = Runtime(1)
    draw(runtime, Path(small), steps=1)
    runtime.free()
    before, told = held(), {}
    for size in sizes:
        extent, _, limit = size.partition("@")
        width, height = map(int, extent.split("x"))
        os.environ[LIMIT] = limit
        stages, last = {}, ["loading"]
        reset_peak()

        def report(progress, stages=stages, last=last):
            if (stage := progress.stage.template) != last[0]:
                stages[last[0]] = max(peak() - before, stages.get(last[0], 0))
                reset_peak()
                last[0] = stage

        began = time.perf_counter()
        made = draw(runtime, Path(model), steps=1, extent=Extent(width, height), report=report)
        stages[last[0]] = max(peak() - before, stages.get(last[0], 0))
        told[size] = {
            "peak": max(stages.values()),
            "kept": held() - before,
            "rung": made.facts["memory_rung"],
            "seconds": time.perf_counter() - began,
            "stages": stages,
        }
        print(json.dumps({size: told[size]}), file=sys.stderr, flush=True)
        if limit:
            runtime.free()
    return told


def jobs(small, model):
    """Return the bytes held with a model loaded, during several jobs, and after each of them."""
    from studio.core.errors import Cancelled
    from studio.core.request import Extent
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    runtime, cancel = Runtime(1), CancelToken()
    draw(runtime, Path(small), steps=1)
    runtime.free()
    empty = held()
    draw(runtime, Path(model), steps=1)  # the first one also makes tables that stay
    told = {"with_model": held() - empty, "during": {}, "after": {}}

    errors, extent = [], Extent(256, 256)

    def fail(progress):
        if progress.preview is not None:
            raise ZeroDivisionError

    def stop(progress):
        if progress.preview is not None:
            cancel.cancel()

    for job, report in {"done": quiet, "again": quiet, "failed": fail, "cancelled": stop}.items():
        reset_peak()
        try:
            draw(runtime, Path(model), steps=1, extent=extent, report=report, cancel=cancel)
        except (ZeroDivisionError, Cancelled) as error:
            errors.append(error)  # as a log would keep it
        told["during"][job] = peak() - empty
        told["after"][job] = held() - empty
    return told


if __name__ == "__main__":
    os.environ["STUDIO_DEVICE"] = "cpu"
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
