"""Making a starter model: captions and tokens, the linear code, and every stage at a tiny size."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import Cancelled
from studio.core.job import CancelToken
from studio.core.paths import resources
from studio.engine.training.checkpoint import latest
from studio.engine.training.illustrator import (
    CORE,
    FULL,
    Language,
    Split,
    caption,
    held_out,
    render,
    words,
)
from studio.engine.training.illustrator import sample_scene as sampled
from studio.engine.training.starter.card import write_card
from studio.engine.training.starter.code import fit_code, load_code
from studio.engine.training.starter.copies import copy_report
from studio.engine.training.starter.data import load_data, prepare, scene_at, thumbnails
from studio.engine.training.starter.evaluate import agreement, evaluate
from studio.engine.training.starter.export import export
from studio.engine.training.starter.filler import with_filler
from studio.engine.training.starter.labels import all_attributes, attributes, mentioned, mirrored
from studio.engine.training.starter.plan import CPU, CPU_FULL, GPU
from studio.engine.training.starter.stages import (
    train_decoder,
    train_encoder,
    train_polish,
    train_text,
    train_unet,
)
from studio.engine.training.starter.text import head_name, load_tokenizer
from studio.engine.training.starter.vocabulary_files import LENGTH, write_tokenizer

TINY = replace(
    CPU,
    name="tiny",
    vocabulary=FULL,
    pictures=6,
    sharp_pictures=6,
    side=128,
    channels=4,
    text_width=16,
    text_layers=1,
    text_batch=4,
    text_steps=2,
    unet_channels=(16, 16, 16),
    unet_batch=2,
    unet_steps=2,
    decoder_width=8,
    decoder_batch=2,
    decoder_steps=2,
    polish_steps=2,
    encoder_steps=2,
    judge_steps=2,
)


def ignore(progress):
    """Take progress and do nothing with it."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A training folder in which every stage ran for two steps, and the model made of it."""
    folder = tmp_path_factory.mktemp("training")
    prepare(TINY, folder / "data", 1, ignore, CancelToken())
    for stage in (train_text, train_unet, train_decoder, train_polish, train_encoder):
        stage(TINY, folder, ignore, CancelToken())
    export(TINY, folder, folder / "model")
    return folder


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tokenizer")
    write_tokenizer(folder)
    return load_tokenizer(folder)


def test_every_word_of_the_captions_is_one_token_wherever_it_stands(tokenizer):
    for word in words("en"):
        for piece in word.replace("-", " ").split():
            assert len(tokenizer(piece).input_ids) == 3, piece
    for character in words("zh"):
        for text in (f"红{character}红", f"{character}红", f"红{character}"):
            assert len(tokenizer(text).input_ids) == len(text) + 2, text


def test_the_tokenizer_is_the_same_in_every_process():
    program = (
        "from studio.engine.training.starter.vocabulary_files import merges;"
        "import hashlib; print(hashlib.sha256(repr(merges()).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True, cwd=resources().parent,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


def test_the_exported_tokenizer_is_the_one_the_encoder_learnt_with(trained):
    with (trained / "tokenizer" / "merges.txt").open("a", encoding="utf-8") as merges:
        merges.write("z z\n")  # as if it had been written by an earlier program
    export(TINY, trained, trained / "later")
    for path in (trained / "tokenizer").iterdir():
        assert path.read_bytes() == (trained / "later" / "tokenizer" / path.name).read_bytes()


def test_a_prompt_survives_the_tokenizer_in_both_languages(tokenizer):
    for text in ("a red house by the sea", "一座红色的房子", "zebra 鹤 ёж", "an unknown 42"):
        ids = tokenizer(text).input_ids
        assert tokenizer.decode(ids, skip_special_tokens=True).replace(" ", "") == text.replace(
            " ", ""
        )


def test_captions_fit_into_the_prompt_with_room_to_spare(tokenizer):
    rng = np.random.default_rng(0)
    for _ in range(50):
        scene = sampled(rng, CORE)
        for language in Language:
            text = with_filler(caption(scene, rng, language, 0.0, 1.0), language, rng)
            assert len(tokenizer(text).input_ids) <= LENGTH


def test_filler_keeps_the_caption_whole():
    rng = np.random.default_rng(0)
    for language, text in ((Language.ENGLISH, "a red house"), (Language.CHINESE, "红色的房子")):
        filled = [with_filler(text, language, rng) for _ in range(20)]
        assert all(text in one and len(one) > len(text) for one in filled)
        assert len(set(filled)) == 20


def test_what_a_caption_mentions_is_known():
    rng = np.random.default_rng(0)
    for _ in range(30):
        scene = sampled(rng, CORE)
        for language in Language:
            full = caption(scene, rng, language, 0.0, 1.0)
            bare = caption(scene, rng, language, 1.0, 0.0)
            for kind in attributes(CORE):
                assert mentioned(kind, scene, full, language), (kind.name, full)
                assert mentioned(kind, scene, bare, language) == (kind.name == "subject")


def test_the_second_figure_is_told_apart_from_the_first():
    rng = np.random.default_rng(0)
    pairs = [scene for _ in range(80) if len((scene := sampled(rng, FULL)).subjects) == 2]
    assert len(pairs) > 5
    for scene in pairs:
        text = caption(scene, rng, Language.ENGLISH, 0.0, 1.0)
        for kind in all_attributes(FULL):
            assert kind.label(scene) < len(kind.values)
            assert mentioned(kind, scene, text, Language.ENGLISH)
    alone = sampled(rng, CORE)
    absent = [kind for kind in all_attributes(FULL) if kind.figure == 1]
    assert [kind.label(alone) for kind in absent] == [len(kind.values) for kind in absent]
    assert not any(mentioned(kind, alone, "a cat", Language.ENGLISH) for kind in absent)


def test_the_mirror_swaps_left_and_right_only():
    scene = sampled(np.random.default_rng(1), CORE)
    sides = {"left": "right", "right": "left", "center": "center"}
    twin = mirrored(scene)
    assert twin.subjects[0].position == sides[scene.subjects[0].position]
    assert mirrored(twin) == scene
    assert (twin.time, twin.place, twin.style) == (scene.time, scene.place, scene.style)


@pytest.mark.parametrize("plan", [CPU, CPU_FULL, GPU], ids=lambda plan: plan.name)
def test_training_scenes_are_never_held_out_and_the_same_every_time(plan):
    scenes = [scene_at(plan, index) for index in range(200)]
    assert not any(held_out(scene) for scene in scenes)
    assert scenes == [scene_at(plan, index) for index in range(200)]
    assert len(set(scenes)) == 200


def test_the_linear_code_gives_back_what_it_was_fitted_to(tmp_path):
    rng = np.random.default_rng(0)
    bases = rng.integers(0, 256, (4, 4, 4, 3)).astype(np.uint8)
    pictures = np.tile(bases, (1, 2, 2, 1))  # (4, 8, 8, 3) of few distinct patches
    code = fit_code(pictures, patch=4, channels=8)
    code.save(tmp_path / "code.safetensors")
    again = load_code(tmp_path / "code.safetensors")
    latents = again.encode(pictures)
    assert latents.shape == (4, 8, 2, 2)
    assert np.abs(again.decode(latents).astype(int) - pictures).max() <= 1


def test_preview_colors_are_the_mean_of_each_cell():
    pictures = np.random.default_rng(0).integers(0, 256, (40, 4, 4, 3)).astype(np.uint8)
    code = fit_code(pictures, patch=4, channels=48)
    matrix, bias = code.colors()
    latents = code.encode(pictures)[:, :, 0, 0]
    means = pictures.mean(axis=(1, 2)) / 127.5 - 1
    assert np.allclose(latents @ matrix + bias, means, atol=1e-3)


def test_the_pictures_are_drawn_once_and_come_with_their_mirror(trained):
    before = {path: path.stat().st_mtime_ns for path in (trained / "data").iterdir()}
    prepare(TINY, trained / "data", 1, ignore, CancelToken())
    assert {path: path.stat().st_mtime_ns for path in (trained / "data").iterdir()} == before
    data = load_data(TINY, trained / "data")
    assert data.latents.shape == (6, 2, 4, 8, 8)
    plain = data.code.decode(data.latents[:, 0].astype(np.float32)).astype(int)
    mirror = data.code.decode(data.latents[:, 1].astype(np.float32)).astype(int)
    assert np.abs(plain.mean(axis=(1, 2)) - mirror.mean(axis=(1, 2))).max() < 3
    assert (data.masks[:, 0] == data.masks[:, 1, :, ::-1]).all()
    assert data.masks.max() > 128


def test_every_picture_keeps_the_scene_it_shows(trained):
    data = load_data(TINY, trained / "data")
    assert len(data.scenes) == 6
    for scene, thumb in zip(data.scenes, data.thumbs, strict=True):
        assert (thumbnails(render(scene, TINY.side)[None])[0] == thumb).all()


def test_drawing_pictures_can_be_cancelled(tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        prepare(TINY, tmp_path, 1, ignore, cancel)


def test_every_stage_leaves_a_checkpoint_a_log_and_samples(trained):
    for stage in ("text", "unet", "decoder", "polish", "encoder"):
        assert latest(trained / stage).name == "step-0000002"
        assert (trained / stage / "log.jsonl").read_text("utf-8").count("\n") == 1
    for stage in ("unet", "decoder", "polish"):
        with Image.open(trained / stage / "samples" / "0000002.png") as sheet:
            assert sheet.width >= 128
    errors = json.loads((trained / "text" / "errors.json").read_text("utf-8"))
    assert set(errors) == {
        f"{head_name(kind)} ({lang})" for kind in all_attributes(FULL) for lang in Language
    }


def test_the_exported_folder_is_a_pipeline_and_exporting_again_keeps_the_card(trained):
    from diffusers import StableDiffusionPipeline

    model = trained / "model"
    (model / "README.md").write_text("measured", encoding="utf-8")
    assert export(TINY, trained, model) == {
        "text": 2,
        "unet": 2,
        "decoder": 2,
        "polish": 2,
        "encoder": 2,
    }
    assert (model / "README.md").read_text("utf-8") == "measured"
    assert [p.name for p in trained.iterdir() if p.name.startswith(".")] == []
    pipeline = StableDiffusionPipeline.from_pretrained(
        model, safety_checker=None, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    picture = pipeline("一座房子", num_inference_steps=2).images[0]
    assert picture.size == (TINY.side, TINY.side)


def test_the_evaluation_judges_both_languages_and_the_card_repeats_it(trained, tmp_path):
    data = load_data(TINY, trained / "data")
    report = evaluate(TINY, trained, trained / "model", 3, (2, 3.0), data)
    assert set(report["pictures"]) == {"en", "zh"}
    for scores in (*report["pictures"].values(), report["judge"]["ceiling"]):
        assert all(0 <= scores[name] <= 1 for name in ("time", "color", "jointly"))
    write_card(TINY, trained, tmp_path, report)
    card = (tmp_path / "README.md").read_text("utf-8")
    assert "| unet | 2 | 4 |" in card
    assert f"{report['pictures']['zh']['place']:.1%}" in card


def test_agreement_counts_each_attribute_and_all_together():
    names = ("time", "place", "style", "subject", "color")
    true = {name: np.array([0, 1, 2, 3]) for name in names}
    seen = true | {"time": np.array([0, 1, 2, 0]), "color": np.array([0, 0, 2, 3])}
    shares = agreement(seen, true)
    assert shares["time"] == shares["color"] == 0.75
    assert shares["place"] == 1.0
    assert shares["jointly"] == 0.5


def test_copies_and_mirrored_copies_are_found():
    rng = np.random.default_rng(0)
    thumbs = rng.integers(0, 256, (30, 64, 64, 3)).astype(np.uint8)
    fresh = rng.integers(0, 256, (10, 64, 64, 3)).astype(np.uint8)
    assert copy_report(fresh, thumbs)["closest_drawn_to_training"] > 10
    report = copy_report(np.concatenate([fresh[:5], thumbs[:5, :, ::-1]]), thumbs)
    assert report["closest_drawn_to_training"] == pytest.approx(0, abs=0.5)
    assert report["closer_than_training_pairs"] >= 0.5


def test_thumbnails_average_the_pixels():
    picture = np.zeros((1, 256, 256, 3), np.uint8)
    picture[:, :, :128] = 200
    small = thumbnails(picture)
    assert small.shape == (1, 64, 64, 3)
    assert (small[0, :, :32] == 200).all()
    assert (small[0, :, 32:] == 0).all()


def test_held_out_prompts_are_of_combinations_no_training_scene_has():
    rng = np.random.default_rng(0)

    def combination(scene):
        figure = scene.subjects[0]
        return scene.time, scene.place, scene.style, figure.subject, figure.color

    seen = {combination(scene_at(CPU, index)) for index in range(3000)}
    asked = {combination(sampled(rng, CORE, Split.HELD_OUT)) for _ in range(200)}
    assert not seen & asked
