"""`verify` on the command line: a run by its folder or its name, and what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli import asking
from studio.cli import verify as command
from tests.unit.command_line import WEIGHTS, make


@pytest.fixture
def engine(engine, monkeypatch):
    monkeypatch.setattr(command, "Runtime", engine.with_threads)
    monkeypatch.setattr(command, "scan", asking.scan)
    return engine


def test_a_run_is_found_by_its_folder_and_by_its_name(studio, engine, tmp_path):
    (run,) = make(studio, "ink", "--project", tmp_path / "p", "--seed", 5)
    folder = Path(run["folder"])
    status, _, err = studio("verify", folder)
    assert (status, f"Identical: {folder.name}" in err) == (0, True)
    status, out, _ = studio("verify", folder.name, "--project", tmp_path / "p", "--json")
    (found,) = json.loads(out)["runs"]
    assert (status, found["identical"], found["differences"]) == (0, True, [])


def test_a_picture_that_comes_out_otherwise_ends_with_an_error(
    studio, engine, tmp_path, monkeypatch
):
    runs = make(studio, "ink", "--project", tmp_path / "p", "--seed", 5, "--count", 2)
    draw = engine.run

    def one_off(verb, payload, report, cancel):
        result = draw(verb, payload, report, cancel)
        result.pixels[0, 0, 0] += payload.request.seed == 6
        return result

    monkeypatch.setattr(engine, "run", one_off)
    status, out, err = studio("verify", *(run["folder"] for run in runs), "--json")
    first, second = json.loads(out)["runs"]
    assert (status, first["identical"], second["identical"], second["most"]) == (1, True, False, 1)
    assert "1 of 2 pictures are not the same." in err


def test_other_weights_are_told_by_both_hashes(studio, engine, tmp_path):
    (run,) = make(studio, "ink", "--project", tmp_path / "p")
    (tmp_path / "starter" / WEIGHTS).write_bytes(b"two")
    status, out, err = studio("verify", run["folder"])
    assert (status, out) == (1, "")
    assert "The model starter is another one now" in err


def test_what_is_no_run_is_told(studio, engine, tmp_path):
    status, _, err = studio("verify", "20990101-000000-0001", "--project", tmp_path)
    assert status == 1
    assert "There is no run 20990101-000000-0001" in err
