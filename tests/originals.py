"""Writes a tiny diffusers folder as one file with the tensor names of the original code.

The renaming goes the other way than the engine's, and is written apart from it on purpose.
"""

from __future__ import annotations

import re
import shutil


def write_single_file(folder, path):
    """Write what `folder` holds as one safetensors file, with its vocabulary beside it."""
    from safetensors.torch import save_file

    unet = part(folder, "unet")
    state = {unet_name(k, 1, bare_levels(unet)): v for k, v in unet.items()}
    state |= dict(vae_item(k, v, levels=4) for k, v in part(folder, "vae").items())
    state |= encoder_items(folder)
    save_file({k: v.contiguous() for k, v in state.items()}, path, {"format": "pt"})
    vocabulary = next(folder.glob("tokenizer*"))
    shutil.copytree(vocabulary, path.parent / "tokenizer", dirs_exist_ok=True)
    write_plain_vocabulary(path.parent / "tokenizer")
    return path


def part(folder, name):
    """Return the tensors of a component of a folder."""
    from safetensors.torch import load_file

    [weights] = (folder / name).glob("*.safetensors")
    return load_file(weights)


def bare_levels(unet):
    """Return the levels of the way up that have no attention."""
    levels = {int(found[1]) for name in unet if (found := re.match(r"up_blocks\.(\d+)", name))}
    return [n for n in levels if not any(k.startswith(f"up_blocks.{n}.attentions") for k in unet)]


def encoder_items(folder):
    """Return the text encoders under their original names, as each published build has them."""
    items = {}
    has_second = (folder / "text_encoder_2").is_dir()
    if (folder / "text_encoder").is_dir():
        first = part(folder, "text_encoder")
        plain = {name.removeprefix("text_model."): v for name, v in first.items()}
        if "encoder.layers.22.layer_norm1.weight" in plain:
            items |= open_clip_h_items(plain)
        else:
            head = "conditioner.embedders.0" if has_second else "cond_stage_model"
            items |= {f"{head}.transformer.text_model.{name}": v for name, v in plain.items()}
    if has_second:
        number = 1 if (folder / "text_encoder").is_dir() else 0
        second = part(folder, "text_encoder_2")
        items |= open_clip_items(second, f"conditioner.embedders.{number}.model.")
    return items


def open_clip_h_items(state):
    """Return the encoder of SD 2, with the last layer and the projection that nobody reads."""
    import torch

    layer = {n: v for n, v in state.items() if n.startswith("encoder.layers.22.")}
    state = state | {n.replace(".22.", ".23."): torch.rand_like(v) for n, v in layer.items()}
    named = {f"text_model.{name}": values for name, values in state.items()}
    width = state["final_layer_norm.weight"].shape[0]
    named["text_projection.weight"] = torch.rand(width, width)
    return open_clip_items(named, "cond_stage_model.model.")


PUBLISHED = {
    "sd15": lambda folder, **more: write_published_sd(folder, **more),
    "sd2": lambda folder, **more: write_published_sd2(folder, **more),
    "sdxl": lambda folder, **more: write_published_sdxl(folder, **more),
    "sdxl_refiner": lambda folder, **more: write_published_refiner(folder, **more),
}


def write_published_sd(folder, *, kind="StableDiffusionPipeline", **more):
    """Write a tiny folder whose unwritten facts (heads, groups, scale) are those of SD 1.5."""
    import diffusers
    import torch
    from diffusers import PNDMScheduler
    from transformers import CLIPTextModel

    torch.manual_seed(11)
    getattr(diffusers, kind)(
        vae=vae(0.18215, force_upcast=False),
        text_encoder=CLIPTextModel(clip("quick_gelu")),
        tokenizer=tokenizer(),
        unet=unet(64, attention_head_dim=8, **more),
        scheduler=PNDMScheduler(**NOISE, skip_prk_steps=True),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return folder


def write_published_sd2(folder, *, kind="StableDiffusionPipeline", prediction=None, **more):
    """Write a tiny folder whose unwritten facts are those of SD 2.1."""
    import diffusers
    import torch
    from diffusers import DDIMScheduler
    from transformers import CLIPTextModel

    torch.manual_seed(13)
    schedule = {**NOISE, "clip_sample": False, "set_alpha_to_one": False}
    getattr(diffusers, kind)(
        vae=vae(0.18215, force_upcast=False),
        text_encoder=CLIPTextModel(clip("gelu", num_hidden_layers=23)),
        tokenizer=tokenizer(pad_token="!"),
        unet=unet(64, attention_head_dim=[1, 1], use_linear_projection=True, **more),
        scheduler=DDIMScheduler(**schedule, prediction_type=prediction or "v_prediction"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return folder


def write_published_refiner(folder):
    """Write a tiny folder whose unwritten facts are those of SDXL's refiner."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLImg2ImgPipeline
    from transformers import CLIPTextModelWithProjection

    torch.manual_seed(14)
    StableDiffusionXLImg2ImgPipeline(
        vae=vae(0.13025, force_upcast=True),
        text_encoder=None,
        tokenizer=None,
        text_encoder_2=CLIPTextModelWithProjection(clip("gelu", projection_dim=32)),
        tokenizer_2=tokenizer(pad_token="!"),
        unet=unet(
            64,
            block_out_channels=(32, 64, 64),
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=[1, 1, 1],
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=8 * 5 + 32,
            transformer_layers_per_block=[2, 2, 2],
        ),
        scheduler=EulerDiscreteScheduler(**NOISE, timestep_spacing="leading"),
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
    ).save_pretrained(folder)
    return folder


def write_published_sdxl(folder, *, kind="StableDiffusionXLPipeline", **more):
    """Write a tiny folder whose unwritten facts are those of SDXL."""
    import diffusers
    import torch
    from diffusers import EulerDiscreteScheduler
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(12)
    getattr(diffusers, kind)(
        vae=vae(0.13025, force_upcast=True),
        text_encoder=CLIPTextModel(clip("quick_gelu")),
        text_encoder_2=CLIPTextModelWithProjection(clip("gelu", projection_dim=32)),
        tokenizer=tokenizer(),
        tokenizer_2=tokenizer(pad_token="!"),
        unet=unet(
            128,
            attention_head_dim=[1, 1],
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=8 * 6 + 32,
            transformer_layers_per_block=[1, 2],
            **more,
        ),
        scheduler=EulerDiscreteScheduler(**NOISE, timestep_spacing="leading"),
    ).save_pretrained(folder)
    return folder


NOISE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
}


def unet(width, **more):
    from diffusers import UNet2DConditionModel

    tiny = {
        "block_out_channels": (32, 64),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    }
    return UNet2DConditionModel(
        sample_size=16, layers_per_block=1, cross_attention_dim=width, **{**tiny, **more}
    )


def vae(scaling, **more):
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(32, 32, 32, 64),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        scaling_factor=scaling,
        **{"latent_channels": 4, **more},
    )


def clip(activation, **more):
    from transformers import CLIPTextConfig

    from tests.checkpoints import clip_vocabulary

    return CLIPTextConfig(
        vocab_size=len(clip_vocabulary()),
        hidden_size=64,
        intermediate_size=96,
        num_attention_heads=1,
        hidden_act=activation,
        eos_token_id=2,
        **{"num_hidden_layers": 3, **more},
    )


def tokenizer(**more):
    from transformers import CLIPTokenizer

    from tests.checkpoints import clip_merges, clip_vocabulary

    return CLIPTokenizer(vocab=clip_vocabulary(), merges=clip_merges(), model_max_length=77, **more)


def write_plain_vocabulary(folder):
    """Write vocab.json and merges.txt, as published checkpoints have them."""
    import json

    from tests.checkpoints import clip_merges, clip_vocabulary

    for path in folder.iterdir():
        path.unlink()
    (folder / "vocab.json").write_text(json.dumps(clip_vocabulary()), encoding="utf-8")
    merges = "\n".join(["#version: 0.2", *(" ".join(pair) for pair in clip_merges())])
    (folder / "merges.txt").write_text(merges + "\n", encoding="utf-8")


UNET_ENDS = [
    ("time_embedding.linear_1", "time_embed.0"),
    ("time_embedding.linear_2", "time_embed.2"),
    ("add_embedding.linear_1", "label_emb.0.0"),
    ("add_embedding.linear_2", "label_emb.0.2"),
    ("conv_norm_out", "out.0"),
    ("conv_in", "input_blocks.0.0"),
    ("conv_out", "out.2"),
]
RESNET = [
    ("norm1", "in_layers.0"),
    ("conv1", "in_layers.2"),
    ("norm2", "out_layers.0"),
    ("conv2", "out_layers.3"),
    ("time_emb_proj", "emb_layers.1"),
    ("conv_shortcut", "skip_connection"),
]


def unet_name(name, layers, bare_levels=()):
    """Return a UNet tensor's original name; `bare_levels` of the way up have no attention."""
    for new, old in UNET_ENDS:
        if name.startswith(f"{new}."):
            return f"model.diffusion_model.{old}{name.removeprefix(new)}"
    if "resnets" in name:
        for new, old in RESNET:
            name = name.replace(f".{new}.", f".{old}.")

    def down(match):
        return f"input_blocks.{int(match[1]) * (layers + 1) + int(match[3]) + 1}."

    def up(match):
        return f"output_blocks.{int(match[1]) * (layers + 1) + int(match[3])}."

    name = re.sub(r"down_blocks\.(\d+)\.(resnets)\.(\d+)\.", lambda m: down(m) + "0.", name)
    name = re.sub(r"down_blocks\.(\d+)\.(attentions)\.(\d+)\.", lambda m: down(m) + "1.", name)
    name = re.sub(r"up_blocks\.(\d+)\.(resnets)\.(\d+)\.", lambda m: up(m) + "0.", name)
    name = re.sub(r"up_blocks\.(\d+)\.(attentions)\.(\d+)\.", lambda m: up(m) + "1.", name)
    name = re.sub(
        r"down_blocks\.(\d+)\.downsamplers\.0\.conv\.",
        lambda m: f"input_blocks.{(int(m[1]) + 1) * (layers + 1)}.0.op.",
        name,
    )
    name = re.sub(  # behind the attention of its level, if there is one
        r"up_blocks\.(\d+)\.upsamplers\.0\.conv\.",
        lambda m: (
            f"output_blocks.{(int(m[1]) + 1) * (layers + 1) - 1}."
            f"{1 if int(m[1]) in bare_levels else 2}.conv."
        ),
        name,
    )
    for new, old in [("resnets.0", "0"), ("attentions.0", "1"), ("resnets.1", "2")]:
        name = name.replace(f"mid_block.{new}.", f"middle_block.{old}.")
    return f"model.diffusion_model.{name}"


def vae_item(name, values, levels):
    pairs = [
        (r"conv_norm_out", "norm_out"),
        (r"conv_shortcut", "nin_shortcut"),
        (r"down_blocks\.(\d)\.resnets", r"down.\1.block"),
        (r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample"),
        (r"mid_block\.resnets\.0", "mid.block_1"),
        (r"mid_block\.resnets\.1", "mid.block_2"),
        (r"mid_block\.attentions\.0\.group_norm", "mid.attn_1.norm"),
        (r"mid_block\.attentions\.0\.to_out\.0", "mid.attn_1.proj_out"),
        (r"mid_block\.attentions\.0\.to_([qkv])", r"mid.attn_1.\1"),
    ]
    for new, old in pairs:
        name = re.sub(new, old, name)
    name = re.sub(r"up_blocks\.(\d)", lambda m: f"up.{levels - 1 - int(m[1])}", name)
    name = name.replace(".resnets.", ".block.").replace(".upsamplers.0.", ".upsample.")
    if "attn_1" in name and values.ndim == 2:
        values = values[:, :, None, None]
    return f"first_stage_model.{name}", values


def open_clip_items(state, prefix):
    import torch

    items = {}
    for name, values in state.items():
        short = name.removeprefix("text_model.")
        match = re.fullmatch(r"encoder\.layers\.(\d+)\.(.+)\.(weight|bias)", short)
        if match is None:
            items[prefix + ENDS[short]] = values.T if short == "text_projection.weight" else values
        elif match[2] in LAYER:
            items[f"{prefix}transformer.resblocks.{match[1]}.{LAYER[match[2]]}.{match[3]}"] = values
    layers = sum(1 for name in state if name.endswith("q_proj.weight"))
    for i in range(layers):
        for kind in ("weight", "bias"):
            attention = f"text_model.encoder.layers.{i}.self_attn"
            thirds = [state[f"{attention}.{letter}_proj.{kind}"] for letter in "qkv"]
            items[f"{prefix}transformer.resblocks.{i}.attn.in_proj_{kind}"] = torch.cat(thirds)
    items[f"{prefix}logit_scale"] = torch.ones(())
    return items


ENDS = {
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "embeddings.position_embedding.weight": "positional_embedding",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
    "text_projection.weight": "text_projection",
}
LAYER = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}
