"""Nothing is allocated for a config that asks for more than its files hold."""

import json
import shutil

import pytest

from studio.core.errors import ModelRefusedError
from studio.engine.budget import Stored, admitted, blueprint
from studio.engine.memory.filling import Filler
from studio.engine.runtime import Runtime
from tests.unit.engine_help import draw


@pytest.fixture
def folder(checkpoints, tmp_path):
    return shutil.copytree(checkpoints / "sd", tmp_path / "sd")


def edit(path, **values):
    config = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**config, **values}), encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "values", "sentence"),
    [
        ("text_encoder", {"intermediate_size": 250_000}, "describes a model of"),
        ("unet", {"cross_attention_dim": 99_999}, "describes a model of"),
        ("unet", {"norm_eps": float("nan")}, "norm_eps cannot be nan"),
        ("unet", {"layers_per_block": [1, 2, [3, [4]]]}, "cannot be"),
        ("vae", {"act_fn": "x" * 5000}, "act_fn cannot be x"),
    ],
    ids=str,
)
def test_a_config_that_asks_for_too_much_is_refused_before_any_weight_is_read(
    folder, monkeypatch, part, values, sentence
):
    edit(folder / part / "config.json", **values)
    filled = []
    monkeypatch.setattr(Filler, "fill", lambda _self, module, *_: filled.append(module))
    with pytest.raises(ModelRefusedError, match=sentence) as caught:
        draw(Runtime(), folder)
    assert caught.value.message.values["path"] == folder / part / "config.json"
    kinds = {
        "unet": "UNet2DConditionModel",
        "vae": "AutoencoderKL",
        "text_encoder": "CLIPTextModel",
    }
    assert kinds[part] not in [type(module).__name__ for module in filled]


def test_more_layers_than_tensors_are_not_even_tried(folder):
    cls = known("UNet2DConditionModel")
    config = {"block_out_channels": [32] * 8, "layers_per_block": 100}
    with pytest.raises(ModelRefusedError, match="layers_per_block cannot be 100"):
        blueprint(cls, config, folder, Stored(tensors=700, numbers=1 << 40))


def test_a_config_cannot_choose_kernels_or_number_formats(folder):
    foreign = {
        "_attn_implementation": "evil/kernels",
        "attn_implementation": "evil/kernels",
        "quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True},
        "torch_dtype": "float16",
    }
    for part in ("text_encoder", "unet", "vae"):
        edit(folder / part / "config.json", **foreign)
    assert draw(Runtime(), folder, steps=1).pixels.std() > 0


def test_the_module_has_no_storage_until_it_is_filled():
    module = blueprint(known("CLIPTextModel"), {"hidden_size": 64}, None, Stored(999, 1 << 30))
    assert {values.device.type for values in module.parameters()} == {"meta"}
    assert module.config._attn_implementation == "sdpa"


def test_configs_of_real_models_are_admitted():
    lists = {"block_out_channels": [320, 640], "layer_types": ["full_attention"] * 36}
    plain = {"rope_theta": 5_000_000, "vocab_size": 151_936, "eos_token_id": [1, 2], "x": None}
    nested = {"rope_parameters": {"rope_theta": 1e6, "rope_type": "default"}}
    config = {**lists, **plain, **nested}
    assert admitted(None, config) == config


def known(kind):
    from studio.engine.loading import known_classes

    return known_classes()[kind]
