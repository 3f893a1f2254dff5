"""Models stay loaded by use and size; what a job took is given back, whatever came of it."""

import gc
import sys
import weakref
from dataclasses import dataclass
from pathlib import Path

import pytest

from studio.core.errors import StudioError
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.engine.memory import residents as module
from studio.engine.memory.residents import Resident, Residents
from studio.engine.memory.room import GIB, LIMIT, MIB, limit_bytes, room
from studio.engine.runtime import Runtime
from studio.engine.verb import Verb
from studio.engine.weights import model_at
from tests.unit.engine_help import draw
from tests.unit.test_memory_loading import child, write_wide


@dataclass(eq=False)
class Loaded:
    size: int


def resident(name, size, seconds):
    model = Model(name, name, "sd15", Path(name), Layout.FILE)
    return Resident(model, (), Loaded(size), seconds)


@pytest.fixture
def kept(monkeypatch):
    """Residents whose sizes are those they are made with, in a memory of 100 bytes."""
    monkeypatch.setattr(module, "networks", lambda loaded: {"unet": loaded})
    monkeypatch.setattr(module, "weights_of", lambda loaded: loaded.size)
    return Residents()


def names(kept):
    return [entry.model.key for entry in kept]


def fill(kept, *entries):
    for entry in entries:
        kept.add(entry)
    kept.release()


def test_what_is_quick_to_load_for_its_size_goes_first(kept):
    fill(kept, resident("slow", 40, 40.0), resident("quick", 40, 4.0), resident("small", 4, 4.0))
    kept.make_room(30, lambda: 100 - kept.size)
    assert names(kept) == ["slow", "small"]


def test_nothing_goes_while_there_is_room(kept):
    fill(kept, resident("a", 40, 1.0), resident("b", 40, 1.0))
    kept.make_room(20, lambda: 100 - kept.size)
    assert names(kept) == ["a", "b"]


def test_use_keeps_a_model_longer_than_one_that_was_loaded_before_and_never_used_since(kept):
    a, b = resident("a", 40, 1.0), resident("b", 40, 1.0)
    fill(kept, resident("old", 20, 0.1), a, b)
    kept.make_room(20, lambda: 100 - kept.size)
    assert kept.find(a.model, ()) is a, "used after another one went"
    kept.release()
    kept.make_room(50, lambda: 100 - kept.size)
    assert names(kept) == ["a"]


def test_what_the_running_job_asked_for_stays_whatever_another_one_needs(kept):
    fill(kept, resident("idle", 40, 100.0))
    kept.add(resident("pinned", 50, 0.1))
    kept.make_room(1000, lambda: 100 - kept.size)
    assert names(kept) == ["pinned"]


def test_a_model_whose_file_was_replaced_is_not_found(kept):
    fill(kept, resident("a", 40, 1.0))
    [a] = kept
    assert kept.find(a.model, (("", 1, 2),)) is None
    kept.forget(a.model)
    assert not names(kept)


def test_two_models_stay_loaded_and_the_first_is_not_read_again(checkpoints):
    runtime = Runtime()
    quiet, cancel = (lambda _: None), CancelToken()
    sd, sdxl = (model_at(checkpoints / name) for name in ("sd", "sdxl"))
    first = runtime.generator(sd, quiet, cancel)
    runtime.residents.release()
    assert runtime.generator(sdxl, quiet, cancel) is not first
    assert runtime.generator(sd, quiet, cancel) is first


def test_with_a_limit_only_as_many_stay_as_fit(checkpoints, monkeypatch):
    monkeypatch.setenv(LIMIT, "0")
    runtime = Runtime()
    draw(runtime, checkpoints / "sd", steps=1)
    gone = weakref.ref(next(iter(runtime.residents)).generator)
    draw(runtime, checkpoints / "sdxl", steps=1)
    assert [entry.model.family for entry in runtime.residents] == ["sdxl"]
    gc.collect()
    assert gone() is None


def test_the_limit_is_that_of_the_settings_unless_the_environment_says_otherwise(
    isolated_settings, monkeypatch
):
    monkeypatch.delenv(LIMIT, raising=False)
    assert limit_bytes() is None
    isolated_settings(memory_gb=3)
    assert limit_bytes() == 3 * GIB
    assert room("cpu", GIB) <= 2 * GIB
    monkeypatch.setenv(LIMIT, "100")
    assert limit_bytes() == 100 * MIB


@pytest.fixture
def isolated_settings(tmp_path, monkeypatch):
    """Keep settings in a folder of the test."""
    from studio.core.settings import Settings, open_settings

    monkeypatch.setattr("studio.core.paths.config_folder", lambda: tmp_path)
    return lambda **values: open_settings(tmp_path).save(Settings(**values))


@pytest.mark.parametrize("error", [StudioError, ZeroDivisionError, MemoryError])
def test_a_job_that_failed_holds_nothing_even_while_its_error_is_kept(error):
    import torch

    runtime, held = Runtime(), []

    def work(_runtime, _payload, _report, _cancel):
        tensor = torch.zeros(3)
        held.append(weakref.ref(tensor))
        raise error("told")

    runtime.verbs["fail"] = Verb("fail", str, str, work)
    with pytest.raises(Exception, match=r"told|Memory ran out") as caught:
        runtime.run("fail", "now", lambda _: None, CancelToken())
    assert held[0]() is None
    assert caught.value.__traceback__ is not None, "it can still be told where"


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells its size")
def test_after_every_job_failed_or_not_memory_is_what_it_was_with_the_same_model(
    checkpoints, tmp_path
):
    import torch

    told = child("jobs", checkpoints / "sd", write_wide(tmp_path / "wide", torch.float16))
    assert told["with_model"] > 200e6
    for job, held in told["after"].items():
        assert held < 1.05 * told["with_model"], job
    assert min(told["during"].values()) > 1.2 * told["with_model"], "each took more on its way"
