"""How long the start takes, against an empty window of Qt and an empty Python.

Python's compiled files are kept, as they are wherever the studio is installed; the first round,
which makes them, is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS, PROMISED = 7, 3
NOTHING = "pass"
EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
"""
MAIN = str(Path(__file__).parents[2] / "main.py")
STUDIO = f"""
import os, runpy, sys
from PySide6.QtWidgets import QApplication
loop = QApplication.exec
def until_seen(*_):
    from studio.ui.first_sight import FirstSight
    for window in QApplication.topLevelWidgets():
        for sight in window.findChildren(FirstSight):
            sight.then = lambda: os._exit(0)
    loop()
QApplication.exec = until_seen
sys.argv = [{MAIN!r}]
runpy.run_path({MAIN!r}, run_name="__main__")
"""
COMMAND = "from studio.cli import main; main(['models'])"


def run():
    python, _, _ = seconds(NOTHING)
    empty, spread, empty_work = seconds(EMPTY_WINDOW)
    yield f"an empty window: {empty:.2f} s (spread {spread:.2f})"
    window, spread, work = seconds(STUDIO)
    yield (
        f"our window: {window:.2f} s (spread {spread:.2f}), {window / empty:.1f}x an empty one"
        f" (promised {PROMISED}x)"
    )
    if empty_work:
        yield (
            f"of the processor, which a busy machine does not stretch: {empty_work:.2f} s and"
            f" {work:.2f} s, {work / empty_work:.1f}x"
        )
    command, _, _ = seconds(COMMAND)
    yield f"`models`: {command:.2f} s, {command / python:.1f}x an empty Python"


def seconds(code):
    """Return the median time of a process that runs the code, the spread, and its own work."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"STUDIO_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        found = [one(code, environment) for _ in range(ROUNDS + 1)][1:]  # the first fills caches
    times, works = zip(*found, strict=True)
    return statistics.median(times), max(times) - min(times), statistics.median(works)


def one(code, environment):
    start, before = time.perf_counter(), os.times()  # knows of no children on Windows
    command = [sys.executable, "-c", code]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    took, after = time.perf_counter() - start, os.times()
    work = after.children_user + after.children_system
    return took, work - before.children_user - before.children_system
