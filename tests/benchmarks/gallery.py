"""The gallery with a thousand pictures and with a hundred thousand: first sight, scrolling, memory.

The pictures lie in real folders with real thumbnails and are known by a real index; only the time
that the index takes to be made is left out, which is the library's.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

SIZES = (1_000, 20_000, 100_000)
KINDS = 64  # of thumbnails; the folders link to them
PROMISED_S, PROMISED_MS = 0.3, 16
STEPS = 400  # of smooth scrolling
JUMPS = 1_200  # through everything
FILLING = 300  # jumps
BATCH = 500
WATCHED_S, WHEEL_MS = 4.0, 16


def run():
    """Yield a line for each size, side by side with the smallest."""
    found = {}
    for n in SIZES:
        with tempfile.TemporaryDirectory() as home:
            command = [sys.executable, "-m", "tests.benchmarks.gallery", home, str(n)]
            environment = os.environ | {"STUDIO_HOME": home}
            out = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
        found[n] = json.loads(out.splitlines()[-1])
    yield f"{'':26}" + "".join(f"{n:>12,}" for n in SIZES) + "    promised"
    lines = (
        ("first paint", "first_ms", "ms", f"{1000 * PROMISED_S:.0f} ms"),
        ("with groups by day", "grouped_ms", "ms", f"{1000 * PROMISED_S:.0f} ms"),
        ("scrolling, half of frames", "median_ms", "ms", ""),
        ("scrolling, 95 % of frames", "p95_ms", "ms", f"{PROMISED_MS} ms"),
        ("99 % of ticks, x idle", "loop", "x ", "1.5 x"),
        ("own work in a tick, 99 %", "work_ms", "ms", ""),
        ("jumping to anywhere, 95 %", "jump_p95_ms", "ms", ""),
        ("everything selected", "all_ms", "ms", ""),
        ("memory before", "before_mb", "MB", ""),
        ("memory after all of it", "after_mb", "MB", "as before"),
    )
    for name, key, unit, promised in lines:
        values = "".join(f"{found[n][key]:>9.2f} {unit}" for n in SIZES)
        yield f"{name:26}{values}    {promised}"


def build(root, cache, n):
    """Make a project of `n` pictures and its index; return the index."""
    import numpy as np

    from studio.core.library.index import Index
    from studio.core.library.reading import reading_of
    from studio.core.project import Project
    from studio.core.request import Request
    from studio.core.run import RECORD, Record, Stored, run_of
    from studio.exporters.webp import thumbnail

    Project.open(root, create=True).close()
    kinds = root / "kinds"
    kinds.mkdir()
    rng = np.random.default_rng(1)
    for kind in range(KINDS):
        small = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        (kinds / f"{kind}.webp").write_bytes(thumbnail(small.repeat(16, 0).repeat(16, 1)))
    index, start = Index(root, cache), datetime(2026, 1, 1, tzinfo=UTC)
    request, batch = Request("a red house by the sea at sunset"), []
    for i in range(n):
        made = start + timedelta(minutes=3 * i)
        folder = root / "runs" / f"{made:%Y%m%d-%H%M%S}-0001"
        folder.mkdir()
        os.link(kinds / f"{i % KINDS}.webp", folder / "thumb.webp")
        record = Record(made, 1.0, replace(request, seed=i), {"image-0.png": Stored()}, {})
        batch.append(reading_of(run_of(folder, record), RECORD.dumps(record), i + 1))
        if len(batch) == BATCH or i == n - 1:
            index.put(batch)
            batch = []
    return index


def _frame(application, change):
    """Return how long a change takes until it is on the screen, in milliseconds."""
    began = time.perf_counter()
    change()
    application.processEvents()
    return 1000 * (time.perf_counter() - began)


def _ticks(bar, step):
    """Scroll as a wheel does, by a timer, and tell of the event loop's ticks against idle ones."""
    from PySide6.QtCore import QEventLoop, QTimer

    from tests.benchmarks.window import Pulse

    def watched():
        loop = QEventLoop()
        QTimer.singleShot(int(1000 * WATCHED_S), loop.quit)
        loop.exec()
        return pulse.take()

    pulse = Pulse()
    pulse.drop()
    idle = watched()
    wheel = QTimer(interval=WHEEL_MS)
    wheel.timeout.connect(lambda: bar.setValue(bar.value() + step))
    wheel.start()
    scrolled = watched()
    wheel.stop()
    pulse.stop()
    return {"loop": scrolled["p99"] / idle["p99"], "work_ms": scrolled["work_p99"]}


def measure(home, n):
    """Show the gallery and scroll; print what it took as JSON."""
    import psutil
    from PySide6.QtWidgets import QApplication

    from studio.core.library.listing import View, listing
    from studio.core.library.query import EVERYTHING, Grouping
    from studio.core.paths import cache_folder
    from studio.jobs.service import JobService
    from studio.state.history import History
    from studio.state.thumbnails import Thumbnails
    from studio.ui.gallery.view import GalleryView

    application = QApplication([])
    index = build(Path(home) / "project", cache_folder(), n)
    jobs = JobService()
    history = History(Thumbnails(jobs, jobs), jobs)
    view = GalleryView(history)
    view.resize(420, 800)
    view.show()
    application.processEvents()

    frame = partial(_frame, application)
    found = {"first_ms": frame(lambda: history.show(listing((index,), View())))}
    bar = view.verticalScrollBar()
    step = min(24, max(bar.maximum() // STEPS, 1))
    frames = [frame(lambda: bar.setValue(bar.value() + step)) for _ in range(STEPS)]
    found["median_ms"] = statistics.median(frames)
    found["p95_ms"] = statistics.quantiles(frames, n=20)[18]
    found |= _ticks(bar, step)
    for at in range(FILLING):  # what is kept is full before the memory is looked at
        frame(lambda at=at: bar.setValue(at * bar.maximum() // FILLING))
    process = psutil.Process()
    found["before_mb"] = process.memory_info().rss / 2**20
    jumps = [frame(lambda at=at: bar.setValue(at * bar.maximum() // JUMPS)) for at in range(JUMPS)]
    found["jump_p95_ms"] = statistics.quantiles(jumps, n=20)[18]
    found["after_mb"] = process.memory_info().rss / 2**20
    by_day = View(EVERYTHING, Grouping.DAY)
    found["grouped_ms"] = frame(lambda: history.show(listing((index,), by_day)))
    found["all_ms"] = frame(view.selectAll)
    view.close()
    jobs.close()
    index.close()
    print(json.dumps(found))


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
