"""From words to a stored picture, in the real window over a scripted engine."""

from __future__ import annotations

import threading

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from studio import app
from studio.core.errors import WeightsMissingError
from studio.core.job import JobState
from studio.core.task import SIGHT_LANE
from studio.core.text import message
from studio.state.canvas import Origin
from studio.state.notices import Step
from studio.tasks.find_supplies import FindSupplies
from tests.gui.scripted import color, picture, preview
from tests.gui.steps import canvas_color, click_generate, generate, made, trigger, write


class Waiting:
    """Keeps the lane busy that reads what is in sight."""

    lane, title = SIGHT_LANE, message("Waiting")

    def __init__(self, until):
        self.until = until

    def run(self, _report, cancel):
        while not self.until.wait(0.01):
            cancel.check()


def test_a_click_on_generate_leaves_a_run_on_disk_and_the_picture_on_the_canvas(
    qtbot, studio, tmp_path, engine
):
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    [run] = made(qtbot, studio)

    assert run.request.prompt == "clouds"
    assert run.folder == tmp_path / "project" / "runs" / run.id
    with Image.open(run.folder / "image-0.png") as stored:
        assert np.array_equal(np.asarray(stored), picture(run.request))
    assert np.array_equal(canvas_color(studio), color(run.request.seed))
    assert studio.session.desk.canvas.shown.origin is Origin.STORED
    assert threading.main_thread() not in engine.threads


def test_the_preview_is_on_the_canvas_while_the_picture_forms(qtbot, studio, engine):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: studio.session.desk.canvas.shown is not None)

    [request] = engine.requests
    assert studio.session.desk.canvas.shown.origin is Origin.PREVIEW
    assert np.array_equal(canvas_color(studio), preview(request)[0, 0])
    assert studio.window.job_strip.cancel.isVisible()
    assert "Drawing" in studio.window.job_strip.stage.text()
    engine.gate.set()
    made(qtbot, studio)


def test_cancel_while_it_runs_leaves_nothing(qtbot, studio, engine, tmp_path):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(engine.requests))
    qtbot.waitUntil(lambda: studio.session.desk.queue.leading.state is JobState.RUNNING)
    job, states = studio.session.desk.queue.leading.id, []
    studio.jobs.changed.connect(lambda i, state: states.append(state) if i == job else None)
    qtbot.keyClick(studio.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not studio.jobs.active)

    assert states == [JobState.CANCELLED]
    assert list((tmp_path / "project" / "runs").iterdir()) == []
    assert studio.session.desk.history.rowCount() == 0
    assert studio.session.desk.notices.current is None


def test_after_a_cancel_the_picture_before_is_back_at_once(qtbot, studio, engine):
    first = generate(qtbot, studio, "clouds", seed=1)
    reading = threading.Event()
    studio.jobs.submit(Waiting(reading), quiet=True)  # nothing can be read meanwhile
    engine.gate.clear()
    studio.session.desk.draft.seed = 2
    studio.session.generation.generate()
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.PREVIEW)
    trigger(studio, "picture.cancel")
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.STORED)
    assert canvas.shown.run == first
    assert not reading.is_set()
    reading.set()


def test_a_waiting_job_can_be_taken_out_of_the_queue(qtbot, studio, engine):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(engine.requests))
    assert studio.window.job_strip.waiting.text() == "1 waiting"
    studio.session.desk.work.clear()
    assert studio.window.job_strip.waiting.isHidden()
    engine.gate.set()
    made(qtbot, studio)
    assert len(engine.requests) == 1


def test_control_enter_generates_and_each_picture_of_a_batch_is_a_run(qtbot, studio):
    write(qtbot, studio, "clouds")
    studio.session.desk.draft.count = 3
    assert studio.window.request.generate.text() == "Generate 3 pictures"
    qtbot.keyClick(
        studio.window.request.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    runs = made(qtbot, studio, 3)
    seeds = [run.request.seed for run in reversed(runs)]
    assert seeds == [seeds[0], seeds[0] + 1, seeds[0] + 2]
    assert np.array_equal(canvas_color(studio), color(seeds[2]))


def test_an_error_of_the_engine_is_a_sentence_with_the_next_step(
    qtbot, studio, engine, dialogs, studio_home
):
    engine.error = WeightsMissingError("Put the files into {place}.", place="there")
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    bar = studio.window.error_bar
    qtbot.waitUntil(bar.isVisible)
    assert bar.text.text() == "Put the files into there."
    qtbot.mouseClick(bar.buttons[Step.OPEN_MODELS_FOLDER], Qt.MouseButton.LeftButton)
    assert dialogs.shown == [studio_home / "models"]
    assert dialogs.shown[0].is_dir()


def test_a_crash_is_told_and_the_next_picture_is_made(qtbot, studio, engine, caplog):
    engine.error = ZeroDivisionError("boom")
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(studio.window.error_bar.isVisible)
    assert studio.window.error_bar.text.text() == "Unexpected error: boom"
    assert "ZeroDivisionError" in caplog.text
    engine.error = None
    click_generate(qtbot, studio)
    made(qtbot, studio)
    assert studio.window.error_bar.isHidden()


def test_what_to_know_of_a_picture_stands_under_it(qtbot, studio, engine):
    engine.notices = (message("The size {size} is unusual.", size="64x64"),)
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    made(qtbot, studio)
    assert studio.window.canvas.notes.text() == "The size 64x64 is unusual."
    assert studio.window.error_bar.isHidden()


def test_what_to_know_of_a_batch_is_said_once(qtbot, studio, engine):
    engine.notices = (message("The size {size} is unusual.", size="64x64"), message("Slow."))
    write(qtbot, studio, "clouds")
    studio.session.desk.draft.count = 3
    click_generate(qtbot, studio)
    made(qtbot, studio, 3)
    assert studio.window.canvas.notes.text() == "The size 64x64 is unusual.  Slow."


def test_an_equal_picture_is_offered_instead_of_made_again(qtbot, studio, engine):
    write(qtbot, studio, "clouds")
    studio.session.desk.draft.seed_locked = True
    click_generate(qtbot, studio)
    made(qtbot, studio)
    click_generate(qtbot, studio)
    bar = studio.window.error_bar
    assert bar.isVisible()
    assert len(engine.requests) == 1
    studio.session.desk.canvas.clear()
    qtbot.mouseClick(bar.buttons[Step.SHOW_STORED], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.session.desk.canvas.shown is not None)
    click_generate(qtbot, studio)
    qtbot.mouseClick(bar.buttons[Step.MAKE_ANYWAY], Qt.MouseButton.LeftButton)
    made(qtbot, studio, 2)
    assert len(engine.requests) == 2


def test_a_picture_by_weights_that_were_replaced_is_made_anew(qtbot, studio, engine, models):
    write(qtbot, studio, "clouds")
    studio.session.desk.draft.seed_locked = True
    click_generate(qtbot, studio)
    made(qtbot, studio)
    key = studio.session.desk.draft.request().model
    (models / key / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"other")
    click_generate(qtbot, studio)
    made(qtbot, studio, 2)
    assert len(engine.requests) == 2


def test_an_error_in_the_prompt_is_shown_at_its_place(qtbot, studio, engine):
    write(qtbot, studio, "clouds __nowhere__ sky")
    click_generate(qtbot, studio)
    prompt = studio.window.request.prompt
    assert prompt.is_wrong()
    assert prompt.textCursor().position() == len("clouds ")
    assert studio.window.error_bar.isVisible()
    assert engine.requests == []
    write(qtbot, studio, "x")
    assert not prompt.is_wrong()


def test_an_empty_prompt_asks_for_words(qtbot, studio, engine):
    click_generate(qtbot, studio)
    assert "Write what you want to see" in studio.window.error_bar.text.text()
    assert engine.requests == []


def test_the_first_page_offers_prompts_that_are_made_at_once(qtbot, studio):
    page = studio.window.canvas.start_page
    assert page.isVisible()
    chinese = page.examples[-1]
    qtbot.mouseClick(chinese, Qt.MouseButton.LeftButton)
    [run] = made(qtbot, studio)
    assert run.request.prompt == "一座红色的房子,海边,日落,水彩"
    assert page.isHidden()


def test_generate_asked_while_the_studio_still_starts_is_done_when_it_can_be(
    qtbot, open_studio, engine
):
    studio = open_studio(wait=False)
    assert studio.session.desk.projects.project is None
    studio.session.desk.draft.prompt = "clouds"
    studio.session.generation.generate()
    assert "still opening" in studio.window.error_bar.text.text()
    [run] = made(qtbot, studio)
    assert run.request.prompt == "clouds"
    assert len(engine.requests) == 1
    assert studio.window.error_bar.isHidden()


def test_what_was_asked_too_early_can_be_cancelled(qtbot, open_studio, engine):
    studio = open_studio(wait=False)
    studio.session.desk.draft.prompt = "clouds"
    studio.session.generation.generate()
    trigger(studio, "picture.cancel")
    assert studio.window.error_bar.isHidden()
    qtbot.waitUntil(lambda: not studio.session.desk.projects.opening and not studio.jobs.active)
    assert engine.requests == []


def test_asked_too_early_of_a_locked_project_the_lock_is_what_is_told(qtbot, open_studio):
    open_studio()
    second = open_studio(wait=False)
    second.session.desk.draft.prompt = "clouds"
    second.session.generation.generate()
    qtbot.waitUntil(lambda: not second.session.desk.projects.opening)
    assert "open in another window" in second.window.error_bar.text.text()


def test_a_search_for_models_that_fails_leaves_generate_alive(qtbot, open_studio, monkeypatch):
    monkeypatch.setattr(FindSupplies, "run", lambda *_: 1 / 0)
    studio = open_studio(wait=False)
    studio.session.desk.draft.prompt = "clouds"
    studio.session.generation.generate()
    qtbot.waitUntil(lambda: studio.session.desk.projects.project is not None)
    assert "is not on this machine" in studio.window.error_bar.text.text()


def test_a_bug_in_the_window_is_told_and_logged(qtbot, studio, caplog):
    error = ZeroDivisionError("boom")
    app._on_bug(studio, type(error), error, None)
    assert studio.window.error_bar.text.text() == "Unexpected error: boom"
    assert "ZeroDivisionError" in caplog.text
