"""Weights that left memory come back, also after a time when they could not."""

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError
from studio.engine.memory import filling
from studio.engine.memory.climbing import Climb, Stance
from studio.engine.memory.leaving import Group
from studio.engine.memory.rungs import Rung
from studio.engine.runtime import Runtime
from tests.unit.engine_help import draw

GONE = ModelRefusedError("the drive is gone")


@pytest.fixture
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def on(monkeypatch):
    """Begin on a rung, whatever is free."""

    def begin(rung):
        monkeypatch.setattr(Climb, "first", lambda self, _free: Stance(rung, taken=10**9))

    return begin


def fail_once(monkeypatch, after):
    """Have the next reading of weights fail once, after so many tensors."""
    usual, read = filling._refill, []

    def refill(tensor, entry, values):
        read.append(1)
        if len(read) == after:
            raise GONE
        usual(tensor, entry, values)

    monkeypatch.setattr(filling, "_refill", refill)
    return read


@pytest.mark.parametrize("then", [Rung.FINISHED, Rung.LAYERS, Rung.WHOLE])
@pytest.mark.parametrize("rung", [Rung.FINISHED, Rung.LAYERS])
def test_a_picture_after_a_failed_reading_is_as_ever(
    runtime, checkpoints, on, monkeypatch, rung, then
):
    whole = draw(runtime, checkpoints / "sd")
    on(rung)
    draw(runtime, checkpoints / "sd", seed=4)
    for after in (3, 30):  # in the midst of the denoiser, with some of it read
        read = fail_once(monkeypatch, after)
        with pytest.raises(ModelRefusedError):
            draw(runtime, checkpoints / "sd", seed=5)
        assert len(read) == after
        on(then)
        assert np.array_equal(draw(runtime, checkpoints / "sd").pixels, whole.pixels)
        on(rung)
        assert np.array_equal(draw(runtime, checkpoints / "sd").pixels, whole.pixels)


def test_a_way_back_up_that_failed_is_gone_again(runtime, checkpoints, on, monkeypatch):
    whole = draw(runtime, checkpoints / "sd")
    on(Rung.FINISHED)
    draw(runtime, checkpoints / "sd")
    on(Rung.WHOLE)
    fail_once(monkeypatch, 3)
    with pytest.raises(ModelRefusedError):
        draw(runtime, checkpoints / "sd")
    on(Rung.FINISHED)
    assert np.array_equal(draw(runtime, checkpoints / "sd").pixels, whole.pixels)


class OnCard:
    """Stands for a weight on a card, which there may be none of here."""

    def __init__(self, data):
        import torch

        self.data, self.device = data, torch.device("cuda")

    def __getattr__(self, name):
        return getattr(self.data, name)


class Waiting:
    """Stands for its copy in main memory; the card is full so many times."""

    def __init__(self, data, full=0):
        self.data, self.full = data, full

    def to(self, _device):
        import torch

        self.full -= 1
        if self.full >= 0:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return self.data


def test_weights_for_which_a_card_had_no_room_wait_on():
    import torch

    values = {name: torch.full((4,), float(i)) for i, name in enumerate("abc")}
    tensors = {name: OnCard(filling.absent(torch.empty(1), (4,))) for name in values}
    group = Group(torch.nn.Module(), tensors, lambda _name: False)
    group._waiting = {name: Waiting(values[name], full=name == "b") for name in values}
    with pytest.raises(torch.OutOfMemoryError):
        group.come()
    assert not group.is_here
    group.come()
    assert group.is_here
    assert all(torch.equal(tensors[name].data, values[name]) for name in values)
