"""Tuning changes no more than the last digits, knows of LoRAs, and can be taken back."""

from dataclasses import replace

import numpy as np
import pytest

from studio.core.job import CancelToken
from studio.engine.memory.rungs import Rung, standing_on
from studio.engine.runtime import Runtime
from studio.engine.savings import tuning
from studio.engine.savings.tuning import Level, Tuning
from tests.unit.engine_help import payload
from tests.unit.test_engine_lora import random_lora, write_kohya

TEXT = "a red house <lora:ink:1>"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def on_card(monkeypatch):
    """Let the processor be tuned as if it were a graphics card."""
    apply = Tuning.apply
    monkeypatch.setattr(
        Tuning, "apply", lambda self, parts, level, _: apply(self, parts, level, "cuda")
    )


def parts_of(engine, folder):
    asked = payload(folder)
    return engine.generator(asked.model, lambda _: None, CancelToken()).checkpoint.parts


def drawn(engine, folder, level="", text="a red house", **more):
    asked = replace(payload(folder, text, **more), tuning=level)
    return engine.run("generate", asked, lambda _: None, CancelToken())


def joined(parts):
    return [name for name, _ in parts.unet.named_modules() if name.endswith(("to_qkv", "to_kv"))]


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_a_tuned_picture_differs_by_rounding_at_most(runtime, checkpoints, on_card, name):
    exact = drawn(runtime, checkpoints / name)
    tuned = drawn(runtime, checkpoints / name, "tuned")
    assert joined(parts_of(runtime, checkpoints / name))
    assert np.abs(tuned.pixels.astype(int) - exact.pixels).max() <= 1
    assert tuned.facts["tuning"] == "tuned"
    assert "tuning" not in exact.facts


def test_taken_back_nothing_of_it_stays(runtime, checkpoints, on_card):
    drawn(runtime, checkpoints / "sd")
    parts = parts_of(runtime, checkpoints / "sd")
    names = [name for name, _ in parts.unet.named_modules()]
    kinds = {name: type(one) for name, one in parts.unet.attn_processors.items()}
    exact = drawn(runtime, checkpoints / "sd")
    drawn(runtime, checkpoints / "sd", "tuned")
    again = drawn(runtime, checkpoints / "sd")
    assert np.array_equal(again.pixels, exact.pixels)
    assert [name for name, _ in parts.unet.named_modules()] == names
    assert {name: type(one) for name, one in parts.unet.attn_processors.items()} == kinds
    assert all(weight.is_contiguous() for weight in parts.unet.parameters())


def test_a_lora_acts_on_a_tuned_model_too(runtime, checkpoints, on_card, tmp_path):
    lora = write_kohya(tmp_path / "ink.safetensors", random_lora(checkpoints / "sd"))
    exact = drawn(runtime, checkpoints / "sd", "", TEXT, additions=(lora,))
    plain = drawn(runtime, checkpoints / "sd", "tuned")
    tuned = drawn(runtime, checkpoints / "sd", "tuned", TEXT, additions=(lora,))
    off = drawn(runtime, checkpoints / "sd", "tuned")
    assert np.abs(tuned.pixels.astype(int) - exact.pixels).max() <= 1
    assert not np.array_equal(tuned.pixels, plain.pixels)
    assert np.array_equal(off.pixels, plain.pixels)


def test_a_processor_is_never_tuned(runtime, checkpoints):
    made = drawn(runtime, checkpoints / "sd", "compiled")
    assert "tuning" not in made.facts
    assert joined(parts_of(runtime, checkpoints / "sd")) == []
    assert made.notices == drawn(runtime, checkpoints / "sd").notices


def test_without_triton_it_is_told_and_the_rest_is_tuned(
    runtime, checkpoints, on_card, monkeypatch
):
    monkeypatch.setattr(tuning, "can_compile", lambda _device: False)
    made = drawn(runtime, checkpoints / "sd", "compiled")
    assert made.facts["tuning"] == "tuned"
    assert any("Triton is not installed" in str(told) for told in made.notices)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what torch imports to compile
def test_only_repeated_blocks_are_compiled_kept_on_the_disk_and_given_back(
    runtime, checkpoints, monkeypatch, tmp_path
):
    import os

    monkeypatch.setattr(tuning, "can_compile", lambda _device: True)
    monkeypatch.setenv("STUDIO_CACHE", str(tmp_path))
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", "elsewhere")
    parts, state = parts_of(runtime, checkpoints / "sd"), Tuning()
    compiled = lambda: {  # noqa: E731
        type(module).__name__
        for module in parts.unet.modules()
        if module._compiled_call_impl is not None
    }
    state.apply(parts, Level.COMPILED, "cuda")
    assert compiled() == {"BasicTransformerBlock"}
    assert os.environ["TORCHINDUCTOR_CACHE_DIR"] == str(tmp_path / "compiled")
    state.apply(parts, Level.NONE, "cuda")
    assert compiled() == set()


def test_a_model_of_which_parts_lie_elsewhere_is_left_alone(runtime, checkpoints):
    parts, state = parts_of(runtime, checkpoints / "sd"), Tuning()
    parts.unet.conv_in._diffusers_hook = object()
    state.apply(parts, Level.TUNED, "cuda")
    del parts.unet.conv_in._diffusers_hook
    assert state.level is Level.NONE
    assert joined(parts) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what torch imports to compile
def test_where_parts_come_and_go_nothing_is_tuned_anew_and_nothing_stays_compiled(
    runtime, checkpoints, monkeypatch
):
    monkeypatch.setattr(tuning, "can_compile", lambda _device: True)
    parts, state = parts_of(runtime, checkpoints / "sd"), Tuning()
    with standing_on(Rung.FINISHED):
        state.apply(parts, Level.TUNED, "cuda")
        assert state.level is Level.NONE
    state.apply(parts, Level.COMPILED, "cuda")
    with standing_on(Rung.LAYERS):
        state.apply(parts, Level.COMPILED, "cuda")
    assert state.level is Level.TUNED
    assert all(module._compiled_call_impl is None for module in parts.unet.modules())
    state.apply(parts, Level.NONE, "cuda")
    assert joined(parts) == []
