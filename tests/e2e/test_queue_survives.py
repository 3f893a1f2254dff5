"""Killing the window's process costs no job: the queue comes back, paused and in its order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.work import EntryState
from studio.state.notices import Step
from tests.gui.conftest import (  # noqa: F401 - fixtures
    dialogs,
    engine,
    models,
    open_studio,
    qtbot,
)
from tests.gui.steps import made, press, trigger
from tests.queue_driver import BATCH, STORED_BEFORE

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")


def kill_at_work(project, folder):
    """Run a window until its third picture is on its way, and kill it without a warning."""
    command = [sys.executable, "-m", "tests.queue_driver", str(project), str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        stored, is_stuck = 0, False
        for line in process.stdout:  # two threads tell, in any order
            stored += line.startswith("stored")
            is_stuck = is_stuck or line.startswith("stuck")
            if is_stuck and stored == STORED_BEFORE:
                break
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL


def test_the_queue_survives_a_kill_of_the_window(
    qtbot,  # noqa: F811
    tmp_path,
    models,  # noqa: F811
    open_studio,  # noqa: F811
    engine,  # noqa: F811
):
    project = tmp_path / "project"
    kill_at_work(project, models)
    before = {path.name for path in (project / "runs").iterdir() if path.name[0] != "."}
    assert len(before) == STORED_BEFORE

    studio = open_studio(project)
    desk = studio.session.desk
    qtbot.waitUntil(lambda: len(desk.work.entries) == 3)
    assert desk.work.paused
    assert [e.state for e in desk.work.entries] == [
        EntryState.INTERRUPTED,
        EntryState.WAITING,
        EntryState.WAITING,
    ]
    assert not engine.requests, "nothing starts by itself"
    press(qtbot, studio, Step.SHOW_QUEUE)
    assert studio.window.is_dock_shown("queue")
    press(qtbot, studio, Step.RESUME_QUEUE)
    runs = made(qtbot, studio, BATCH + 2)
    assert [r.prompt for r in engine.requests] == ["batch"] * 2 + ["second", "third"]
    seeds = sorted(run.request.seed for run in runs if run.request.prompt == "batch")
    assert seeds == [seeds[0] + n for n in range(BATCH)]
    assert before <= {run.id for run in runs}
    trigger(studio, "queue.tidy")
