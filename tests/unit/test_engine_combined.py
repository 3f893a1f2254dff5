"""Several wishes in one request act together, or are refused in a sentence."""

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import RequestError
from studio.core.model import Kind, Layout, Model
from studio.core.request_parts import (
    Decoder,
    HighRes,
    Inpaint,
    Outpaint,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.checkpoints import write_sd
from tests.mixed_requests import write_lora
from tests.tiny_decoders import exact_decoder, write_original
from tests.unit.engine_help import draw

HARD = Inpaint("0" * 64, grow=0, feather=0)


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return model_at(write_sd(tmp_path_factory.mktemp("other") / "sd", seed=9))


@pytest.fixture
def source():
    return np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)


@pytest.fixture
def mask():
    mask = np.zeros((64, 64), np.uint8)
    mask[8:40, 16:56] = 255
    return mask


def test_a_refiner_keeps_what_the_mask_keeps(runtime, checkpoints, other, source, mask):
    folder, into = checkpoints / "sd", {"source": source, "mask": mask, "denoise": 1.0}
    alone = draw(runtime, folder, **into, parts={"inpaint": HARD}).pixels
    parts = {"inpaint": HARD, "refiner": Refiner("other", 0.5)}
    made = draw(runtime, folder, **into, parts=parts, others={"other": other}).pixels
    assert np.array_equal(made[mask == 0], source[mask == 0])
    assert not np.array_equal(made[mask > 0], alone[mask > 0])


def test_a_variation_acts_within_a_mask_too(runtime, checkpoints, source, mask):
    folder, into = checkpoints / "sd", {"source": source, "mask": mask}
    plain = draw(runtime, folder, **into, parts={"inpaint": HARD}).pixels
    parts = {"inpaint": HARD, "variation": Variation(9, 0.5)}
    bent = draw(runtime, folder, **into, parts=parts).pixels
    assert np.array_equal(bent[mask == 0], source[mask == 0])
    assert not np.array_equal(bent, plain)


def test_a_second_pass_draws_over_a_picture_that_was_started_from(runtime, checkpoints, source):
    made = draw(
        runtime,
        checkpoints / "sd",
        source=source,
        denoise=0.0,
        parts={"high_res": HighRes(scale=1.5, denoise=0.5)},
    )
    assert made.pixels.shape == (96, 96, 3)
    assert made.pixels.std() > 1


def test_a_refiner_and_blocks_that_are_reused_go_with_tiles(runtime, checkpoints, other):
    parts = {
        "high_res": HighRes(scale=3.0, tile=128, overlap=32),
        "refiner": Refiner("other", 0.5),
        "savings": Savings(deep_cache=2, guidance_end=0.7),
    }
    made = draw(runtime, checkpoints / "sd", parts=parts, others={"other": other})
    assert made.pixels.shape == (192, 192, 3)
    assert made.pixels.std() > 1


def test_a_small_decoder_decodes_in_tiles_too(runtime, checkpoints, tmp_path):

    folder = checkpoints / "sd"
    path = write_original(decoder_of(runtime, folder), tmp_path / "taesd_decoder.safetensors")
    tiny = Model("tiny", "tiny", "", path, Layout.FILE, kind=Kind.TAESD, width=4)
    saved = {"savings": Savings(decoder=Decoder.TINY)}
    pictures = [
        draw(
            runtime,
            folder,
            parts={**saved, "high_res": HighRes(scale=3.0, denoise=0.0, tile=tile, overlap=32)},
            others={"tiny": tiny},
        )
        for tile in (0, 128)
    ]
    assert pictures[0].facts["decoder"] == pictures[1].facts["decoder"]
    apart = np.abs(pictures[0].pixels.astype(int) - pictures[1].pixels)
    assert apart.mean() < 8


def decoder_of(runtime, folder):
    from studio.core.job import CancelToken
    from tests.unit.engine_help import payload

    generator = runtime.generator(payload(folder).model, lambda _: None, CancelToken())
    return exact_decoder(generator.checkpoint.projection, 4)


def test_it_is_said_that_loras_end_where_the_refiner_begins(runtime, checkpoints, other, tmp_path):
    write_lora(tmp_path / "ink.safetensors")
    lora = Addition("ink", AdditionKind.LORA, tmp_path / "ink.safetensors")
    parts = {"refiner": Refiner("other", 0.5)}
    made = draw(
        runtime,
        checkpoints / "sd",
        "a house <lora:ink:1>",
        additions=(lora,),
        parts=parts,
        others={"other": other},
    )
    said = [notice.render() for notice in made.notices]
    assert any("until the refiner takes over" in text for text in said)
    plain = draw(runtime, checkpoints / "sd", parts=parts, others={"other": other})
    assert not any("until the refiner" in notice.render() for notice in plain.notices)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"inpaint": HARD, "high_res": HighRes()}, "draw the part first"),
        ({"inpaint": HARD, "seamless": Seamless.X}, "cannot keep a part of another"),
        ({"outpaint": Outpaint(left=8), "seamless": Seamless.X}, "cannot keep a part of another"),
        ({"high_res": HighRes(tile=128), "seamless": Seamless.Y}, "does not become seamless"),
        ({"refiner": Refiner("other", 1.5)}, "switch cannot be 1.5"),
        ({"variation": Variation(1, -0.5)}, "strength cannot be -0.5"),
        ({"savings": Savings(block_cache=0.1)}, "knows nothing of"),
    ],
)
def test_what_does_not_go_together_is_refused_before_any_work(
    runtime, checkpoints, source, mask, parts, words
):
    with pytest.raises(RequestError, match=words):
        draw(runtime, checkpoints / "sd", source=source, mask=mask, parts=parts)


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_everything_goes_in_half_precision_too(checkpoints, monkeypatch, source, mask, name):
    """What a graphics card computes with, tried on the processor."""
    import torch

    from studio.engine.device import Device

    monkeypatch.setattr(Device, "dtype", property(lambda _self: torch.float16))
    engine, folder = Runtime(), checkpoints / name
    second = {"others": {"itself": model_at(folder)}}
    parts = {"variation": Variation(9, 0.5), "refiner": Refiner("itself", 0.5)}
    tiled = HighRes(scale=3.0, tile=128, overlap=32)
    made = draw(engine, folder, parts={**parts, "high_res": tiled}, **second)
    assert made.facts["dtype"] == "float16"
    assert made.pixels.std() > 1
    into = {"source": source, "mask": mask, "denoise": 1.0}
    made = draw(engine, folder, **into, parts={**parts, "inpaint": HARD}, **second)
    assert np.array_equal(made.pixels[mask == 0], source[mask == 0])
    assert draw(engine, folder, parts={"seamless": Seamless.BOTH}).pixels.std() > 1
