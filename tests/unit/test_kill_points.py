"""A save that is killed at any call to the system leaves the old project or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATES = {"old picture, first", "new picture, first", "new picture, new name"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize(
    "stride", [7, pytest.param(1, marks=pytest.mark.soak)], ids=["some moments", "all moments"]
)
def test_a_save_killed_at_any_call_leaves_the_old_or_the_new(tmp_path, stride):
    command = [sys.executable, "-m", "tests.kill_points", str(tmp_path), str(stride)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["moments"] > 100
    assert set(found["found"]) == STATES
