"""Savings act through a request: they are off unless asked for, and change only what they say."""

from dataclasses import replace

import numpy as np
import pytest

from studio.core.errors import RequestError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Kind, Layout, Model
from studio.core.request_parts import Decoder, Savings
from studio.engine.runtime import Runtime
from tests.tiny_decoders import exact_decoder, write_original
from tests.unit.engine_help import payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def drawn(engine, folder, savings, others=(), report=None, **more):
    """Return the `Generated` of a request with savings, and the rows of each pass of the UNet."""
    asked = payload(folder, **more)
    request = replace(asked.request, savings=savings)
    asked = replace(asked, request=request, others={m.key: m for m in others}, preview_s=1e-6)
    generator = engine.generator(asked.model, lambda _: None, CancelToken())
    rows = []
    hook = generator.checkpoint.parts.unet.register_forward_pre_hook(
        lambda _module, inputs: rows.append(len(inputs[0]))
    )
    try:
        made = engine.run("generate", asked, report or (lambda _: None), CancelToken())
    finally:
        hook.remove()
    return made, rows


def tiny_model(path):
    return Model(path.stem, path.stem, "", path, Layout.FILE, kind=Kind.TAESD, width=4)


@pytest.fixture
def decoders(runtime, checkpoints, tmp_path):
    """A decoder with the colors of the tiny checkpoint, and one with quite others."""
    asked = payload(checkpoints / "sd")
    generator = runtime.generator(asked.model, lambda _: None, CancelToken())
    own = generator.checkpoint.projection
    other = replace(own, matrix=-own.matrix)
    right = write_original(exact_decoder(own, 4), tmp_path / "right.safetensors")
    wrong = write_original(exact_decoder(other, 4), tmp_path / "wrong.safetensors")
    return tiny_model(wrong), tiny_model(right)


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_inner_blocks_are_computed_every_third_step(runtime, checkpoints, name):
    exact, all_rows = drawn(runtime, checkpoints / name, Savings(), steps=7)
    quick, rows = drawn(runtime, checkpoints / name, Savings(deep_cache=3), steps=7)
    again, _ = drawn(runtime, checkpoints / name, Savings(deep_cache=3), steps=7)
    after, _ = drawn(runtime, checkpoints / name, Savings(), steps=7)
    assert (len(all_rows), len(rows)) == (7, 3)
    assert not np.array_equal(quick.pixels, exact.pixels)
    assert np.array_equal(quick.pixels, again.pixels), "less exact, and yet reproducible"
    assert np.array_equal(after.pixels, exact.pixels), "nothing of it stays"


def test_guidance_acts_only_in_its_interval(runtime, checkpoints):
    savings = Savings(guidance_start=0.25, guidance_end=0.75)
    exact, _ = drawn(runtime, checkpoints / "sd", Savings(), steps=8)
    made, rows = drawn(runtime, checkpoints / "sd", savings, steps=8)
    assert rows == [1, 1, 2, 2, 2, 2, 1, 1]
    assert not np.array_equal(made.pixels, exact.pixels)


def test_inner_blocks_and_an_interval_of_guidance_go_together(runtime, checkpoints):
    savings = Savings(deep_cache=4, guidance_end=0.5)
    made, rows = drawn(runtime, checkpoints / "sd", savings, steps=8)
    assert rows == [2, 1], "the pass after the change of rows is whole"
    assert made.pixels.std() > 1


def test_the_small_decoder_that_fits_takes_the_place_of_the_large_one(
    runtime, checkpoints, decoders
):
    previews = []

    def report(progress):
        if progress.preview is not None:
            previews.append(progress.preview.shape)

    tiny = Savings(decoder=Decoder.TINY)
    exact, _ = drawn(runtime, checkpoints / "sd", Savings(), decoders)
    made, _ = drawn(runtime, checkpoints / "sd", tiny, decoders, report)
    assert made.facts["decoder"] == "right.safetensors"
    assert made.pixels.shape == exact.pixels.shape
    assert not np.array_equal(made.pixels, exact.pixels)
    blocks = made.pixels.reshape(8, 8, 8, 8, 3)
    assert blocks.std(axis=(1, 3)).max() == 0, "this decoder gives each latent one color"
    assert exact.pixels.shape in previews, "previews come from it too"
    assert "decoder" not in exact.facts


def test_without_a_small_decoder_nothing_is_drawn_and_the_place_for_it_is_told(
    runtime, checkpoints, decoders
):
    told = []
    tiny = Savings(decoder=Decoder.TINY)
    with pytest.raises(WeightsMissingError, match="Put its safetensors file"):
        drawn(runtime, checkpoints / "sd", tiny, decoders[:1], told.append)
    assert not any(progress.step for progress in told)


def test_a_model_whose_own_decoder_is_small_needs_no_other(runtime, checkpoints):
    tiny, _ = drawn(runtime, checkpoints / "sd-tiny-vae", Savings(decoder=Decoder.TINY))
    exact, _ = drawn(runtime, checkpoints / "sd-tiny-vae", Savings())
    assert np.array_equal(tiny.pixels, exact.pixels)


def test_a_saving_that_a_family_does_not_know_is_refused_by_name(runtime, checkpoints):
    with pytest.raises(RequestError, match="knows nothing of “Skip”"):
        drawn(runtime, checkpoints / "sd", Savings(block_cache=0.1))
