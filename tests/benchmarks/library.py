"""A library of a hundred thousand pictures beside one of a thousand: opening, searching, memory.

Each size has a process of its own, so that what one holds in memory is not counted for another.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (1_000, 20_000, 100_000)
ROUNDS = 7
SEARCHES = ("red house", "lig", "海边", '"number 42"', "cat sea -ink", "512x768")
SWITCH_S = 0.001


def run():
    """Yield the ratios."""
    found = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as home:
            command = [sys.executable, "-m", "tests.benchmarks.library", home, str(size)]
            environment = os.environ | {"STUDIO_HOME": home}
            done = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            found[size] = json.loads(done.stdout.splitlines()[-1])
    small, large = found[SIZES[0]], found[SIZES[-1]]
    for name, promised in (("opening", "promised 3x"), ("first sight", "nothing is known yet")):
        ratio = large[name] / small[name]
        each = ", ".join(f"{size:n}: {1000 * found[size][name]:.0f} ms" for size in SIZES)
        yield f"{name} of the largest takes {ratio:.1f}x that of the smallest ({promised}); {each}"
    for name in ("a search, median", "a search, slowest", "all, in groups of a request", "a page"):
        each = ", ".join(f"{size:n}: {1000 * found[size][name]:.1f} ms" for size in SIZES)
        yield f"{name}: {each}"
    per_run = large["reading"] / SIZES[-1]
    yield f"reading into the index: {1 / per_run:.0f} runs a second, and it is done once"
    yield f"99 % of the ticks of the event loop while it reads: {large['waits']:.2f}x idle"
    grown = [f"{size:n}: {found[size]['memory'] / 2**20:.0f} MB" for size in SIZES]
    yield f"memory once everything was scrolled through: {', '.join(grown)}"


class Desk:
    """The state of the window without a window."""

    def __init__(self, home):
        from studio.jobs.service import JobService
        from studio.state.desk import lay

        self.jobs = JobService()
        self.desk = lay(self.jobs, None, Path(home) / "config")

    def open(self, root):
        """Open a project, and return the seconds until its rows are there."""
        from PySide6.QtCore import QEventLoop

        loop, start = QEventLoop(), time.perf_counter()
        self.desk.projects.opened.connect(loop.quit)
        self.desk.projects.open(root)
        loop.exec()
        self.desk.history.card(0)
        return time.perf_counter() - start

    def settle(self):
        """Wait until nothing is done any more, and return the seconds that took."""
        from PySide6.QtCore import QEventLoop

        loop, start = QEventLoop(), time.perf_counter()
        if self.jobs.active:
            self.jobs.emptied.connect(loop.quit)
            loop.exec()
        return time.perf_counter() - start

    def until_found(self, ask):
        """Ask for something else, and return the seconds until it is shown."""
        from PySide6.QtCore import QEventLoop

        loop, start = QEventLoop(), time.perf_counter()
        ask()
        if self.desk.library.searching:
            self.desk.library.searching_changed.connect(loop.quit)
            loop.exec()
        return time.perf_counter() - start

    def close(self):
        self.jobs.close()
        self.desk.projects.close()


def measure(home, size):
    """Open a project of that size without an index and with one, and print seconds as JSON."""
    from PySide6.QtCore import QCoreApplication

    from tests.benchmarks.window import Pulse
    from tests.many_runs import build

    application = QCoreApplication([])
    sys.setswitchinterval(SWITCH_S)
    root = build(Path(home) / "project", size)
    desk, pulse = Desk(home), Pulse()
    idle(2.0)
    quiet = pulse.take()["p99"]
    found = {"first sight": desk.open(root)}
    pulse.take()
    found["reading"] = desk.settle()
    found["waits"] = pulse.take()["p99"] / quiet
    desk.close()
    found["opening"] = statistics.median(opened(home, root) for _ in range(ROUNDS))
    found |= asked(home, root, size)
    print(json.dumps(found))
    application.quit()


def idle(seconds):
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def opened(home, root):
    desk = Desk(home)
    took = desk.open(root)
    desk.settle()
    desk.close()
    return took


def asked(home, root, size):
    """Search, group and scroll through everything."""
    import psutil

    from studio.core.library.query import Grouping, Query

    desk = Desk(home)
    desk.open(root)
    desk.settle()
    library, history = desk.desk.library, desk.desk.history

    def search(text):
        took = desk.until_found(lambda: setattr(library, "query", Query(text)))
        desk.settle()
        return took

    times = []
    for text in SEARCHES * 3:
        times.append(search(text))
        search("")
    grouped = desk.until_found(lambda: setattr(library, "grouping", Grouping.REQUEST))
    desk.settle()
    pages = []
    for row in range(0, size, 500):
        start = time.perf_counter()
        history.card(row)
        pages.append(time.perf_counter() - start)
    memory = psutil.Process().memory_info().rss
    desk.close()
    return {
        "a search, median": statistics.median(times),
        "a search, slowest": max(times),
        "all, in groups of a request": grouped,
        "a page": statistics.median(pages),
        "memory": memory,
    }


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
