"""Models are told by their content; damaged and dangerous ones are refused with a sentence."""

import json
import pickle
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.model import Layout
from studio.core.request import Extent
from studio.engine import stable
from studio.engine.safefile import MAX_TENSORS, read_tensors
from studio.engine.weights import find_models, model_at, scan


def safetensors(tensors, metadata=None):
    """Return a safetensors file of float32 zeros with these shapes, made by hand."""
    header, position = {"__metadata__": metadata} if metadata else {}, 0
    for name, shape in tensors.items():
        end = position + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [position, end]}
        position = end
    return with_header(json.dumps(header).encode(), bytes(position))


def with_header(header, data=b""):
    return struct.pack("<Q", len(header)) + header + data


SD_TEXT = "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight"
XL_TEXT = "conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight"
SD_FILE = safetensors(
    {stable.UNET_KEY: (8, 4, 3, 3), stable.VAE_KEY: (8, 4, 3, 3), SD_TEXT: (9, 8)},
    {"format": "pt"},
)
XL_FILE = safetensors(
    {stable.UNET_KEY: (8, 4, 3, 3), stable.VAE_KEY: (8, 4, 3, 3)}
    | {key: (9, 8) for key in (XL_TEXT, "conditioner.embedders.1.model.token_embedding.weight")}
)


class Evil:
    def __reduce__(self):
        return (Path.touch, (Path("executed"),))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory, in which an executed pickle would leave a mark."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, data):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def folder(checkpoints, tmp_path):
    return shutil.copytree(checkpoints / "sd", tmp_path / "sd")


def edit(path, **values):
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | values), encoding="utf-8")


def test_every_build_is_recognized_whatever_its_size(checkpoints):
    found = {model.key: model for model in find_models([checkpoints])}
    assert {key: model.family for key, model in found.items()} == {
        "sd": "sd15",
        "sd-tiny-vae": "sd15",
        "sdxl": "sdxl",
        "starter": "starter",
    }
    assert found["sd"].native == Extent(128, 128), "16 latents of 8 pixels"
    assert found["starter"].native == Extent(128, 128)
    assert (found["starter"].title, found["starter"].license) == ("Tiny", "none")
    weights = (checkpoints / "sd").rglob("*.safetensors")
    assert found["sd"].size_bytes == sum(path.stat().st_size for path in weights)


@pytest.mark.parametrize(
    ("data", "family", "native"), [(SD_FILE, "sd15", 512), (XL_FILE, "sdxl", 1024)]
)
def test_single_files_are_recognized_by_their_keys_and_not_by_their_name(
    tmp_path, data, family, native
):
    for name in ("model.safetensors", "model.SafeTensors", "model.ckpt"):
        model = model_at(write(tmp_path / name, data))
        assert (model.family, model.layout) == (family, Layout.FILE)
        assert model.native == Extent(native, native)
        assert model.size_bytes == len(data)


def test_an_inpainting_checkpoint_is_not_taken_for_a_plain_one(tmp_path):
    shapes = {stable.UNET_KEY: (8, 9, 3, 3), stable.VAE_KEY: (8,), SD_TEXT: (9, 8)}
    with pytest.raises(ModelRefusedError, match="not a model of a kind the studio knows"):
        model_at(write(tmp_path / "inpaint.safetensors", safetensors(shapes)))


DAMAGED = {
    "empty": (b"", "is empty"),
    "web page": (b"\n<!DOCTYPE html><html>Not found</html>", "is a web page"),
    "lfs pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer"),
    "pickle 2": (pickle.dumps(Evil(), protocol=2), "is a pickle"),
    "pickle 4": (pickle.dumps(Evil(), protocol=4), "is a pickle"),
    "pickle 0": (pickle.dumps(Evil(), protocol=0), "is a pickle"),
    "torch zip": (b"PK\x03\x04" + bytes(100), "is a pickle"),
    "gguf": (b"GGUF" + bytes(100), "GGUF"),
    "noise": (bytes(range(100, 200)), "not a safetensors file"),
    "cut header": (SD_FILE[:40], "is cut off"),
    "cut data": (SD_FILE[:-4], "is cut off"),
    "more than said": (SD_FILE + b"more", "is damaged"),
    "length 2^60": (struct.pack("<Q", 1 << 60) + b"{}", "is cut off"),
    "big header": (struct.pack("<Q", 40 << 20) + b"{" + bytes(41 << 20), "more than any real"),
    "no json": (with_header(b"{not json}"), "not a safetensors file"),
    "deep json": (with_header(b'{"a":' + b"[" * 100_000), "not a safetensors file"),
    "list": (with_header(b"{}".replace(b"{}", b'{"a": 1}')), "is damaged"),
    "overlap": (
        with_header(
            b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
            b'"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}',
            bytes(12),
        ),
        "is damaged",
    ),
    "negative shape": (
        with_header(b'{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}', bytes(8)),
        "is damaged",
    ),
    "unknown format": (
        with_header(b'{"a":{"dtype":"X99","shape":[2],"data_offsets":[0,8]}}', bytes(8)),
        "is damaged",
    ),
    "a lora": (safetensors({"lora_unet_down.weight": (4, 4)}), "not a model of a kind"),
}


@pytest.mark.parametrize(("data", "says"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_not_a_model_is_refused_with_its_path_and_the_reason(here, data, says):
    path = write(here / "thing.safetensors", data)
    with pytest.raises(ModelRefusedError, match=says) as caught:
        model_at(path)
    assert caught.value.message.values["path"] == path
    assert not (here / "executed").exists()


def test_a_header_of_a_hundred_thousand_tensors_is_refused(tmp_path):
    entry = '"dtype":"F32","shape":[0],"data_offsets":[0,0]'
    header = ",".join(f'"{i}":{{{entry}}}' for i in range(MAX_TENSORS + 1))
    path = write(tmp_path / "many.safetensors", with_header(f"{{{header}}}".encode()))
    with pytest.raises(ModelRefusedError, match="more than any real model"):
        read_tensors(path)


def test_a_damaged_model_never_hides_the_others(checkpoints, here):
    shutil.copytree(checkpoints / "sd", here / "a" / "good")
    shutil.copytree(checkpoints / "sd", here / "bad")
    (here / "bad" / "unet" / "config.json").write_text("{", encoding="utf-8")
    write(here / "evil.ckpt", pickle.dumps(Evil(), protocol=2))
    write(here / "fine.safetensors", SD_FILE)
    (here / "readme.txt").write_text("not a model", encoding="utf-8")
    found = scan([here, here / "nowhere"])
    assert [model.key for model in found.models] == ["a/good", "fine"]
    assert {problem.path.name for problem in found.problems} == {"bad", "evil.ckpt"}
    assert all(str(problem.message) for problem in found.problems)
    assert not (here / "executed").exists()


def test_two_models_of_one_name_are_both_found(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "model.safetensors", SD_FILE)
    one, two = find_models([tmp_path / "one", tmp_path / "two"])
    assert one.key == "model"
    assert two.key == (tmp_path / "two" / "model.safetensors").as_posix()
    assert model_at(two.path) == two
    assert replace(model_at(one.path), key="model") == one


@pytest.mark.parametrize(
    "missing",
    [
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder/model.safetensors",
        "text_encoder/config.json",
        "scheduler/scheduler_config.json",
    ],
)
def test_a_missing_file_is_named_before_anything_heavy_is_imported(folder, missing):
    (folder / missing).unlink()
    code = f"""if True:
        import sys
        from pathlib import Path
        from studio.core.errors import WeightsMissingError
        from studio.engine.weights import model_at
        try:
            model_at(Path({str(folder)!r}))
        except WeightsMissingError as error:
            print(error)
        assert not {{"torch", "diffusers", "transformers"}} & set(sys.modules)
    """
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == f"{folder / missing} is missing. Put the file there."


def test_a_missing_vocabulary_is_named(folder):
    for path in (folder / "tokenizer").iterdir():
        path.unlink()
    with pytest.raises(WeightsMissingError, match=r"vocab\.json is missing"):
        model_at(folder)


def test_a_folder_that_is_gone_is_missing(tmp_path):
    with pytest.raises(WeightsMissingError, match="is missing"):
        model_at(tmp_path / "nowhere")


def test_pickled_weights_in_a_folder_are_refused_and_the_safe_ones_named(folder):
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    path.rename(path.with_name("diffusion_pytorch_model.bin"))
    with pytest.raises(ModelRefusedError, match="is a pickle") as caught:
        model_at(folder)
    assert caught.value.message.values["wanted"] == path


CODE = "from pathlib import Path\nPath('executed').touch()\n"


@pytest.mark.parametrize(
    "values",
    [
        {"_class_name": ["pipeline", "Mine"]},
        {"unet": ["my_unet", "MyUNet"]},
        {"unet": ["subprocess", "Popen"]},
        {"vae": ["diffusers", "AutoencoderKL", "more"]},
        {"vae": ["diffusers", "os.system"]},
    ],
    ids=str,
)
def test_code_that_a_folder_brings_is_never_run(folder, monkeypatch, values):
    monkeypatch.chdir(folder)
    for place in ("pipeline.py", "my_unet.py", "unet/my_unet.py", "subprocess.py"):
        (folder / place).write_text(CODE, encoding="utf-8")
    edit(folder / "model_index.json", **values)
    with pytest.raises(ModelRefusedError, match=r"code of its own .* never run"):
        model_at(folder)
    assert not (folder / "executed").exists()


def test_a_config_that_asks_for_remote_code_is_refused(folder):
    edit(folder / "text_encoder" / "config.json", auto_map={"AutoModel": "evil--code.Model"})
    with pytest.raises(ModelRefusedError, match="never run"):
        model_at(folder)


def test_attention_code_from_a_hub_is_not_asked_for(folder):
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    edit(folder / "text_encoder" / "config.json", _attn_implementation="evil/kernels")
    edit(folder / "unet" / "config.json", attn_implementation="evil/kernels")
    assert draw(Runtime(), folder, steps=1).pixels.std() > 0


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("unet", {"block_out_channels": [1 << 30, 1 << 30]}),
        ("unet", {"block_out_channels": [32, 65536]}),
        ("unet", {"layers_per_block": 100_000}),
        ("unet", {"cross_attention_dim": 1 << 40}),
        ("vae", {"latent_channels": 1 << 20}),
        ("text_encoder", {"hidden_size": 100_000}),
        ("text_encoder", {"num_hidden_layers": 1_000_000}),
        ("text_encoder", {"vocab_size": 1 << 50}),
    ],
)
def test_absurd_sizes_are_refused_without_allocating_them(folder, part, values):
    edit(folder / part / "config.json", **values)
    with pytest.raises(ModelRefusedError, match="cannot be") as caught:
        model_at(folder)
    assert caught.value.message.values["path"] == folder / part / "config.json"


def test_a_list_of_shards_cannot_point_outside_its_folder(folder):
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(folder / "elsewhere.safetensors")
    index = weights.with_name("diffusion_pytorch_model.safetensors.index.json")
    index.write_text(json.dumps({"weight_map": {"a": "../elsewhere.safetensors"}}))
    with pytest.raises(ModelRefusedError, match="list of files"):
        model_at(folder)


def test_a_card_with_fields_of_wrong_types_is_read_as_far_as_it_goes(folder):
    card = {"family": 7, "title": ["x"], "native": [256, "wide"], "note": "a note"}
    (folder / "studio.json").write_text(json.dumps(card), encoding="utf-8")
    model = model_at(folder)
    assert (model.family, model.title, model.note) == ("sd15", "sd", "a note")
    assert model.native == Extent(128, 128)


def test_loras_and_embeddings_among_the_models_are_no_models_and_no_problem(here):
    write(here / "loras" / "ink.safetensors", safetensors({"lora_unet_a.lora_up.weight": (4, 4)}))
    write(here / "words" / "bad-hand.safetensors", safetensors({"emb_params": (2, 8)}))
    write(here / "odd.safetensors", safetensors({"emb_params": (2, 8), "other": (3, 3, 3)}))
    found = scan([here])
    assert found.models == ()
    assert [p.path.name for p in found.problems] == ["odd.safetensors"]
    kinds = {addition.name: str(addition.kind) for addition in found.additions}
    assert kinds == {"ink": "lora", "bad-hand": "embedding"}
