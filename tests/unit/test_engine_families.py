"""SD 2 and the refiner of SDXL draw what the bare diffusers pipelines draw, bit for bit."""

import numpy as np
import pytest

from studio.core.job import CancelToken
from studio.core.prompt.schedule import schedule
from studio.core.request import Extent
from studio.core.request_parts import Refiner
from studio.engine.runtime import Runtime
from studio.engine.weights import entry_at, model_at
from tests import originals
from tests.unit.engine_help import draw

PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    return originals.write_published_sd2(tmp_path_factory.mktemp("sd2") / "folder")


@pytest.fixture(scope="module")
def refiner(tmp_path_factory):
    return originals.write_published_refiner(tmp_path_factory.mktemp("refiner") / "folder")


@pytest.fixture(scope="module")
def photo():
    return np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)


def bare(kind, folder, **options):
    import diffusers
    import torch

    pipe = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(3)
    more = {"num_inference_steps": 4, "guidance_scale": 5.0, **options}
    return np.asarray(pipe(PROMPT, generator=generator, **more).images[0])


@pytest.mark.parametrize("negative", ["", "night"])
def test_the_second_version_predicts_velocity_as_the_bare_pipeline_does(runtime, second, negative):
    ours = draw(runtime, second, PROMPT, negative=negative).pixels
    more = {"negative_prompt": negative} if negative else {}
    theirs = bare("StableDiffusionPipeline", second, width=64, height=64, **more)
    assert np.array_equal(ours, theirs)
    assert ours.std() > 1


@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_the_refiner_goes_over_a_picture_as_the_bare_pipeline_does(
    runtime, refiner, photo, guidance
):
    from PIL import Image

    ours = draw(runtime, refiner, PROMPT, source=photo, denoise=0.5, guidance=guidance).pixels
    theirs = bare(
        "StableDiffusionXLImg2ImgPipeline",
        refiner,
        image=Image.fromarray(photo),
        strength=0.5,
        guidance_scale=guidance,
    )
    assert np.array_equal(ours, theirs)
    assert not np.array_equal(ours, photo)


def test_the_refiner_is_told_a_score_and_a_low_one_for_what_is_not_wanted(runtime, refiner):
    checkpoint = runtime.generator(model_at(refiner), lambda _: None, CancelToken()).checkpoint
    facts = checkpoint.extra(Extent(64, 96))

    def told(*, guided):
        words = [schedule(text, 1)[0].prompt for text in "ab"]
        return facts(checkpoint.conditioner.conditions(*words, skip=0, guided=guided))

    assert told(guided=True)["time_ids"].tolist() == [[96, 64, 0, 0, 2.5], [96, 64, 0, 0, 6.0]]
    assert told(guided=False)["time_ids"].tolist() == [[96, 64, 0, 0, 6.0]]


def test_the_refiner_goes_on_where_the_base_model_stops(runtime, refiner, tmp_path):
    import diffusers
    import torch

    base = originals.write_published_sdxl(tmp_path / "base")
    parts = {"refiner": Refiner("second", 0.6)}
    others = {"second": model_at(refiner)}
    made = draw(runtime, base, PROMPT, steps=10, parts=parts, others=others)
    pipes = []
    for folder, kind in ((base, ""), (refiner, "Img2Img")):
        name = f"StableDiffusionXL{kind}Pipeline"
        pipes.append(getattr(diffusers, name).from_pretrained(folder, local_files_only=True))
        pipes[-1].set_progress_bar_config(disable=True)
    pipes[1].vae = pipes[0].vae
    generator = torch.Generator("cpu").manual_seed(3)
    more = {"num_inference_steps": 10, "guidance_scale": 5.0, "generator": generator}
    size = {"width": 64, "height": 64, "denoising_end": 0.6, "output_type": "latent"}
    begun = pipes[0](PROMPT, **size, **more).images
    theirs = pipes[1](PROMPT, image=begun, denoising_start=0.6, **more).images[0]
    assert np.array_equal(made.pixels, np.asarray(theirs))


def test_a_refiner_that_draws_alone_says_what_it_is_for(runtime, refiner, photo):
    [told] = [n for n in draw(runtime, refiner).notices if "made to finish" in n.template]
    assert told.values == {"name": refiner.name}
    assert not [n for n in draw(runtime, refiner, source=photo).notices if "finish" in n.template]


def test_loras_and_learnt_words_for_its_encoder_act_on_the_refiner(runtime, refiner, tmp_path):
    """They call it the second encoder, as that of SDXL, though it is the refiner's only one."""
    import torch
    from safetensors.torch import save_file

    layer = "lora_te2_text_model_encoder_layers_0_mlp_fc1"
    lora, word = tmp_path / "style.safetensors", tmp_path / "oddword.safetensors"
    pair = {"lora_down": torch.rand(2, 64), "lora_up": torch.rand(96, 2)}
    save_file({f"{layer}.{key}.weight": values for key, values in pair.items()}, lora)
    save_file({"clip_g": torch.rand(1, 64)}, word)
    known = tuple(entry_at(path) for path in (lora, word))
    plain = draw(runtime, refiner, PROMPT, additions=known).pixels
    for text in (f"{PROMPT} <lora:style:1>", f"{PROMPT} oddword"):
        assert not np.array_equal(plain, draw(runtime, refiner, text, additions=known).pixels)
    assert np.array_equal(plain, draw(runtime, refiner, PROMPT, additions=known).pixels)
