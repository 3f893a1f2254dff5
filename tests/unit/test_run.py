"""`make run`: a window where there is a display, a picture where there is none."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a display")


@pytest.fixture
def run(monkeypatch):
    """The launcher, with everything it starts only noted."""
    file = Path(__file__).parents[2] / "packaging" / "run.py"
    spec = importlib.util.spec_from_file_location("launcher", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.started = []
    monkeypatch.setattr(
        module.subprocess, "call", lambda command: module.started.append(command[1:]) or 0
    )
    monkeypatch.setattr(sys, "argv", ["run.py"])
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return module


def started(run):
    return [[Path(command[0]).name, *command[1:]] for command in run.started]


def test_without_a_display_it_says_so_and_makes_a_picture(run, capsys):
    assert run.main() == 0
    assert started(run) == [["main.py", "generate", run.PROMPT]]
    assert "no display" in capsys.readouterr().out


def test_a_display_that_is_gone_counts_as_none(run, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":987654")
    assert not run.has_display()


@pytest.mark.gl
def test_on_a_display_it_opens_the_window(run, monkeypatch):
    monkeypatch.setenv("DISPLAY", DISPLAY)
    assert run.main() == 0
    assert started(run) == [["main.py"]]


def test_what_is_typed_is_passed_on(run, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["run.py", "models", "--json"])
    assert run.main() == 0
    assert started(run) == [["main.py", "models", "--json"]]


DISPLAY = os.environ.get("DISPLAY", "")
