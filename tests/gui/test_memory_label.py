"""The memory in the bottom line: of this process and of that of the models."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from studio.core.memory_use import resident
from tests.gui.scripted import ScriptedEngine


class EngineWithProcess(ScriptedEngine):
    pid = None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell it in a file")
def test_memory_is_told_while_the_models_have_a_process(open_studio):
    engine = EngineWithProcess()
    label = open_studio(engine=engine).window.job_strip.memory
    assert label.isHidden()
    engine.pid = os.getppid()  # some process of a known size
    label.measure()
    assert label.isVisible()
    used = (resident(engine.pid) + resident(os.getpid())) / 2**30
    assert abs(float(label.text().split()[0]) - used) < 0.3
    assert "models" in label.toolTip()
    engine.pid = None
    label.measure()
    assert label.isHidden()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell it in a file")
def test_a_process_that_ended_has_no_memory():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert resident(ended.pid) is None
    with_more = subprocess.Popen(
        [sys.executable, "-c", "x = b'1' * 200_000_000; print(1, flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with with_more:
        with_more.stdout.readline()
        assert 180_000_000 < resident(with_more.pid) < 400_000_000
        with_more.stdin.close()


def test_an_engine_in_this_process_says_nothing(studio):
    assert studio.window.job_strip.memory.isHidden()
