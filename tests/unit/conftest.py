"""The command line over a scripted engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio import cli
from studio.cli import asking, generate
from studio.core.model import Layout, Model
from studio.core.request import Extent
from studio.engine.weights import scan
from tests.unit.command_line import WEIGHTS, ScriptedEngine


@pytest.fixture
def engine(monkeypatch, tmp_path):
    engine = ScriptedEngine()
    engine.payloads = []
    monkeypatch.setattr(generate, "Runtime", engine.with_threads)
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter" / WEIGHTS).write_bytes(b"one")
    model = Model(
        "starter", "Starter", "starter", tmp_path / "starter", Layout.FOLDER, Extent(64, 128)
    )
    found = lambda folders: replace(scan(folders), models=(model,), problems=())  # noqa: E731
    monkeypatch.setattr(asking, "scan", found)
    return engine


@pytest.fixture
def studio(capsys, tmp_path, monkeypatch):
    """Run one command and return its status, stdout and stderr."""
    monkeypatch.setenv("LC_ALL", "C")

    def run(*arguments):
        status = cli.main([str(a) for a in arguments])
        return status, *capsys.readouterr()

    return run
