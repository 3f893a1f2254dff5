"""A picture of Z-Image is the bare diffusers pipeline's, bit for bit, from every kind of file."""

import numpy as np
import pytest

from studio.core.errors import Cancelled, RequestError
from studio.core.job import CancelToken
from studio.core.request import Extent
from studio.core.text import Message
from studio.engine.flow import RECIPES
from studio.engine.weights import model_at
from tests.unit.engine_help import draw
from tests.z_images import PROMPT, photo, write_split, write_whole


def test_a_plain_picture_equals_the_bare_pipeline(z_runtime, bare_z_image, z_image):
    ours = draw(z_runtime, z_image, PROMPT)
    assert np.array_equal(ours.pixels, bare_z_image())
    assert ours.pixels.std() > 1, "a flat picture would make the comparison worthless"
    assert ours.facts["prompt"] == PROMPT
    assert ours.facts["dtype"] == "float32"


def test_a_negative_prompt_an_odd_size_and_another_seed_equal_it_too(
    z_runtime, bare_z_image, z_image
):
    asked = {"extent": Extent(144, 80), "seed": 2**32 - 1, "negative": "night", "guidance": 3.5}
    ours = draw(z_runtime, z_image, "一只猫 by the sea", **asked)
    theirs = bare_z_image(
        prompt="一只猫 by the sea",
        negative_prompt="night",
        guidance_scale=2.5,
        width=144,
        height=80,
        seed=2**32 - 1,
    )
    assert np.array_equal(ours.pixels, theirs)


def test_without_guidance_there_is_no_negative_pass_in_either(z_runtime, bare_z_image, z_image):
    ours = draw(z_runtime, z_image, PROMPT, negative="night", guidance=1.0)
    assert np.array_equal(ours.pixels, bare_z_image(guidance_scale=0.0))
    assert not np.array_equal(ours.pixels, bare_z_image())


@pytest.mark.parametrize("denoise", [0.6, 0.25, 1.0])
def test_a_picture_from_a_picture_equals_the_bare_pipeline(
    z_runtime, bare_z_image, z_image, denoise
):
    from PIL import Image

    ours = draw(z_runtime, z_image, PROMPT, source=photo(), denoise=denoise)
    theirs = bare_z_image("ZImageImg2ImgPipeline", image=Image.fromarray(photo()), strength=denoise)
    assert np.array_equal(ours.pixels, theirs)


def test_nothing_changes_at_a_denoise_of_zero(z_runtime, z_image):
    assert np.array_equal(draw(z_runtime, z_image, source=photo(), denoise=0.0).pixels, photo())


def test_the_shift_of_the_schedulers_config_counts(z_runtime, bare_z_image, z_image):
    from diffusers import FlowMatchEulerDiscreteScheduler

    ours = draw(z_runtime, z_image, PROMPT, scheduler="Euler")
    assert np.array_equal(ours.pixels, bare_z_image())
    unshifted = bare_z_image(scheduler=FlowMatchEulerDiscreteScheduler(shift=1.0))
    assert not np.array_equal(ours.pixels, unshifted)


@pytest.fixture(scope="module")
def exact(z_runtime, z_image):
    """Where the equation ends that schedulers solve, as nearly as many small steps tell."""
    return draw(z_runtime, z_image, PROMPT, scheduler="Euler", steps=80, guidance=1.0).pixels


@pytest.mark.parametrize("name", RECIPES)
def test_every_scheduler_ends_near_where_small_steps_end(z_runtime, z_image, exact, name):
    """All of them solve the same equation, or the same with noise put in again."""
    ours = draw(z_runtime, z_image, PROMPT, scheduler=name, steps=20, guidance=1.0)
    far = np.abs(ours.pixels.astype(int) - exact).mean()
    has_noise = name.endswith((" a", "SDE"))
    assert has_noise == (far > 5), f"{far} of 255"
    started = [
        draw(z_runtime, z_image, source=photo(), denoise=0.5, scheduler=name) for _ in range(2)
    ]
    assert np.array_equal(*[made.pixels for made in started])
    assert not np.array_equal(started[0].pixels, photo())


def test_the_original_names_and_the_files_of_comfyui_give_the_same_picture(
    z_runtime, z_image, tmp_path
):
    wanted = draw(z_runtime, z_image, PROMPT).pixels
    split = write_split(z_image, tmp_path / "comfy" / "models")
    whole = write_whole(z_image, tmp_path / "whole.safetensors")
    for path in (split, whole):
        made = draw(z_runtime, path, PROMPT)
        assert np.array_equal(made.pixels, wanted), path
        assert len(made.facts["model_hash"]) == 64
    assert "vae_hash" not in made.facts, "all of it is one file"


def test_weights_are_taken_off_and_the_user_is_told(z_runtime, z_image):
    plain = draw(z_runtime, z_image, PROMPT)
    weighted = draw(z_runtime, z_image, "a (red:1.3) house BREAK by the sea")
    assert np.array_equal(plain.pixels, weighted.pixels)
    assert not any("plain sentences" in n.template for n in plain.notices)
    assert any("plain sentences" in n.template for n in weighted.notices)


def test_a_prompt_that_changes_with_the_steps_does(z_runtime, z_image):
    before, after = (draw(z_runtime, z_image, text).pixels for text in ("a cat", "a tree"))
    changing = draw(z_runtime, z_image, "a [cat:tree:0.5]").pixels
    assert not np.array_equal(changing, before)
    assert not np.array_equal(changing, after)
    assert np.array_equal(draw(z_runtime, z_image, "a [cat:tree:0]").pixels, after)


def test_the_end_of_a_very_long_prompt_is_left_out_and_told(z_runtime, z_image):
    made = draw(z_runtime, z_image, "sea " * 300)
    assert any("too long" in notice.template for notice in made.notices)


def test_every_step_is_reported_and_shown(z_runtime, z_image):
    seen = []
    draw(z_runtime, z_image, "a tree by night", steps=5, report=seen.append)
    drawn = [p for p in seen if p.stage == Message("Drawing")]
    assert [(p.step, p.total) for p in drawn] == [(n, 5) for n in range(1, 6)]
    assert drawn[0].preview.shape == (8, 8, 3)
    assert Message("Reading the prompt") in [p.stage for p in seen]
    seen.clear()
    draw(z_runtime, z_image, "a tree by night", steps=5, report=seen.append)
    assert Message("Reading the prompt") not in [p.stage for p in seen]


def test_a_text_that_was_read_is_not_read_again(z_runtime, z_image):
    draw(z_runtime, z_image, "a blue tree", negative="cat")
    passes = []
    loaded = z_runtime.generator(model_at(z_image), lambda _: None, CancelToken())
    model = loaded.parts.reader.model
    handle = model.register_forward_pre_hook(lambda *_: passes.append(1))
    try:
        draw(z_runtime, z_image, "a blue tree", negative="cat", seed=8)
        assert not passes
        draw(z_runtime, z_image, "a blue cat", negative="cat")
        assert len(passes) == 1
    finally:
        handle.remove()


def test_cancel_takes_effect_within_one_step(z_runtime, z_image):
    cancel, steps = CancelToken(), []

    def report(progress):
        if progress.stage == Message("Drawing"):
            steps.append(progress.step)
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(z_runtime, z_image, PROMPT, steps=150, report=report, cancel=cancel)
    assert steps == [1]


def test_a_size_that_patches_do_not_fill_is_refused(z_runtime, z_image):
    with pytest.raises(RequestError, match="multiples of 16"):
        draw(z_runtime, z_image, extent=Extent(72, 64))


def test_the_settings_of_the_turbo_are_told_to_be_wrong_for_the_other(z_runtime, z_image, tmp_path):
    import json
    import shutil

    folder = shutil.copytree(z_image, tmp_path / "base")
    path = folder / "scheduler" / "scheduler_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**config, "shift": 6.0}), encoding="utf-8")

    def is_told(model, guidance):
        made = draw(z_runtime, model, PROMPT, guidance=guidance)
        return any("not its Turbo" in notice.template for notice in made.notices)

    assert is_told(folder, 1.0)
    assert not is_told(folder, 5.0)
    assert not is_told(z_image, 1.0)
