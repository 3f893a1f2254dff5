"""DeepCache leaves out what hardly changes, and nothing else."""

import pytest

from studio.engine.savings.deep_cache import DeepCache, deep_cached
from tests.checkpoints import write_sd

SD15 = {"sample_size": 64, "cross_attention_dim": 768, "attention_head_dim": 8}
SDXL = {
    "sample_size": 128,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "transformer_layers_per_block": (1, 2, 10),
    "attention_head_dim": (5, 10, 20),
    "cross_attention_dim": 2048,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
    "use_linear_projection": True,
}


def unet_of(folder):
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel.from_pretrained(folder / "unet", local_files_only=True).eval()


def asked(unet, rows=2, side=16, seed=0):
    """Return random latents, and what else the UNet of a tiny checkpoint takes."""
    import torch

    random = torch.Generator().manual_seed(seed)
    width = unet.config.cross_attention_dim
    more = {"encoder_hidden_states": torch.randn((rows, 77, width), generator=random)}
    if unet.config.addition_embed_type:
        more["added_cond_kwargs"] = {
            "text_embeds": torch.randn((rows, 32), generator=random),
            "time_ids": torch.full((rows, 6), 64.0),
        }
    return torch.randn((rows, 4, side, side), generator=random), more


def computed(unet, latents, time, more):
    """Return the prediction of one pass."""
    import torch

    with torch.no_grad():
        return unet(latents, time, **more, return_dict=False)[0]


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_a_pass_between_equals_a_whole_one_when_nothing_has_changed(checkpoints, name):
    unet = unet_of(checkpoints / name)
    latents, more = asked(unet)
    cached = deep_cached(unet, 2)
    whole, between = (computed(cached, latents, 500, more) for _ in "ab")
    bare = computed(unet, latents, 500, more)
    assert cached.whole == 1
    assert whole.equal(bare)
    assert between.equal(bare)


def test_a_pass_between_follows_new_latents_and_a_new_time(checkpoints):
    unet = unet_of(checkpoints / "sd")
    latents, more = asked(unet)
    cached = deep_cached(unet, 3)
    first = computed(cached, latents, 500, more)
    later = computed(cached, latents * 0.98, 480, more)
    truth = computed(unet, latents * 0.98, 480, more)
    assert (later - truth).abs().mean() < (first - truth).abs().mean()
    assert not later.equal(truth)


def test_the_whole_passes_come_at_their_interval(checkpoints):
    unet = unet_of(checkpoints / "sd")
    latents, more = asked(unet)
    cached = deep_cached(unet, 3)
    for _ in range(7):
        computed(cached, latents, 500, more)
    assert cached.whole == 3


def test_other_rows_or_another_size_are_computed_whole(checkpoints):
    unet = unet_of(checkpoints / "sd")
    cached = deep_cached(unet, 10)
    for rows, side in ((2, 16), (1, 16), (1, 8)):
        latents, more = asked(unet, rows, side)
        truth = computed(unet, latents, 500, more)
        assert computed(cached, latents, 500, more).equal(truth)
    assert cached.whole == 3


def test_without_an_interval_nothing_stands_between(checkpoints):
    unet = unet_of(checkpoints / "sd")
    assert deep_cached(unet, 1) is unet
    assert isinstance(deep_cached(unet, 2), DeepCache)


def test_nothing_stays_hooked_to_the_model(tmp_path):
    unet = unet_of(write_sd(tmp_path / "sd"))
    latents, more = asked(unet)
    computed(deep_cached(unet, 2), latents, 500, more)
    assert not any(module._forward_pre_hooks for module in unet.modules())


@pytest.mark.parametrize(("name", "config", "side"), [("sd15", SD15, 64), ("sdxl", SDXL, 128)])
def test_at_true_size_every_third_pass_whole_takes_less_than_two_fifths(name, config, side):
    import torch
    from diffusers import UNet2DConditionModel
    from torch.utils.flop_counter import FlopCounterMode

    with torch.device("meta"):
        unet = UNet2DConditionModel(**config)
        latents = torch.zeros((1, 4, side, side))
        more = {"encoder_hidden_states": torch.zeros((1, 77, config["cross_attention_dim"]))}
        if name == "sdxl":
            ids = {"text_embeds": torch.zeros((1, 1280)), "time_ids": torch.zeros((1, 6))}
            more["added_cond_kwargs"] = ids
    cached = deep_cached(unet, 3)
    work = []
    for _ in range(3):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            cached(latents, torch.tensor(500, device="meta"), **more)
        work.append(counter.get_total_flops())
    assert work[0] > 0.7e12, "a whole pass of the real thing is heavy work"
    assert work[0] * 3 / sum(work) >= 2.5
