"""How much memory a picture takes is told from headers alone, and close to what was measured."""

from dataclasses import replace

import pytest

from studio.core.job import CancelToken
from studio.core.request import Extent, Request
from studio.core.request_parts import HighRes, Outpaint
from studio.engine.memory.anatomy import Anatomy, anatomy
from studio.engine.memory.climbing import climb, machine_now
from studio.engine.memory.estimate import estimate, need
from studio.engine.memory.room import LIMIT
from studio.engine.memory.rungs import NOTICES, TITLES, Rung
from studio.engine.weights import model_at
from studio.tasks.estimate_memory import EstimateMemory
from tests.originals import write_published_sd, write_single_file

SD15 = Anatomy({"text_encoder": 123060480, "unet": 859520964, "vae": 83653863}, 9420.0, 256, 8)
MEASURED = {  # bytes beyond the libraries on a processor, by `python -m tests.benchmarks memory`
    (384, 384): 4_976_431_104,
    (640, 640): 6_027_186_176,
    (768, 512): 5_987_008_512,
    (448, 832): 5_878_000_000,
    (768, 768): 6_770_000_000,
}
GIB = 1 << 30


def asked(width=512, height=512, **more):
    return Request("", extent=Extent(width, height), params={"guidance": 7.5}, **more)


@pytest.mark.parametrize(("size", "measured"), MEASURED.items())
def test_sizes_that_were_not_fitted_are_told_within_15_percent_of_their_picture(size, measured):
    told = estimate(SD15, asked(*size), 4)
    assert abs(told.peak - measured) < 0.15 * (measured - told.weights), "of what is no weight"
    assert abs(told.peak - measured) < 0.02 * measured


def test_the_widths_of_stable_diffusion_are_read_from_its_config(tmp_path):
    from tests.true_size import UNET_CONFIG, VAE_CONFIG

    folder = write_published_sd(tmp_path / "sd")
    found = anatomy(model_at(folder))
    assert set(found.numbers) == {"text_encoder", "unet", "vae"}
    from studio.engine.memory.anatomy import _described

    true = _described(SD15.numbers, "unet", UNET_CONFIG, VAE_CONFIG)
    assert true == SD15


def test_a_single_file_has_the_anatomy_of_its_folder(tmp_path):
    folder = write_published_sd(tmp_path / "sd")
    (tmp_path / "file").mkdir()
    file = write_single_file(folder, tmp_path / "file" / "one.safetensors")
    assert anatomy(model_at(file)) == anatomy(model_at(folder))


def test_the_numbers_of_every_part_are_those_that_are_loaded(checkpoints):
    from studio.engine.memory.residents import networks, weights_of
    from studio.engine.runtime import Runtime

    for name in ("sd", "sdxl"):
        model = model_at(checkpoints / name)
        generator = Runtime().generator(model, lambda _: None, CancelToken())
        told = anatomy(model)
        loaded = {key: weights_of(part) for key, part in networks(generator).items()}
        assert {key: 4 * count for key, count in told.numbers.items()} == loaded
        assert told.denoiser * 4 == loaded["unet"]
        assert told.encoders * 4 == sum(n for k, n in loaded.items() if "text" in k)


def test_every_rung_takes_no_more_than_the_one_above_it():
    for request in (asked(512, 512), asked(2048, 2048), asked(256, 256)):
        told = [estimate(SD15, request, 4, rung).peak for rung in Rung]
        assert told == sorted(told, reverse=True)


def test_a_large_picture_is_decoded_in_tiles_before_anything_else_is_done():
    request = asked(1024, 1024)
    whole = estimate(SD15, request, 4).peak
    assert need(SD15, request, 4, whole).rung is Rung.WHOLE
    assert need(SD15, request, 4, whole - 1).rung is Rung.TILES
    told = need(SD15, request, 4, GIB)
    assert told.rung is None
    assert told.whole == whole > told.taken > GIB


def test_a_second_pass_at_a_higher_resolution_counts_at_its_size():
    small, large = asked(512, 512), asked(1024, 1024)
    assert estimate(SD15, replace(small, high_res=HighRes(2.0)), 4) == estimate(SD15, large, 4)


def test_a_second_pass_in_tiles_counts_as_one_tile_and_the_pixels_of_all():
    whole = estimate(SD15, asked(512, 512, high_res=HighRes(4.0)), 4)
    tiled = estimate(SD15, asked(512, 512, high_res=HighRes(4.0, tile=1024)), 4)
    one = estimate(SD15, asked(1024, 1024), 4)
    assert tiled.denoising == one.denoising < whole.denoising
    assert one.decoding + 2048 * 2048 * 3 < tiled.decoding < whole.decoding
    on_tiles = estimate(SD15, asked(512, 512, high_res=HighRes(4.0, tile=1024)), 4, Rung.TILES)
    assert on_tiles.decoding == tiled.decoding, "they are as large as was asked on every rung"


def test_a_second_pass_that_fits_into_one_tile_counts_whole():
    whole = asked(512, 512, high_res=HighRes(2.0))
    for tile in (1024, 2048):
        one = replace(whole, high_res=HighRes(2.0, tile=tile))
        assert estimate(SD15, one, 4) == estimate(SD15, whole, 4)


def test_a_draft_that_is_larger_than_a_tile_counts_whole():
    tiled = asked(1024, 1024, high_res=HighRes(2.0, tile=512))
    assert estimate(SD15, tiled, 4).denoising == estimate(SD15, asked(1024, 1024), 4).denoising


def test_a_second_pass_over_a_widened_picture_counts_what_was_added():
    wide = asked(512, 512, outpaint=Outpaint(right=256), high_res=HighRes(2.0))
    assert estimate(SD15, wide, 4) == estimate(SD15, asked(1536, 1024), 4)


def test_without_guidance_half_as_much_is_worked_on():
    plain = replace(asked(1024, 1024), params={"guidance": 1.0})
    saved = estimate(SD15, asked(1024, 1024), 4).denoising - estimate(SD15, plain, 4).denoising
    assert saved == pytest.approx(128 * 128 * 9420 * 4, rel=0.01)


def test_every_rung_has_its_words():
    assert set(TITLES) == set(Rung)
    assert set(NOTICES) == set(Rung) - {Rung.WHOLE}


def test_the_task_tells_what_fits_and_what_does_not(checkpoints, monkeypatch):
    task = EstimateMemory(asked(256, 256), model_at(checkpoints / "sd"))
    monkeypatch.setenv(LIMIT, "4096")
    assert task.run(lambda _: None, CancelToken()).rung is Rung.WHOLE
    monkeypatch.setenv(LIMIT, "10")
    told = task.run(lambda _: None, CancelToken())
    assert told.rung is None
    assert told.free == 10 << 20


def test_the_task_counts_the_further_models_that_a_request_names(checkpoints):
    model, second = model_at(checkpoints / "sd"), model_at(checkpoints / "sdxl")

    def told(*others):
        task = EstimateMemory(asked(256, 256), model, others=others)
        return task.run(lambda _: None, CancelToken())

    itemsize = machine_now(0).itemsize
    weights = sum(anatomy(second).numbers.values()) * itemsize
    assert told(second).whole == told().whole + weights
    assert told(second).taken == told().taken + weights
    assert told(model).whole == told().whole, "it is there already"
    [size] = {n for rung, n in climb(asked(256, 256), model, (second,), itemsize).sizes if not rung}
    assert size == need(anatomy(model), asked(256, 256), itemsize, 0, weights).whole
