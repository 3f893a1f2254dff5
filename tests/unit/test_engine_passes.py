"""More than one pass or model for a picture: equal to the bare pipelines one after the other."""

import numpy as np
import pytest

from studio.core.errors import RequestError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.request import Extent
from studio.core.request_parts import (
    Enlarger,
    HighRes,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.engine.passes import DRAWING
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.checkpoints import write_sd, write_sdxl
from tests.unit.engine_help import SMALL, draw, payload
from tests.unit.test_engine_equality import PROMPT

LARGE = Extent(128, 128)


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two models like SDXL whose latents are the same, for one to refine the other's pictures."""
    root = tmp_path_factory.mktemp("pair")
    return write_sdxl(root / "base", seed=6), write_sdxl(root / "refiner", seed=7)


def bare(folder, kind, **options):
    """Return what a bare pipeline draws: latents if it is told so, else pixels."""
    import diffusers
    import torch

    two = (folder / "text_encoder_2").is_dir()
    more = {} if two else {"safety_checker": None, "requires_safety_checker": False}
    name = f"StableDiffusion{'XL' if two else ''}{kind}Pipeline"
    pipe = getattr(diffusers, name).from_pretrained(folder, local_files_only=True, **more)
    pipe.set_progress_bar_config(disable=True)
    options = {"num_inference_steps": 5, "guidance_scale": 5.0, **options}
    options.setdefault("generator", torch.Generator("cpu").manual_seed(3))
    image = pipe(PROMPT, **options).images[0]
    return image if options.get("output_type") == "latent" else np.asarray(image)


@pytest.mark.parametrize("name", ["sd", "starter", "sdxl"])
def test_a_second_pass_equals_the_bare_pipelines_one_after_the_other(runtime, checkpoints, name):
    from PIL import Image

    folder = checkpoints / name
    asked = HighRes(scale=2.0, denoise=0.6)
    made = draw(runtime, folder, PROMPT, steps=5, parts={"high_res": asked})
    draft = Image.fromarray(bare(folder, "", width=64, height=64))
    larger = draft.resize((128, 128), Image.Resampling.LANCZOS)
    assert np.array_equal(made.pixels, bare(folder, "Img2Img", image=larger, strength=0.6))
    assert made.facts["sheet"] == "128x128"


def test_latents_can_be_enlarged_instead(runtime, checkpoints):
    folder = checkpoints / "sd"
    by_latents, by_pixels = (
        draw(runtime, folder, parts={"high_res": HighRes(enlarger=kind)}).pixels
        for kind in (Enlarger.LATENT, Enlarger.LANCZOS)
    )
    assert by_latents.shape == by_pixels.shape == (128, 128, 3)
    assert not np.array_equal(by_latents, by_pixels)


def test_both_passes_are_one_progress(runtime, checkpoints):
    seen = []
    asked = HighRes(scale=1.5, denoise=0.5, steps=6)
    draw(
        runtime,
        checkpoints / "sd",
        steps=4,
        parts={"high_res": asked},
        report=lambda p: seen.append((p.step, p.total)) if p.stage.template == DRAWING else None,
    )
    assert seen == [(i + 1, 4 + 3) for i in range(7)]


def test_a_second_pass_that_may_change_nothing_only_enlarges(runtime, checkpoints):
    made = draw(runtime, checkpoints / "sd", parts={"high_res": HighRes(denoise=0.0)})
    assert made.pixels.shape == (128, 128, 3)


@pytest.mark.parametrize("scheduler", ["Euler", "DDIM", "DPM++ 2M", "Euler a"])
def test_a_refiner_goes_on_as_in_the_bare_pipelines(runtime, pair, scheduler):
    import diffusers
    import torch

    from studio.engine.schedulers import RECIPES

    base, refiner = pair
    made = refined(runtime, base, refiner, 0.6, scheduler=scheduler, steps=10)
    recipe, pipes = RECIPES[scheduler], []
    for folder, kind in ((base, ""), (refiner, "Img2Img")):
        name = f"StableDiffusionXL{kind}Pipeline"
        pipe = getattr(diffusers, name).from_pretrained(folder, local_files_only=True)
        pipe.set_progress_bar_config(disable=True)
        own = pipe.scheduler.config
        pipe.scheduler = getattr(diffusers, recipe.kind).from_config(own, **recipe.config)
        pipes.append(pipe)
    pipes[1].vae = pipes[0].vae
    generator = torch.Generator("cpu").manual_seed(3)
    options = {"num_inference_steps": 10, "guidance_scale": 5.0, "generator": generator}
    latents = (
        pipes[0](PROMPT, width=64, height=64, denoising_end=0.6, output_type="latent", **options)
    ).images
    theirs = pipes[1](PROMPT, image=latents, denoising_start=0.6, **options).images[0]
    assert np.array_equal(made.pixels, np.asarray(theirs))


def refined(runtime, base, refiner, switch, **params):
    return draw(
        runtime,
        base,
        PROMPT,
        parts={"refiner": Refiner("second", switch)},
        others={"second": model_at(refiner)},
        **params,
    )


@pytest.mark.parametrize("scheduler", ["DDIM", "Euler", "Heun", "PNDM", "Euler a", "LCM", "DDPM"])
def test_a_model_that_refines_its_own_picture_changes_nothing(runtime, checkpoints, scheduler):
    folder = checkpoints / "sd"
    alone = draw(runtime, folder, PROMPT, scheduler=scheduler, steps=6)
    made = refined(runtime, folder, folder, 0.5, scheduler=scheduler, steps=6)
    assert np.array_equal(made.pixels, alone.pixels)


def test_the_later_a_refiner_takes_over_the_less_it_does(runtime, checkpoints, tmp_path):
    base, other = checkpoints / "sd", write_sd(tmp_path / "other", seed=9)
    alone = draw(runtime, base, PROMPT, steps=8).pixels.astype(int)
    apart = [
        np.abs(refined(runtime, base, other, switch, steps=8).pixels - alone).mean()
        for switch in (0.0, 0.5, 0.9, 1.0)
    ]
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > apart[2] > apart[3] == 0


def test_a_refiner_that_sees_pictures_differently_or_is_gone_is_refused(runtime, checkpoints):
    with pytest.raises(RequestError, match="see pictures differently"):
        refined(runtime, checkpoints / "sd", checkpoints / "starter", 0.5)
    with pytest.raises(WeightsMissingError, match="refiner second is not there"):
        draw(runtime, checkpoints / "sd", parts={"refiner": Refiner("second")})


def test_a_variation_lies_between_the_pictures_of_both_seeds(runtime, checkpoints):
    folder = checkpoints / "sd"
    one, two = (draw(runtime, folder, seed=seed).pixels.astype(int) for seed in (3, 4))

    def bent(strength):
        return draw(runtime, folder, parts={"variation": Variation(4, strength)}).pixels

    assert np.array_equal(bent(0.0), one)
    assert np.array_equal(bent(1.0), two)
    from_one = [np.abs(bent(share) - one).mean() for share in (0.1, 0.4, 0.8)]
    assert from_one == sorted(from_one)
    assert from_one[0] > 0


def test_noise_is_bent_along_a_circle():
    import torch

    from studio.engine.start import bent

    one, two = torch.tensor([[3.0, 0.0]]), torch.tensor([[0.0, 3.0]])
    assert torch.allclose(bent(one, two, 0.5), torch.tensor([[3.0, 3.0]]) / 2**0.5)
    assert torch.equal(bent(one, one, 0.5), one), "no circle leads to itself"


def test_guidance_acts_in_its_interval_only(runtime, checkpoints):
    folder = checkpoints / "sd"

    def within(start, end):
        savings = Savings(guidance_start=start, guidance_end=end)
        return draw(runtime, folder, negative="night", steps=4, parts={"savings": savings}).pixels

    whole = draw(runtime, folder, negative="night", steps=4).pixels
    without = draw(runtime, folder, negative="night", steps=4, guidance=1.0).pixels
    assert np.array_equal(within(0.0, 1.0), whole)
    assert np.array_equal(within(0.0, 0.0), without)
    for half in (within(0.0, 0.5), within(0.5, 1.0)):
        assert not np.array_equal(half, whole)
        assert not np.array_equal(half, without)
    with pytest.raises(RequestError, match="must begin before it ends"):
        within(0.6, 0.4)


@pytest.mark.parametrize("axes", [Seamless.X, Seamless.Y, Seamless.BOTH])
def test_a_seamless_model_does_not_know_where_the_edge_is(runtime, checkpoints, axes):
    """Rolled latents give the rolled picture: nothing can be seen of the edge."""
    import torch

    from studio.engine.preview import decode
    from studio.engine.seamless import seamless

    asked = payload(checkpoints / "sd")
    parts = runtime.generator(asked.model, lambda _: None, CancelToken()).checkpoint.parts
    random = torch.Generator().manual_seed(0)
    latents = torch.randn((1, 4, 8, 8), generator=random)
    words = torch.randn((1, 77, 32), generator=random)
    dims = {"x": [3], "y": [2], "both": [2, 3]}[axes]

    def roll(values, by):
        return torch.roll(values, [by] * len(dims), dims)

    with torch.no_grad():
        plain = decode(parts.vae, latents)
        with seamless(axes, parts.vae, parts.unet):
            picture = decode(parts.vae, latents)
            noise = parts.unet(latents, 500, words)[0]
            assert torch.allclose(decode(parts.vae, roll(latents, 2)), roll(picture, 16), atol=1e-4)
            assert torch.allclose(
                parts.unet(roll(latents, 2), 500, words)[0], roll(noise, 2), atol=1e-4
            )
        assert torch.equal(decode(parts.vae, latents), plain), "undone to the bit"
        assert not torch.allclose(decode(parts.vae, roll(latents, 2)), roll(plain, 16), atol=1e-2)


def test_a_seamless_request_leaves_the_model_as_it_was(runtime, checkpoints):
    folder = checkpoints / "sd"
    before = draw(runtime, folder, PROMPT).pixels
    wrapped = draw(runtime, folder, PROMPT, parts={"seamless": Seamless.X}).pixels
    assert not np.array_equal(wrapped, before)
    assert np.array_equal(draw(runtime, folder, PROMPT).pixels, before)


def test_a_cancel_in_the_second_pass_decodes_nothing(runtime, checkpoints):
    from studio.core.errors import Cancelled

    cancel = CancelToken()

    def report(progress):
        if progress.step == 5:
            cancel.cancel()

    parts = {"high_res": HighRes(denoise=1.0), "seamless": Seamless.X}
    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", parts=parts, report=report, cancel=cancel)
    assert draw(runtime, checkpoints / "sd").pixels.shape == (SMALL.height, SMALL.width, 3)
