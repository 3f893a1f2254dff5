"""A cancel inside one pass through a network: between the blocks, and without a trace of it."""

import numpy as np
import pytest

from studio.core.errors import Cancelled
from studio.core.job import CancelToken
from studio.core.request_parts import Refiner
from studio.engine.runtime import Runtime
from studio.engine.stopping import blocks, layers, stopping
from studio.engine.weights import model_at
from tests.checkpoints import write_sd
from tests.unit.engine_help import draw


@pytest.fixture(scope="module")
def parts():
    """A UNet and a VAE with the lists of modules that the real ones have."""
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel

    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 8),
        norm_num_groups=4,
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=8,
        attention_head_dim=4,
    )
    vae = AutoencoderKL(block_out_channels=(8, 8), norm_num_groups=4, latent_channels=4)
    return unet, vae


class CancelsAfter(CancelToken):
    """Is set by itself after so many checks."""

    def __init__(self, checks):
        super().__init__()
        self.left = checks

    def check(self):
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().check()


def hooks(*networks):
    return sum(len(m._forward_pre_hooks) for n in networks for m in n.modules())


def test_the_blocks_of_a_unet_are_its_residual_and_attention_blocks(parts):
    kinds = {type(block).__name__ for block in blocks(parts[0])}
    assert kinds == {"ResnetBlock2D", "BasicTransformerBlock", "Downsample2D", "Upsample2D"}


def test_no_block_lies_inside_another(parts):
    found = blocks(parts[0])
    inside = {id(m) for block in found for m in block.modules() if m is not block}
    assert not inside & {id(block) for block in found}


def test_a_network_without_lists_is_its_own_block():
    import torch

    network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
    assert blocks(network) == [network]
    assert layers(network) == list(network)


def test_decoding_stops_at_the_next_layer(parts):
    import torch

    unet, vae = parts
    passed = []
    watching = [m.register_forward_hook(lambda *_: passed.append(1)) for m in layers(vae)]
    with pytest.raises(Cancelled), stopping(CancelsAfter(5), unet, vae), torch.no_grad():
        vae.decode(torch.zeros(1, 4, 4, 4))
    for handle in watching:
        handle.remove()
    assert len(passed) == 5
    assert hooks(unet, vae) == 0


def test_a_pass_through_the_unet_stops_at_the_next_block(parts):
    import torch

    unet, vae = parts
    passed = []
    watching = [m.register_forward_hook(lambda *_: passed.append(1)) for m in blocks(unet)]
    with pytest.raises(Cancelled), stopping(CancelsAfter(3), unet, vae), torch.no_grad():
        unet(torch.zeros(1, 4, 8, 8), 1, torch.zeros(1, 3, 8))
    for handle in watching:
        handle.remove()
    assert len(passed) == 3


def test_what_is_compiled_is_left_alone(parts):
    _, vae = parts
    first = layers(vae)[0]
    first._compiled_call_impl = first.forward
    try:
        with stopping(CancelToken(), vae, vae):
            assert not first._forward_pre_hooks
            assert hooks(vae) > 0
    finally:
        first._compiled_call_impl = None


@pytest.fixture(scope="module")
def runtime():
    return Runtime()


def test_a_cancel_while_the_picture_is_decoded_takes_effect_there(runtime, checkpoints):
    """After the last step the loop checks no more: only a hook can stop the decoder."""
    import torch

    generator = loaded(runtime, checkpoints)
    vae = generator.checkpoint.parts.vae
    cancel, passed = CancelToken(), []
    stop = vae.decoder.conv_in.register_forward_hook(lambda *_: cancel.cancel())
    watching = vae.decoder.conv_out.register_forward_hook(lambda *_: passed.append(1))
    try:
        with pytest.raises(Cancelled), torch.no_grad():
            draw(runtime, checkpoints / "sd", cancel=cancel)
    finally:
        stop.remove()
        watching.remove()
    assert not passed
    assert hooks(generator.checkpoint.parts.unet, vae) == 0


def test_a_cancel_while_the_text_is_read_takes_effect_there(runtime, checkpoints):
    encoder = loaded(runtime, checkpoints).checkpoint.parts.encoders[0]
    cancel, passed = CancelToken(), []
    first, *_, last = layers(encoder)
    stop = first.register_forward_hook(lambda *_: cancel.cancel())
    watching = last.register_forward_hook(lambda *_: passed.append(1))
    try:
        with pytest.raises(Cancelled):
            draw(runtime, checkpoints / "sd", "words that were not read before", cancel=cancel)
    finally:
        stop.remove()
        watching.remove()
    assert not passed


def test_a_cancel_inside_the_refiner_takes_effect_there(runtime, checkpoints, tmp_path):
    other = model_at(write_sd(tmp_path / "other", seed=9))
    asked = {"parts": {"refiner": Refiner("other", 0.5)}, "others": {"other": other}}
    draw(runtime, checkpoints / "sd", **asked)
    unet = runtime.generator(other, lambda _: None, CancelToken()).checkpoint.parts.unet
    cancel, passed = CancelToken(), []
    stop = unet.conv_in.register_forward_hook(lambda *_: cancel.cancel())
    watching = unet.conv_out.register_forward_hook(lambda *_: passed.append(1))
    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", cancel=cancel, **asked)
    stop.remove()
    watching.remove()
    assert not passed
    assert hooks(unet) == 0


def test_the_next_picture_is_the_same_as_if_nothing_had_been_cancelled(runtime, checkpoints):
    before = draw(runtime, checkpoints / "sd").pixels
    unet = loaded(runtime, checkpoints).checkpoint.parts.unet
    cancel = CancelToken()
    stop = unet.conv_in.register_forward_hook(lambda *_: cancel.cancel())
    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", cancel=cancel)
    stop.remove()
    assert np.array_equal(before, draw(runtime, checkpoints / "sd").pixels)


def loaded(runtime, checkpoints):
    return runtime.generator(model_at(checkpoints / "sd"), lambda _: None, CancelToken())
