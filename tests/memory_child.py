"""What a process of its own holds in memory while it loads and draws; prints it as JSON.

`python -m tests.memory_child load MODEL` tells of loading alone, `jobs` of several jobs in a row.
"""

from __future__ import annotations

import json
import os
import re
import sys
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


if __name__ == "__main__":
    os.environ["STUDIO_DEVICE"] = "cpu"
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
