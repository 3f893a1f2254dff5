"""A quarter of a minute of what `make soak` does for an hour."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", [3])
def test_the_window_stands_random_clicks_keys_and_commands(tmp_path, seed):
    command = [sys.executable, "-m", "tests.monkey", "--scripted", "--minutes", "0.25"]
    done = subprocess.run(
        [*command, "--seed", str(seed), "--report", str(tmp_path / "report.md")],
        cwd=ROOT,
        env={**os.environ, "STUDIO_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    acts = int(report.split("| acts | ")[1].split(" ")[0])
    assert acts > 100
