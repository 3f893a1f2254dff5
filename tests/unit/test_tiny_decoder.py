"""A small decoder is told by its tensors and held against the model's own VAE."""

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.model import Kind
from studio.engine.device import Device
from studio.engine.preview import Previewer, Projection
from studio.engine.safefile import read_tensors
from studio.engine.savings.tiny_decoder import (
    best_fitting,
    is_tiny_decoder,
    likeness,
    load_tiny,
)
from studio.engine.weights import scan
from tests.tiny_decoders import exact_decoder, write_original, write_weights

CPU = Device("cpu", "CPU")
COLORS = Projection(
    np.array([[0.3, 0.2, 0.1], [-0.1, 0.3, 0.2], [0.1, -0.2, 0.3], [-0.2, -0.2, -0.1]], np.float32),
    np.array([0.0, 0.1, -0.1], np.float32),
)


def latents(seed=5, side=8):
    import torch

    return torch.randn((1, 4, side, side), generator=torch.Generator().manual_seed(seed))


def true_taesd():
    """Return an `AutoencoderTiny` of the true size, with random weights."""
    import torch
    from diffusers import AutoencoderTiny

    torch.manual_seed(0)
    return AutoencoderTiny().eval()


def test_the_authors_file_decodes_as_diffusers_does(tmp_path):
    import torch

    vae = true_taesd()
    assert round(sum(p.numel() for p in vae.parameters()) / 1e6, 2) == 2.45
    tiny = load_tiny(write_original(vae.decoder, tmp_path / "taesd_decoder.safetensors"), CPU)
    with torch.no_grad():
        assert tiny.decode(latents()).equal(vae.decode(latents(), return_dict=False)[0])
    assert tiny.factor == 8


def test_a_folder_of_diffusers_and_its_weights_alone_decode_the_same(tmp_path):
    import torch

    vae = true_taesd()
    vae.save_pretrained(tmp_path / "taesd")
    alone = write_weights(vae.decoder, tmp_path / "alone.safetensors")
    with torch.no_grad():
        truth = vae.decode(latents(), return_dict=False)[0]
        for path in (tmp_path / "taesd", alone):
            assert load_tiny(path, CPU).decode(latents()).equal(truth)


def test_only_a_decoder_is_taken_for_one(tmp_path, checkpoints):
    decoder = write_original(true_taesd().decoder, tmp_path / "decoder.safetensors")
    encoder = write_original(true_taesd().encoder, tmp_path / "encoder.safetensors")
    vae = checkpoints / "sd" / "vae" / "diffusion_pytorch_model.safetensors"
    assert is_tiny_decoder(read_tensors(decoder).shapes)
    assert not is_tiny_decoder(read_tensors(encoder).shapes)
    assert not is_tiny_decoder(read_tensors(vae).shapes)
    with pytest.raises(ModelRefusedError, match="not a small decoder"):
        load_tiny(vae, CPU)


def test_the_catalog_finds_what_can_be_loaded(tmp_path):
    vae = true_taesd()
    vae.save_pretrained(tmp_path / "folder")
    write_original(vae.decoder, tmp_path / "taesd_decoder.safetensors")
    write_original(vae.encoder, tmp_path / "taesd_encoder.safetensors")
    write_weights(vae.decoder, tmp_path / "alone.safetensors")
    found = scan([tmp_path]).parts
    assert {part.path.name for part in found} == {
        "folder",
        "taesd_decoder.safetensors",
        "alone.safetensors",
    }
    for part in found:
        assert part.kind is Kind.TAESD
        load_tiny(part.path, CPU)


def test_a_decoder_that_lacks_a_tensor_is_refused_by_name(tmp_path):
    from safetensors.torch import load_file, save_file

    path = write_original(true_taesd().decoder, tmp_path / "decoder.safetensors")
    tensors = load_file(path)
    del tensors["3.conv.2.bias"]
    save_file(tensors, tmp_path / "less.safetensors")
    with pytest.raises(ModelRefusedError, match=r"2\.conv\.2\.bias"):
        load_tiny(tmp_path / "less.safetensors", CPU)


def test_the_decoder_whose_colors_are_the_models_own_is_chosen(tmp_path):
    other = Projection(COLORS.matrix[::-1].copy(), COLORS.bias)
    wrong = write_original(exact_decoder(other, 4), tmp_path / "a.safetensors")
    right = write_original(exact_decoder(COLORS, 4), tmp_path / "b.safetensors")
    assert best_fitting([wrong, right], CPU, COLORS, 8).path == right
    assert likeness(load_tiny(right, CPU), COLORS) > 0.9
    with pytest.raises(WeightsMissingError, match="No small decoder"):
        best_fitting([wrong], CPU, COLORS, 8)
    with pytest.raises(WeightsMissingError, match="No small decoder"):
        best_fitting([right], CPU, COLORS, 16)


def test_a_slow_preview_takes_no_more_than_a_tenth_of_the_time(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("studio.engine.preview.time.monotonic", lambda: now[0])

    class Slow:
        def picture(self, _latents):
            now[0] += 0.5
            return np.zeros((2, 2, 3), np.uint8)

    previewer, shown = Previewer(Slow()), 0
    while now[0] < 200:
        now[0] += 0.1
        shown += previewer.preview(latents) is not None
    assert 5 <= shown <= 100 / 5 * 1.1
