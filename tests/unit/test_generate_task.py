"""A picture is stored before it is shown, and none is lost."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import Cancelled, ProjectError, SaveError
from studio.core.job import CancelToken, Progress
from studio.core.metadata import studio
from studio.core.model import Layout, Model
from studio.core.png_text import read_text
from studio.core.project import Project
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.run import Run, changed_files
from studio.core.task import DEVICE_LANE
from studio.core.text import Message, message
from studio.engine.verbs.generate import Generated, GeneratePayload
from studio.tasks.generate import Generate
from studio.tasks.save_files import SaveFiles
from tests.full_disk import full_disk

MODEL = Model("starter", "Starter", "starter", Path("models/starter"), Layout.FOLDER)
REQUEST = Request("a red house", extent=Extent(16, 8), seed=SEED_LIMIT - 2, count=3)
STEPS = 4


class ScriptedEngine:
    """Paints the seed, reports its steps, and does `at_picture[n]` before the n-th picture."""

    def __init__(self):
        self.asked = []
        self.at_picture = {}
        self.notices = ()

    def run(self, verb, payload, report, cancel):
        assert verb == "generate"
        assert isinstance(payload, GeneratePayload)
        self.asked.append(payload)
        self.at_picture.get(len(self.asked), lambda: None)()
        report(Progress(0, 0, message("Loading")))
        for step in range(STEPS):
            cancel.check()
            report(Progress(step + 1, STEPS, message("Drawing"), np.zeros((2, 4, 3), np.uint8)))
        return Generated(pixels_of(payload.request), 0.5, {"model_hash": "ab12"}, self.notices)


def pixels_of(request):
    shade = request.seed % 251
    return np.full((request.extent.height, request.extent.width, 3), shade, np.uint8)


def image_at(path):
    return Image.open(io.BytesIO(path.read_bytes()))


@pytest.fixture
def engine():
    return ScriptedEngine()


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as opened:
        yield opened


def task(engine, project, request=REQUEST):
    return Generate(engine, project, request, MODEL, project.new_run_id)


def run(job, report=lambda _: None, cancel=None):
    return job.run(report, cancel or CancelToken())


def finished(events):
    return [event for event in events if isinstance(event.result, Run)]


def test_every_picture_of_a_batch_is_a_run_of_its_own(engine, project):
    runs = run(task(engine, project))
    assert project.runs() == list(runs)
    assert [r.request for r in runs] == REQUEST.variations()
    assert [r.request.seed for r in runs] == [SEED_LIMIT - 2, SEED_LIMIT - 1, 0]
    assert [p.request for p in engine.asked] == REQUEST.variations()
    assert all(p.model is MODEL for p in engine.asked)


def test_a_picture_is_on_the_disk_before_it_is_shown(engine, project):
    seen = []

    def report(progress):
        if progress.preview is not None and progress.preview.shape == (8, 16, 3):
            assert isinstance(progress.result, Run), "a whole picture comes with its run"
            stored = image_at(progress.result.path("image-0.png"))
            assert np.array_equal(np.asarray(stored), progress.preview)
            assert changed_files(progress.result.folder) == []
            seen.append(progress.result)

    runs = run(task(engine, project), report)
    assert tuple(seen) == runs


def test_the_stored_picture_tells_how_it_was_made(engine, project):
    first = run(task(engine, project))[0]
    recipe = studio.FORMAT.read(read_text(first.path("image-0.png").read_bytes()).text)
    assert recipe.request == first.request
    assert recipe.facts["model_hash"] == first.facts["model_hash"] == "ab12"
    text = image_at(first.path("image-0.png")).text["parameters"]
    assert text.startswith("a red house\n")
    assert f"Seed: {SEED_LIMIT - 2}, Size: 16x8, Model hash: ab12" in text
    assert first.seconds == 0.5
    assert image_at(first.path("thumb.webp")).size == (16, 8)


def test_a_stored_picture_made_again_is_the_same_file(engine, project):
    first = run(task(engine, project))[1]
    (again,) = run(task(engine, project, first.request))
    assert again.request == first.request
    assert again.path("image-0.png").read_bytes() == first.path("image-0.png").read_bytes()
    assert project.find(first.request, "ab12") == again


def test_progress_runs_through_the_whole_batch(engine, project):
    events = []
    run(task(engine, project), events.append)
    fractions = [event.fraction for event in events]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert [e.step for e in finished(events)] == [1, 2, 3]
    assert sum(e.preview is not None and e.result is None for e in events) == 3 * STEPS


def test_sentences_for_the_screen_are_passed_on(engine, project):
    engine.notices = (message("Weights are ignored."),)
    events = []
    run(task(engine, project), events.append)
    assert [e.result for e in events if isinstance(e.result, Message)] == list(engine.notices) * 3


def test_a_cancelled_picture_is_not_stored_and_those_before_it_are(engine, project):
    cancel = CancelToken()
    engine.at_picture[2] = cancel.cancel
    events = []
    with pytest.raises(Cancelled):
        run(task(engine, project), events.append, cancel)
    assert [r.request.seed for r in project.runs()] == [REQUEST.seed]
    assert [e.result for e in finished(events)] == project.runs()
    assert len(engine.asked) == 2


def test_a_cancelled_batch_starts_nothing(engine, project):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        run(task(engine, project), cancel=cancel)
    assert engine.asked == []


def test_a_full_disk_keeps_the_picture_and_those_before_it(engine, project, monkeypatch, tmp_path):
    events = []
    with monkeypatch.context() as patch:
        disk = full_disk(patch)
        engine.at_picture[2] = disk.__enter__
        with pytest.raises(SaveError) as caught:
            run(task(engine, project), events.append)
        disk.__exit__(None, None, None)
    (kept,) = project.runs()
    assert [e.result for e in finished(events)] == [kept], "nothing is shown that is not stored"
    assert str(project.root / "runs") in str(caught.value)

    chosen = SaveFiles(tmp_path / "elsewhere", caught.value.files).run(
        lambda _: None, CancelToken()
    )
    saved = image_at(chosen / "image-0.png")
    assert np.array_equal(np.asarray(saved), pixels_of(REQUEST.variations()[1]))
    assert changed_files(chosen) == [], "it is a whole run, wherever it is"


def test_a_project_that_takes_nothing_is_noticed_before_any_work(engine, project):
    project.close()
    with pytest.raises(ProjectError, match="reading only"):
        run(task(engine, project))
    assert engine.asked == []


def test_a_failing_engine_stores_nothing(engine, project):
    engine.at_picture[1] = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        run(task(engine, project))
    assert project.runs() == []
    assert list((project.root / "runs").iterdir()) == []


def test_the_task_works_on_a_device_and_has_a_title(engine, project):
    job = task(engine, project)
    assert job.lane == DEVICE_LANE
    assert "a red house" in str(job.title)
