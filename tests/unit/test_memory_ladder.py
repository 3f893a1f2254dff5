"""Each rung of the memory ladder makes the same kind of picture in less memory, and says so."""

import gc
import weakref

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import DeviceFullError, NotFiniteError
from studio.core.request_parts import Savings
from studio.engine import device, latents
from studio.engine.device import Device
from studio.engine.memory import climbing
from studio.engine.memory.climbing import Climb, Stance
from studio.engine.memory.filling import Filler
from studio.engine.memory.residents import networks, weights_of
from studio.engine.memory.rungs import NOTICES, Rung
from studio.engine.runtime import Runtime
from tests.unit.engine_help import draw

EXACT = (Rung.FINISHED, Rung.LAYERS)  # whose pictures are the same bit for bit


@pytest.fixture
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def on(monkeypatch):
    """Begin on a rung, whatever is free."""

    def begin(rung):
        monkeypatch.setattr(Climb, "first", lambda self, _free: Stance(rung, taken=10**9))

    return begin


def held(runtime):
    [kept] = runtime.residents
    return {name: weights_of(part) for name, part in networks(kept.generator).items()}


def told(made):
    return [notice.template for notice in made.notices]


def test_a_picture_that_fits_is_made_as_ever_and_nothing_is_said(runtime, checkpoints):
    made = draw(runtime, checkpoints / "sd", extent=_extent(128))
    assert made.facts["memory_rung"] == "whole"
    assert not set(told(made)) & set(NOTICES.values())


@pytest.mark.parametrize("name", ["sd", "sdxl"])
@pytest.mark.parametrize("rung", EXACT)
def test_parts_that_leave_when_they_are_done_make_the_same_picture(
    runtime, checkpoints, on, name, rung
):
    whole = draw(runtime, checkpoints / name)
    full = held(runtime)
    on(rung)
    for _ in range(2):
        made = draw(runtime, checkpoints / name)
        assert np.array_equal(made.pixels, whole.pixels)
        now = held(runtime)
        assert all(now[k] < 0.2 * full[k] for k in full if k != "vae"), "they are gone"
    assert NOTICES[rung] in told(made)
    assert made.facts["memory_rung"] == rung.name.lower()
    on(Rung.WHOLE)
    assert np.array_equal(draw(runtime, checkpoints / name).pixels, whole.pixels)
    assert held(runtime) == full


def test_layer_by_layer_hardly_anything_of_the_denoiser_is_there(runtime, checkpoints, on):
    draw(runtime, checkpoints / "sd")
    full = held(runtime)["unet"]
    on(Rung.LAYERS)
    draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    unet = kept.generator.checkpoint.parts.unet
    seen = []
    hooks = [
        layer.register_forward_hook(lambda *_: seen.append(weights_of(unet)))
        for layer in unet.modules()
        if not list(layer.children())
    ]
    draw(runtime, checkpoints / "sd", seed=9)
    for hook in hooks:
        hook.remove()
    assert 0 < max(seen) < 0.2 * full


def test_passes_that_leave_out_the_inner_blocks_find_the_outer_ones(runtime, checkpoints, on):
    saving = {"parts": {"savings": Savings(deep_cache=2)}}
    whole = draw(runtime, checkpoints / "sd", **saving)
    assert not np.array_equal(draw(runtime, checkpoints / "sd").pixels, whole.pixels)
    on(Rung.LAYERS)
    assert np.array_equal(draw(runtime, checkpoints / "sd", **saving).pixels, whole.pixels)


@pytest.mark.parametrize("rung", [*EXACT, Rung.EIGHT_BIT])
def test_a_lora_acts_on_every_rung_and_goes_again(runtime, checkpoints, on, tmp_path, rung):
    lora = Addition("ink", AdditionKind.LORA, write_lora(tmp_path / "ink.safetensors"))
    words = {"prompt": "a red house <lora:ink:1>", "additions": (lora,)}
    plain = draw(runtime, checkpoints / "sd")
    inked = draw(runtime, checkpoints / "sd", **words)
    assert not np.array_equal(plain.pixels, inked.pixels)
    on(rung)
    for _ in range(2):
        made = draw(runtime, checkpoints / "sd", **words)
        if rung in EXACT:
            assert np.array_equal(made.pixels, inked.pixels)
    again = draw(runtime, checkpoints / "sd")
    if rung in EXACT:
        assert np.array_equal(again.pixels, plain.pixels)
    else:
        assert not np.array_equal(again.pixels, made.pixels)


def write_lora(path):
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(3)
    layer = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q"
    save_file(
        {
            f"{layer}.lora_down.weight": torch.randn(4, 64),
            f"{layer}.lora_up.weight": torch.randn(64, 4),
            f"{layer}.alpha": torch.tensor(4.0),
        },
        path,
    )
    return path


def test_eight_bits_hold_a_quarter_and_the_picture_is_nearly_the_same(runtime, checkpoints, on):
    import torch

    whole = draw(runtime, checkpoints / "sd")
    full = held(runtime)["unet"]
    on(Rung.EIGHT_BIT)
    made = draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    unet = kept.generator.checkpoint.parts.unet
    kinds = {values.dtype for values in unet.parameters()}
    assert torch.float8_e4m3fn in kinds
    kept.coming.end()
    assert weights_of(unet) < 0.5 * full
    off = np.abs(made.pixels.astype(int) - whole.pixels.astype(int))
    assert 0 < off.mean() < 8
    assert NOTICES[Rung.EIGHT_BIT] in told(made)
    on(Rung.WHOLE)
    assert np.array_equal(draw(runtime, checkpoints / "sd").pixels, whole.pixels)


def test_one_after_the_other_the_denoiser_sees_a_single_row(runtime, checkpoints, on):
    on(Rung.EIGHT_BIT)
    both = draw(runtime, checkpoints / "sdxl", negative="night")
    on(Rung.ONE_BY_ONE)
    [kept] = runtime.residents
    rows = []
    unet = kept.generator.checkpoint.parts.unet
    hook = unet.register_forward_pre_hook(lambda _m, inputs: rows.append(inputs[0].shape[0]))
    made = draw(runtime, checkpoints / "sdxl", negative="night")
    hook.remove()
    assert rows == [1] * 8, "four steps, two rows"
    assert np.abs(made.pixels.astype(int) - both.pixels.astype(int)).max() <= 2


def test_one_after_the_other_inner_blocks_are_left_out_for_each_row(runtime, checkpoints, on):
    saving = {"negative": "night", "parts": {"savings": Savings(deep_cache=2)}}
    on(Rung.EIGHT_BIT)
    both = draw(runtime, checkpoints / "sd", **saving)
    on(Rung.ONE_BY_ONE)
    [kept] = runtime.residents
    inner, outer = [], []
    unet = kept.generator.checkpoint.parts.unet
    hooks = [
        layer.register_forward_pre_hook(lambda _m, given, seen=seen: seen.append(len(given[0])))
        for layer, seen in ((unet.mid_block, inner), (unet.conv_out, outer))
    ]
    made = draw(runtime, checkpoints / "sd", **saving)
    for hook in hooks:
        hook.remove()
    assert (inner, outer) == ([1] * 4, [1] * 8), "every second of four steps, two rows"
    assert np.abs(made.pixels.astype(int) - both.pixels.astype(int)).max() <= 2
    assert NOTICES[Rung.ONE_BY_ONE] in told(made)


@pytest.mark.parametrize("rung", list(Rung))
def test_all_that_was_done_is_told_and_nothing_else(runtime, checkpoints, on, monkeypatch, rung):
    on(rung)
    rungs = [notice for below, notice in NOTICES.items() if below <= rung]
    assert told(draw(runtime, checkpoints / "sd", extent=_extent(128))) == [
        notice for notice in rungs if notice != NOTICES[Rung.TILES]
    ], "a picture of one tile"
    monkeypatch.setattr(latents, "TILE", 8)
    monkeypatch.setattr(latents, "OVERLAP", 4)
    assert told(draw(runtime, checkpoints / "sd", extent=_extent(128))) == rungs
    plain = draw(runtime, checkpoints / "sd", extent=_extent(128), guidance=1.0)
    assert NOTICES[Rung.ONE_BY_ONE] not in told(plain)


def test_tiles_decode_a_large_picture_in_pieces(runtime, checkpoints, on, monkeypatch):
    monkeypatch.setattr(latents, "TILE", 8)
    monkeypatch.setattr(latents, "OVERLAP", 4)
    on(Rung.TILES)
    draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    sides = []
    decoder = kept.generator.checkpoint.parts.vae.decoder
    hook = decoder.register_forward_pre_hook(lambda _m, inputs: sides.append(inputs[0].shape[2:]))
    made = draw(runtime, checkpoints / "sd", extent=_extent(128))
    hook.remove()
    assert made.pixels.shape == (128, 128, 3)
    assert set(sides) == {(8, 8)}
    assert len(sides) == 9
    assert NOTICES[Rung.TILES] in told(made)


def fail(kept, times, error):
    """Have the decoder of a loaded model fail so many times; return how often it was asked."""
    asked = []

    def hook(_module, _inputs):
        asked.append(1)
        if len(asked) <= times:
            raise error

    kept.generator.checkpoint.parts.vae.decoder.register_forward_pre_hook(hook)
    return asked


def full(mib=7):
    return RuntimeError(
        f"DefaultCPUAllocator: can't allocate memory: you tried to allocate {mib << 20} bytes."
    )


@pytest.fixture
def steady(monkeypatch):
    """Let lower rungs store weights as the others do, so that the tests' hooks stay."""
    monkeypatch.setattr(Stance, "storage", property(lambda self: (False, self.exact)))


def test_when_memory_runs_out_a_lower_rung_is_tried_once(runtime, checkpoints, steady):
    whole = draw(runtime, checkpoints / "sd")
    draw(runtime, checkpoints / "sdxl")
    kept = next(entry for entry in runtime.residents if entry.model.family == "sd15")
    asked = fail(kept, 1, full())
    made = draw(runtime, checkpoints / "sd")
    assert len(asked) == 2
    assert made.facts["memory_rung"] != "whole"
    assert any(notice in told(made) for notice in NOTICES.values())
    assert np.abs(made.pixels.astype(int) - whole.pixels.astype(int)).max() <= 2


def test_when_it_runs_out_again_the_numbers_are_told_and_the_next_picture_is_made(
    runtime, checkpoints, steady
):
    draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    asked = fail(kept, 2, full(7))
    with pytest.raises(DeviceFullError, match=r"at last with this: .*7 MiB more were needed"):
        draw(runtime, checkpoints / "sd")
    assert len(asked) == 2
    assert draw(runtime, checkpoints / "sd").pixels.std() > 0


def test_a_model_that_does_not_fit_leaves_the_one_before_usable_and_nothing_of_itself(
    runtime, checkpoints, monkeypatch
):
    before = draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    usual, made = Filler._put, []

    def put(self, module, entry, values, dtype):
        made.append(weakref.ref(module))
        if entry.place.path.parent == checkpoints / "sdxl" / "unet":
            raise full()
        usual(self, module, entry, values, dtype)

    monkeypatch.setattr(Filler, "_put", put)
    monkeypatch.setattr(Climb, "after", lambda *_: None)  # a lower rung would not load it whole
    with pytest.raises(DeviceFullError, match="7 MiB more were needed") as caught:
        draw(runtime, checkpoints / "sdxl")
    gc.collect()
    assert made, "its text encoders were loaded"
    assert not any(module() for module in made), "while the error is still kept"
    assert caught.value
    assert list(runtime.residents) == [kept]
    assert np.array_equal(draw(runtime, checkpoints / "sd").pixels, before.pixels)
    assert list(runtime.residents) == [kept], "it was not loaded again"


def test_half_precision_that_overflows_is_tried_once_more_in_full(checkpoints, monkeypatch):
    import torch

    halves = property(lambda _: torch.float32 if device._EXACT.get() else torch.float16)
    monkeypatch.setattr(Device, "dtype", halves)
    usual = torch.isfinite
    asked = []

    def finite(values):
        if values.dtype is torch.float16 and values.dim() == 4 and values.shape[1] == 4:
            asked.append(1)
            return torch.zeros_like(values, dtype=torch.bool)
        return usual(values)

    monkeypatch.setattr(torch, "isfinite", finite)
    runtime = Runtime()
    made = draw(runtime, checkpoints / "sd")
    assert asked
    assert climbing.EXACTLY in told(made)
    assert made.facts["dtype"] == "float32"


def test_full_precision_that_overflows_is_told_in_numbers(runtime, checkpoints):
    draw(runtime, checkpoints / "sd")
    [kept] = runtime.residents
    unet = kept.generator.checkpoint.parts.unet
    hook = unet.register_forward_hook(lambda _m, _i, out: (out[0] * float("nan"),))
    with pytest.raises(NotFiniteError, match=r"\(NaN\), 256 of 256"):
        draw(runtime, checkpoints / "sd")
    hook.remove()
    assert draw(runtime, checkpoints / "sd").pixels.std() > 0


def _extent(side):
    from studio.core.request import Extent

    return Extent(side, side)
