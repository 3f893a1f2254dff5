"""A picture of Z-Image is the bare diffusers pipeline's, bit for bit, from every kind of file."""

import numpy as np
import pytest

from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.unit.engine_help import draw
from tests.z_images import write_split, write_whole, write_z_image

PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_z_image(tmp_path_factory.mktemp("z") / "z-image")


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def bare(folder):
    """Return a function that draws with one of the bare pipelines."""
    import diffusers
    import torch

    made = {}

    def picture(kind="ZImagePipeline", prompt=PROMPT, *, seed=3, scheduler=None, **more):
        if kind not in made:
            made[kind] = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True)
            made[kind].set_progress_bar_config(disable=True)
        pipe = made[kind]
        options = {"num_inference_steps": 4, "guidance_scale": 4.0, **more}
        if kind == "ZImagePipeline":
            options |= {"width": 64, "height": 64} | more
        generator = torch.Generator("cpu").manual_seed(seed)
        return np.asarray(pipe(prompt, generator=generator, **options).images[0])

    return picture


@pytest.fixture(scope="module")
def photo():
    return np.random.default_rng(5).integers(0, 256, (64, 64, 3), np.uint8)


def test_a_plain_picture_equals_the_bare_pipeline(runtime, bare, folder):
    ours = draw(runtime, folder, PROMPT, guidance=5.0)
    assert np.array_equal(ours.pixels, bare())
    assert ours.pixels.std() > 1, "a flat picture would make the comparison worthless"
    assert not ours.facts["prompt"] != PROMPT
