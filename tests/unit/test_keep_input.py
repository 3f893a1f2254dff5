"""A picture from anywhere becomes one that requests can start from."""

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import ProjectError, StudioError
from studio.core.job import CancelToken
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.tasks.generate import Generate
from studio.tasks.keep_input import FindInput, KeepInput
from studio.tasks.load_picture import decoded
from tests.full_disk import full_disk
from tests.unit.test_generate_task import MODEL, ScriptedEngine

PIXELS = np.random.default_rng(1).integers(0, 256, (40, 60, 3)).astype(np.uint8)


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as opened:
        yield opened


def run(task):
    return task.run(lambda _: None, CancelToken())


def kept_pixels(project, key):
    return decoded(project.inputs.read(key), project.inputs.path(key))


def test_pixels_and_the_file_that_holds_them_are_the_same_input(project, tmp_path):
    Image.fromarray(PIXELS).save(tmp_path / "a.png")
    kept = run(KeepInput(project, tmp_path / "a.png"))
    assert run(KeepInput(project, PIXELS)).key == kept.key
    assert np.array_equal(kept_pixels(project, kept.key), PIXELS)
    assert kept.thumb.shape == (40, 60, 3)


def test_a_photograph_is_turned_as_its_camera_says(project, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees
    Image.fromarray(PIXELS).save(tmp_path / "a.jpg", exif=exif, quality=95)
    kept = run(KeepInput(project, tmp_path / "a.jpg"))
    assert kept_pixels(project, kept.key).shape == (60, 40, 3)


def test_what_is_transparent_lies_on_white(project, tmp_path):
    clear = np.zeros((8, 8, 4), np.uint8)
    Image.fromarray(clear).save(tmp_path / "a.png")
    kept = run(KeepInput(project, tmp_path / "a.png"))
    assert (kept_pixels(project, kept.key) == 255).all()


def test_what_is_no_picture_and_a_full_disk_are_told(project, tmp_path, monkeypatch):
    (tmp_path / "a.png").write_text("a letter", encoding="utf-8")
    with pytest.raises(StudioError, match=r"a\.png cannot be read"):
        run(KeepInput(project, tmp_path / "a.png"))
    with full_disk(monkeypatch), pytest.raises(StudioError, match="could not be stored"):
        run(KeepInput(project, PIXELS))


def test_an_input_is_found_in_another_project_and_copied(project, tmp_path):
    key = run(KeepInput(project, PIXELS)).key
    with Project.open(tmp_path / "second", create=True) as second:
        with pytest.raises(ProjectError, match="not in this project"):
            run(FindInput(second, key))
        assert run(FindInput(second, key, (project.root,))).key == key
        assert second.inputs.has(key)


def test_the_engine_gets_the_picture_that_a_request_starts_from(project):
    engine = ScriptedEngine()
    key = run(KeepInput(project, PIXELS)).key
    request = Request("a house", extent=Extent(16, 8), source=key, denoise=0.4, count=2)
    runs = run(Generate(engine, project, request, MODEL, project.new_run_id))
    assert len(runs) == 2
    assert all(np.array_equal(asked.source, PIXELS) for asked in engine.asked)
    assert runs[0].request.source == key


def test_a_request_whose_picture_is_gone_fails_before_any_work(project):
    engine = ScriptedEngine()
    request = Request("a house", extent=Extent(16, 8), source="0" * 64)
    with pytest.raises(ProjectError, match="choose it again"):
        run(Generate(engine, project, request, MODEL, project.new_run_id))
    assert engine.asked == []
