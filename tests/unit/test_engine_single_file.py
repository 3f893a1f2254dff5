"""Single safetensors files with original names are the same models as their folders."""

import shutil

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.paths import config_folder, user_models_folder
from studio.core.settings import Settings, open_settings
from studio.engine import original_configs as configs
from studio.engine.family import Header
from studio.engine.runtime import Runtime
from studio.engine.safefile import read_tensors
from studio.engine.single_file import VOCABULARY, find_vocabulary, plan
from studio.engine.weights import entry_at, model_at
from tests import originals
from tests.unit.engine_help import draw

BUILDS = originals.PUBLISHED


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
    assert theirs.infer_diffusers_model_type(at_true_width(file)) == THEIR_NAMES[family]
    converted = {
        "unet": theirs.convert_ldm_unet_checkpoint(dict(file), configs.unet_config(shapes)),
        "vae": theirs.convert_ldm_vae_checkpoint(dict(file), configs.vae_config(shapes)),
        **their_encoders(family, file),
    }
    for name, state in converted.items():
        expected = plainly_named(originals.part(folder, name))
        assert plainly_named(state).keys() == expected.keys()
        assert all(np.array_equal(v, expected[k]) for k, v in plainly_named(state).items())


THEIR_NAMES = {"sd15": "v1", "sd2": "v2", "sdxl": "xl_base", "sdxl_refiner": "xl_refiner"}
OPEN_CLIPS = {
    "sd2": ("text_encoder", "cond_stage_model.model."),
    "sdxl": ("text_encoder_2", "conditioner.embedders.1.model."),
    "sdxl_refiner": ("text_encoder_2", "conditioner.embedders.0.model."),
}


def their_encoders(family, file):
    from diffusers.loaders import single_file_utils as theirs

    found = {}
    if family in ("sd15", "sdxl"):
        found["text_encoder"] = theirs.convert_ldm_clip_checkpoint(dict(file))
    if family in OPEN_CLIPS:
        name, prefix = OPEN_CLIPS[family]
        narrow = dict(file)  # they read how wide the encoder is off its projection
        width = file[f"{prefix}ln_final.weight"].shape[0]
        narrow[f"{prefix}text_projection"] = narrow[f"{prefix}text_projection"].new_zeros(width, 32)
        found[name] = theirs.convert_open_clip_checkpoint(None, narrow, prefix)
        found[name].pop("text_projection.weight", None)
    return found


def plainly_named(state):
    """Return an encoder's tensors by names that do not differ between versions of transformers."""
    return {
        name.removeprefix("text_model."): values.numpy()
        for name, values in state.items()
        if name != "text_projection.weight"
    }


def at_true_width(file):
    """Return what diffusers looks at to tell the builds: a name, and the width of SD 2."""
    wide = {name: values for name, values in file.items()}
    layers = [name for name in file if "resblocks.2.mlp.c_proj.bias" in name]
    wide |= {name.replace("resblocks.2.", "resblocks.9."): file[name] for name in layers}
    if "cond_stage_model.model.ln_final.weight" in file:
        key = "model.diffusion_model.input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight"
        wide[key] = next(v for n, v in file.items() if n.endswith("attn2.to_k.weight")).new_zeros(
            1, 1024
        )
    return wide


@pytest.mark.parametrize("family", BUILDS)
def test_no_tensor_of_a_file_is_left_over(pairs, family):
    shapes = read_tensors(pairs[family][1]).shapes
    header = Header(pairs[family][1], {}, {}, shapes, {})
    moved = {move.source for _, _, moves in plan(header).values() for move in moves}
    rest = set(shapes) - moved
    known = {
        name
        for name in rest
        if name.endswith(("model.logit_scale", ".position_ids"))
        or name == "cond_stage_model.model.text_projection"
        or name.startswith("cond_stage_model.model.transformer.resblocks.23.")
    }
    assert rest == known
    assert moved


@pytest.mark.parametrize("family", BUILDS)
def test_configs_are_read_off_the_shapes(pairs, family):
    import json

    folder, path = pairs[family]
    shapes = read_tensors(path).shapes
    made = {name: config for name, (_, config, _) in plan(Header(path, {}, {}, shapes, {})).items()}
    assert made.keys() == {p.name for p in folder.iterdir() if (p / "config.json").is_file()}
    unknowable = {"sample_size", "bos_token_id", "eos_token_id", "pad_token_id", "upcast_attention"}
    for name, config in made.items():
        stored = json.loads((folder / name / "config.json").read_text(encoding="utf-8"))
        told = {k: stored[k] for k in config.keys() - unknowable if not k.startswith("_")}
        if name == "unet":
            told["transformer_layers_per_block"] = depths(stored)
        assert told == {key: config[key] for key in told}


def depths(stored):
    """Return how deep the attention of each level is; on a level without any it is 1."""
    listed = stored["transformer_layers_per_block"]
    kinds = stored["down_block_types"]
    listed = [listed] * len(kinds) if isinstance(listed, int) else listed
    pairs = zip(listed[:-1], kinds[:-1], strict=True)
    return [*(depth if "Cross" in kind else 1 for depth, kind in pairs), listed[-1]]


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
        ("sd2", "resblocks.22.ln_1.weight"),
        ("sdxl_refiner", "label_emb.0.2.weight"),
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


def test_v_prediction_is_read_from_the_marks_of_the_file():
    xl = {"conditioner.embedders.1.model.token_embedding.weight": (9, 9)}
    config = configs.scheduler_config({"v_pred": (0,), "ztsnr": (0,), **xl}, {})
    assert config["prediction_type"] == "v_prediction"
    assert config["rescale_betas_zero_snr"]
    told = configs.scheduler_config({}, {"modelspec.prediction_type": "v"})
    assert told["prediction_type"] == "v_prediction"
    assert configs.scheduler_config({}, {})["prediction_type"] == "epsilon"


def test_a_second_version_that_says_nothing_is_asked_what_it_predicts(runtime, pairs, tmp_path):
    """Random weights return a picture that is unlike the noise; a pure skip returns the noise."""
    from studio.engine.prediction import predicted

    assert loaded(runtime, pairs["sd2"][1]).scheduler["prediction_type"] == "v_prediction"
    unet = loaded(runtime, pairs["sd2"][1]).unet
    assert predicted(unet, 64, 77) == "v_prediction"
    assert predicted(EchoedNoise(unet.config), 64, 77) == "epsilon"


class EchoedNoise:
    """A perfect predictor of noise, at the step where there is nothing else."""

    device, dtype = "cpu", None

    def __init__(self, config):
        self.config = config

    def named_parameters(self):
        return ()

    def __call__(self, noise, step, **_):
        return (noise * 0.9 + 0.01,)


def test_what_the_metadata_says_is_believed(runtime, pairs, tmp_path):
    path = resaved(pairs["sd2"][1], tmp_path, {"modelspec.prediction_type": "epsilon"})
    assert loaded(runtime, path).scheduler["prediction_type"] == "epsilon"


def test_a_distilled_file_says_so_in_its_title_and_steps_from_the_end(runtime, pairs, tmp_path):
    path = resaved(pairs["sdxl"][1], tmp_path, {"modelspec.title": "SDXL Lightning 4 step"})
    model = model_at(path)
    assert model.family == "sdxl_turbo"
    assert runtime.families["sdxl_turbo"].params().steps == 4
    assert loaded(runtime, path).scheduler["timestep_spacing"] == "trailing"
    assert model_at(pairs["sdxl"][1]).family == "sdxl"


def resaved(path, folder, metadata):
    from safetensors.torch import load_file, save_file

    shutil.copytree(path.parent / "tokenizer", folder / "tokenizer")
    save_file(load_file(path), folder / "model.safetensors", {"format": "pt", **metadata})
    return folder / "model.safetensors"


def loaded(runtime, path):
    """Return the parts of a model."""
    generator = runtime.generator(model_at(path), lambda _: None, CancelToken())
    return generator.checkpoint.parts


INPAINTING = {
    "sd15": "StableDiffusionInpaintPipeline",
    "sd2": "StableDiffusionInpaintPipeline",
    "sdxl": "StableDiffusionXLInpaintPipeline",
}


@pytest.mark.parametrize("family", INPAINTING)
def test_an_inpainting_model_is_one_of_its_family_with_more_inputs(runtime, tmp_path, family):
    more = {"kind": INPAINTING[family], "in_channels": 9}
    if family == "sd2":
        more["prediction"] = "epsilon"
    folder, path = pair(lambda place: BUILDS[family](place, **more), tmp_path)
    assert model_at(folder).family == model_at(path).family == family
    one, two = (loaded(runtime, place) for place in (folder, path))
    assert one.unet.config.in_channels == two.unet.config.in_channels == 9
    assert one.scheduler["prediction_type"] == two.scheduler["prediction_type"] == "epsilon"
    for a, b in zip(one.unet.parameters(), two.unet.parameters(), strict=True):
        assert np.array_equal(a, b)


@pytest.mark.parametrize(
    ("channels", "sentence"),
    [(8, "by instruction"), (7, "enlarges pictures"), (5, "depth map"), (6, "not known here")],
)
def test_models_that_want_other_inputs_are_refused_by_name(tmp_path, channels, sentence):
    folder, path = pair(lambda p: BUILDS["sd15"](p, in_channels=channels), tmp_path)
    for place in (folder, path):
        for look in (model_at, entry_at):
            with pytest.raises(ModelRefusedError, match=sentence):
                look(place)


def test_a_model_of_another_kind_of_noise_is_refused_by_its_mark(pairs, tmp_path):
    import torch
    from safetensors.torch import load_file, save_file

    state = load_file(pairs["sdxl"][1]) | {"edm_mean": torch.zeros(4)}
    save_file(state, tmp_path / "playground.safetensors", {"format": "pt"})
    with pytest.raises(ModelRefusedError, match=r"EDM, by its tensor edm_mean"):
        model_at(tmp_path / "playground.safetensors")


@pytest.mark.parametrize("wild", ["input_blocks.999999999.0.op.weight", "input_blocks.9999.0.x"])
def test_a_block_of_a_number_no_model_has_is_refused_at_once(runtime, pairs, tmp_path, wild):
    import torch
    from safetensors.torch import load_file, save_file

    shutil.copytree(pairs["sd15"][1].parent / "tokenizer", tmp_path / "tokenizer")
    state = load_file(pairs["sd15"][1]) | {f"model.diffusion_model.{wild}": torch.zeros(4)}
    save_file(state, tmp_path / "wild.safetensors", {"format": "pt"})
    with pytest.raises(ModelRefusedError, match=r"of an unknown build: 9+"):
        draw(runtime, tmp_path / "wild.safetensors")
