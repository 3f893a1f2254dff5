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

ROUNDS = 5
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
def see(*_):
    QApplication.processEvents()
    sys.stdout.flush()
    os._exit(0)
QApplication.exec = see
sys.argv = [{MAIN!r}]
runpy.run_path({MAIN!r}, run_name="__main__")
"""
COMMAND = "from studio.cli import main; main(['models'])"


def run():
    python, _ = seconds(NOTHING)
    empty, spread = seconds(EMPTY_WINDOW)
    yield f"an empty window: {empty:.2f} s (spread {spread:.2f})"
    window, spread = seconds(STUDIO)
    yield f"our window: {window:.2f} s (spread {spread:.2f}), {window / empty:.1f}x an empty one"
    command, _ = seconds(COMMAND)
    yield f"`models`: {command:.2f} s, {command / python:.1f}x an empty Python"


def seconds(code):
    """Return the median time of a process that runs the code, and the spread."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"STUDIO_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times = [one(code, environment) for _ in range(ROUNDS + 1)][1:]  # the first fills caches
    return statistics.median(times), max(times) - min(times)


def one(code, environment):
    start = time.perf_counter()
    command = [sys.executable, "-c", code]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
