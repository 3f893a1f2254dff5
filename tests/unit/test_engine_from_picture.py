"""A picture to start from: how much of it stays, and that diffusers would make the same."""

import numpy as np
import pytest

from studio.core.paths import resources
from studio.core.request import Extent
from studio.engine.passes import DRAWING
from studio.engine.runtime import Runtime
from studio.engine.schedulers import RECIPES
from studio.engine.start import first_step, fitted
from tests.unit.engine_help import SMALL, bare_pipe, draw, ramps
from tests.unit.test_engine_equality import PROMPT


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def source():
    return ramps()


def bare_picture(folder, source, denoise, recipe=None, **options):
    import torch
    from PIL import Image

    pipe = bare_pipe(folder, "Img2Img", recipe)
    image = pipe(
        PROMPT,
        image=Image.fromarray(source),
        strength=denoise,
        num_inference_steps=options.get("steps", 5),
        guidance_scale=5.0,
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]
    return np.asarray(image)


@pytest.mark.parametrize("name", ["sd", "sd-tiny-vae", "starter", "sdxl"])
def test_it_equals_the_bare_pipeline(runtime, checkpoints, source, name):
    folder = checkpoints / name
    made = draw(runtime, folder, PROMPT, source=source, denoise=0.6, steps=5)
    assert np.array_equal(made.pixels, bare_picture(folder, source, 0.6))


@pytest.mark.parametrize("name", ["Euler a", "DPM++ 2M", "Heun", "PNDM", "DPM++ 2M SDE"])
def test_it_equals_the_bare_pipeline_with_any_kind_of_scheduler(runtime, checkpoints, source, name):
    folder = checkpoints / "sd"
    made = draw(runtime, folder, PROMPT, source=source, denoise=0.5, steps=6, scheduler=name)
    assert np.array_equal(made.pixels, bare_picture(folder, source, 0.5, RECIPES[name], steps=6))


def test_the_more_may_change_the_more_does(runtime):
    starter, extent = resources() / "models" / "starter", Extent(256, 256)
    house = draw(runtime, starter, "a red house by the sea, day", extent=extent, steps=8).pixels

    def distance(denoise):
        options = {"source": house, "denoise": denoise, "steps": 10, "guidance": 3.0}
        made = draw(runtime, starter, "a blue castle, desert, night", extent=extent, **options)
        return float(np.abs(made.pixels.astype(int) - house).mean())

    little, half, much, everything = (distance(share) for share in (0.2, 0.5, 0.8, 1.0))
    assert little < half < much < everything


def test_where_nothing_may_change_the_picture_itself_comes_back(runtime, checkpoints, source):
    made = draw(runtime, checkpoints / "sd", source=source, denoise=0.0)
    assert np.array_equal(made.pixels, source)


def test_only_the_steps_that_are_done_are_reported(runtime, checkpoints, source):
    seen = []
    draw(
        runtime,
        checkpoints / "sd",
        source=source,
        denoise=0.5,
        steps=8,
        report=lambda p: seen.append((p.step, p.total)) if p.stage.template == DRAWING else None,
    )
    assert seen[-1] == (4, 4)
    assert {total for _, total in seen} == {4}


def test_a_picture_of_another_shape_is_cut_around_its_middle_and_scaled(
    runtime, checkpoints, source
):
    wide = np.concatenate([source, source, source], axis=1)  # (64, 192, 3)
    assert np.array_equal(fitted(wide, SMALL), source)
    made = draw(runtime, checkpoints / "sd", source=wide, denoise=0.0, extent=Extent(128, 128))
    assert made.pixels.shape == (128, 128, 3)


@pytest.mark.parametrize(
    ("steps", "denoise", "left_out"), [(20, 1.0, 0), (20, 0.5, 10), (3, 0.3, 3)]
)
def test_the_share_decides_which_step_is_the_first(steps, denoise, left_out):
    assert first_step(steps, denoise) == left_out
