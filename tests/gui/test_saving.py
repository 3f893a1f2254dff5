"""Pictures get out, and none is lost when the disk refuses."""

from __future__ import annotations

import errno

import numpy as np
import pytest
from PIL import Image

from studio.state.canvas import Origin
from studio.state.notices import Step
from tests.gui.scripted import color, picture
from tests.gui.steps import canvas_color, click_generate, generate, made, press, trigger, write


@pytest.fixture
def full_disk(monkeypatch):
    """Refuse every write until the test makes room."""
    full = {"full": False}
    from studio.core import storage

    real = storage.os.fsync

    def fsync(fd):
        if full["full"]:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(fd)

    monkeypatch.setattr(storage.os, "fsync", fsync)
    return full


def test_a_picture_that_cannot_be_stored_stays_until_it_is_saved_elsewhere(
    qtbot, studio, dialogs, full_disk, tmp_path
):
    generate(qtbot, studio, seed=6)
    full_disk["full"] = True
    studio.session.desk.draft.seed = 7
    click_generate(qtbot, studio)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown is not None and canvas.shown.origin is Origin.UNSAVED)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    bar = studio.window.error_bar
    assert "No space left" in bar.text.text()
    assert np.array_equal(canvas_color(studio), color(7))
    assert "not saved" in studio.window.canvas.about.text()

    press(qtbot, studio, Step.SAVE_ELSEWHERE)  # the user thinks better of it
    assert studio.session.keeping.unsaved
    dialogs.answer = tmp_path
    full_disk["full"] = False
    press(qtbot, studio, Step.SAVE_ELSEWHERE)
    qtbot.waitUntil(lambda: not studio.session.keeping.unsaved)
    [folder] = tmp_path.glob("*unsaved*")
    with Image.open(folder / "image-0.png") as saved:
        assert np.asarray(saved)[0, 0].tolist() == color(7).tolist()
    assert str(folder) in bar.text.text()


def test_saving_elsewhere_may_fail_too_and_still_loses_nothing(
    qtbot, studio, dialogs, full_disk, tmp_path
):
    full_disk["full"] = True
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(studio.session.keeping.unsaved))
    qtbot.waitUntil(lambda: not studio.jobs.active)
    dialogs.answer = tmp_path
    press(qtbot, studio, Step.SAVE_ELSEWHERE)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    assert len(studio.session.keeping.unsaved) == 1
    assert Step.SAVE_ELSEWHERE in studio.window.error_bar.buttons


@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_save_as_writes_the_picture_in_the_format_of_its_name(
    qtbot, studio, dialogs, tmp_path, suffix
):
    run = generate(qtbot, studio, seed=3)
    dialogs.answer = tmp_path / f"mine{suffix}"
    with qtbot.waitSignal(studio.session.keeping.exported):
        trigger(studio, "file.export")
    with Image.open(dialogs.answer) as saved:
        pixels = np.asarray(saved.convert("RGB")).astype(int)
    assert np.abs(pixels - picture(run.request)).max() <= (0 if suffix == ".png" else 12)
    if suffix == ".png":
        assert dialogs.answer.read_bytes() == (run.folder / "image-0.png").read_bytes()


def test_an_export_that_cannot_be_written_is_told(qtbot, studio, dialogs, tmp_path):
    generate(qtbot, studio)
    dialogs.answer = tmp_path / "nowhere" / "mine.png"
    trigger(studio, "file.export")
    qtbot.waitUntil(studio.window.error_bar.isVisible)
    assert "mine.png" in studio.window.error_bar.text.text()


def test_without_a_picture_save_as_says_what_to_do(qtbot, studio, dialogs):
    trigger(studio, "file.export")
    assert studio.window.error_bar.text.text() == "Select a picture first."
    assert dialogs.asked == []


def test_show_in_folder_opens_the_folder_of_the_run(qtbot, studio, dialogs):
    trigger(studio, "file.folder")
    run = generate(qtbot, studio)
    trigger(studio, "file.folder")
    assert dialogs.shown == [studio.session.desk.projects.project.root, run.folder]


def test_the_picture_can_be_copied(qtbot, studio, qapp):
    generate(qtbot, studio, seed=3)
    trigger(studio, "picture.copy")
    pixel = qapp.clipboard().image().pixelColor(5, 5)
    assert [pixel.red(), pixel.green(), pixel.blue()] == color(3).tolist()


def test_the_batch_goes_on_after_room_was_made(qtbot, studio, full_disk):
    full_disk["full"] = True
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(studio.session.keeping.unsaved) and not studio.jobs.active)
    full_disk["full"] = False
    click_generate(qtbot, studio)
    made(qtbot, studio)
    assert len(studio.session.keeping.unsaved) == 1
