"""Several devices: an engine for each, and the choice of the one that a job is given to."""

import os
import sys
import threading
from functools import partial

import pytest

from studio.core.errors import Cancelled
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.engine import devices
from studio.engine.devices import find, take
from studio.engine.pool import Pool, chosen, lanes_of
from tests.unit.engine_verbs import Order, scripted_on


class Held:
    """An engine that holds some models."""

    def __init__(self, *models):
        self.held = models
        self.is_closed = self.is_free = False

    def free(self):
        self.is_free = True

    def close(self):
        self.is_closed = True


@pytest.mark.parametrize(
    ("held", "free", "models", "lane"),
    [
        ({"0": ("a",), "1": ("b",)}, "01", ("b",), "1"),
        ({"0": ("a",), "1": ("b",)}, "0", ("b",), "0"),
        ({"0": ("a",), "1": ()}, "01", ("b",), "1"),
        ({"0": (), "1": ()}, "01", ("b",), "0"),
        ({"0": ("a",), "1": ("c",)}, "01", ("b",), "0"),
        ({"0": ("a",), "1": ("a",)}, "1", ("a",), "1"),
        ({"0": ("a",)}, "", ("a",), None),
        ({"0": ("a",), "1": ()}, "01", (), "1"),
    ],
)
def test_a_job_goes_where_its_model_is_else_where_none_is_else_anywhere(held, free, models, lane):
    engines = {name: Held(*names) for name, names in held.items()}
    assert chosen(free, engines, models) == lane


def test_an_engine_that_is_no_pool_has_the_first_lane():
    engine = Held()
    assert lanes_of(engine) == {"device:0": engine}


@pytest.fixture
def driver(tmp_path, monkeypatch):
    """A program that tells of cards as that of the driver does."""

    def write(text):
        program = tmp_path / "nvidia-smi"
        program.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(devices.shutil, "which", lambda _name: str(program))

    for name in ("STUDIO_DEVICES", "STUDIO_DEVICE", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)
    return write


TWO = "print('GPU 0: NVIDIA A (UUID: GPU-1)')\nprint('GPU 1: NVIDIA B (UUID: GPU-2)')"


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
@pytest.mark.parametrize(
    ("says", "found"),
    [
        (TWO, ("", "cuda:1")),
        ("print('GPU 0: NVIDIA A (UUID: GPU-1)')", ("",)),
        ("raise SystemExit(9)", ("",)),
        ("print('No devices were found')", ("",)),
    ],
    ids=["two", "one", "no driver", "none"],
)
def test_the_cards_are_those_that_the_driver_tells_of(driver, says, found):
    driver(says)
    assert find() == found


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("STUDIO_DEVICE", "cpu", ("",)),
        ("STUDIO_DEVICES", "cuda:1, cpu", ("cuda:1", "cpu")),
        ("CUDA_VISIBLE_DEVICES", "1", ("",)),
        ("CUDA_VISIBLE_DEVICES", "", ("",)),
    ],
)
def test_the_environment_may_allow_fewer(driver, monkeypatch, name, value, found):
    driver(TWO)
    monkeypatch.setenv(name, value)
    assert find() == found


def test_without_the_drivers_program_there_is_one_device(driver, monkeypatch):
    monkeypatch.setattr(devices.shutil, "which", lambda _name: None)
    assert find() == ("",)


@pytest.mark.parametrize(
    ("visible", "device", "then"),
    [("", "cuda:1", "1"), ("2,3", "cuda:1", "3"), ("2,3", "cuda:0", "2"), ("5", "", "5")],
)
def test_a_process_sees_only_its_own_card(monkeypatch, visible, device, then):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    take(device)
    assert os.environ["CUDA_VISIBLE_DEVICES"] == then


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setenv("STUDIO_DEVICES", "cpu,cpu")
    pool = Pool(scripted_on)
    pool._look()
    yield pool
    pool.close()


def run(engine, what, **more):
    return engine.run("scripted", Order(what, **more), lambda _: None, CancelToken())


def test_each_device_has_a_process_and_they_work_at_the_same_time(pool):
    told = {}

    def ask(lane, engine):
        told[lane] = run(engine, "where")

    for lane, engine in pool.lanes.items():
        ask(lane, engine)
    assert list(pool.lanes) == ["device:0", "device:1"]
    assert len({pid for pid, _ in told.values()}) == 2
    assert {device for _, device in told.values()} == {"cpu"}
    assert set(pool.pids) == {pid for pid, _ in told.values()}
    cancel, running = CancelToken(), threading.Event()
    first, second = pool.lanes.values()

    def wait():
        with pytest.raises(Cancelled):
            first.run("scripted", Order("wait"), lambda _: running.set(), cancel)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert running.wait(60)
    assert run(second, "count") == 3, "the second works while the first is busy"
    cancel.cancel()
    waiting.join(60)


def test_an_engine_tells_which_model_its_last_job_left_loaded(pool, tmp_path):
    engine = pool.lanes["device:0"]
    model = Model("a", "A", "sd15", tmp_path / "a", Layout.FILE)
    assert engine.held == ()
    run(engine, "count", model=model)
    assert engine.held == ("a", str(tmp_path / "a"))
    run(engine, "count")
    assert engine.held == ("a", str(tmp_path / "a")), "a job without a model drops none"
    engine.free()
    assert engine.held == ()
    run(engine, "count", model=model)
    with pytest.raises(Exception, match="ended"):
        run(engine, "exit")
    assert engine.held == ()


def test_other_settings_replace_a_process_and_fewer_devices_leave_one_out(pool):
    engine = pool.lanes["device:0"]
    run(engine, "count")
    before = engine.pid
    pool.restart(scripted_on, "cpu")
    assert list(pool.lanes) == ["device:0"]
    assert run(engine, "where")[0] == before, "it was on the processor already"
    pool.restart(partial(scripted_on), "cpu")
    assert run(engine, "where")[0] != before


def test_a_closed_pool_makes_no_engine_any_more():
    made = []
    pool = Pool(lambda device: device, engine_of=lambda make: made.append(make()) or Held())
    engine = pool.lanes["device:0"]
    pool.close()
    pool._use(("", "cuda:1"))
    assert engine.is_closed
    assert made == [""]
