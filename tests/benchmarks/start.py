"""How long the start takes, against an empty window of Qt and an empty Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
NOTHING = "pass"
EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
"""
STUDIO = """
from PySide6.QtWidgets import QApplication
from studio.app import build
app = QApplication([])
studio = build()
studio.window.show()
app.processEvents()
import os, sys
sys.stdout.flush()
os._exit(0)
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
        environment = os.environ | {"STUDIO_HOME": home}
        times = [one(code, environment) for _ in range(ROUNDS + 1)][1:]  # the first fills caches
    return statistics.median(times), max(times) - min(times)


def one(code, environment):
    start = time.perf_counter()
    command = [sys.executable, "-c", code]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
