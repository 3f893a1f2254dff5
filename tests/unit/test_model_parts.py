"""Files and folders of parts are told apart by what is in them, never by what they are called."""

from __future__ import annotations

import json
import struct

import pytest

from studio.core.addition import AdditionKind
from studio.core.errors import ModelRefusedError
from studio.core.model import Kind, Layout, find_part
from studio.engine.about import about
from studio.engine.gguf import read_gguf
from studio.engine.parts import part_in
from studio.engine.weights import entry_at, model_at, scan
from tests.checkpoints import write_sd
from tests.unit.test_engine_weights import SD_FILE, safetensors


def tiny_vae(channels):
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(8, 8), norm_num_groups=4, latent_channels=channels,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip


def tiny_taesd():
    from diffusers import AutoencoderTiny

    options = dict.fromkeys(("encoder_block_out_channels", "decoder_block_out_channels"), (8, 8))
    blocks = dict.fromkeys(("num_encoder_blocks", "num_decoder_blocks"), (1, 1))
    return AutoencoderTiny(**options, **blocks, latent_channels=4)


def tiny_controlnet():
    from diffusers import ControlNetModel

    return ControlNetModel(
        block_out_channels=(8, 8), norm_num_groups=4, layers_per_block=1, attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), cross_attention_dim=16,
        conditioning_embedding_out_channels=(8, 8),
    )  # fmt: skip


def tiny_unet():
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        block_out_channels=(8, 8), norm_num_groups=4, layers_per_block=1, attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), cross_attention_dim=16,
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    )  # fmt: skip


def tiny_eye():
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        image_size=16, patch_size=8, projection_dim=12,
    )  # fmt: skip
    return CLIPVisionModelWithProjection(config)


def tiny_clip():
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        vocab_size=20, hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2,
    )  # fmt: skip
    return CLIPTextModel(config)


def tiny_t5():
    from transformers import T5Config, T5EncoderModel

    return T5EncoderModel(T5Config(vocab_size=20, d_model=16, d_kv=8, d_ff=16, num_layers=1))


def tiny_qwen():
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=20, hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2, num_key_value_heads=2, head_dim=8,
    )  # fmt: skip
    return Qwen3ForCausalLM(config)


MODULES = {
    "vae": (lambda: tiny_vae(4), Kind.VAE, 4),
    "vae of 16 channels": (lambda: tiny_vae(16), Kind.VAE, 16),
    "taesd": (tiny_taesd, Kind.TAESD, 4),
    "controlnet": (tiny_controlnet, Kind.CONTROLNET, 16),
    "unet": (tiny_unet, Kind.DENOISER, 16),
    "vision": (tiny_eye, Kind.VISION, 12),
    "clip": (tiny_clip, Kind.TEXT_ENCODER, 16),
    "t5": (tiny_t5, Kind.TEXT_ENCODER, 16),
    "qwen": (tiny_qwen, Kind.TEXT_ENCODER, 16),
}


@pytest.mark.parametrize(("make", "kind", "width"), MODULES.values(), ids=MODULES)
def test_parts_are_known_as_folders_and_as_files_of_any_name(tmp_path, make, kind, width):
    folder = tmp_path / "anything"
    make().save_pretrained(folder)
    [part] = scan([tmp_path]).parts
    assert (part.kind, part.width, part.key) == (kind, width, "anything")
    assert (part.layout, part.family) == (Layout.FOLDER, "")
    [weights] = folder.glob("*.safetensors")
    assert part.size_bytes == weights.stat().st_size
    for name in ("checkpoint.safetensors", "lora.bin"):
        file = tmp_path / name
        file.write_bytes(weights.read_bytes())
        found = entry_at(file)
        assert (found.kind, found.width, found.layout) == (kind, width, Layout.FILE)
        with pytest.raises(ModelRefusedError, match="not a model of a kind"):
            model_at(file)


ORIGINAL = {  # as the programs that train them call the tensors
    "vae": (
        {"decoder.conv_in.weight": (8, 4, 3, 3), "decoder.mid.block_1.conv1.weight": (8, 8, 3, 3)},
        Kind.VAE,
        4,
    ),
    "vae out of a checkpoint": (
        {
            "first_stage_model.decoder.conv_in.weight": (8, 16, 3, 3),
            "first_stage_model.decoder.mid.block_1.conv1.weight": (8, 8, 3, 3),
        },
        Kind.VAE,
        16,
    ),
    "taesd": ({"1.weight": (64, 4, 3, 3), "3.conv.0.weight": (64, 64, 3, 3)}, Kind.TAESD, 4),
    "controlnet": (
        {
            "control_model.input_hint_block.0.weight": (16, 3, 3, 3),
            "control_model.input_blocks.0.0.weight": (8, 4, 3, 3),
            "control_model.middle_block.1.transformer_blocks.0.attn2.to_k.weight": (8, 768),
        },
        Kind.CONTROLNET,
        768,
    ),
    "ip-adapter": (
        {"image_proj.proj.weight": (16, 8), "ip_adapter.1.to_k_ip.weight": (8, 2048)},
        Kind.IP_ADAPTER,
        2048,
    ),
    "face ip-adapter": (
        {
            "image_proj.proj.weight": (16, 8),
            "ip_adapter.1.to_k_ip.weight": (8, 768),
            "ip_adapter.0.to_q_lora.down.weight": (4, 8),
        },
        Kind.IP_ADAPTER,
        768,
    ),
    "unet": ({"input_blocks.0.0.weight": (8, 4, 3, 3)}, Kind.DENOISER, 0),
    "unet with its prefix": (
        {"model.diffusion_model.input_blocks.0.0.weight": (8, 4, 3, 3)},
        Kind.DENOISER,
        0,
    ),
    "flux": (
        {"double_blocks.0.img_attn.qkv.weight": (8, 4), "img_in.bias": (8,)},
        Kind.DENOISER,
        0,
    ),
    "open clip": (
        {
            "token_embedding.weight": (20, 16),
            "transformer.resblocks.0.attn.in_proj_weight": (48, 16),
        },
        Kind.TEXT_ENCODER,
        16,
    ),
}


@pytest.mark.parametrize(("shapes", "kind", "width"), ORIGINAL.values(), ids=ORIGINAL)
def test_parts_are_known_by_their_original_names_too(tmp_path, shapes, kind, width):
    (tmp_path / "x.safetensors").write_bytes(safetensors(shapes))
    found = scan([tmp_path])
    [part] = found.parts
    assert (part.kind, part.width, found.problems, found.additions) == (kind, width, (), ())


def test_a_checkpoint_a_lora_and_an_upscaler_are_no_parts():
    lora = {"lora_unet_middle_block_1.lora_up.weight": (4, 4)}
    upscaler = {"conv_first.weight": (8, 3, 3, 3), "body.0.rdb1.conv1.weight": (8, 8, 3, 3)}
    assert part_in(lora) is part_in(upscaler) is None


def test_the_encoder_beside_a_small_decoder_is_no_news(tmp_path):
    half = {"0.weight": (64, 3, 3, 3), "1.conv.0.weight": (64, 64, 3, 3)}
    (tmp_path / "taesd_encoder.safetensors").write_bytes(safetensors(half))
    found = scan([tmp_path])
    assert (found.models, found.parts, found.additions, found.problems) == ((), (), (), ())


def test_parts_never_stand_among_the_models_and_can_be_named(tmp_path):
    write_sd(tmp_path / "sd")
    shapes = ORIGINAL["vae"][0]
    (tmp_path / "bright.safetensors").write_bytes(safetensors(shapes))
    found = scan([tmp_path])
    assert [model.key for model in found.models] == ["sd"], "nor do the parts inside a folder"
    part = find_part("bright", Kind.VAE, found.parts)
    assert part.path == tmp_path / "bright.safetensors"
    assert find_part(str(part.path), Kind.VAE, found.parts) == part
    assert find_part("bright", Kind.TAESD, found.parts) is None


def test_a_checkpoint_is_whole_whatever_lies_beside_its_parts(tmp_path):
    (tmp_path / "vae.safetensors").write_bytes(SD_FILE)
    [model] = scan([tmp_path]).models
    assert (model.kind, model.family) == (Kind.CHECKPOINT, "sd15")


def text(value):
    return struct.pack("<Q", len(value)) + value.encode()


def gguf(tensors, architecture="flux", version=3, kind=0, extra=b"", values=1):
    """Return a GGUF file of zeros, made by hand; shapes are given outermost side first."""
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), values)
    head += text("general.architecture") + struct.pack("<I", 8) + text(architecture) + extra
    at = 0
    for name, shape in tensors.items():
        head += text(name) + struct.pack("<I", len(shape))
        head += struct.pack(f"<{len(shape)}Q", *reversed(shape)) + struct.pack("<IQ", kind, at)
        numbers = 1
        for side in shape:
            numbers *= side
        at += numbers * 4 if kind == 0 else numbers // 32 * 34
    head += bytes(-len(head) % 32)
    return head + bytes(at)


def test_a_gguf_file_is_read_by_its_own_table_whatever_it_is_called(tmp_path):
    names = {"double_blocks.0.img_attn.qkv.weight": (96, 64), "img_in.bias": (64,)}
    words = struct.pack("<I", 9) + struct.pack("<IQ", 8, 2) + text("a") + text("b")
    numbers = struct.pack("<I", 9) + struct.pack("<IQ", 4, 3) + bytes(12)
    extra = text("tokens") + words + text("sizes") + numbers + text("n") + struct.pack("<If", 6, 1)
    path = tmp_path / "model.safetensors"
    path.write_bytes(gguf(names, kind=8, extra=extra, values=4))
    table = read_gguf(path)
    assert table.shapes == names
    assert table.metadata == {"general.architecture": "flux"}
    assert table.kinds == {"Q8_0": 96 * 64 + 64}
    [part] = scan([tmp_path]).parts
    assert (part.kind, part.layout) == (Kind.DENOISER, Layout.GGUF)


SOUND = gguf({"double_blocks.0.img_attn.qkv.weight": (8, 4)})
BROKEN = {
    "cut off": (SOUND[:-4], "cut off"),
    "cut in its table": (SOUND[:60], "table of contents"),
    "only a mark": (b"GGUF", "table of contents"),
    "of another version": (gguf({}, version=9), "version 9"),
    "of countless tensors": (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 0), "more than any real"),
    "of a text without end": (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 60), "table of"),
    "of an array without end": (
        gguf({}, extra=text("a") + struct.pack("<IIQ", 9, 4, 1 << 60), values=2),
        "table of",
    ),
    "of an unknown format": (gguf({"a": (32,)}, kind=99), "table of"),
}


@pytest.mark.parametrize(("data", "says"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_gguf_file_is_refused_with_its_path(tmp_path, data, says):
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    with pytest.raises(ModelRefusedError, match=says) as caught:
        read_gguf(path)
    assert caught.value.message.values["path"] == path
    [problem] = scan([tmp_path]).problems
    assert problem.path == path


def test_a_lora_is_still_an_addition(tmp_path):
    (tmp_path / "x.safetensors").write_bytes(safetensors({"lora_unet_a.lora_up.weight": (4, 4)}))
    [addition] = scan([tmp_path]).additions
    assert addition.kind is AdditionKind.LORA


def test_a_config_that_names_nothing_known_is_no_part(tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"_class_name": ["x"], "architectures": 7}))
    (folder / "model.safetensors").write_bytes(SD_FILE)
    found = scan([tmp_path])
    assert found.parts == ()
    assert [model.key for model in found.models] == ["other/model"]


def test_what_parts_and_gguf_files_say_of_themselves_is_read(tmp_path):
    folder = tmp_path / "vae"
    tiny_vae(4).save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    told = about(folder)
    assert told.license.title == "MIT"
    assert told.numbers == sum(parameter.numel() for parameter in tiny_vae(4).parameters())
    said = {"general.license": "apache-2.0", "general.author": "Ada"}
    extra = b"".join(text(k) + struct.pack("<I", 8) + text(v) for k, v in said.items())
    path = tmp_path / "model.gguf"
    path.write_bytes(gguf({"double_blocks.0.img_attn.qkv.weight": (8, 4)}, extra=extra, values=3))
    told = about(path)
    assert (told.license.title, told.author, told.kinds) == ("Apache 2.0", "Ada", (("F32", 32),))
