"""What Stable Diffusion 1.5 takes at its true size, against what is told before it is loaded.

Then the memory ladder: the same picture under limits from all that it wants down to the least.
Each number is the peak of a process of its own beyond the libraries; weights are random, which
changes nothing. Takes some minutes, 5 GB of memory and 2 GB of a disk; only on Linux.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checkpoints import write_sd
from tests.true_size import write_sd15

FITTED = ((256, 256), (512, 512))
CHECKED = ((384, 384), (640, 640), (768, 512), (768, 768))
LADDER = (512, 512)
GB = 1e9


def run():
    from studio.core.request import Extent, Request
    from studio.engine.memory.anatomy import anatomy
    from studio.engine.memory.estimate import MIB, estimate
    from studio.engine.weights import model_at

    with tempfile.TemporaryDirectory() as name:
        small, model = write_sd(Path(name) / "small"), write_sd15(Path(name) / "sd15")
        of = anatomy(model_at(model))

        def told(size, **more):
            request = Request("", extent=Extent(*size), params={"guidance": 5.0})
            return estimate(of, request, 4, **more).peak

        sizes = {f"{w}x{h}": (w, h) for w, h in (*FITTED, *CHECKED)}
        for size, found in measured(small, model, *sizes).items():
            known = "fitted" if sizes[size] in FITTED else "not fitted"
            guess = told(sizes[size])
            yield (
                f"{size}: {found['peak'] / GB:.2f} GB measured, {guess / GB:.2f} GB told "
                f"({guess / found['peak'] - 1:+.1%}, {known}); {found['kept'] / GB:.2f} GB stay"
            )
        whole = told(LADDER)
        for rung in of.rungs:
            limit = told(LADDER, rung=rung) // MIB + 1
            asked = f"{LADDER[0]}x{LADDER[1]}@{limit}"
            [found] = measured(small, model, asked).values()
            yield (
                f"{limit / (whole / MIB):.0%} of the memory: {found['rung']}, "
                f"{found['peak'] / GB:.2f} GB measured, {limit * MIB / GB:.2f} GB told, "
                f"{found['seconds']:.0f} s for a step with loading"
            )


def measured(small, model, *sizes):
    """Return what a process says that draws pictures of these sizes."""
    command = [sys.executable, "-m", "tests.memory_child", "picture", str(small), str(model)]
    out = subprocess.run(
        [*command, *sizes],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ).stdout
    return json.loads(out.splitlines()[-1])
