"""A run says what was really loaded: files, numbers, scheduler, versions, inputs."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from studio.core.job import CancelToken
from studio.engine.facts import of_networks, pixels_hash
from studio.engine.fingerprint import fingerprint
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.unit.engine_help import draw, payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def test_everything_that_arithmetic_depends_on_is_named(runtime, checkpoints):
    facts = draw(runtime, checkpoints / "sd", scheduler="Euler Karras").facts
    scheduler = json.loads(facts["scheduler_config"])
    assert (facts["scheduler"], scheduler["use_karras_sigmas"]) == ("EulerDiscreteScheduler", True)
    assert scheduler["beta_end"] == 0.012, "what the model's own config says is kept"
    assert facts["precision"] == "unet: float32, vae: float32, text_encoder: float32"
    assert facts["attention"] == "unet: AttnProcessor2_0, vae: AttnProcessor2_0, text_encoder: sdpa"
    assert "processor" in facts["rng"]
    for name in ("torch", "diffusers", "transformers", "numpy", "safetensors", "python", "studio"):
        assert facts[name]
    assert facts["processor"], "another instruction set may round otherwise"
    assert "source_pixels" not in facts


def test_the_pixels_that_a_request_brings_along_are_named_by_their_hash(runtime, checkpoints):
    pixels = np.arange(64 * 64 * 3, dtype=np.uint8).reshape(64, 64, 3)
    facts = draw(runtime, checkpoints / "sd", source=pixels).facts
    assert facts["source_pixels"] == pixels_hash(pixels)
    assert pixels_hash(pixels) != pixels_hash(pixels.reshape(32, 128, 3)), "shape counts"
    assert pixels_hash(pixels[:, ::2]) == pixels_hash(pixels[:, ::2].copy()), "not how it lies"


def test_further_models_are_named_by_the_hash_of_their_files(runtime, checkpoints, tmp_path):
    other = model_at(checkpoints / "sd-tiny-vae")
    asked = replace(payload(checkpoints / "sd"), others={"unused": other})
    facts = runtime.run("generate", asked, lambda _: None, CancelToken()).facts
    assert facts["others"] == f"unused: {fingerprint(other.path, tmp_path / 'memory.json')}"


def test_every_format_in_which_a_network_holds_its_weights_shows():
    import torch

    network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    network[1].to(torch.float8_e4m3fn)
    network.dtype = torch.float32
    assert of_networks({"unet": network})["precision"] == "unet: float32+float8_e4m3fn"


def test_a_picture_is_drawn_again_on_the_rung_it_was_drawn_on(runtime, checkpoints):
    asked = replace(payload(checkpoints / "sd"), rung="tiles")
    facts = runtime.run("generate", asked, lambda _: None, CancelToken()).facts
    assert facts["memory_rung"] == "tiles"
    assert draw(runtime, checkpoints / "sd").facts["memory_rung"] == "whole"
    unknown = replace(payload(checkpoints / "sd"), rung="of a later studio")
    facts = runtime.run("generate", unknown, lambda _: None, CancelToken()).facts
    assert facts["memory_rung"] == "whole"
