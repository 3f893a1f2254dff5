"""One picture: its size, its facts, its previews, and what happens when something is wrong."""

import json
import shutil
import weakref

import numpy as np
import pytest

from studio.core.errors import Cancelled, ModelRefusedError, RequestError, StudioError
from studio.core.job import CancelToken
from studio.core.request import Extent
from studio.core.text import Message
from studio.engine.device import Device
from studio.engine.preview import FILE, Previewer, Projection, decode, fit, projection_for
from studio.engine.runtime import Runtime
from tests.checkpoints import write_sd
from tests.unit.engine_help import draw, payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def parts_of(runtime, folder):
    return runtime.generator(payload(folder).model, lambda _: None, CancelToken()).checkpoint.parts


@pytest.mark.parametrize("extent", [Extent(64, 136), Extent(256, 64)])
def test_any_multiple_of_eight_from_sixty_four_is_drawn(runtime, checkpoints, extent):
    made = draw(runtime, checkpoints / "sd", extent=extent, steps=1)
    assert made.pixels.shape == (extent.height, extent.width, 3)
    assert made.pixels.dtype == np.uint8


@pytest.mark.parametrize("extent", [Extent(100, 64), Extent(56, 64), Extent(64, 10**9)])
def test_an_impossible_size_is_refused_with_what_is_possible(runtime, checkpoints, extent):
    with pytest.raises(RequestError, match="multiples of 8, from 64 to 8192"):
        draw(runtime, checkpoints / "sd", extent=extent)


def test_sixteen_pixels_to_a_latent_are_respected(runtime, checkpoints):
    assert draw(runtime, checkpoints / "starter", extent=Extent(80, 64)).pixels.shape == (64, 80, 3)
    with pytest.raises(RequestError, match="multiples of 16"):
        draw(runtime, checkpoints / "starter", extent=Extent(72, 64))


def test_a_size_far_from_the_native_one_is_drawn_with_a_notice(runtime, checkpoints):
    [notice] = draw(runtime, checkpoints / "sd", extent=Extent(64, 64), steps=1).notices
    assert "128x128" in str(notice)
    assert draw(runtime, checkpoints / "sd", extent=Extent(128, 120), steps=1).notices == ()


def test_the_facts_are_enough_to_make_the_picture_again(runtime, checkpoints):
    facts = draw(runtime, checkpoints / "sd", "a {red} house", negative="night").facts
    assert facts["prompt"] == "a red house"
    assert facts["negative"] == "night"
    assert facts["scheduler"] == "DDIMScheduler"
    assert facts["family"] == "sd15"
    assert len(facts["model_hash"]) == 64
    assert {"torch", "diffusers", "transformers", "studio", "python"} <= facts.keys()
    assert (facts["device"], facts["dtype"]) == ("cpu", "float32")
    json.dumps(dict(facts))


def test_as_many_threads_draw_as_were_chosen(checkpoints):
    import torch

    before = torch.get_num_threads()
    try:
        facts = draw(Runtime(before + 1), checkpoints / "sd", steps=1).facts
    finally:
        torch.set_num_threads(before)
    assert facts["threads"] == before + 1


def test_a_small_model_is_drawn_by_one_thread_and_a_large_one_by_all(checkpoints, monkeypatch):
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        runtime = Runtime()
        small = draw(runtime, checkpoints / "sd", steps=1).facts
        monkeypatch.setattr("studio.engine.runtime.SMALL_BYTES", 0)
        large = draw(runtime, checkpoints / "sd-tiny-vae", steps=1).facts
    finally:
        torch.set_num_threads(before)
    assert (small["threads"], large["threads"]) == (1, 2)


def test_the_models_hash_follows_its_weights(runtime, checkpoints, tmp_path, studio_home):
    copy = shutil.copytree(checkpoints / "sd", tmp_path / "copy")
    one, two = (draw(runtime, f, steps=1).facts["model_hash"] for f in (checkpoints / "sd", copy))
    assert one == two
    memory = json.loads((studio_home / "cache" / "hashes.json").read_text(encoding="utf-8"))
    assert str(copy / "unet" / "diffusion_pytorch_model.safetensors") in memory
    shutil.copytree(checkpoints / "sd-tiny-vae" / "unet", copy / "unet", dirs_exist_ok=True)
    assert draw(runtime, copy, steps=1).facts["model_hash"] != one


def test_after_a_cancel_nothing_is_decoded(runtime, checkpoints, monkeypatch):
    vae = parts_of(runtime, checkpoints / "sd").vae
    unet = parts_of(runtime, checkpoints / "sd").unet
    decoded, passes, cancel = [], [], CancelToken()
    monkeypatch.setattr(vae, "decode", lambda *_, **__: decoded.append(1))
    hook = unet.register_forward_hook(lambda *_: passes.append(1))

    def report(progress):
        if progress.stage == Message("Drawing") and progress.step == 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", steps=4, report=report, cancel=cancel)
    hook.remove()
    assert len(passes) == 2
    assert decoded == []


def test_a_cancel_during_a_pass_ends_before_its_step(runtime, checkpoints):
    unet = parts_of(runtime, checkpoints / "sd").unet
    cancel, passes, seen = CancelToken(), [], []

    def in_the_pass(*_):
        passes.append(1)
        if len(passes) == 3:
            cancel.cancel()

    hook = unet.register_forward_hook(in_the_pass)
    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", report=seen.append, cancel=cancel)
    hook.remove()
    assert [p.step for p in seen if p.stage == Message("Drawing")] == [1, 2]


def test_a_full_device_keeps_nothing_of_what_filled_it():
    from studio.core.errors import DeviceFullError
    from studio.engine.device import explaining

    kept = []

    def fill():
        big = np.zeros(8)
        kept.append(weakref.ref(big))
        raise MemoryError("cannot allocate 1024 bytes")

    with pytest.raises(DeviceFullError):
        explaining(fill)
    assert kept[0]() is None


def test_a_cancel_after_the_last_step_decodes_nothing_either(runtime, checkpoints, monkeypatch):
    vae, decoded, cancel = parts_of(runtime, checkpoints / "sd").vae, [], CancelToken()
    monkeypatch.setattr(vae, "decode", lambda *_, **__: decoded.append(1))

    def report(progress):
        if progress.stage == Message("Drawing") and progress.step == progress.total:
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", report=report, cancel=cancel)
    assert decoded == []


def test_a_cancel_while_loading_leaves_nothing_loaded(runtime, checkpoints):
    runtime.free()
    cancel, stages = CancelToken(), []

    def report(progress):
        stages.append(str(progress.stage))
        if "encoder" in stages[-1]:
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(runtime, checkpoints / "sd", report=report, cancel=cancel)
    assert "Loading the denoiser" not in stages
    assert not list(runtime.residents)


@pytest.mark.parametrize("name", ["Heun", "DPM2 a", "PNDM", "LCM"])
def test_second_order_and_warm_up_passes_count_as_the_users_steps(runtime, checkpoints, name):
    seen = []
    draw(runtime, checkpoints / "sd", steps=5, scheduler=name, report=seen.append)
    assert [p.step for p in seen if p.stage == Message("Drawing")] == [1, 2, 3, 4, 5]


def test_numbers_that_overflow_are_an_error_and_never_a_black_picture(runtime, checkpoints):
    unet = parts_of(runtime, checkpoints / "sd").unet
    hook = unet.register_forward_hook(lambda _m, _i, out: (out[0] * float("nan"),))
    try:
        with pytest.raises(StudioError, match="not finite"):
            draw(runtime, checkpoints / "sd")
    finally:
        hook.remove()


def test_a_decoder_that_overflows_is_an_error_too(runtime, checkpoints):
    vae = parts_of(runtime, checkpoints / "sd").vae
    hook = vae.decoder.register_forward_hook(lambda _m, _i, out: out * float("inf"))
    try:
        with pytest.raises(StudioError, match="not finite"):
            draw(runtime, checkpoints / "sd")
    finally:
        hook.remove()


def test_a_decoder_that_overflows_in_half_precision_is_given_full(checkpoints, monkeypatch):
    import torch

    monkeypatch.setattr(Device, "dtype", property(lambda _self: torch.float16))
    runtime = Runtime()
    vae = parts_of(runtime, checkpoints / "sd").vae
    half = []

    def overflow(_module, _inputs, output):
        half.append(output.dtype is torch.float16)
        return output * float("inf") if half[-1] else output

    vae.decoder.register_forward_hook(overflow)
    assert draw(runtime, checkpoints / "sd").pixels.std() > 1
    assert half[-2:] == [True, False]
    assert vae.dtype is torch.float16, "the next picture is decoded as this one began"


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_weights_that_are_not_finite_are_refused_by_name(runtime, checkpoints, tmp_path, part):
    import torch
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(checkpoints / "sd", tmp_path / "sd")
    [path] = (folder / part).glob("*.safetensors")
    weights = load_file(path)
    name = sorted(k for k, v in weights.items() if v.dim() > 1)[0]
    weights[name][0] = torch.nan
    save_file(weights, path, {"format": "pt"})
    with pytest.raises(ModelRefusedError, match="not finite") as caught:
        draw(runtime, folder)
    assert caught.value.message.values["path"] == path


def test_weights_that_do_not_fit_their_config_are_refused(runtime, checkpoints, tmp_path):
    folder = shutil.copytree(checkpoints / "sd", tmp_path / "sd")
    shutil.copytree(checkpoints / "sdxl" / "unet", tmp_path / "xl-unet")
    shutil.copy(tmp_path / "xl-unet" / "diffusion_pytorch_model.safetensors", folder / "unet")
    with pytest.raises(ModelRefusedError, match=r"do not fit its config\.json"):
        draw(runtime, folder)


def test_a_missing_tensor_is_not_made_up(runtime, checkpoints, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(checkpoints / "sd", tmp_path / "sd")
    path = folder / "text_encoder" / "model.safetensors"
    weights = load_file(path)
    del weights[sorted(weights)[-1]]
    save_file(weights, path, {"format": "pt"})
    with pytest.raises(ModelRefusedError, match=r"do not fit its config\.json"):
        draw(runtime, folder)


def test_half_precision_files_are_loaded_when_there_are_no_others(runtime, checkpoints, tmp_path):
    import torch
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(checkpoints / "sd", tmp_path / "sd")
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    half = {k: v.to(torch.float16) for k, v in load_file(path).items()}
    path.unlink()
    save_file(half, path.with_name("diffusion_pytorch_model.fp16.safetensors"), {"format": "pt"})
    assert draw(runtime, folder).pixels.std() > 1


def test_the_preview_is_fitted_to_what_the_decoder_shows(runtime, checkpoints):
    import torch

    vae = parts_of(runtime, checkpoints / "sd-tiny-vae").vae
    coarse = torch.randn((1, 4, 3, 3), generator=torch.Generator().manual_seed(5))
    latents = torch.nn.functional.interpolate(coarse, size=(16, 16), mode="bicubic")
    preview = fit(vae).picture(latents).astype(float)
    with torch.no_grad():
        image = decode(vae, latents).clamp(-1, 1)
    small = torch.nn.functional.interpolate(image, size=(16, 16), mode="area")
    picture = ((small[0].permute(1, 2, 0).numpy() + 1) * 127.5).astype(float)
    assert ((preview - picture) ** 2).mean() < 0.2 * ((picture - picture.mean()) ** 2).mean()


def test_the_fit_finds_a_matrix_that_is_there():
    import torch

    truth = torch.tensor([[0.1, 0, 0.02], [0, 0.2, 0], [0.05, 0, 0.1], [0, 0.03, 0]])

    class LinearVae:
        config = type("Config", (), {"latent_channels": 4, "scaling_factor": 2.0})
        device, dtype = "cpu", torch.float32

        def decode(self, latents, return_dict):
            colors = torch.einsum("bchw,ck->bkhw", latents * 2.0, truth) + 0.1
            return (colors.repeat_interleave(8, 2).repeat_interleave(8, 3),)

    found = fit(LinearVae())
    assert np.allclose(found.matrix, truth.numpy(), atol=1e-4)
    assert np.allclose(found.bias, 0.1, atol=1e-4)


def test_a_models_own_preview_matrix_is_used(checkpoints, tmp_path):
    matrix = [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]
    (tmp_path / FILE).write_text(json.dumps({"matrix": matrix, "bias": [0, 0, -1]}))
    found = projection_for(tmp_path, FakeVae(), tmp_path / "none.json")
    latents = Latents([[[2.0]], [[0.0]], [[0.0]], [[9.0]]])
    assert found.picture(latents).tolist() == [[[255, 128, 0]]]


def test_a_preview_matrix_of_another_model_is_not_used(checkpoints, tmp_path, runtime):
    (tmp_path / FILE).write_text(json.dumps({"matrix": [[1, 1, 1]], "bias": [0, 0, 0]}))
    vae = parts_of(runtime, checkpoints / "sd").vae
    known = tmp_path / "cache" / "vae.json"
    assert projection_for(tmp_path, vae, known).matrix.shape == (4, 3)
    assert known.is_file(), "the fit is remembered"


class FakeVae:
    class config:  # noqa: N801
        latent_channels = 4


class Latents:
    """Just enough of a tensor (1, C, h, w)."""

    def __init__(self, values):
        self._values = np.asarray(values, np.float32)

    def __getitem__(self, _index):
        return self

    def float(self):
        return self

    cpu = float

    def numpy(self):
        return self._values

    def flatten(self):
        return self._values.flatten()


def test_previews_come_at_most_ten_times_a_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("studio.engine.preview.time.monotonic", lambda: now[0])
    previewer = Previewer(Projection(np.zeros((4, 3), np.float32), np.zeros(3, np.float32)))
    asked = []

    def x0():
        asked.append(now[0])
        return Latents(np.zeros((4, 2, 2)))

    shown = []
    for i in range(100):
        now[0] = 100 + i / 50
        shown.append(previewer.preview(x0) is not None)
    assert shown[0]
    assert sum(shown) <= 20
    assert len(asked) == sum(shown), "nothing is computed for a preview that is not shown"


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("kind", ["DDIMScheduler", "EulerDiscreteScheduler"])
def test_the_estimate_finds_the_clean_latents(prediction, kind):
    import diffusers
    import torch

    from studio.engine.denoise import estimate

    scheduler = getattr(diffusers, kind)(prediction_type=prediction)
    scheduler.set_timesteps(10)
    t = scheduler.timesteps[3]
    random = torch.Generator().manual_seed(1)
    clean, noise = torch.randn((2, 1, 4, 8, 8), generator=random)
    noisy = scheduler.scale_model_input(scheduler.add_noise(clean, noise, t[None]), t)
    alpha = scheduler.alphas_cumprod[round(float(t))]
    says = {
        "epsilon": noise,
        "v_prediction": alpha.sqrt() * noise - (1 - alpha).sqrt() * clean,
        "sample": clean,
    }
    assert torch.allclose(estimate(scheduler, says[prediction], t, noisy), clean, atol=1e-2)


def test_an_outdated_checkpoint_without_sample_size_is_native_at_512(tmp_path):
    folder = write_sd(tmp_path / "sd")
    path = folder / "unet" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["sample_size"] = None
    path.write_text(json.dumps(config), encoding="utf-8")
    assert payload(folder).model.native == Extent(512, 512)
