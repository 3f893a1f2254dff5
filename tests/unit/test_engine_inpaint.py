"""Drawing a part of a picture anew: what stays, and that diffusers would make the same."""

import numpy as np
import pytest

from studio.core.errors import RequestError
from studio.core.request import Extent
from studio.core.request_parts import Filling, Inpaint, Outpaint
from studio.engine.runtime import Runtime
from studio.engine.schedulers import RECIPES
from tests.checkpoints import write_sd
from tests.unit.engine_help import bare_pipe, draw, ramps
from tests.unit.test_engine_equality import PROMPT

HARD = Inpaint("0" * 64, grow=0, feather=0)


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def inpainter(tmp_path_factory):
    """A tiny model that was made for inpainting."""
    return write_sd(tmp_path_factory.mktemp("inpainting") / "sd", sees=9, seed=5)


@pytest.fixture(scope="module")
def source():
    return ramps()


@pytest.fixture(scope="module")
def mask():
    mask = np.zeros((64, 64), np.uint8)
    mask[10:45, 24:60] = 255
    return mask


def bare_picture(folder, source, mask, denoise, recipe=None, steps=5):
    import torch
    from PIL import Image

    pipe = bare_pipe(folder, "Inpaint", recipe)
    image = pipe(
        PROMPT,
        image=Image.fromarray(source),
        mask_image=Image.fromarray(mask),
        width=64,
        height=64,
        strength=denoise,
        num_inference_steps=steps,
        guidance_scale=5.0,
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]
    return np.asarray(image)


def ours(runtime, folder, source, mask, asked=HARD, **more):
    more = {"steps": 5, "denoise": 0.6, **more}
    return draw(runtime, folder, PROMPT, source=source, mask=mask, parts={"inpaint": asked}, **more)


def assert_equals_bare(made, bare, source, mask):
    drawn = mask > 0
    assert np.array_equal(made.pixels[drawn], bare[drawn])
    assert np.array_equal(made.pixels[~drawn], source[~drawn]), "what is kept is kept exactly"
    assert not np.array_equal(made.pixels[drawn], source[drawn])


@pytest.mark.parametrize("denoise", [0.6, 1.0])
@pytest.mark.parametrize("name", ["sd", "sd-tiny-vae", "starter", "sdxl"])
def test_a_hard_mask_equals_the_bare_pipeline(runtime, checkpoints, source, mask, name, denoise):
    folder = checkpoints / name
    made = ours(runtime, folder, source, mask, denoise=denoise)
    assert_equals_bare(made, bare_picture(folder, source, mask, denoise), source, mask)


@pytest.mark.parametrize("name", ["Euler a", "DPM++ 2M", "Heun", "DPM++ 2M SDE"])
def test_it_equals_it_with_any_kind_of_scheduler(runtime, checkpoints, source, mask, name):
    folder = checkpoints / "sd"
    made = ours(runtime, folder, source, mask, scheduler=name)
    bare = bare_picture(folder, source, mask, 0.6, RECIPES[name])
    assert_equals_bare(made, bare, source, mask)


@pytest.mark.parametrize("denoise", [0.6, 1.0])
@pytest.mark.parametrize("scheduler", ["", "Euler a"])
def test_a_model_made_for_it_sees_the_mask_and_the_rest(
    runtime, inpainter, source, mask, denoise, scheduler
):
    made = ours(runtime, inpainter, source, mask, denoise=denoise, scheduler=scheduler)
    recipe = RECIPES[scheduler] if scheduler else None
    bare = bare_picture(inpainter, source, mask, denoise, recipe)
    assert_equals_bare(made, bare, source, mask)


def test_a_model_made_for_it_draws_from_words_alone_too(runtime, inpainter, source):
    assert draw(runtime, inpainter, PROMPT).pixels.std() > 1
    made = draw(runtime, inpainter, PROMPT, source=source)
    assert not np.array_equal(made.pixels, source)


def test_a_soft_mask_changes_less_where_it_is_fainter(runtime, checkpoints, source):
    ramp = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (64, 1))
    made = ours(runtime, checkpoints / "sd", source, ramp, denoise=1.0, steps=8)
    change = np.abs(made.pixels.astype(int) - source).mean(axis=(0, 2))  # by column
    quarters = change.reshape(4, 16).mean(axis=1)
    assert list(quarters) == sorted(quarters)
    assert np.array_equal(made.pixels[:, 0], source[:, 0])


def test_what_lies_under_the_mask_decides_what_it_begins_with(runtime, checkpoints, source, mask):
    from dataclasses import replace

    pictures = [
        ours(runtime, checkpoints / "sd", source, mask, replace(HARD, filling=filling)).pixels
        for filling in Filling
    ]
    for one, two in zip(pictures, pictures[1:] + pictures[:1], strict=True):
        assert not np.array_equal(one[mask > 0], two[mask > 0])
        assert np.array_equal(one[mask == 0], two[mask == 0])


def test_with_context_only_the_surroundings_are_drawn_at_the_models_size(runtime, checkpoints):
    random = np.random.default_rng(0)
    large = random.integers(0, 255, (200, 300, 3)).astype(np.uint8)
    mask = np.zeros((200, 300), np.uint8)
    mask[150:180, 250:290] = 255
    seen = []
    asked = Inpaint("0" * 64, grow=0, feather=4, context=16)
    made = ours(
        runtime,
        checkpoints / "sd",
        large,
        mask,
        asked,
        report=lambda p: seen.append(p.preview.shape) if p.preview is not None else None,
    )
    assert made.pixels.shape == large.shape
    assert made.facts["sheet"] == "300x200", "the run tells its true size"
    assert set(seen) == {(8, 8, 3)}, "drawn at 64x64, whatever the size of the picture"
    changed = (made.pixels != large).any(axis=2)
    assert changed[150:180, 250:290].mean() > 0.9
    assert not changed[:130].any()
    assert not changed[:, :230].any()


@pytest.mark.parametrize(
    ("margins", "size"), [({"left": 32}, (64, 96)), ({"top": 10, "right": 30}, (74, 94))]
)
def test_beyond_the_edges_is_drawn_and_the_picture_stays(
    runtime, checkpoints, source, margins, size
):
    asked = Outpaint(feather=8, **margins)
    made = draw(
        runtime, checkpoints / "sd", PROMPT, source=source, denoise=1.0, parts={"outpaint": asked}
    )
    assert made.pixels.shape[:2] == size
    assert made.facts["sheet"] == f"{size[1]}x{size[0]}"
    y, x = asked.top, asked.left
    inside = made.pixels[y : y + 64, x : x + 64]
    kept = (slice(8 if y else 0, 64), slice(8 if x else 0, 56 if asked.right else 64))
    assert np.array_equal(inside[kept], source[kept])
    assert made.pixels[: y or None, : x or None].std() > 1


@pytest.mark.parametrize(
    ("parts", "has_source", "words"),
    [
        ({"inpaint": HARD}, False, "choose one to start from"),
        ({"inpaint": HARD}, True, "There is no mask"),
        ({"outpaint": Outpaint()}, True, "No margin is wanted"),
        ({"inpaint": HARD, "outpaint": Outpaint(left=8)}, True, "one after the other"),
    ],
)
def test_what_lacks_something_is_refused_in_a_sentence(
    runtime, checkpoints, source, parts, has_source, words
):
    with pytest.raises(RequestError, match=words):
        draw(runtime, checkpoints / "sd", source=source if has_source else None, parts=parts)


def test_an_empty_mask_and_one_of_another_size_are_refused(runtime, checkpoints, source):
    with pytest.raises(RequestError, match="mask is empty"):
        ours(runtime, checkpoints / "sd", source, np.zeros((64, 64), np.uint8))
    with pytest.raises(RequestError, match="equally large"):
        ours(runtime, checkpoints / "sd", source, np.full((32, 64), 255, np.uint8))


def test_a_mask_is_cut_and_scaled_as_its_picture_is(runtime, checkpoints, source):
    wide = np.concatenate([source, source, source], axis=1)  # (64, 192, 3)
    mask = np.zeros((64, 192), np.uint8)
    mask[20:40, 80:120] = 255
    made = ours(runtime, checkpoints / "sd", wide, mask)
    middle = mask[:, 64:128]
    assert np.array_equal(made.pixels[middle == 0], source[middle == 0])
    assert not np.array_equal(made.pixels[middle > 0], source[middle > 0])
    mask[:] = 0
    mask[:, :40] = 255
    with pytest.raises(RequestError, match="the masked part is cut off"):
        ours(runtime, checkpoints / "sd", wide, mask)


def test_grow_and_feather_are_pixels_of_the_finished_picture(runtime, checkpoints):
    large = np.random.default_rng(0).integers(0, 255, (256, 256, 3)).astype(np.uint8)
    mask = np.zeros((256, 256), np.uint8)
    mask[128:, :] = 255
    asked = Inpaint("0" * 64, grow=8, feather=0)
    made = ours(runtime, checkpoints / "sd", large, mask, asked, denoise=1.0)
    untouched = ours(runtime, checkpoints / "sd", large, mask, asked, denoise=0.0).pixels
    changed = (made.pixels != untouched).any(axis=2).mean(axis=1)  # by row, of 64
    assert changed[: 32 - 8 - 1].max() == 0
    assert changed[32 - 8 + 1 : 32].min() > 0.9


def test_a_part_is_drawn_larger_than_it_is(runtime, checkpoints, source, mask):
    asked = Inpaint("0" * 64, grow=0, feather=0, context=4)
    made = ours(runtime, checkpoints / "sd", source, mask, asked, extent=Extent(128, 128))
    assert made.pixels.shape == source.shape
    assert np.array_equal(made.pixels[mask == 0], source[mask == 0])
