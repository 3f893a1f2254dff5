"""Single safetensors files with original names are the same models as their folders."""

import math
import shutil

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.paths import config_folder, user_models_folder
from studio.core.settings import Settings, open_settings
from studio.engine import original_configs as configs
from studio.engine import original_names as names
from studio.engine.runtime import Runtime
from studio.engine.safefile import read_tensors
from studio.engine.single_file import VOCABULARY, find_vocabulary
from studio.engine.weights import model_at
from tests import originals
from tests.unit.engine_help import draw

BUILDS = {"sd15": originals.write_published_sd, "sdxl": originals.write_published_sdxl}


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """The folder and the single file of each build, by family."""
    root = tmp_path_factory.mktemp("originals")
    return {name: pair(write, root / name) for name, write in BUILDS.items()}


def pair(write, place):
    folder = write(place / "folder")
    (place / "file").mkdir()
    return folder, originals.write_single_file(folder, place / "file" / "model.safetensors")


@pytest.mark.parametrize("family", BUILDS)
def test_a_single_file_draws_what_its_folder_draws(runtime, pairs, family):
    folder, path = pairs[family]
    assert model_at(path).family == family
    one, two = (draw(runtime, p, "a (red:1.2) house", negative="night") for p in (folder, path))
    assert np.array_equal(one.pixels, two.pixels)
    assert one.pixels.std() > 1


@pytest.mark.parametrize("family", BUILDS)
def test_the_file_is_what_diffusers_itself_takes_for_an_original(pairs, family):
    """Guards the test's own writer: diffusers' converters read the file as the folder's weights."""
    from diffusers.loaders import single_file_utils as theirs
    from safetensors.torch import load_file

    folder, path = pairs[family]
    file, shapes = load_file(path), read_tensors(path).shapes
    unet = theirs.convert_ldm_unet_checkpoint(dict(file), configs.unet_config(shapes))
    vae = theirs.convert_ldm_vae_checkpoint(dict(file), configs.vae_config(shapes))
    for name, converted in (("unet", unet), ("vae", vae)):
        expected = load_file(folder / name / "diffusion_pytorch_model.safetensors")
        assert converted.keys() == expected.keys()
        assert all(np.array_equal(converted[key], expected[key]) for key in expected)


@pytest.mark.parametrize("family", BUILDS)
def test_configs_are_read_off_the_shapes(pairs, family):
    import json

    folder, path = pairs[family]
    shapes = read_tensors(path).shapes
    made = {
        "unet": configs.unet_config(shapes),
        "vae": configs.vae_config(shapes),
        "text_encoder": configs.clip_config(shapes),
    }
    unknowable = {"sample_size", "bos_token_id", "eos_token_id", "pad_token_id"}
    for part, config in made.items():
        stored = json.loads((folder / part / "config.json").read_text(encoding="utf-8"))
        told = {key: stored[key] for key in config.keys() - unknowable}
        if told.get("transformer_layers_per_block") == 1:
            told["transformer_layers_per_block"] = [1, 1]  # the same, written for every level
        assert told == {key: config[key] for key in told}


def test_a_text_encoder_saved_without_its_inner_name_is_read_too(runtime, pairs, tmp_path):
    from safetensors.torch import load_file, save_file

    _, path = pairs["sd15"]
    inner = "transformer.text_model."
    short = {k.replace(inner, "transformer."): v for k, v in load_file(path).items()}
    save_file(short, tmp_path / "short.safetensors", {"format": "pt"})
    shutil.copytree(path.parent / "tokenizer", tmp_path / "tokenizer")
    ours = draw(runtime, tmp_path / "short.safetensors").pixels
    assert np.array_equal(ours, draw(runtime, path).pixels)


def test_without_a_vocabulary_the_files_and_their_place_are_named(runtime, pairs, tmp_path):
    alone = shutil.copy(pairs["sd15"][1], tmp_path / "alone.safetensors")
    with pytest.raises(WeightsMissingError, match=r"vocab\.json and merges\.txt") as caught:
        draw(runtime, tmp_path / "alone.safetensors")
    place = caught.value.message.values["folder"]
    assert place == user_models_folder() / "tokenizers" / "clip"
    shutil.copytree(pairs["sd15"][1].parent / "tokenizer", place)
    assert draw(runtime, alone).pixels.std() > 1


def test_the_vocabulary_is_looked_for_in_the_users_other_folders_too(tmp_path):
    own = tmp_path / "own" / "tokenizers" / "clip"
    own.mkdir(parents=True)
    for name in VOCABULARY:
        (own / name).write_text("{}", encoding="utf-8")
    open_settings(config_folder()).save(Settings(models_folders=(str(tmp_path / "own"),)))
    assert find_vocabulary(tmp_path / "alone.safetensors") == own


def test_the_vocabulary_of_a_larger_model_is_refused(runtime, pairs, tmp_path):
    import json

    path = shutil.copy(pairs["sd15"][1], tmp_path / "model.safetensors")
    folder = shutil.copytree(pairs["sd15"][1].parent / "tokenizer", tmp_path / "tokenizer")
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    vocabulary |= {f"word{i}": len(vocabulary) + i for i in range(9)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    with pytest.raises(ModelRefusedError, match="belongs to another model"):
        draw(runtime, path)


@pytest.mark.parametrize(
    ("family", "lost"),
    [
        ("sd15", "out.2.weight"),
        ("sd15", "mid.attn_1.q.weight"),
        ("sdxl", "label_emb.0.0.weight"),
        ("sdxl", "text_projection"),
    ],
)
def test_an_incomplete_file_is_refused_with_its_path(runtime, pairs, tmp_path, family, lost):
    from safetensors.torch import load_file, save_file

    _, path = pairs[family]
    state = load_file(path)
    shutil.copytree(path.parent / "tokenizer", tmp_path / "tokenizer")
    some = {name: v for name, v in state.items() if not name.endswith(lost)}
    assert len(some) < len(state)
    broken = tmp_path / "broken.safetensors"
    save_file(some, broken, {"format": "pt"})
    with pytest.raises(ModelRefusedError, match="incomplete or of an unknown build") as caught:
        draw(runtime, broken)
    assert caught.value.message.values["path"] == broken


PUBLISHED_UNETS = {
    "sd15": (
        {
            "block_out_channels": (320, 640, 1280, 1280),
            "cross_attention_dim": 768,
            "attention_head_dim": 8,
        },
        859_520_964,
        [0],
    ),
    "sdxl": (
        {
            "block_out_channels": (320, 640, 1280),
            "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            "cross_attention_dim": 2048,
            "attention_head_dim": (5, 10, 20),
            "transformer_layers_per_block": (1, 2, 10),
            "use_linear_projection": True,
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": 256,
            "projection_class_embeddings_input_dim": 2816,
        },
        2_567_463_684,
        [2],
    ),
}


@pytest.mark.parametrize("family", PUBLISHED_UNETS)
def test_the_published_denoisers_are_understood_at_their_true_size(family):
    config, parameters, bare_levels = PUBLISHED_UNETS[family]
    true = shapes_of("UNet2DConditionModel", config)
    assert sum(map(math.prod, true.values())) == parameters
    shapes = {originals.unet_name(k, 2, bare_levels): v for k, v in true.items()}
    if family == "sdxl":
        shapes[f"{names.XL_OPEN_CLIP}text_projection"] = (1280, 1280)
    made = configs.unet_config(shapes)
    assert {key: made[key] for key in config} == {k: listed(v) for k, v in config.items()}
    assert {m.target: shapes[m.source] for m in names.unet_moves(shapes, 2)} == true
    assert shapes_of("UNet2DConditionModel", made) == true


def test_the_published_decoder_is_understood_at_its_true_size():
    config = {
        "block_out_channels": (128, 256, 512, 512),
        "down_block_types": ("DownEncoderBlock2D",) * 4,
        "up_block_types": ("UpDecoderBlock2D",) * 4,
        "layers_per_block": 2,
    }
    true = shapes_of("AutoencoderKL", config)
    assert sum(map(math.prod, true.values())) == 83_653_863
    shapes = {originals.vae_item(k, NO_VALUES, levels=4)[0]: v for k, v in true.items()}
    assert shapes_of("AutoencoderKL", configs.vae_config(shapes)) == true
    assert {m.target: shapes[m.source] for m in names.vae_moves(shapes, 4)} == true


NO_VALUES = np.zeros(())


def shapes_of(kind, config):
    from studio.engine.single_file import _module

    return {k: tuple(v.shape) for k, v in _module(kind, config).state_dict().items()}


def listed(value):
    return list(value) if isinstance(value, tuple) else value


def test_v_prediction_is_read_from_the_marks_of_the_file():
    shapes = {"v_pred": (0,), "ztsnr": (0,), "conditioner.embedders.1.model.x": (1,)}
    config = configs.scheduler_config(shapes, {})
    assert config["prediction_type"] == "v_prediction"
    assert config["rescale_betas_zero_snr"]
    told = configs.scheduler_config({}, {"modelspec.prediction_type": "v"})
    assert told["prediction_type"] == "v_prediction"
    assert configs.scheduler_config({}, {})["prediction_type"] == "epsilon"
