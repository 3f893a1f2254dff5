"""The files of Z-Image: their names and sizes, where they are looked for, what is said without."""

import shutil

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.model import Kind
from studio.engine import z_image_names as names
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at, scan
from studio.engine.z_image_files import plan_of
from tests.unit.engine_help import draw
from tests.z_images import (
    PROMPT,
    original_transformer,
    tensors,
    write_split,
    write_whole,
    write_z_image,
)


@pytest.fixture(scope="module")
def comfy(z_image, tmp_path_factory):
    """A models folder of ComfyUI with the three files; never changed."""
    root = tmp_path_factory.mktemp("comfy") / "models"
    write_split(z_image, root)
    return root


@pytest.fixture
def root(comfy, tmp_path):
    """A copy of it, and no other models folder."""
    return shutil.copytree(comfy, tmp_path / "models")


def refusal(path, kind=WeightsMissingError):
    with pytest.raises(kind) as caught:
        draw(Runtime(), path)
    return str(caught.value)


def test_the_conversion_of_diffusers_takes_the_original_names_back(z_image):
    from diffusers.loaders.single_file_utils import (
        convert_z_image_transformer_checkpoint_to_diffusers as convert,
    )

    state = tensors(z_image, "transformer")
    original = original_transformer(state)
    theirs = convert({f"model.diffusion_model.{k}": v for k, v in original.items()})
    assert theirs.keys() == state.keys()
    for name, values in state.items():
        assert np.array_equal(theirs[name], values), name


def test_no_name_of_the_published_transformer_is_left_over_or_missing():
    """At true size on the meta device: names, shapes and the number of parameters."""
    import torch
    from diffusers import ZImageTransformer2DModel

    with torch.device("meta"):
        module = ZImageTransformer2DModel()
        state = original_transformer(module.state_dict())
    shapes = {name: tuple(values.shape) for name, values in state.items()}
    assert shapes["layers.0.attention.qkv.weight"] == (11520, 3840)
    config = names.transformer_config(shapes, "")
    with torch.device("meta"):
        ours = ZImageTransformer2DModel.from_config(config)
    targets = [move.target for move in names.transformer_moves(shapes, "")]
    assert sorted(targets) == sorted(ours.state_dict())
    assert f"{count(ours) / 1e9:.3g}" == "6.15"
    told = {**module.config, "axes_lens": None}
    assert {k: v for k, v in config.items() if k != "axes_lens"}.items() <= told.items()


def test_no_name_of_the_published_text_encoder_and_vae_is_left_over_or_missing():
    import torch
    from diffusers import AutoencoderKL
    from transformers import Qwen3Config, Qwen3Model

    published = Qwen3Config(
        vocab_size=151936, hidden_size=2560, intermediate_size=9728, num_hidden_layers=36,
        num_attention_heads=32, num_key_value_heads=8, head_dim=128, tie_word_embeddings=True,
    )  # fmt: skip
    with torch.device("meta"):
        qwen = Qwen3Model(published)
    shapes = {f"model.{name}": tuple(v.shape) for name, v in qwen.state_dict().items()}
    shapes["lm_head.weight"] = (151936, 2560)
    with torch.device("meta"):
        ours = Qwen3Model(Qwen3Config(**names.qwen_config(shapes, "model.")))
    moves = names.qwen_moves(shapes, "model.")
    assert sorted(move.target for move in moves) == sorted(ours.state_dict())
    assert f"{count(ours) / 1e9:.3g}" == "4.02"

    with torch.device("meta"):
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), latent_channels=16, layers_per_block=2,
            down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
            use_quant_conv=False, use_post_quant_conv=False,
        )  # fmt: skip
    shapes = {name: tuple(v.shape) for name, v in vae.state_dict().items()}
    with torch.device("meta"):
        again = AutoencoderKL.from_config(names.vae_config(shapes, ""))
    assert sorted(m.target for m in names.vae_moves(shapes, "")) == sorted(again.state_dict())
    assert f"{count(again) / 1e6:.3g}" == "83.8"


def count(module):
    return sum(values.numel() for values in module.parameters())


def test_the_files_of_comfyui_are_found_in_place_and_told_apart(root):
    found = scan([root])
    assert [(m.family, m.kind, m.native.width) for m in found.models] == [
        ("z_image", Kind.DENOISER, 1024)
    ]
    assert {part.kind for part in found.parts} == {Kind.TEXT_ENCODER, Kind.VAE}
    assert not found.problems
    plan = plan_of(found.models[0])
    assert plan.text_encoder.paths == (root / "text_encoders" / "qwen.safetensors",)
    assert plan.vae.paths == (root / "vae" / "ae.safetensors",)


def test_a_file_that_holds_everything_is_a_whole_model(z_image, tmp_path):
    path = write_whole(z_image, tmp_path / "all.safetensors")
    model = model_at(path)
    assert (model.family, model.kind) == ("z_image", Kind.CHECKPOINT)
    assert {piece.paths for piece in plan_of(model).pieces.values()} == {(path,)}


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("text_encoders/qwen.safetensors", ["text encoder", "Qwen3-4B", "text_encoders"]),
        ("vae/ae.safetensors", ["VAE", "ae.safetensors", "vae"]),
    ],
)
def test_each_missing_file_is_named_with_the_place_for_it(root, lost, said):
    (root / lost).unlink()
    text = refusal(root / "diffusion_models" / "z.safetensors")
    assert all(word in text for word in ["z.safetensors", *said])
    assert str((root / lost).parent) in text


def test_a_missing_tokenizer_is_named_with_the_file_and_the_place(root):
    from studio.core.paths import user_models_folder

    shutil.rmtree(root / "diffusion_models" / "tokenizer")
    text = refusal(root / "diffusion_models" / "z.safetensors")
    assert "tokenizer.json" in text
    assert str(user_models_folder() / "tokenizers" / "qwen3") in text


def test_the_tokenizer_is_found_in_the_folder_that_was_named(root, z_image, monkeypatch):
    from studio.core.paths import user_models_folder

    shutil.rmtree(root / "diffusion_models" / "tokenizer")
    place = user_models_folder() / "tokenizers" / "qwen3"
    place.mkdir(parents=True)
    shutil.copyfile(z_image / "tokenizer" / "tokenizer.json", place / "tokenizer.json")
    made = draw(Runtime(), root / "diffusion_models" / "z.safetensors", PROMPT)
    assert np.array_equal(made.pixels, draw(Runtime(), z_image, PROMPT).pixels)


def test_the_text_encoder_of_another_width_is_passed_over(root):
    from safetensors.torch import load_file, save_file

    path = root / "text_encoders" / "qwen.safetensors"
    state = load_file(path)
    state["model.embed_tokens.weight"] = state["model.embed_tokens.weight"][:, :32].contiguous()
    save_file(state, path)
    assert "text encoder" in refusal(root / "diffusion_models" / "z.safetensors")


def test_a_tokenizer_without_the_marks_of_a_talk_is_refused(root):
    import json

    path = root / "diffusion_models" / "tokenizer" / "tokenizer.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["added_tokens"] = [t for t in content["added_tokens"] if "im_start" not in t["content"]]
    path.write_text(json.dumps(content), encoding="utf-8")
    (path.parent / "tokenizer_config.json").write_text("{}", encoding="utf-8")
    text = refusal(root / "diffusion_models" / "z.safetensors", ModelRefusedError)
    assert "another model" in text


@pytest.mark.parametrize("lost", ["layers.1.attention.out.weight", "cap_embedder.1.bias"])
def test_a_tensor_that_is_missing_is_named(root, lost):
    from safetensors.torch import load_file, save_file

    path = root / "diffusion_models" / "z.safetensors"
    state = load_file(path)
    del state[lost]
    save_file(state, path)
    text = refusal(path, ModelRefusedError)
    assert "missing" in text
    assert str(path) in text


def test_a_config_that_its_files_deny_is_refused(tmp_path, z_image):
    import json

    folder = shutil.copytree(z_image, tmp_path / "copy")
    path = folder / "transformer" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**config, "n_layers": 300}), encoding="utf-8")
    text = refusal(folder, ModelRefusedError)
    assert "n_layers cannot be 300" in text


def test_half_precision_stays_what_it_is_on_the_processor(tmp_path):
    import torch

    folder = write_z_image(tmp_path / "bf16", dtype=torch.bfloat16)
    made = draw(Runtime(), folder, PROMPT)
    assert made.facts["dtype"] == "bfloat16"
    assert made.pixels.std() > 1


@pytest.mark.parametrize("end", names.SCALES)
def test_weights_of_8_bits_are_multiplied_by_the_scales_beside_them(comfy, tmp_path, end):
    import torch
    from safetensors.torch import load_file, save_file

    roots = [shutil.copytree(comfy, tmp_path / name) for name in ("small", "plain")]
    for place in ("diffusion_models/z.safetensors", "text_encoders/qwen.safetensors"):
        small, plain = {}, {}
        for name, values in load_file(roots[0] / place).items():
            if not name.endswith(("w1.weight", "qkv.weight", "q_proj.weight")):
                small[name] = plain[name] = values.to(torch.bfloat16)
                continue
            scale = values.abs().max() / 448
            small[name] = (values / scale).to(torch.float8_e4m3fn)
            small[name.removesuffix(".weight") + end] = scale.reshape(1)
            plain[name] = (small[name].float() * scale).to(torch.bfloat16)
        small["scaled_fp8" if place.startswith("diff") else "model.scaled_fp8"] = torch.zeros(2)
        save_file(small, roots[0] / place)
        save_file(plain, roots[1] / place)
    ours, wanted = (
        draw(Runtime(), root / "diffusion_models" / "z.safetensors", PROMPT) for root in roots
    )
    assert np.array_equal(ours.pixels, wanted.pixels)
    assert ours.facts["dtype"] == "bfloat16"
