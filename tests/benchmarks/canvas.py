"""How long the canvas takes to draw a picture of 16384 pixels a side, and what the window feels.

The halvings of the picture are made on a lane meanwhile; the ticks of the window tell of it.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import time

SIDE, TILE = 16384, 1024
ROUNDS = 9
SIZE = (1200, 900)


def run():
    command = [sys.executable, "-m", "tests.benchmarks.canvas"]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(out.splitlines()[-1])
    small = found.pop("small")
    memory = found.pop("memory")
    ready, gap = found.pop("ready"), found.pop("gap")
    for name, took in found.items():
        yield f"{name}: {took:.1f} ms a frame, {took / small:.1f}x one of 1024 pixels a side"
    yield f"all levels are there after {ready:.1f} s; the window waited {gap:.0f} ms at most"
    yield f"memory beside the picture: {memory:.2f} times the picture"


class Stage:
    """A canvas alone in a window."""

    def __init__(self):
        from PySide6.QtWidgets import QApplication

        from studio.jobs.service import JobService
        from studio.state.canvas import CanvasState
        from studio.state.errands import Errands
        from studio.state.levels import Levels
        from studio.state.notices import Notices
        from studio.ui.canvas.view import CanvasView
        from tests.gui.sharp_script import Chosen

        self.application = QApplication(sys.argv[:1])
        self.jobs = JobService()
        self.levels = Levels(self.jobs, Errands(self.jobs, Notices(self.jobs), self.jobs))
        self.state = CanvasState(self.jobs)
        self.view = CanvasView(self.state, self.levels, Chosen(self.jobs))
        self.view.resize(*SIZE)
        self.view.show()
        while not self.view.windowHandle().isExposed():
            self.application.processEvents()

    def show(self, pixels):
        from studio.core.request import Extent

        self.state.show_unsaved(pixels, Extent(pixels.shape[1], pixels.shape[0]))

    def frames(self, move):
        """Return the milliseconds of a frame after each of some moves."""
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            move()
            self.view.repaint()
            times.append(1000 * (time.perf_counter() - start))
        return statistics.median(times)

    def until_levels(self, pixels):
        """Wait for the halvings; return the seconds it took and the longest gap in ms."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, tick = QEventLoop(), QTimer(interval=10)
        start = time.perf_counter()
        ticks = [start]

        def on_tick():
            ticks.append(time.perf_counter())
            if len(self.levels.of(pixels)) > 1:
                loop.quit()

        tick.timeout.connect(on_tick)
        tick.start()
        loop.exec()
        gaps = [later - earlier for earlier, later in itertools.pairwise(ticks)]
        return ticks[-1] - start, 1000 * max(gaps)


def measure():
    import numpy as np
    import psutil

    stage = Stage()
    view = stage.view
    tile = np.random.default_rng(1).integers(0, 256, (TILE, TILE, 3), dtype=np.uint8)
    stage.show(tile)
    found = {"small": stage.frames(lambda: view.pan(1, 0))}
    pixels = np.tile(tile, (SIDE // TILE, SIDE // TILE, 1))
    before = psutil.Process().memory_info().rss
    stage.show(pixels)
    view.fit()
    found["before the levels are there"] = stage.frames(lambda: view.pan(1, 0))
    found["ready"], found["gap"] = stage.until_levels(pixels)
    found["whole"] = stage.frames(lambda: view.pan(1, 0))
    view.turn(15)
    found["whole and turned"] = stage.frames(lambda: view.pan(1, 0))
    view.look_straight()
    view.actual_size()
    found["at 1 : 1"] = stage.frames(lambda: view.pan(1, 0))
    view.zoom_to(16)
    found["at 1600 %"] = stage.frames(lambda: view.pan(1, 0))
    found["memory"] = (psutil.Process().memory_info().rss - before) / pixels.nbytes
    stage.jobs.close()
    print(json.dumps(found))


if __name__ == "__main__":
    measure()
