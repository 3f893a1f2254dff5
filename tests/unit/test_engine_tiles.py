"""Large pictures in tiles: no seam, and no more memory than a tile and its row take."""

import tracemalloc
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import Cancelled, RequestError
from studio.core.job import CancelToken
from studio.core.request_parts import HighRes
from studio.engine.runtime import Runtime
from studio.engine.tiles import Tiles, tiled_latents, tiled_picture, windows
from tests.unit.engine_help import draw, payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def unheard(_n, _count):
    pass


def parts_of(runtime, folder):
    model = payload(folder).model
    return runtime.generator(model, lambda _: None, CancelToken()).checkpoint.parts


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(8, 64), st.integers(0, 4))
def test_tiles_cover_everything_and_overlap_as_far_as_is_asked(height, width, side, overlap):
    seen = np.zeros((height, width), int)
    places = windows(height, width, Tiles(side, overlap))
    for place in places:
        part = place.of(seen)
        assert part.shape == (place.height, place.width)
        assert max(part.shape) <= side
        part += 1
    assert seen.min() == 1
    columns = [place for place in places if place.y == 0]
    for left, right in pairwise(columns):
        assert left.x + left.width - right.x >= overlap


def smooth(height, width, seed=0):
    import torch

    coarse = torch.randn((1, 4, 4, 4), generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.interpolate(coarse, size=(height, width), mode="bicubic")


def test_a_decoder_that_sees_only_its_surroundings_gives_the_same_in_tiles(runtime, checkpoints):
    import torch

    from studio.engine.latents import to_picture

    vae = parts_of(runtime, checkpoints / "sd-tiny-vae").vae
    with torch.no_grad():
        latents = smooth(48, 40)
        whole = to_picture(vae, latents).astype(int)
        tiled = tiled_picture(vae, latents, Tiles(24, 8), unheard)
    assert whole.std() > 1
    assert np.abs(tiled - whole).max() <= 2


@pytest.mark.parametrize("name", ["sd", "sd-tiny-vae"])
def test_there_is_no_seam_where_tiles_meet(runtime, checkpoints, name):
    """From column to column it changes no more where tiles meet than elsewhere."""
    import torch

    vae = parts_of(runtime, checkpoints / name).vae
    with torch.no_grad():
        tiled = tiled_picture(vae, smooth(32, 64), Tiles(32, 8), unheard).astype(int)
    steps = np.abs(np.diff(tiled, axis=1)).mean(axis=(0, 2))  # (511,)
    edges = sorted({8 * place.x for place in windows(32, 64, Tiles(32, 8))} - {0})
    edges += [edge + 8 * 32 for edge in [0, *edges] if edge + 8 * 32 < 512]
    period = steps[: len(steps) // 8 * 8].reshape(-1, 8).max(axis=1)
    assert max(steps[edge - 1] for edge in edges) <= np.quantile(period, 0.95)


@pytest.mark.parametrize(("name", "likeness"), [("sd", 0.9), ("sd-tiny-vae", 0.995)])
def test_a_picture_is_encoded_in_tiles_nearly_as_at_once(runtime, checkpoints, name, likeness):
    import torch

    from studio.engine.latents import to_latents
    from studio.engine.start import as_image

    vae = parts_of(runtime, checkpoints / name).vae
    ramp = np.linspace(0, 255, 320, dtype=np.uint8)
    pixels = np.stack([np.tile(ramp, (256, 1))] * 3, axis=2)
    with torch.no_grad():
        generators = [torch.Generator().manual_seed(1) for _ in range(2)]
        whole = to_latents(vae, as_image(pixels), generators[0], "cpu")
        tiled = tiled_latents(vae, pixels, generators[1], Tiles(16, 4), unheard)
    assert tiled.shape == whole.shape
    alike = torch.corrcoef(torch.stack([tiled.flatten(), whole.flatten()]))[0, 1]
    assert alike > likeness


class Pixelated:
    """A decoder that only repeats; it remembers the largest latents that it was shown."""

    dtype = device = None
    config = SimpleNamespace(scaling_factor=1.0, latents_mean=None, latents_std=None)

    def __init__(self):
        import torch

        self.dtype, self.device, self.largest = torch.float32, torch.device("cpu"), 0

    def decode(self, latents, return_dict=True):
        self.largest = max(self.largest, latents.numel())
        return (latents[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3),)


def decoded_with_peak(side):
    """Decode (side, side) latents; return the picture, the peak beside it in bytes, the decoder."""
    import torch

    latents, vae = torch.zeros((1, 4, side, side)), Pixelated()
    latents[..., side // 2 :] = 1.0
    tracemalloc.start()
    try:
        picture = tiled_picture(vae, latents, Tiles(64, 8), unheard)
        peak = tracemalloc.get_traced_memory()[1] - picture.nbytes
    finally:
        tracemalloc.stop()
    return picture, peak, vae


def test_memory_grows_with_the_width_of_a_picture_and_not_with_its_area():
    _, small, one = decoded_with_peak(128)
    picture, large, two = decoded_with_peak(512)
    assert picture.shape == (4096, 4096, 3)
    assert one.largest == two.largest == 4 * 64 * 64, "no network sees more than a tile"
    assert large <= 4.2 * small, "four times as wide, sixteen times the area"
    assert picture[0, 0, 0] == 128
    assert picture[-1, -1, 0] == 255


def test_a_second_pass_in_tiles_shows_the_networks_no_more_than_a_tile(
    runtime, checkpoints, monkeypatch
):
    from diffusers import AutoencoderKL, UNet2DConditionModel

    seen = {"unet": set(), "decode": set(), "encode": set()}

    def watch(owner, name, key):
        plain = getattr(owner, name)

        def watched(self, values, *rest, **more):
            seen[key].add(tuple(values.shape[2:]))
            return plain(self, values, *rest, **more)

        monkeypatch.setattr(owner, name, watched)

    watch(UNet2DConditionModel, "forward", "unet")
    watch(AutoencoderKL, "decode", "decode")
    watch(AutoencoderKL, "encode", "encode")
    asked = HighRes(scale=4.0, denoise=0.5, tile=128, overlap=32)
    made = draw(runtime, checkpoints / "sd", parts={"high_res": asked})
    assert made.pixels.shape == (256, 256, 3)
    assert seen == {
        "unet": {(8, 8), (16, 16)},
        "decode": {(8, 8), (16, 16)},
        "encode": {(128, 128)},
    }
    again = draw(runtime, checkpoints / "sd", parts={"high_res": asked})
    assert np.array_equal(again.pixels, made.pixels)


def test_every_tile_is_told_within_its_step(runtime, checkpoints):
    told = []
    asked = HighRes(scale=3.0, denoise=0.5, tile=128, overlap=32)
    draw(
        runtime,
        checkpoints / "sd",
        steps=4,
        parts={"high_res": asked},
        report=lambda p: told.append((p.stage.render(), p.step, p.total)),
    )
    tiles = [entry for entry in told if "tile 3 of 4" in entry[0]]
    assert [text.split()[0] for text, _, _ in tiles] == [
        "Reading",
        "Drawing",
        "Drawing",
        "Finishing",
    ]
    assert [(step, total) for _, step, total in tiles] == [(4, 6), (4, 6), (5, 6), (6, 6)]


def test_a_picture_that_fits_into_one_tile_is_drawn_at_once(runtime, checkpoints):
    folder = checkpoints / "sd"
    pictures = [
        draw(runtime, folder, parts={"high_res": HighRes(tile=tile)}).pixels for tile in (0, 128)
    ]
    assert np.array_equal(*pictures)


def test_a_cancel_between_two_tiles_ends_it():
    import torch

    cancel, vae = CancelToken(), Pixelated()
    plain = vae.decode

    def decode(latents, **more):
        cancel.cancel()
        return plain(latents, **more)

    vae.decode = decode
    with pytest.raises(Cancelled):
        tiled_picture(
            vae, torch.zeros((1, 4, 128, 128)), Tiles(64, 8), lambda _n, _count: cancel.check()
        )
    assert vae.largest == 4 * 64 * 64


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (HighRes(tile=32), "too small"),
        (HighRes(tile=128, overlap=100), "half a tile"),
        (HighRes(scale=200.0), "scale cannot be 200.0"),
    ],
)
def test_tiles_and_sizes_that_cannot_be_are_refused(runtime, checkpoints, asked, words):
    with pytest.raises(RequestError, match=words):
        draw(runtime, checkpoints / "sd", parts={"high_res": asked})
