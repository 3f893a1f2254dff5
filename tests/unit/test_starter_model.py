"""The model that ships: its parts, its size, its card, and a picture by the bare pipeline."""

import json

import numpy as np
import pytest

from studio.core.paths import resources
from studio.engine.training.illustrator import CORE

FOLDER = resources() / "models" / "starter"
PROMPTED = ("time", "place", "style", "subject", "color")


@pytest.fixture(scope="module")
def pipeline():
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(
        FOLDER, safety_checker=None, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


@pytest.fixture(scope="module")
def evaluation():
    return json.loads((FOLDER / "evaluation.json").read_text(encoding="utf-8"))


def test_it_is_small_enough_to_ship():
    sizes = [path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(sizes) <= 16e6


def test_it_is_built_of_standard_parts(pipeline):
    assert sum(p.numel() for p in pipeline.unet.parameters()) <= 5e6
    assert pipeline.unet.config.sample_size == 16
    assert pipeline.vae_scale_factor == 16
    kinds = {type(part).__name__ for part in pipeline.components.values()}
    assert {"CLIPTextModel", "CLIPTokenizer", "UNet2DConditionModel", "AutoencoderTiny"} <= kinds


def test_every_weight_is_half_precision_and_finite():
    from safetensors.numpy import load_file

    for path in FOLDER.rglob("*.safetensors"):
        for name, values in load_file(path).items():
            assert values.dtype == np.float16 or not np.issubdtype(values.dtype, np.floating), name
            assert np.isfinite(values).all(), name


def test_it_draws_a_picture_in_either_language_and_the_prompt_matters(pipeline):
    import torch

    def draw(prompt):
        generator = torch.Generator().manual_seed(3)
        return pipeline(
            prompt, num_inference_steps=12, generator=generator, output_type="np"
        ).images[0]

    night = draw("a white house in the snow at night, flat illustration")
    day = draw("a white house in the snow by day, flat illustration")
    chinese = draw("雪地里的白色房子,夜晚,扁平插画")
    assert night.shape == (256, 256, 3)
    assert day.mean() > night.mean() + 0.15
    assert day.mean() > chinese.mean() + 0.15


def test_the_preview_shows_the_colors_that_the_decoder_draws(pipeline):
    import torch

    preview = json.loads((FOLDER / "preview.json").read_text(encoding="utf-8"))
    matrix, bias = np.array(preview["matrix"]), np.array(preview["bias"])
    generator = torch.Generator().manual_seed(1)
    latents = pipeline(
        "a red boat on the sea by day, watercolor",
        num_inference_steps=8, generator=generator, output_type="latent",
    ).images  # fmt: skip
    with torch.no_grad():
        decoded = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor).sample[0]
    cells = decoded.reshape(3, 16, 16, 16, 16).mean(dim=(2, 4)).numpy()
    colors = np.tensordot(matrix, latents[0].numpy(), axes=([0], [0])) + bias[:, None, None]
    assert matrix.shape == (latents.shape[1], 3)
    assert np.abs(colors.clip(-1, 1) - cells).mean() < 0.08


def test_the_encoder_leads_back_to_the_picture(pipeline):
    import torch

    from studio.engine.training.illustrator import render, sample_scene

    picture = render(sample_scene(np.random.default_rng(5), CORE), 256)
    pixels = torch.from_numpy(picture.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None]
    with torch.no_grad():
        latents = pipeline.vae.encode(pixels).latents
        again = pipeline.vae.decode(latents).sample
    assert (again - pixels).abs().mean() < 0.12


def test_the_evaluation_is_of_enough_pictures_and_of_a_judge_that_can_read(evaluation):
    assert evaluation["held_out_scenes"] >= 250
    for style, scores in evaluation["judge"]["within_style"].items():
        assert all(scores[name] >= 0.97 for name in PROMPTED), (style, scores)


def test_the_pictures_show_what_was_asked_for(evaluation):
    for language, scores in evaluation["pictures"].items():
        assert all(scores[name] >= 0.85 for name in ("time", "place", "style")), language
        assert all(scores[name] >= 0.60 for name in ("subject", "color")), language
        assert scores["jointly"] >= 0.30, language
    english, chinese = evaluation["pictures"]["en"], evaluation["pictures"]["zh"]
    assert all(abs(english[name] - chinese[name]) <= 0.08 for name in PROMPTED)


def test_the_pictures_are_no_copies(evaluation):
    copies = evaluation["copies"]
    assert copies["closest_drawn_to_training"] > 0
    assert copies["closer_than_training_pairs"] <= 0.05


def test_the_card_says_what_was_measured_and_what_it_knows(evaluation):
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for scores in evaluation["pictures"].values():
        assert f"{scores['jointly']:.1%}" in card
    for values in (CORE.times, CORE.places, CORE.subjects, CORE.colors, CORE.styles):
        assert all(value in card for value in values)
    assert str(evaluation["seed"]) in card
