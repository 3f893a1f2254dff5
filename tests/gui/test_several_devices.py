"""The queue feeds every device, each with its own lane and its own models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.engine.pool import Pool
from tests.gui.scripted import ScriptedEngine, preview
from tests.gui.steps import canvas_color, made, trigger


@pytest.fixture
def engines():
    """One engine for each of two devices."""
    return [ScriptedEngine(), ScriptedEngine()]


@pytest.fixture
def studio(open_studio, engines, monkeypatch):
    monkeypatch.setenv("STUDIO_DEVICES", "cpu,cpu")
    waiting = iter(engines)
    pool = Pool(lambda _device: next(waiting), engine_of=lambda make: make())
    pool._look()
    yield open_studio(engine=pool)
    for engine in engines:
        engine.gate.set()


@pytest.fixture
def ask(studio):
    def ask(words, seed=1, **values):
        request = replace(studio.session.desk.draft.request(), prompt=words, seed=seed, **values)
        studio.session.generation.enqueue([request])

    return ask


def prompts(engine):
    return [request.prompt for request in engine.requests]


def both_work(qtbot, engines, ask):
    for engine in engines:
        engine.gate.clear()
    for n, words in enumerate("abc"):
        ask(words, seed=n)
    qtbot.waitUntil(lambda: all(engine.requests for engine in engines))


def test_two_jobs_run_at_once_and_the_third_goes_where_there_is_room(qtbot, studio, engines, ask):
    both_work(qtbot, engines, ask)
    assert [prompts(engine) for engine in engines] == [["a"], ["b"]]
    assert studio.session.desk.work.waiting == 1
    engines[1].gate.set()
    qtbot.waitUntil(lambda: prompts(engines[1]) == ["b", "c"])
    qtbot.waitUntil(lambda: studio.session.desk.history.rowCount() == 2)
    assert prompts(engines[0]) == ["a"], "the first is still busy"
    engines[0].gate.set()
    assert {run.request.prompt for run in made(qtbot, studio, 3)} == {"a", "b", "c"}
    assert engines[0].threads.isdisjoint(engines[1].threads)


def test_the_canvas_shows_the_picture_of_the_job_to_watch(qtbot, studio, engines, ask):
    both_work(qtbot, engines, ask)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown is not None)
    leading = studio.session.desk.queue.leading.task.pictures.requests[0]
    assert np.array_equal(canvas_color(studio), preview(leading)[0, 0])


def test_a_job_goes_to_the_device_that_holds_its_model(qtbot, studio, engines, ask):
    key = next(m.key for m in studio.session.desk.catalog.supplies.models if "second" in m.key)
    engines[1].held = (key,)
    ask("a", model=key)
    made(qtbot, studio, 1)
    assert [prompts(engine) for engine in engines] == [[], ["a"]]


def test_a_cancel_stops_the_job_to_watch_and_not_its_neighbour(qtbot, studio, engines, ask):
    both_work(qtbot, engines, ask)
    qtbot.waitUntil(lambda: studio.session.desk.queue.leading is not None)
    watched = studio.session.desk.queue.leading.task.pictures.requests[0].prompt
    trigger(studio, "picture.cancel")
    other = next(e for e in engines if prompts(e)[0] != watched)
    engines[0].gate.set()
    engines[1].gate.set()
    runs = made(qtbot, studio, 2)
    assert {run.request.prompt for run in runs} == {"a", "b", "c"} - {watched}
    assert prompts(other)[0] != watched


def test_a_job_that_dies_leaves_the_other_device_alone(qtbot, studio, engines, ask):
    from studio.core.errors import WorkerDiedError
    from studio.core.work import EntryState

    engines[0].gate.clear()
    engines[1].error = WorkerDiedError("gone")
    ask("a")
    ask("poison", seed=2)
    desk = studio.session.desk
    qtbot.waitUntil(lambda: [e.state for e in desk.work.entries].count(EntryState.SET_ASIDE) == 1)
    engines[0].gate.set()
    [run] = made(qtbot, studio, 1)
    assert run.request.prompt == "a"
