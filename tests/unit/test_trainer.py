"""The trainer core: exact resume, cancel, checkpoints that appear whole, averages, rates."""

import json

import pytest
import torch
from torch import nn

from studio.core.errors import Cancelled
from studio.core.job import CancelToken
from studio.engine.training import checkpoint
from studio.engine.training.checkpoint import checkpoints, latest, load_average
from studio.engine.training.config import TrainConfig, learning_rate
from studio.engine.training.ema import Average
from studio.engine.training.loop import train

CONFIG = TrainConfig(
    steps=20, rate=0.02, warmup=5, decay=8, seed=3, log_every=1, save_every=50, ema=0.9
)
FILES = ("model.safetensors", "average.safetensors", "optimizer.safetensors", "state.json")


class Lines:
    """Learns y = 3x with noise and dropout, so that every kind of randomness takes part."""

    def __init__(self):
        torch.manual_seed(0)
        self.model = nn.Sequential(
            nn.Linear(1, 8), nn.BatchNorm1d(8), nn.Dropout(0.1), nn.Linear(8, 1)
        )
        self.shown = []

    def batch(self, step):
        return {"x": torch.linspace(-1, 1, 16)[:, None] + 0.01 * step}

    def loss(self, model, batch):
        noise = 0.1 * torch.randn(batch["x"].shape)
        return (model(batch["x"]) - 3 * batch["x"] + noise).square().mean()

    def sample(self, model, step):
        self.shown.append((step, model.training))


def ignore(progress):
    """Take progress and do nothing with it."""


def cancel_at(step, cancel):
    return lambda progress: cancel.cancel() if progress.step == step else None


def test_a_resumed_run_ends_in_the_same_bytes_as_one_in_a_piece(tmp_path):
    train(Lines(), CONFIG, tmp_path / "whole", ignore, CancelToken())
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        train(Lines(), CONFIG, tmp_path / "halves", cancel_at(10, cancel), cancel)
    assert latest(tmp_path / "halves").name == "step-0000010"
    torch.manual_seed(12345)  # the resuming process has drawn other random numbers
    train(Lines(), CONFIG, tmp_path / "halves", ignore, CancelToken())
    for name in FILES:
        whole = (tmp_path / "whole" / "step-0000020" / name).read_bytes()
        halves = (tmp_path / "halves" / "step-0000020" / name).read_bytes()
        assert whole == halves, name


def test_the_loss_falls_and_every_step_is_reported_and_logged(tmp_path):
    steps = []
    train(Lines(), CONFIG, tmp_path, lambda p: steps.append((p.step, p.total)), CancelToken())
    assert steps == [(step, 20) for step in range(1, 21)]
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text("utf-8").splitlines()]
    assert [line["step"] for line in log] == list(range(1, 21))
    assert log[-1]["loss"] < log[0]["loss"] / 2


def test_cancel_stops_at_the_next_step_and_keeps_what_was_learnt(tmp_path):
    cancel, steps = CancelToken(), []

    def report(progress):
        steps.append(progress.step)
        cancel_at(3, cancel)(progress)

    with pytest.raises(Cancelled):
        train(Lines(), CONFIG, tmp_path, report, cancel)
    assert steps == [1, 2, 3]
    assert [folder.name for folder in checkpoints(tmp_path)] == ["step-0000003"]


def test_a_finished_run_is_not_trained_again(tmp_path):
    train(Lines(), CONFIG, tmp_path, ignore, CancelToken())
    steps = []
    train(Lines(), CONFIG, tmp_path, lambda p: steps.append(p.step), CancelToken())
    assert steps == []


def test_samples_are_drawn_by_the_average_while_it_runs_and_at_the_end(tmp_path):
    recipe = Lines()
    config = TrainConfig(steps=5, rate=0.01, sample_every=2)
    train(recipe, config, tmp_path, ignore, CancelToken())
    assert recipe.shown == [(2, False), (4, False), (5, False)]


def test_only_the_newest_checkpoints_are_kept(tmp_path):
    config = TrainConfig(steps=10, rate=0.01, save_every=2)
    train(Lines(), config, tmp_path, ignore, CancelToken())
    assert [folder.name for folder in checkpoints(tmp_path)] == ["step-0000008", "step-0000010"]


def test_a_checkpoint_that_cannot_be_finished_leaves_nothing_behind(tmp_path, monkeypatch):
    def full_disk(path, data):
        if path.name == "optimizer.safetensors":
            raise OSError(28, "No space left on device")
        path.write_bytes(data)

    monkeypatch.setattr(checkpoint, "write_synced", full_disk)
    with pytest.raises(OSError, match="No space left"):
        train(Lines(), CONFIG, tmp_path, ignore, CancelToken())
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]
    assert latest(tmp_path) is None


def test_the_average_can_be_put_into_a_fresh_model(tmp_path):
    average = train(Lines(), CONFIG, tmp_path, ignore, CancelToken())
    fresh = Lines().model
    assert load_average(tmp_path, fresh) == 20
    for name, value in average.state_dict().items():
        assert torch.equal(fresh.state_dict()[name], value), name


def test_a_run_without_checkpoints_has_no_average(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_average(tmp_path, Lines().model)


def test_the_average_follows_at_its_pace():
    model = nn.Linear(1, 1, bias=False)
    nn.init.constant_(model.weight, 0.0)
    average = Average(model, keep=0.75)
    nn.init.constant_(model.weight, 1.0)
    average.update(model, step=100)
    assert average.model.weight.item() == pytest.approx(0.25)
    average.update(model, step=100)
    assert average.model.weight.item() == pytest.approx(0.4375)
    assert not average.model.weight.requires_grad


def test_the_rate_warms_up_stays_and_falls_to_nothing():
    config = TrainConfig(steps=100, rate=1.0, warmup=10, decay=40)
    rates = [learning_rate(step, config) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert set(rates[9:60]) == {1.0}
    assert rates[80] == pytest.approx(0.5)
    assert rates[60:] == sorted(rates[60:], reverse=True)
    assert 0 < rates[99] < 0.01
