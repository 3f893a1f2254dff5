"""What a request to Z-Image may ask for besides words: masks, more pixels, fewer blocks."""

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, RequestError, WeightsMissingError
from studio.core.model import Kind, Layout, Model
from studio.core.request import Extent
from studio.core.request_parts import (
    Enlarger,
    Filling,
    HighRes,
    Inpaint,
    Outpaint,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from tests.unit.engine_help import draw
from tests.z_images import PROMPT, original_vae, photo, tensors, write_z_image

HOLE = np.zeros((64, 64), np.uint8)
HOLE[16:48, 8:40] = 255
HARD = Inpaint("m" * 64, grow=0, feather=0)


def inpainted(engine, folder, asked=HARD, **more):
    options = {"source": photo(), "mask": HOLE, "denoise": 0.8, "parts": {"inpaint": asked}}
    return draw(engine, folder, PROMPT, **(options | more)).pixels


@pytest.mark.parametrize("denoise", [0.8, 1.0])
def test_a_mask_equals_the_bare_inpaint_pipeline_inside_of_it(
    z_runtime, bare_z_image, z_image, denoise
):
    from PIL import Image

    ours = inpainted(z_runtime, z_image, denoise=denoise)
    theirs = bare_z_image(
        "ZImageInpaintPipeline",
        image=Image.fromarray(photo()),
        mask_image=Image.fromarray(HOLE),
        strength=denoise,
    )
    assert np.array_equal(ours[HOLE > 0], theirs[HOLE > 0])
    assert np.array_equal(ours[HOLE == 0], photo()[HOLE == 0]), "kept to the pixel"
    assert not np.array_equal(ours, photo())


def test_a_soft_mask_changes_less_towards_its_edge(z_runtime, z_image):
    ramp = np.tile(np.linspace(1, 255, 64).astype(np.uint8), (64, 1))
    made = inpainted(z_runtime, z_image, mask=ramp, denoise=1.0, steps=8)
    change = np.abs(made.astype(int) - photo()).mean(axis=(0, 2))
    assert change[:16].mean() < change[-16:].mean()


def test_what_lies_under_the_mask_can_be_noise(z_runtime, z_image):
    original, noise = (
        inpainted(
            z_runtime,
            z_image,
            Inpaint("m" * 64, grow=0, feather=0, filling=filling),
            denoise=0.5,
        )
        for filling in (Filling.ORIGINAL, Filling.NOISE)
    )
    assert not np.array_equal(original, noise)


def test_outpainting_adds_pixels_and_keeps_those_there_are(z_runtime, z_image):
    parts = {"outpaint": Outpaint(left=32, right=10, feather=4)}
    made = draw(z_runtime, z_image, source=photo(), denoise=1.0, parts=parts).pixels
    assert made.shape == (64, 106, 3)
    assert np.array_equal(made[:, 40:80], photo()[:, 8:48])


def test_a_variation_bends_the_noise_from_one_seed_to_another(z_runtime, z_image):
    first, other = (draw(z_runtime, z_image, seed=seed).pixels for seed in (3, 4))
    bent = [
        draw(z_runtime, z_image, parts={"variation": Variation(4, share)}).pixels
        for share in (0.01, 0.5, 1.0)
    ]
    far = [np.abs(made.astype(int) - first).mean() for made in bent]
    assert far[0] < far[1]
    assert np.array_equal(bent[2], other)


@pytest.mark.parametrize("enlarger", Enlarger)
def test_a_second_pass_draws_over_the_enlarged_draft(z_runtime, z_image, enlarger):
    seen = []
    high = HighRes(scale=1.5, denoise=0.5, steps=6, enlarger=enlarger)
    made = draw(z_runtime, z_image, parts={"high_res": high}, report=seen.append)
    assert made.pixels.shape == (96, 96, 3)
    drawn = [(p.step, p.total) for p in seen if p.preview is not None or p.total == 7]
    assert drawn[-1] == (7, 7)
    steps = [p.step for p in seen if p.stage.template == "Drawing"]
    assert steps == [1, 2, 3, 4, 5, 6, 7]


def test_a_second_pass_that_changes_nothing_is_the_draft_enlarged(z_runtime, z_image):
    from PIL import Image

    draft = draw(z_runtime, z_image, extent=Extent(64, 80)).pixels
    high = HighRes(scale=2.0, denoise=0.0)
    made = draw(z_runtime, z_image, extent=Extent(64, 80), parts={"high_res": high}).pixels
    wide = np.asarray(Image.fromarray(draft).resize((128, 160), Image.Resampling.LANCZOS))
    assert np.array_equal(made, wide)


def test_tiles_and_a_mask_in_high_resolution_are_refused(z_runtime, z_image):
    with pytest.raises(RequestError, match="no tiles"):
        draw(z_runtime, z_image, parts={"high_res": HighRes(tile=512)})
    with pytest.raises(RequestError, match="mask"):
        inpainted(z_runtime, z_image, parts={"inpaint": HARD, "high_res": HighRes()})


@pytest.mark.parametrize("part", [{"seamless": Seamless.X}, {"refiner": Refiner("other")}])
def test_what_this_family_cannot_do_is_refused(z_runtime, z_image, part):
    with pytest.raises(RequestError):
        draw(z_runtime, z_image, parts=part)


def test_guidance_may_act_in_a_part_of_the_steps(z_runtime, z_image):
    def drawn(start, end):
        savings = Savings(guidance_start=start, guidance_end=end)
        return draw(z_runtime, z_image, parts={"savings": savings}).pixels

    plain, off = draw(z_runtime, z_image).pixels, draw(z_runtime, z_image, guidance=1.0).pixels
    assert np.array_equal(drawn(0.0, 1.0), plain)
    assert np.array_equal(drawn(0.0, 0.0), off)
    some = drawn(0.25, 0.75)
    assert not np.array_equal(some, plain)
    assert not np.array_equal(some, off)


def test_the_block_cache_leaves_out_blocks_and_says_how_often(z_runtime, z_image):
    exact = draw(z_runtime, z_image, steps=40)
    near = draw(z_runtime, z_image, steps=40, parts={"savings": Savings(block_cache=0.5)})
    assert near.facts["passes"] == 40
    assert 0 < near.facts["passes_left_out"] < 40
    assert "passes_left_out" not in exact.facts
    assert not np.array_equal(near.pixels, exact.pixels)
    assert np.abs(near.pixels.astype(int) - exact.pixels).mean() < 20
    assert np.array_equal(draw(z_runtime, z_image, steps=40).pixels, exact.pixels), "all undone"


def test_the_block_cache_with_a_threshold_that_nothing_meets_is_exact(z_runtime, z_image):
    exact = draw(z_runtime, z_image)
    made = draw(z_runtime, z_image, parts={"savings": Savings(block_cache=1e-9)})
    assert made.facts["passes_left_out"] == 0
    assert np.array_equal(made.pixels, exact.pixels)


def test_a_pass_without_its_blocks_costs_a_tenth_at_the_published_size():
    """Counted on the meta device at 1024 x 1024 pixels, with a prompt of 64 tokens."""
    import torch
    from diffusers import ZImageTransformer2DModel
    from torch.utils.flop_counter import FlopCounterMode

    from studio.engine.savings.block_cache import BlockCache

    with torch.device("meta"):
        transformer = ZImageTransformer2DModel()
        latents, text = torch.empty(16, 1, 128, 128), torch.empty(64, 2560)
        time = torch.empty(1)
    cached = BlockCache(transformer, 0.1, is_near=lambda _added, _before: True)
    spent = []
    for _ in range(3):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            made = cached([latents], time, [text], return_dict=False)[0][0]
        assert made.shape == latents.shape
        spent.append(counter.get_total_flops())
    assert (cached.passes, cached.whole) == (3, 1)
    assert spent[1] == spent[2]
    assert spent[1] / spent[0] < 0.11


def test_another_vae_draws_in_its_place_from_a_folder_or_a_file(z_runtime, z_image, tmp_path):
    import shutil

    from safetensors.torch import save_file

    plain = draw(z_runtime, z_image, PROMPT).pixels
    other = write_z_image(tmp_path / "other", seed=5)
    mixed = shutil.copytree(z_image, tmp_path / "mixed")
    shutil.copytree(other / "vae", mixed / "vae", dirs_exist_ok=True)
    wanted = draw(z_runtime, mixed, PROMPT).pixels
    file = tmp_path / "ae.safetensors"
    state = original_vae(tensors(other, "vae"))
    save_file({name: values.contiguous() for name, values in state.items()}, file)
    for path in (other / "vae", file):
        others = {"it": Model("it", "It", "", path, Layout.FILE, kind=Kind.VAE, width=16)}
        made = draw(z_runtime, z_image, PROMPT, parts={"vae": "it"}, others=others)
        assert np.array_equal(made.pixels, wanted), path
        assert "it: " in made.facts["others"]
    assert not np.array_equal(wanted, plain)
    assert np.array_equal(draw(z_runtime, z_image, PROMPT).pixels, plain)


def test_a_vae_that_is_not_there_or_of_another_model_is_refused(z_runtime, z_image, checkpoints):
    with pytest.raises(WeightsMissingError, match="gone was not found"):
        draw(z_runtime, z_image, parts={"vae": "gone"})
    path = checkpoints / "sd" / "vae"
    others = {"sd": Model("sd", "SD", "", path, Layout.FOLDER, kind=Kind.VAE, width=4)}
    with pytest.raises(ModelRefusedError, match="sd"):
        draw(z_runtime, z_image, parts={"vae": "sd"}, others=others)
