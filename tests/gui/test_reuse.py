"""What made a picture can be asked for again, today and after a restart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from studio.core.kept_file import KeptFile
from studio.core.request import Extent
from studio.state.canvas import Origin
from studio.state.memory import FILE_NAME, WINDOW, Remembered
from tests.gui.conftest import shut
from tests.gui.scripted import color
from tests.gui.steps import canvas_color, generate, made, trigger


def set_every_control(studio, qtbot):
    request = studio.window.request
    draft = studio.session.desk.draft
    draft.prompt = "a 房子 (by the sea:1.2)"
    draft.negative = "blur"
    draft.style = next(iter(studio.session.desk.catalog.supplies.styles.values()))
    draft.style_strength = 0.75
    draft.extent = Extent(320, 192)
    draft.count = 2
    draft.seed, draft.seed_locked = 4_000_000_000, True
    draft.choose_model("second")
    draft.set_param("steps", 7)
    draft.set_param("guidance", 6.3)
    qtbot.mouseClick(request.generate, Qt.MouseButton.LeftButton)
    return draft.request()


def forget(studio):
    draft = studio.session.desk.draft
    draft.prompt, draft.negative, draft.style, draft.style_strength = "x", "", None, 1.0
    draft.extent, draft.count, draft.seed, draft.seed_locked = Extent(64, 64), 1, 1, False
    draft.choose_model("scripted")
    draft.overrides = {}


def shows(studio):
    """What every control shows on the screen."""
    request = studio.window.request
    return {
        "prompt": request.prompt.toPlainText(),
        "negative": request.negative.toPlainText(),
        "negative is open": request.negative.isVisible(),
        "style": request.style_picker.currentText(),
        "strength": request.style_strength.text(),
        "size": (request.size_row.width_field.text(), request.size_row.height_field.text()),
        "seed": request.seed.text(),
        "locked": request.lock.isChecked(),
        "count": request.count.text(),
        "model": request.model.currentText(),
        "steps": request.params.fields["steps"].text(),
        "guidance": request.params.fields["guidance"].text(),
        "steps differ": not request.params.ways_back["steps"].isHidden(),
        "scheduler differs": not request.params.ways_back["scheduler"].isHidden(),
    }


def test_reuse_makes_every_control_show_what_made_the_picture(qtbot, studio):
    asked = set_every_control(studio, qtbot)
    first = made(qtbot, studio, 2)[1]
    forget(studio)
    studio.window.gallery.view.setCurrentIndex(studio.session.desk.history.index(1))
    trigger(studio, "picture.reuse")

    style = asked.style
    assert shows(studio) == {
        "prompt": "a 房子 (by the sea:1.2)",
        "negative": "blur",
        "negative is open": True,
        "style": style.title,
        "strength": "0.75",
        "size": ("320 px", "192 px"),
        "seed": "4000000000",
        "locked": True,
        "count": "1",
        "model": "Second",
        "steps": "7",
        "guidance": "6.3",
        "steps differ": True,
        "scheduler differs": False,
    }
    assert studio.session.desk.draft.request() == first.request


def test_reuse_draws_from_the_lists_that_made_the_picture(qtbot, studio):
    catalog, draft = studio.session.desk.catalog, studio.session.desk.draft
    catalog.supplies = replace(catalog.supplies, wildcards={"color": ("red", "blue")})
    first = generate(qtbot, studio, "a __color__ house", seed=3)
    catalog.supplies = replace(catalog.supplies, wildcards={"color": ("green",)})
    forget(studio)
    trigger(studio, "picture.reuse")
    assert draft.request() == first.request
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    assert "in the project already" in studio.window.error_bar.text.text()

    draft.prompt = "a __color__ boat"  # other words ask for today's lists
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    newest = made(qtbot, studio, 2)[0]
    assert newest.request.wildcards == {"color": ("green",)}


def test_only_the_prompt_or_only_the_seed_can_be_taken(qtbot, studio):
    generate(qtbot, studio, "first words", seed=11)
    draft = studio.session.desk.draft
    draft.prompt, draft.seed = "other words", 5
    trigger(studio, "picture.reuse_seed")
    assert (draft.prompt, draft.seed) == ("other words", 11)
    draft.seed = 5
    trigger(studio, "picture.reuse_prompt")
    assert (draft.prompt, draft.seed) == ("first words", 5)


def test_choosing_a_run_shows_its_stored_picture(qtbot, studio):
    runs = [generate(qtbot, studio, seed=seed) for seed in (1, 2, 3)]
    cell = studio.window.gallery.view.visualRect(studio.session.desk.history.index(2)).center()
    viewport = studio.window.gallery.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=cell)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown.run is not None and canvas.shown.run.id == runs[0].id)
    assert np.array_equal(canvas_color(studio), color(1))


def test_looking_at_another_picture_is_not_disturbed_by_the_work(qtbot, studio, engine):
    first = generate(qtbot, studio, seed=1)
    engine.gate.clear()
    studio.session.desk.draft.seed = 2
    studio.session.generation.generate()
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.PREVIEW)
    studio.session.browsing.show(first)
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.STORED)
    engine.gate.set()
    made(qtbot, studio, 2)
    assert canvas.shown.run.id == first.id


def test_cancel_brings_the_last_picture_back(qtbot, studio, engine):
    generate(qtbot, studio, seed=1)
    engine.gate.clear()
    studio.session.desk.draft.seed = 2
    studio.session.generation.generate()
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.PREVIEW)
    trigger(studio, "picture.cancel")
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.STORED)
    assert np.array_equal(canvas_color(studio), color(1))


def test_after_a_restart_everything_is_where_it_was(qtbot, open_studio, tmp_path):
    first = open_studio()
    run = generate(qtbot, first, "clouds", seed=9)
    first.session.desk.draft.prompt = "what I was writing"
    first.session.desk.draft.set_param("steps", 9)
    first.window.request.params_section.set_open(True)
    first.window.close()
    shut(first)

    second = open_studio(project=tmp_path / "project")
    desk = second.session.desk
    assert [desk.history.run(row).id for row in range(desk.history.rowCount())] == [run.id]
    assert np.array_equal(canvas_color(second), color(9))
    assert second.window.request.prompt.toPlainText() == "what I was writing"
    assert second.window.request.params.fields["steps"].text() == "9"
    assert second.window.request.params.isVisible()
    trigger(second, "picture.reuse")
    assert desk.draft.request() == run.request


def written(studio_home):
    """What the next start would find if the power failed now."""
    return KeptFile(studio_home / "config" / FILE_NAME, WINDOW, Remembered()).value


def test_what_was_asked_for_is_written_at_once(qtbot, studio, studio_home, tmp_path):
    assert written(studio_home).projects == (str(tmp_path / "project"),)
    generate(qtbot, studio, "clouds", seed=9)
    assert written(studio_home).draft.prompt == "clouds"
    assert written(studio_home).draft.seed == 9


def test_what_is_being_written_is_kept_without_a_click(qtbot, open_studio, studio_home):
    studio = open_studio()
    studio.session.desk.memory.choose(draft_after_s=1)
    studio.session.desk.draft.prompt = "what I was writing"
    qtbot.waitUntil(lambda: written(studio_home).draft.prompt == "what I was writing")


def test_a_broken_picture_is_a_placeholder_and_the_others_stay(qtbot, open_studio, tmp_path):
    first = open_studio()
    broken, whole = (generate(qtbot, first, seed=seed) for seed in (1, 2))
    first.window.close()
    shut(first)
    for name in ("image-0.png", "thumb.webp"):
        (broken.folder / name).write_bytes(b"no picture")
    (whole.folder / "thumb.webp").unlink()

    second = open_studio()
    thumbnails = second.session.desk.thumbnails
    qtbot.waitUntil(lambda: thumbnails.is_broken(broken) and thumbnails.get(whole) is not None)
    with Image.open(whole.folder / "thumb.webp") as made_again:
        assert np.abs(np.asarray(made_again)[0, 0].astype(int) - color(2)).max() < 12
