"""Tiny Z-Image models with random weights: as a folder, as one file, in the files of ComfyUI.

Single files have the names of the original code: diffusers' own conversion, the other way round.
"""

from __future__ import annotations

import shutil

import numpy as np
import pytest

MARKS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
TEMPLATE = (  # what Qwen3's own template makes of the one question of a user
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH = 64  # of the text encoder
PROMPT = "a red house by the sea"


@pytest.fixture(scope="session")
def z_image(tmp_path_factory):
    """A folder with a tiny Z-Image-Turbo."""
    return write_z_image(tmp_path_factory.mktemp("z") / "z-image")


@pytest.fixture(scope="session")
def z_runtime():
    """An engine for the tests of this family, which keep its model loaded."""
    from studio.engine.runtime import Runtime

    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def bare_z_image(z_image):
    """Return a function that draws with one of the bare pipelines."""
    import diffusers
    import torch

    made = {}

    def picture(kind="ZImagePipeline", prompt=PROMPT, *, seed=3, scheduler=None, **more):
        if kind not in made:
            made[kind] = getattr(diffusers, kind).from_pretrained(z_image, local_files_only=True)
            made[kind].set_progress_bar_config(disable=True)
        pipe = made[kind]
        own = pipe.scheduler
        pipe.scheduler = scheduler or own
        options = {"num_inference_steps": 4, "guidance_scale": 4.0, "width": 64, "height": 64}
        generator = torch.Generator("cpu").manual_seed(seed)
        try:
            return np.asarray(pipe(prompt, generator=generator, **(options | more)).images[0])
        finally:
            pipe.scheduler = own

    return picture


def photo(seed=5):
    """Return a picture (64, 64, 3) of squares."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return coarse.repeat(8, axis=0).repeat(8, axis=1)


def write_z_image(folder, *, seed=0, shift=3.0, dtype=None):
    """Write a folder like that of Z-Image-Turbo."""
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline

    torch.manual_seed(seed)
    parts = {"text_encoder": qwen(), "vae": vae(), "transformer": transformer()}
    with torch.no_grad():  # the pads are zeros otherwise, and nobody would miss them
        for pad in (parts["transformer"].x_pad_token, parts["transformer"].cap_pad_token):
            pad.normal_()
    if dtype is not None:
        parts = {name: part.to(dtype) for name, part in parts.items()}
    pipeline = ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=shift), tokenizer=tokenizer(), **parts
    )
    pipeline.save_pretrained(folder)
    return folder


def transformer():
    from diffusers import ZImageTransformer2DModel

    return ZImageTransformer2DModel(
        in_channels=16,
        dim=64,
        n_layers=3,
        n_refiner_layers=1,
        n_heads=4,
        n_kv_heads=4,
        cap_feat_dim=WIDTH,
        axes_dims=[4, 6, 6],
        axes_lens=[1536, 512, 512],
    )


def qwen():
    from transformers import Qwen3Config, Qwen3Model

    config = Qwen3Config(
        vocab_size=300,
        hidden_size=WIDTH,
        intermediate_size=96,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        max_position_embeddings=40960,
        rope_theta=1_000_000,
        rms_norm_eps=1e-6,
        bos_token_id=256,
        eos_token_id=258,
    )
    return Qwen3Model(config)


def vae():
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=16,
        layers_per_block=1,
        sample_size=1024,
        scaling_factor=0.3611,
        shift_factor=0.1159,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def tokenizer():
    from transformers import Qwen2Tokenizer
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    letters = bytes_to_unicode().values()
    made = Qwen2Tokenizer(
        vocab={letter: i for i, letter in enumerate(letters)}, merges=[], model_max_length=131072
    )
    made.add_special_tokens({"additional_special_tokens": list(MARKS[1:])})
    made.chat_template = TEMPLATE
    return made


def write_split(folder, root):
    """Write the networks of `folder` where ComfyUI has them; return the transformer's file."""
    from safetensors.torch import save_file

    files = {
        "diffusion_models": ("z.safetensors", original_transformer(tensors(folder, "transformer"))),
        "text_encoders": ("qwen.safetensors", original_qwen(tensors(folder, "text_encoder"))),
        "vae": ("ae.safetensors", original_vae(tensors(folder, "vae"))),
    }
    for place, (name, state) in files.items():
        (root / place).mkdir(parents=True, exist_ok=True)
        save_file({k: v.contiguous() for k, v in state.items()}, root / place / name)
    shutil.copytree(folder / "tokenizer", root / "diffusion_models" / "tokenizer")
    return root / "diffusion_models" / "z.safetensors"


def write_whole(folder, path):
    """Write all networks of `folder` as one file, with the tokenizer beside it."""
    from safetensors.torch import save_file

    state = {}
    for start, part in [
        ("model.diffusion_model.", original_transformer(tensors(folder, "transformer"))),
        ("text_encoders.qwen3_4b.transformer.", original_qwen(tensors(folder, "text_encoder"))),
        ("vae.", original_vae(tensors(folder, "vae"))),
    ]:
        state |= {start + name: values.contiguous() for name, values in part.items()}
    save_file(state, path)
    shutil.copytree(folder / "tokenizer", path.parent / "tokenizer", dirs_exist_ok=True)
    return path


def tensors(folder, name):
    from safetensors.torch import load_file

    [weights] = (folder / name).glob("*.safetensors")
    return load_file(weights)


def original_transformer(state):
    """Give the tensors their original names; query, key and value become one."""
    import torch

    made = {}
    for name, values in state.items():
        if ".attention.to_k." in name or ".attention.to_v." in name:
            continue
        if ".attention.to_q." in name:
            three = [state[name.replace("to_q", f"to_{letter}")] for letter in "qkv"]
            made[name.replace("to_q", "qkv")] = torch.cat(three)
            continue
        for new, old in [
            ("all_final_layer.2-1.", "final_layer."),
            ("all_x_embedder.2-1.", "x_embedder."),
            (".attention.to_out.0.", ".attention.out."),
            (".attention.norm_k.", ".attention.k_norm."),
            (".attention.norm_q.", ".attention.q_norm."),
        ]:
            name = name.replace(new, old)
        made[name] = values
    made["norm_final.weight"] = torch.ones(state["x_pad_token"].shape[1])
    return made


LLAMA = [  # transformers, llama.cpp
    ("model.layers.", "blk."),
    ("input_layernorm", "attn_norm"),
    ("post_attention_layernorm", "ffn_norm"),
    ("self_attn.q_norm", "attn_q_norm"),
    ("self_attn.k_norm", "attn_k_norm"),
    ("self_attn.o_proj", "attn_output"),
    ("self_attn.q_proj", "attn_q"),
    ("self_attn.k_proj", "attn_k"),
    ("self_attn.v_proj", "attn_v"),
    ("mlp.gate_proj", "ffn_gate"),
    ("mlp.up_proj", "ffn_up"),
    ("mlp.down_proj", "ffn_down"),
    ("model.embed_tokens", "token_embd"),
    ("model.norm", "output_norm"),
]


def write_qwen_gguf(folder, root):
    """Put a GGUF file in place of the text encoder in `root`; return the numbers it stands for."""
    import torch

    from tests.packed_files import pack, write_packed

    packed, plain = {}, {}
    for name, values in original_qwen(tensors(folder, "text_encoder")).items():
        kind = "Q8_0" if values.ndim == 2 and values.shape[1] % 32 == 0 else "F32"
        data, numbers = pack(values.float().numpy(), kind)
        plain[name] = torch.from_numpy(numbers).to(torch.bfloat16)
        for theirs, llama in LLAMA:
            name = name.replace(theirs, llama)
        packed[name] = (kind, tuple(values.shape), data)
    write_packed(root / "text_encoders" / "Qwen.gguf", packed, architecture="qwen3")
    return plain


def original_qwen(state):
    return {f"model.{name}": values for name, values in state.items()}


def original_vae(state):
    from tests.originals import vae_item

    items = (vae_item(name, values, levels=4) for name, values in state.items())
    return {name.removeprefix("first_stage_model."): values for name, values in items}


def write_gguf(folder, root, kind):
    """Write the files of ComfyUI, the transformer as GGUF: matrices of `kind`, where they fit.

    Beside it lies a safetensors file with the numbers that the GGUF file stands for; return both.
    """
    import torch
    from safetensors.torch import save_file

    from tests.packed_files import pack, write_packed

    split = write_split(folder, root)
    packed, plain = {}, {}
    for name, values in original_transformer(tensors(folder, "transformer")).items():
        fits = values.ndim == 2 and values.shape[1] % 32 == 0 and "pad_token" not in name
        chosen = kind if fits else "F32"
        data, numbers = pack(values.float().numpy(), chosen)
        packed[name] = (chosen, tuple(values.shape), data)
        plain[name] = torch.from_numpy(numbers).to(torch.bfloat16)
    save_file(plain, split)
    return write_packed(split.with_suffix(".gguf"), packed), split
