"""The main job with an engine that needs no framework, for the loops that kill it.

`python -m tests.kill_driver PROJECT SEED` makes pictures until it is killed, and tells of each as
the command line does: the path of the picture on stderr, once it is stored.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from studio.core.job import CancelToken, Progress
from studio.core.model import Layout, Model
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.run import IMAGE, Run
from studio.engine.verbs.generate import Generated
from studio.tasks.generate import Generate

MODEL = Model("painter", "Painter", "painter", Path("painter"), Layout.FOLDER)
PICTURES = 100_000


class Painter:
    """Paints noise from the seed: files as large as real ones, made in no time."""

    def run(self, verb, payload, report, cancel):
        extent = payload.request.extent
        shape = (extent.height, extent.width, 3)
        pixels = np.random.default_rng(payload.request.seed).integers(0, 256, shape, np.uint8)
        cancel.check()
        report(Progress(1, 1))
        return Generated(pixels, 0.0, {"verb": verb})


def tell(progress):
    if isinstance(progress.result, Run):
        sys.stderr.write(f"Saved as {progress.result.path(IMAGE)}\n")
        sys.stderr.flush()


def main(root, seed):
    request = Request("noise", extent=Extent(192, 192), seed=seed, count=PICTURES)
    with Project.open(root, create=True) as project:
        Generate(Painter(), project, request, MODEL, project.new_run_id).run(tell, CancelToken())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
