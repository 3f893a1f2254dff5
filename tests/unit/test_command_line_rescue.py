"""No picture is lost when a disk refuses it, and the terminal says where it is."""

from __future__ import annotations

import json

import pytest

from studio.core.run import IMAGE
from studio.core.storage import write_synced
from tests.unit.command_line import picture_at


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Where a picture may be rescued; the disk refuses whatever lies in `full`."""
    places = {name: tmp_path / name for name in ("project", "out", "here", "temporary")}
    for path in places.values():
        path.mkdir()
    full = {"project"}

    def write(path, data):
        if any(places[name] in path.parents for name in full):
            raise OSError(28, "No space left on device")
        write_synced(path, data)

    monkeypatch.setattr("studio.core.project.write_synced", write)
    monkeypatch.setattr("studio.tasks.save_files.write_synced", write)
    monkeypatch.setattr("tempfile.tempdir", str(places["temporary"]))
    monkeypatch.chdir(places["here"])
    return places, full


@pytest.mark.parametrize(
    ("refusing", "wants_out", "rescued_in"),
    [
        ((), True, "out"),
        ((), False, "here"),
        (("out",), True, "here"),
        (("here",), False, "temporary"),
        (("out", "here"), True, "temporary"),
    ],
)
def test_a_picture_that_the_disk_refuses_is_saved_elsewhere(
    studio, engine, tmp_path, places, refusing, wants_out, rescued_in
):
    folders, full = places
    full.update(refusing)
    out = ("--out", folders["out"] / "a.png") if wants_out else ()
    status, _, err = studio("generate", "a house", "--project", folders["project"] / "p", *out)
    assert status == 1
    (rescued,) = tmp_path.rglob(IMAGE)
    assert folders[rescued_in] in rescued.parents
    assert picture_at(rescued).size == (64, 128)
    last = err.splitlines()[-1]
    assert "No space left" in last
    assert f"It was saved in {rescued.parent} instead." in last
    assert "memory" not in err, "which ends with the process"


def test_a_picture_that_no_disk_takes_is_said_to_be_lost(studio, engine, tmp_path, places):
    folders, full = places
    full.update(folders)
    status, _, err = studio("generate", "a house", "--project", folders["project"] / "p")
    assert status == 1
    assert list(tmp_path.rglob(IMAGE)) == []
    assert "No space left" in err.splitlines()[-1]
    assert "it is lost" in err
    assert "memory" not in err


def test_stored_pictures_are_named_even_if_out_cannot_be_written(studio, engine, tmp_path):
    (tmp_path / "taken.png").mkdir()
    status, out, err = studio("generate", "a house", "--out", tmp_path / "taken.png", "--json")
    assert status == 1
    (run,) = json.loads(out)["runs"]
    assert picture_at(run["images"][0]).size == (64, 128)
    assert "taken.png could not be written" in err
