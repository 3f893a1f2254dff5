"""Another VAE than the model's own decodes and encodes, from a folder or any kind of file."""

import dataclasses
import os

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Kind
from studio.engine.runtime import Runtime
from studio.engine.weights import entry_at
from tests import originals
from tests.unit.engine_help import payload

PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("vae")


@pytest.fixture(scope="module")
def folder(root):
    return originals.write_published_sd(root / "model")


@pytest.fixture(scope="module")
def other(root):
    """Another VAE, as a folder of diffusers."""
    return write_vae(root / "other", 0.18215)


def write_vae(place, scaling, **more):
    import torch

    torch.manual_seed(99)
    originals.vae(scaling, **more).save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def files(root, other):
    """The same VAE as single files: with original names, as a part of a whole, as diffusers has."""
    from safetensors.torch import load_file, save_file

    theirs = load_file(other / "diffusion_pytorch_model.safetensors")
    whole = dict(originals.vae_item(k, v, levels=4) for k, v in theirs.items())
    whole = {name: values.contiguous() for name, values in whole.items()}
    prefix = "first_stage_model."
    states = {
        "bare": {name.removeprefix(prefix): values for name, values in whole.items()},
        "prefixed": whole,
        "diffusers": theirs,
    }
    for name, state in states.items():
        save_file(state, root / f"{name}.safetensors", {"format": "pt"})
    return {name: root / f"{name}.safetensors" for name in states}


def drawn(runtime, folder, vae=None, **more):
    asked = payload(folder, PROMPT, **more)
    if vae is not None:
        model = entry_at(vae)
        assert model.kind is Kind.VAE
        request = dataclasses.replace(asked.request, vae="other")
        asked = dataclasses.replace(asked, request=request, others={"other": model})
    return runtime.run("generate", asked, lambda _: None, CancelToken())


def test_a_folder_and_every_kind_of_file_decode_like_the_bare_pipeline(
    runtime, folder, other, files
):
    import torch
    from diffusers import AutoencoderKL, StableDiffusionPipeline

    vae = AutoencoderKL.from_pretrained(other)
    pipe = StableDiffusionPipeline.from_pretrained(folder, vae=vae, safety_checker=None)
    generator = torch.Generator("cpu").manual_seed(3)
    size = {"width": 64, "height": 64, "num_inference_steps": 4, "guidance_scale": 5.0}
    bare = np.asarray(pipe(PROMPT, generator=generator, **size).images[0])
    for place in (other, *files.values()):
        made = drawn(runtime, folder, place)
        assert np.array_equal(made.pixels, bare), place
        assert made.facts["others"].startswith("other: ")


def test_the_models_own_is_back_afterwards(runtime, folder, other):
    before = drawn(runtime, folder)
    changed = drawn(runtime, folder, other)
    after = drawn(runtime, folder)
    assert np.array_equal(before.pixels, after.pixels)
    assert not np.array_equal(before.pixels, changed.pixels)
    assert before.facts == after.facts


def test_it_encodes_too(runtime, folder, other):
    photo = np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    own, changed = (drawn(runtime, folder, v, source=photo).pixels for v in (None, other))
    assert not np.array_equal(own, changed)


def test_one_with_other_colors_is_told(runtime, folder, other):
    [told] = [n for n in drawn(runtime, folder, other).notices if "other colors" in n.template]
    assert told.values == {"name": "other"}
    assert drawn(runtime, folder, folder / "vae").notices == drawn(runtime, folder).notices


def test_a_file_that_was_replaced_is_read_again(runtime, folder, other, tmp_path):
    from safetensors.torch import load_file, save_file

    copy = tmp_path / "copy.safetensors"
    state = load_file(other / "diffusion_pytorch_model.safetensors")
    save_file(state, copy)
    before = drawn(runtime, folder, copy).pixels
    state["decoder.conv_out.bias"] = state["decoder.conv_out.bias"] + 1.0
    save_file(state, copy)
    os.utime(copy, (1e9, 1e9))
    assert not np.array_equal(before, drawn(runtime, folder, copy).pixels)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"scaling": 0.13025}, "its latents are x 0.13025, this one's x 0.18215"),
        ({"scaling": 0.18215, "latent_channels": 16}, "its latents are 16, this one's 4"),
    ],
)
def test_one_for_another_base_model_is_refused(runtime, folder, tmp_path, more, sentence):
    place = write_vae(tmp_path / "foreign", **more)
    with pytest.raises(ModelRefusedError, match=sentence):
        drawn(runtime, folder, place)


def test_one_that_is_gone_or_incomplete_is_refused_and_drawing_goes_on(
    runtime, folder, other, tmp_path
):
    from safetensors.torch import load_file, save_file

    asked = payload(folder, PROMPT)
    asked = dataclasses.replace(asked, request=dataclasses.replace(asked.request, vae="lost"))
    with pytest.raises(WeightsMissingError, match="The VAE lost was not found"):
        runtime.run("generate", asked, lambda _: None, CancelToken())
    state = load_file(other / "diffusion_pytorch_model.safetensors")
    state.pop("decoder.conv_out.weight")
    save_file(state, tmp_path / "half.safetensors")
    with pytest.raises(ModelRefusedError, match="not complete"):
        drawn(runtime, folder, tmp_path / "half.safetensors")
    assert drawn(runtime, folder).pixels.std() > 1
