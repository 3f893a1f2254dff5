"""Where memory is short, the parts of Z-Image come and go, and the picture stays the same."""

import numpy as np
import pytest

from studio.core.errors import Cancelled
from studio.core.job import CancelToken
from studio.core.text import Message
from studio.engine.memory.anatomy import anatomy
from studio.engine.memory.room import LIMIT
from studio.engine.memory.rungs import NOTICES, Rung, standing_on
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.unit.engine_help import draw, payload
from tests.unit.test_z_image_lora import write_lora
from tests.z_images import PROMPT, write_gguf, write_split, write_whole


@pytest.fixture
def usual(z_runtime, z_image):
    """The picture that is made where there is room."""
    return draw(z_runtime, z_image, PROMPT)


@pytest.fixture
def short(monkeypatch, usual):
    """An engine that may take next to no memory."""
    monkeypatch.setenv(LIMIT, "1")
    engine = Runtime()
    yield engine
    engine.close()


def parts_of(engine, folder):
    return engine.generator(model_at(folder), lambda _: None, CancelToken()).parts


def held(module):
    return sum(values.numel() for values in module.parameters() if not values.is_meta)


def test_only_what_works_is_held_and_the_picture_is_the_same(short, usual, z_image):
    stages = []
    made = draw(short, z_image, PROMPT, report=lambda p: stages.append(p.stage))
    assert np.array_equal(made.pixels, usual.pixels)
    assert made.notices.count(Message(NOTICES[Rung.FINISHED])) == 1
    assert (made.facts["in_turns"], usual.facts["in_turns"]) == (True, False)
    parts = parts_of(short, z_image)
    assert held(parts.transformer) > 0
    assert held(parts.reader.model) == 0
    loading = [
        stages.index(Message(f"Loading the {name}")) for name in ("text encoder", "denoiser")
    ]
    assert loading == sorted(loading)


def test_a_prompt_that_was_read_needs_no_text_encoder(short, z_image):
    draw(short, z_image, PROMPT)
    stages = []
    draw(short, z_image, PROMPT, seed=9, report=lambda p: stages.append(p.stage))
    assert not [stage for stage in stages if "Loading" in stage.template]
    draw(short, z_image, "a cat", report=lambda p: stages.append(p.stage))
    assert Message("Loading the text encoder") in stages
    assert Message("Loading the denoiser") in stages


def test_a_lora_acts_after_the_weights_were_read_again(short, z_runtime, z_image, tmp_path):
    lora = write_lora(tmp_path / "ink.safetensors")
    for text in ("a cat <lora:ink:0.5>", "a tree"):
        ours, wanted = (draw(e, z_image, text, additions=(lora,)) for e in (short, z_runtime))
        assert np.array_equal(ours.pixels, wanted.pixels), text


def test_a_lora_acts_after_a_cancel_while_weights_were_read_again(short, z_image, tmp_path):
    lora = write_lora(tmp_path / "ink.safetensors")
    text = f"{PROMPT} <lora:ink:0.5>"
    wanted = draw(short, z_image, text, additions=(lora,)).pixels
    cancel = CancelToken()

    def report(progress):
        if "text encoder" in progress.stage.template:
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(short, z_image, "a cat", report=report, cancel=cancel)
    assert np.array_equal(draw(short, z_image, text, additions=(lora,)).pixels, wanted)


def test_packed_matrices_come_and_go_too(short, z_runtime, z_image, tmp_path):
    packed, _ = write_gguf(z_image, tmp_path / "models", "Q8_0")
    for text in (PROMPT, "a cat"):
        ours, wanted = (draw(e, packed, text) for e in (short, z_runtime))
        assert np.array_equal(ours.pixels, wanted.pixels)


def test_a_rung_of_the_ladder_has_the_parts_of_a_loaded_model_take_turns(z_runtime, z_image):
    wanted = draw(z_runtime, z_image, PROMPT)
    parts = parts_of(z_runtime, z_image)
    with standing_on(Rung.FINISHED):
        generator = z_runtime.generator(model_at(z_image), lambda _: None, CancelToken())
        asked = payload(z_image, "a tree in the sea")
        generator.generate(asked, lambda _: None, CancelToken())
        assert held(parts.reader.model) == 0
        assert held(parts.transformer) > 0
    assert np.array_equal(draw(z_runtime, z_image, PROMPT).pixels, wanted.pixels)
    draw(z_runtime, z_image, "a word it does not know yet")
    assert held(parts.reader.model) > 0
    assert held(parts.transformer) > 0


def test_what_it_takes_is_told_of_its_files_as_of_its_folder(z_image, tmp_path):
    folder = anatomy(model_at(z_image))
    packed, split = write_gguf(z_image, tmp_path / "models", "Q8_0")
    apart, gguf = anatomy(model_at(split)), anatomy(model_at(packed))
    whole = anatomy(model_at(write_whole(z_image, tmp_path / "all.safetensors")))
    assert apart.numbers == folder.numbers == whole.numbers
    assert apart.denoiser_floats == folder.denoiser_floats > 0
    assert apart.decoder_channels == folder.decoder_channels
    assert 0.4 < gguf.denoiser / apart.denoiser < 1
    alone = write_split(z_image, tmp_path / "else" / "where" / "alone")
    (alone.parents[1] / "vae" / "ae.safetensors").unlink()
    assert anatomy(model_at(alone)) is None
