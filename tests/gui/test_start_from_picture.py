"""A picture to start from: taken from the canvas or a file, shown, changed, and given up again."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.core.artifact import Picture
from studio.core.library.index import Index
from studio.core.paths import cache_folder
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import thumbnail
from studio.tasks.library.read_runs import take_up
from tests.gui.scripted import picture
from tests.gui.steps import generate, made, trigger


@pytest.fixture
def photo(tmp_path):
    Image.fromarray(np.full((30, 50, 3), 77, np.uint8)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def row(studio):
    return studio.window.request.source_row


def started_from(qtbot, studio):
    qtbot.waitUntil(lambda: studio.session.sources.shown is not None)
    return studio.session.sources.shown.key


def test_the_picture_on_the_canvas_becomes_what_the_next_one_starts_from(qtbot, studio, engine):
    generate(qtbot, studio, "clouds")
    assert not row(studio).denoise_row.isVisible()
    trigger(studio, "source.canvas")
    key = started_from(qtbot, studio)
    assert row(studio).denoise_row.isVisible()
    row(studio).denoise.changed.emit(0.35)
    generate(qtbot, studio, "storm")
    [newest] = [run for run in made(qtbot, studio, 2) if run.request.prompt == "storm"]
    assert (newest.request.source, newest.request.denoise) == (key, 0.35)
    assert engine.sources[-1].shape == picture(newest.request).shape


def test_a_file_is_chosen_by_the_row_s_menu_and_given_up_by_its_cross(
    qtbot, studio, dialogs, photo
):
    dialogs.answer = photo
    row(studio).menu.actions()[1].trigger()
    key = started_from(qtbot, studio)
    assert studio.session.desk.projects.project.inputs.has(key)
    row(studio).remove.click()
    assert studio.session.desk.draft.source == ""
    assert studio.session.sources.shown is None
    assert not row(studio).thumb.isVisible()


def test_a_file_that_is_no_picture_is_told_and_changes_nothing(qtbot, studio, dialogs, tmp_path):
    (tmp_path / "a.png").write_text("a letter", encoding="utf-8")
    dialogs.answer = tmp_path / "a.png"
    trigger(studio, "source.file")
    bar = studio.window.error_bar
    qtbot.waitUntil(lambda: bar.isVisible() and "cannot be read" in bar.text.text())
    assert studio.session.desk.draft.source == ""


def test_it_goes_along_into_another_project(qtbot, studio, dialogs, photo, tmp_path):
    dialogs.answer = photo
    trigger(studio, "source.file")
    key = started_from(qtbot, studio)
    studio.session.desk.projects.open(tmp_path / "second", create=True)
    qtbot.waitUntil(lambda: studio.session.desk.projects.project.root.name == "second")
    second = studio.session.desk.projects.project
    qtbot.waitUntil(lambda: second.inputs.has(key))
    assert started_from(qtbot, studio) == key
    assert isinstance(second, Project)


def test_a_picture_of_another_project_brings_what_it_started_from(qtbot, open_studio, tmp_path):
    with Project.open(tmp_path / "other", create=True) as other:
        pixels = np.full((64, 64, 3), 9, np.uint8)
        key = other.inputs.keep(PNG.encode(Picture(pixels)))
        asked = Request("a red boat", "scripted", extent=Extent(256, 256), source=key)
        files = {"image-0.png": PNG.encode(Picture(pixels)), "thumb.webp": thumbnail(pixels)}
        other.add(other.new_run_id(), asked, files)
    index = Index(tmp_path / "other", cache_folder())  # known, and never opened by this studio
    take_up(index, [path.name for path in (tmp_path / "other" / "runs").iterdir()], trashed=False)
    index.close()
    studio = open_studio()
    trigger(studio, "gallery.all_projects")
    desk, session = studio.session.desk, studio.session
    qtbot.waitUntil(lambda: desk.history.rowCount() == 1 and not desk.jobs.active)
    home = desk.projects.project
    run = desk.history.run(0)
    session.variations.vary_seed(run, 2)
    qtbot.waitUntil(lambda: len(home.runs()) == 2)
    assert home.inputs.has(key)
    home.inputs.path(key).unlink()
    session.browsing.show(run)
    session.browsing.reuse_all()
    assert started_from(qtbot, studio) == key
    assert home.inputs.has(key)


def test_with_nothing_on_the_canvas_it_says_so(qtbot, studio):
    trigger(studio, "source.canvas")
    assert "no picture on the canvas" in studio.window.error_bar.text.text()
