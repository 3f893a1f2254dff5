"""How long the event loop of the window waits while a project opens, a model loads, pictures form.

How it fares while somebody scrolls through many pictures is in `gallery`, beside their number.

The time to the first sight of the window is in `start`. A busy machine delays every timer, so the
processor time of the window's thread between two ticks is told as well: that is its own doing.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TICK_MS = 16
IDLE_S = 5.0
PROMISED = 1.5  # times idle, of 99 % of the ticks


def run():
    """Yield the ratios."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "tests.benchmarks.window", home]
        environment = os.environ | {"STUDIO_HOME": home}
        out = subprocess.run(
            command, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    found = json.loads(out.splitlines()[-1])
    idle = found.pop("idle")
    yield f"idle: 99 % of ticks within {idle['p99']:.0f} ms, longest wait {idle['longest']:.0f} ms"
    for name, loop in found.items():
        yield (
            f"{name}: 99 % within {loop['p99']:.0f} ms, {loop['p99'] / idle['p99']:.2f}x idle"
            f" (promised {PROMISED}x), longest wait {loop['longest']:.0f} ms,"
            f" own work at most {loop['work']:.0f} ms in {loop['ticks']} ticks"
        )


class Pulse:
    """Notes when every tick of a timer comes, and how much its thread has worked since the last."""

    def __init__(self):
        from PySide6.QtCore import Qt, QTimer

        self._at, self._worked = time.perf_counter(), time.thread_time()
        self._ticks = []
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self):
        at, worked = time.perf_counter(), time.thread_time()
        self._ticks.append((1000 * (at - self._at), 1000 * (worked - self._worked)))
        self._at, self._worked = at, worked

    def drop(self):
        """Forget what was before."""
        self._at, self._worked, self._ticks = time.perf_counter(), time.thread_time(), []

    def stop(self):
        """Tick no more."""
        self._timer.stop()

    def take(self):
        """Return what was noted since the last time."""
        ticks, self._ticks = self._ticks, []
        gaps, work = zip(*ticks, strict=True)
        return {
            "p99": statistics.quantiles(gaps, n=100)[98],
            "longest": max(gaps) - TICK_MS,
            "work": max(work),
            "work_p99": statistics.quantiles(work, n=100)[98],
            "ticks": len(gaps),
        }


def measure(home):
    """Open the window, generate twice with the starter model, and print the waits as JSON."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from studio import app

    sys.setswitchinterval(app.SWITCH_S)
    application = QApplication([])
    studio = app.build(app.Parts(project=Path(home) / "project"))
    gc.freeze()  # as `main` does
    studio.window.show()
    application.processEvents()
    desk, found, pulse = studio.session.desk, {}, Pulse()

    def until(signal, done):
        loop = QEventLoop()
        connection = signal.connect(lambda *_: loop.quit() if done() else None)
        if not done():
            loop.exec()
        signal.disconnect(connection)

    QTimer.singleShot(0, studio.start)
    until(desk.jobs.emptied, lambda: bool(desk.catalog.supplies.models) and not desk.jobs.active)
    found["while a project opens"] = pulse.take()
    desk.draft.prompt = "a red house by the sea at sunset, watercolor"
    studio.session.generation.generate()
    until(desk.canvas.shown_changed, lambda: desk.canvas.shown is not None)
    found["while the worker starts and loads"] = pulse.take()
    until(desk.jobs.emptied, lambda: not desk.jobs.active)
    studio.session.generation.generate()
    until(desk.jobs.emptied, lambda: not desk.jobs.active)
    found["while pictures are made"] = pulse.take()
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * IDLE_S), loop.quit)
    loop.exec()
    found["idle"] = pulse.take()
    studio.close()
    print(json.dumps(found))


if __name__ == "__main__":
    measure(sys.argv[1])
