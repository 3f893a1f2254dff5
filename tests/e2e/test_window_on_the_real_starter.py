"""The whole way in the real window: words, click, worker process, starter model, folder, canvas.

One worker serves all tests of this file, because it takes seconds to import its libraries.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import psutil
import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt

from studio import app
from studio.core import paths
from studio.core.project import Project
from studio.engine.client import WorkerEngine
from studio.state.canvas import Origin
from studio.state.notices import Step
from studio.ui.canvas.view import to_image
from tests.gui.conftest import shut

PATIENCE_MS = 240_000
PROMPT = "a red house by the sea at sunset, watercolor"


class KeptEngine(WorkerEngine):
    """Survives the windows it works for."""

    def close(self):
        pass


@pytest.fixture(scope="module", autouse=True)
def studio_home(tmp_path_factory):
    """One home for all tests here, as the worker remembers in it what the model's weights are."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("STUDIO_HOME", str(home))
        yield home


@pytest.fixture(scope="module")
def worker(studio_home):
    engine = KeptEngine()
    engine.start()
    yield engine
    WorkerEngine.close(engine)


@pytest.fixture
def qtbot(qtbot):
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE_MS)
    return qtbot


@pytest.fixture
def open_studio(qtbot, worker, studio_home, tmp_path):
    opened = []

    def open_one():
        (studio_home / "config" / "window.json").unlink(missing_ok=True)
        studio = app.build(app.Parts(project=tmp_path / "project", engine=worker))
        opened.append(studio)
        with qtbot.waitExposed(studio.window):
            studio.window.show()
        studio.window.activateWindow()
        studio.start()
        desk = studio.session.desk
        qtbot.waitUntil(lambda: bool(desk.catalog.supplies.models) and not desk.jobs.active)
        desk.draft.set_param("steps", 4)
        return studio

    yield open_one
    for studio in opened:
        if shiboken6.isValid(studio.window):
            shut(studio)


def generate(qtbot, studio, n=1):
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    desk = studio.session.desk
    qtbot.waitUntil(
        lambda: (
            (desk.history.rowCount() >= n or desk.notices.current is not None)
            and not desk.jobs.active
        )
    )
    assert desk.notices.current is None, str(desk.notices.current.message)
    return desk.history.run(0)


def on_screen(view):
    """What the canvas shows, back at the size of the picture: (h, w, 3) uint8."""
    image = view.grab().toImage().convertToFormat(to_image(np.zeros((1, 1, 3), np.uint8)).format())
    rect = view.picture_rect().toAlignedRect()
    cut = image.copy(rect)
    stride = cut.bytesPerLine()
    rows = np.frombuffer(cut.constBits(), np.uint8).reshape(cut.height(), stride)
    return rows[:, : 3 * cut.width()].reshape(cut.height(), cut.width(), 3).copy()


def test_words_become_a_picture_in_the_folder_and_on_the_canvas(qtbot, open_studio, tmp_path):
    studio = open_studio()
    canvas = studio.session.desk.canvas
    previews = []
    canvas.shown_changed.connect(
        lambda shown: previews.append(shown) if shown.origin is Origin.PREVIEW else None
    )
    studio.window.request.prompt.setFocus()
    qtbot.keyClicks(studio.window.request.prompt, PROMPT)
    run = generate(qtbot, studio)

    assert run.folder.parent == tmp_path / "project" / "runs"
    assert {path.name for path in run.folder.iterdir()} >= {
        "params.json",
        "image-0.png",
        "thumb.webp",
    }
    with Image.open(run.folder / "image-0.png") as stored:
        pixels = np.asarray(stored)
        assert "Steps: 4" in stored.text["parameters"]
    assert pixels.std() > 5, "the picture is flat"
    assert np.array_equal(canvas.shown.pixels, pixels)
    studio.window.canvas.view.actual_size()
    assert np.array_equal(on_screen(studio.window.canvas.view), pixels)
    assert previews


def test_the_same_request_makes_the_same_pixels_after_a_restart(qtbot, open_studio):
    first = open_studio()
    first.session.desk.draft.prompt = "一座红色的房子,海边,日落,水彩"
    run = generate(qtbot, first)
    with Image.open(run.folder / "image-0.png") as stored:
        pixels = np.asarray(stored)
    shut(first)

    second = open_studio()
    qtbot.waitUntil(lambda: second.session.desk.canvas.shown is not None)
    assert np.array_equal(second.session.desk.canvas.shown.pixels, pixels)
    second.window.actions_table["picture.reuse"].trigger()
    assert second.session.desk.draft.request() == run.request
    qtbot.mouseClick(second.window.request.generate, Qt.MouseButton.LeftButton)
    bar = second.window.error_bar
    assert "in the project already" in bar.text.text()
    qtbot.mouseClick(bar.buttons[Step.MAKE_ANYWAY], Qt.MouseButton.LeftButton)
    history = second.session.desk.history
    qtbot.waitUntil(lambda: history.rowCount() == 2 and not second.jobs.active)
    with Image.open(history.run(0).folder / "image-0.png") as again:
        assert np.array_equal(np.asarray(again), pixels)


def test_cancel_in_the_middle_leaves_no_trace_and_the_next_picture_is_made(
    qtbot, open_studio, tmp_path
):
    studio = open_studio()
    desk = studio.session.desk
    desk.draft.set_param("steps", 150)
    studio.window.request.prompt.setFocus()
    qtbot.keyClicks(studio.window.request.prompt, PROMPT)
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.canvas.shown is not None)
    qtbot.keyClick(studio.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    assert list((tmp_path / "project" / "runs").iterdir()) == []
    assert desk.canvas.shown is None
    assert desk.notices.current is None

    desk.draft.set_param("steps", 2)
    generate(qtbot, studio)
    shut(studio)
    with Project.open(tmp_path / "project") as project:
        assert len(project.runs()) == 1


def test_a_worker_killed_while_it_draws_costs_time_and_no_picture(qtbot, open_studio, worker):
    studio = open_studio()
    desk = studio.session.desk
    desk.draft.prompt = PROMPT
    desk.draft.seed, desk.draft.seed_locked = 11, True
    told = []
    desk.notices.current_changed.connect(lambda n: told.append(str(n.message)) if n else None)
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.canvas.shown is not None)
    killed = worker.pid
    psutil.Process(killed).kill()
    qtbot.waitUntil(lambda: desk.history.rowCount() == 1 and not studio.jobs.active)
    assert worker.pid not in (None, killed)
    assert "tried once more" in told[0]
    assert PROMPT in told[0]
    assert "starter" in told[0]
    assert desk.work.entries == ()
    with Image.open(desk.history.run(0).folder / "image-0.png") as stored:
        pixels = np.asarray(stored)
    desk.notices.dismiss()
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(studio.window.error_bar.buttons[Step.MAKE_ANYWAY], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.history.rowCount() == 2 and not studio.jobs.active)
    with Image.open(desk.history.run(0).folder / "image-0.png") as again:
        assert np.array_equal(np.asarray(again), pixels), "the second try was an undisturbed one"


def test_the_starter_model_is_the_one_that_ships(open_studio):
    studio = open_studio()
    model = studio.session.desk.catalog.model(studio.session.desk.draft.model)
    assert model.path.is_relative_to(paths.resources())
