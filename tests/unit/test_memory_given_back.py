"""What a picture leaves behind in the engine: nothing of its pixels, and the VAE as it was."""

import gc
import subprocess
import weakref
from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest

from studio.core.errors import RequestError
from studio.core.job import CancelToken
from studio.engine.latents import full_precision
from studio.engine.memory import machine
from studio.engine.runtime import Runtime
from tests.unit.engine_help import payload


class Seen(np.ndarray):
    """Pixels that can be looked for."""


@pytest.mark.parametrize("guidance", [5.0, "much"])
def test_the_pixels_of_a_request_are_let_go_of_drawn_or_refused(checkpoints, guidance):
    runtime = Runtime()
    source = np.zeros((64, 64, 3), np.uint8).view(Seen)
    seen = weakref.ref(source)
    asked = payload(checkpoints / "sd", source=source, guidance=guidance)
    is_refused = isinstance(guidance, str)
    with pytest.raises(RequestError) if is_refused else nullcontext():
        runtime.run("generate", asked, lambda _: None, CancelToken())
    del source, asked
    gc.collect()
    assert seen() is None
    runtime.close()


def test_a_vae_for_whose_full_precision_there_is_no_room_stays_as_it_was(monkeypatch):
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)).half()

    def full(*_arguments, **_more):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr(net[1], "_apply", full)
    with pytest.raises(torch.OutOfMemoryError), full_precision(net):
        pass
    assert {values.dtype for values in net.parameters()} == {torch.float16}
    monkeypatch.undo()
    with full_precision(net):
        assert {values.dtype for values in net.parameters()} == {torch.float32}
    assert {values.dtype for values in net.parameters()} == {torch.float16}


def test_the_driver_is_asked_without_a_window_of_its_own(monkeypatch):
    asked = []

    def run(command, **options):
        asked.append(options["creationflags"])
        return SimpleNamespace(stdout="81920\n")

    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(machine, "version", lambda _name: "2.6.0")
    monkeypatch.setattr(machine.shutil, "which", lambda _name: "nvidia-smi")
    monkeypatch.delenv("STUDIO_DEVICE", raising=False)
    assert machine._card_bytes.__wrapped__() == 81920 << 20
    assert asked == [0x08000000]
