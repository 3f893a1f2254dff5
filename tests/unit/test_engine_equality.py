"""A plain picture is the bare diffusers pipeline's, bit for bit."""

import inspect

import numpy as np
import pytest

from studio.core.request import Extent
from studio.engine.device import Device
from studio.engine.runtime import Runtime
from studio.engine.schedulers import RECIPES, named
from tests.checkpoints import write_sd, write_sdxl
from tests.unit.engine_help import SMALL, draw

MODELS = ["sd", "sd-tiny-vae", "starter", "sdxl"]
PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def bare(checkpoints):
    """Return a function that draws with the bare pipeline of a folder."""
    pipelines = {}

    def pipeline(folder):
        if folder not in pipelines:
            pipelines[folder] = load_bare(folder)
        return pipelines[folder]

    def picture(folder, prompt=PROMPT, *, scheduler=None, extent=SMALL, seed=3, **more):
        import torch

        pipe = pipeline(folder)
        own = pipe.scheduler
        if scheduler:
            pipe.scheduler = scheduler(own.config)
        options = {"num_inference_steps": 4, "guidance_scale": 5.0, **more}
        try:
            image = pipe(
                prompt,
                width=extent.width,
                height=extent.height,
                generator=torch.Generator("cpu").manual_seed(seed),
                **options,
            ).images[0]
        finally:
            pipe.scheduler = own
        return np.asarray(image)

    return picture


def load_bare(folder, **options):
    from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline

    options["local_files_only"] = True
    if (folder / "text_encoder_2").is_dir():
        pipe = StableDiffusionXLPipeline.from_pretrained(folder, **options)
    else:
        pipe = StableDiffusionPipeline.from_pretrained(folder, safety_checker=None, **options)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@pytest.mark.parametrize("name", MODELS)
def test_a_plain_picture_equals_the_bare_pipeline(runtime, bare, checkpoints, name):
    folder = checkpoints / name
    pixels = draw(runtime, folder, PROMPT).pixels
    assert np.array_equal(pixels, bare(folder))
    assert pixels.std() > 1, "a flat picture would make the comparison worthless"


@pytest.mark.parametrize("name", MODELS)
def test_a_negative_prompt_an_odd_size_and_another_seed_equal_it_too(
    runtime, bare, checkpoints, name
):
    folder = checkpoints / name
    extent = Extent(144, 80)
    ours = draw(runtime, folder, PROMPT, negative="night", extent=extent, seed=2**32 - 1)
    theirs = bare(folder, negative_prompt="night", extent=extent, seed=2**32 - 1)
    assert np.array_equal(ours.pixels, theirs)


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_without_guidance_there_is_no_negative_pass_in_either(runtime, bare, checkpoints, name):
    folder = checkpoints / name
    ours = draw(runtime, folder, PROMPT, negative="night", guidance=1.0)
    assert np.array_equal(ours.pixels, bare(folder, guidance_scale=1.0))


@pytest.mark.parametrize("name", [name for name in RECIPES if "LMS" not in name])
def test_every_scheduler_equals_the_diffusers_class_it_stands_for(runtime, bare, checkpoints, name):
    import diffusers

    recipe = RECIPES[name]
    kind = getattr(diffusers, recipe.kind)
    unknown = set(recipe.config) - set(inspect.signature(kind.__init__).parameters)
    assert not unknown, "diffusers would ignore a misspelt value"
    folder = checkpoints / "sd"
    ours = draw(runtime, folder, PROMPT, scheduler=name, steps=5)
    theirs = bare(
        folder,
        scheduler=lambda own: kind.from_config(own, **recipe.config),
        num_inference_steps=5,
    )
    assert ours.facts["scheduler"] == recipe.kind
    assert np.array_equal(ours.pixels, theirs)


@pytest.mark.parametrize("name", ["LMS", "LMS Karras"])
def test_lms_draws_without_scipy(runtime, checkpoints, name):
    made = draw(runtime, checkpoints / "sd", scheduler=name, steps=6)
    euler = draw(runtime, checkpoints / "sd", scheduler=name.replace("LMS", "Euler"), steps=6)
    assert made.pixels.std() > 1
    assert not np.array_equal(made.pixels, euler.pixels)


def test_the_weights_of_lms_integrate_the_polynomials_they_stand_for():
    from studio.engine.nets.lms import ExactLMSDiscreteScheduler

    scheduler = ExactLMSDiscreteScheduler(beta_schedule="scaled_linear")
    scheduler.set_timesteps(12)
    sigmas = scheduler.sigmas.double().numpy()
    for order in (1, 2, 3, 4):
        for ago in range(order):
            weight = scheduler.get_lms_coefficient(order, 6, ago)
            others = [k for k in range(order) if k != ago]
            tau = np.linspace(sigmas[6], sigmas[7], 20_001)
            factors = [(tau - sigmas[6 - k]) / (sigmas[6 - ago] - sigmas[6 - k]) for k in others]
            curve = np.prod(factors, axis=0) * np.ones_like(tau)
            assert np.isclose(weight, np.trapezoid(curve, tau), rtol=1e-6)


def test_names_are_found_whatever_their_case_and_spacing():
    assert named("dpm++ 2m  karras") == "DPM++ 2M Karras"
    assert named("eulera") == "Euler a"
    assert named("unheard of") is None


def test_schedulers_are_fresh_for_every_picture(runtime, checkpoints):
    folder = checkpoints / "sdxl"
    one = draw(runtime, folder, scheduler="DPM++ 2M SDE Karras").pixels
    two = draw(runtime, folder, scheduler="DPM++ 2M SDE Karras").pixels
    assert np.array_equal(one, two)


def test_clip_skip_of_sdxl_counts_from_the_layer_before_the_last(runtime, bare, checkpoints):
    folder = checkpoints / "sdxl"
    ours = draw(runtime, folder, PROMPT, clip_skip=2).pixels
    assert np.array_equal(ours, bare(folder, clip_skip=1))
    assert not np.array_equal(ours, draw(runtime, folder, PROMPT).pixels)


def test_an_empty_negative_prompt_is_encoded_where_the_checkpoint_says_so(runtime, bare, tmp_path):
    folder = write_sdxl(tmp_path / "xl", zeros=False)
    assert np.array_equal(draw(runtime, folder, PROMPT).pixels, bare(folder))


@pytest.mark.filterwarnings("ignore:The configuration file:FutureWarning")
def test_predictions_and_schedules_of_the_checkpoint_are_kept(runtime, bare, tmp_path):
    from diffusers import DDIMScheduler

    own = DDIMScheduler(
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        beta_schedule="squaredcos_cap_v2",
    )  # clip_sample and steps_offset are left as outdated checkpoints have them
    folder = write_sd(tmp_path / "v", scheduler=own)
    assert np.array_equal(draw(runtime, folder, PROMPT).pixels, bare(folder))
    for name in ("Euler", "DPM++ 2M Karras"):
        recipe = RECIPES[name]
        theirs = bare(folder, scheduler=lambda own, r=recipe: scheduler_of(r, own))
        assert np.array_equal(draw(runtime, folder, PROMPT, scheduler=name).pixels, theirs)


def scheduler_of(recipe, config):
    import diffusers

    return getattr(diffusers, recipe.kind).from_config(config, **recipe.config)


@pytest.mark.filterwarnings("ignore:`upcast_vae` is deprecated:FutureWarning")  # the pipeline's own
@pytest.mark.parametrize("name", ["starter", "sdxl"])
def test_half_precision_equals_the_bare_pipeline_in_half_precision(checkpoints, monkeypatch, name):
    """What a graphics card computes with, tried on the processor."""
    import torch

    monkeypatch.setattr(Device, "dtype", property(lambda _self: torch.float16))
    folder = checkpoints / name
    ours = draw(Runtime(), folder, PROMPT)
    pipe = load_bare(folder, dtype=torch.float16)
    options = {"num_inference_steps": 4, "guidance_scale": 5.0, "width": 64, "height": 64}
    theirs = pipe(PROMPT, generator=torch.Generator("cpu").manual_seed(3), **options).images[0]
    assert ours.facts["dtype"] == "float16"
    assert np.array_equal(ours.pixels, np.asarray(theirs))


def test_a_batch_can_be_made_again_one_by_one(runtime, checkpoints):
    from dataclasses import replace

    from studio.core.job import CancelToken
    from studio.engine.verbs.generate import GeneratePayload
    from tests.unit.engine_help import payload

    asked = payload(checkpoints / "sd", seed=7)
    batch = [
        runtime.run("generate", GeneratePayload(r, asked.model), lambda _: None, CancelToken())
        for r in replace(asked.request, count=3).variations()
    ]
    alone = draw(runtime, checkpoints / "sd", seed=8)
    assert np.array_equal(batch[1].pixels, alone.pixels)
    assert not np.array_equal(batch[0].pixels, batch[2].pixels)
