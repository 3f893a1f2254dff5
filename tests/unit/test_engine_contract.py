"""What both engines promise: the one in this process, and the one in a child process."""

import threading

import numpy as np
import pytest

from studio.core.errors import Cancelled, DeviceFullError, RequestError
from studio.core.job import CancelToken
from studio.core.text import Message
from studio.engine.client import WorkerEngine
from tests.unit.engine_help import draw, payload
from tests.unit.engine_verbs import Order, scripted_runtime


@pytest.fixture(scope="module")
def engines():
    """Both engines, started once for all tests; the child needs seconds to import."""
    made = {"here": scripted_runtime(), "in a child": WorkerEngine(scripted_runtime)}
    made["in a child"].start()
    yield made
    for engine in made.values():
        engine.close()


@pytest.fixture(params=["here", "in a child"])
def engine(engines, request):
    return engines[request.param]


def run(engine, what, *, report=None, cancel=None, **more):
    order = Order(what, **more)
    return engine.run("scripted", order, report or (lambda _: None), cancel or CancelToken())


@pytest.mark.parametrize("name", ["sd", "starter", "sdxl"])
def test_both_engines_draw_the_same_picture(engines, checkpoints, name):
    here, there = (draw(e, checkpoints / name, "a (red:1.2) house") for e in engines.values())
    assert np.array_equal(here.pixels, there.pixels)
    assert here.facts == there.facts


def test_every_step_is_reported_in_order_and_the_first_shows_something(engine, checkpoints):
    seen = []
    draw(engine, checkpoints / "sd", steps=5, report=seen.append)
    drawn = [p for p in seen if p.stage == Message("Drawing")]
    assert [(p.step, p.total) for p in drawn] == [(n, 5) for n in range(1, 6)]
    assert drawn[0].preview.shape == (8, 8, 3)
    assert drawn[0].preview.dtype == np.uint8
    assert all(p.result is None for p in seen)


def test_cancel_takes_effect_within_one_step(engine, checkpoints):
    cancel, steps = CancelToken(), []

    def report(progress):
        if progress.stage == Message("Drawing"):
            steps.append(progress.step)
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(engine, checkpoints / "sd", steps=150, report=report, cancel=cancel)
    assert steps[0] == 1
    assert len(steps) < 150, "the cancel was not passed on while the job ran"
    if type(engine) is not WorkerEngine:  # the child may be some tiny steps ahead of its news
        assert steps == [1]


def test_a_job_cancelled_from_another_thread_ends(engine):
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        run(
            engine,
            "wait",
            report=lambda _: threading.Thread(target=cancel.cancel).start(),
            cancel=cancel,
        )


def test_a_cancelled_job_is_not_even_begun(engine):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        run(engine, "count", report=lambda _: pytest.fail("it ran"), cancel=cancel)
    assert run(engine, "count") == 3


def test_an_error_for_the_user_keeps_its_template_and_values(engine):
    with pytest.raises(RequestError) as caught:
        run(engine, "refuse")
    assert caught.value.message == Message("{name} is {value}", {"name": "steps", "value": 7})


def test_a_bad_parameter_is_refused_by_name(engine, checkpoints):
    with pytest.raises(RequestError, match="steps cannot be 9000"):
        draw(engine, checkpoints / "sd", steps=9000)


def test_a_bug_keeps_its_type_and_tells_where_it_happened(engine):
    with pytest.raises(ZeroDivisionError, match="boom") as caught:
        run(engine, "bug")
    told = "".join(getattr(caught.value, "__notes__", []))
    if type(engine) is WorkerEngine:
        assert "engine_verbs.py" in told


def test_an_exception_that_cannot_travel_still_says_what_it_was(engine):
    with pytest.raises(Exception, match="this and that"):
        run(engine, "odd bug")


def test_an_exception_of_the_system_is_not_taken_for_a_dead_worker(engine):
    with pytest.raises(FileNotFoundError):
        run(engine, "file missing")


def test_a_full_device_is_explained(engine):
    with pytest.raises(DeviceFullError, match="2 MiB more were needed"):
        run(engine, "full")
    assert run(engine, "count") == 3


def test_an_unknown_verb_is_a_bug_of_the_caller(engine):
    with pytest.raises(ValueError, match="no verb 'paint'"):
        engine.run("paint", Order("count"), lambda _: None, CancelToken())


def test_a_payload_of_the_wrong_type_is_a_bug_of_the_caller(engine):
    with pytest.raises(TypeError, match="GeneratePayload, got Order"):
        engine.run("generate", Order("count"), lambda _: None, CancelToken())


def test_after_free_the_model_is_loaded_again(engine, checkpoints):
    folder = checkpoints / "sd"
    before = draw(engine, folder).pixels
    assert "Loading" not in stages(engine, folder)
    engine.free()
    assert "Loading" in stages(engine, folder)
    assert np.array_equal(before, draw(engine, folder).pixels)


def stages(engine, folder):
    seen = []
    draw(engine, folder, report=seen.append)
    return " ".join(str(p.stage) for p in seen)


def test_a_warm_child_does_not_search_the_libraries_for_garbage(engines):
    """That takes most of a second, after every job and every cancel."""
    assert run(engines["in a child"], "frozen") > 100_000


def test_a_replaced_model_file_is_noticed(engine, checkpoints, tmp_path):
    import shutil

    folder = shutil.copytree(checkpoints / "sd", tmp_path / "sd")
    before = draw(engine, folder).pixels
    shutil.copytree(checkpoints / "sd-tiny-vae" / "unet", folder / "unet", dirs_exist_ok=True)
    assert not np.array_equal(before, draw(engine, folder).pixels)


def test_payloads_are_values_that_equal_each_other(checkpoints):
    assert payload(checkpoints / "sd") == payload(checkpoints / "sd")
