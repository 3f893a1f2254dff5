"""A model looks at reference pictures through IP-Adapters as the bare diffusers pipelines do."""

import dataclasses

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Kind
from studio.core.request_parts import Reference
from studio.engine import references as module
from studio.engine.memory.climbing import Climb, Stance
from studio.engine.memory.rungs import Rung
from studio.engine.runtime import Runtime
from studio.engine.savings.tuning import Tuning
from studio.engine.vision import prepared
from studio.engine.weights import entry_at, model_at
from tests import originals
from tests.adapters import write_adapter, write_vision
from tests.unit.engine_help import payload

PROMPT = "a red house by the sea"
WRITERS = {"sd15": originals.write_published_sd, "sdxl": originals.write_published_sdxl}


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("references")
    write_vision(root / "vision")
    for name, write in WRITERS.items():
        write(root / name)
        write_adapter(root / f"{name}-plain.safetensors", root / name)
        write_adapter(root / f"{name}-plus.safetensors", root / name, plus=True, seed=23)
    return root


@pytest.fixture(scope="module")
def photos():
    random = np.random.default_rng(8)
    return [random.integers(0, 256, (70, 90, 3), dtype=np.uint8) for _ in range(2)]


def drawn(
    runtime, root, pictures, *, family="sd15", kinds=("plain",), scale=0.6, tuning="", **more
):
    asked = payload(root / family, PROMPT, **more)
    wanted = tuple(
        Reference(str(i), f"{family}-{kind}", scale) for i, kind in enumerate(kinds) if pictures
    )
    others = {f"{family}-{kind}": entry_at(root / f"{family}-{kind}.safetensors") for kind in kinds}
    others["vision"] = entry_at(root / "vision")
    others |= asked.others
    asked = dataclasses.replace(
        asked,
        request=dataclasses.replace(asked.request, references=wanted),
        references=tuple(pictures),
        others=others,
        tuning=tuning,
    )
    return runtime.run("generate", asked, lambda _: None, CancelToken()).pixels


def bare(root, pictures, *, family="sd15", kinds=("plain",), scale=0.6, guidance=5.0):
    import diffusers
    import torch
    from PIL import Image
    from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

    xl = "XL" if family == "sdxl" else ""
    pipe = getattr(diffusers, f"StableDiffusion{xl}Pipeline").from_pretrained(
        root / family,
        image_encoder=CLIPVisionModelWithProjection.from_pretrained(root / "vision"),
        feature_extractor=CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=32),
        local_files_only=True,
    )
    files = [f"{family}-{kind}.safetensors" for kind in kinds]
    pipe.load_ip_adapter(
        str(root), subfolder="", weight_name=files, image_encoder_folder=None, local_files_only=True
    )
    pipe.set_ip_adapter_scale([scale] * len(kinds))
    image = pipe(
        PROMPT,
        width=64,
        height=64,
        num_inference_steps=4,
        guidance_scale=guidance,
        ip_adapter_image=[Image.fromarray(picture) for picture in pictures],
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]
    return np.asarray(image)


@pytest.mark.parametrize("family", WRITERS)
@pytest.mark.parametrize("kind", ["plain", "plus"])
def test_a_reference_acts_as_in_the_bare_pipeline(runtime, root, photos, family, kind):
    ours = drawn(runtime, root, photos[:1], family=family, kinds=(kind,))
    theirs = bare(root, photos[:1], family=family, kinds=(kind,))
    assert np.array_equal(ours, theirs)
    assert not np.array_equal(ours, drawn(runtime, root, [], family=family))


def test_two_references_and_no_guidance_act_so_too(runtime, root, photos):
    kinds = ("plain", "plus")
    assert np.array_equal(
        drawn(runtime, root, photos, kinds=kinds), bare(root, photos, kinds=kinds)
    )
    alone = drawn(runtime, root, photos[:1], guidance=1.0)
    assert np.array_equal(alone, bare(root, photos[:1], guidance=1.0))


def test_afterwards_the_model_is_what_it_was(runtime, root, photos):
    before = drawn(runtime, root, [])
    one, two = (drawn(runtime, root, [photo]) for photo in photos)
    assert not np.array_equal(one, two)
    assert not np.array_equal(one, drawn(runtime, root, photos[:1], scale=0.2))
    assert np.array_equal(before, drawn(runtime, root, []))
    assert np.array_equal(one, drawn(runtime, root, photos[:1]))


def test_a_reference_acts_alike_however_the_model_was_tuned_before(root, photos, monkeypatch):
    apply = Tuning.apply
    monkeypatch.setattr(
        Tuning, "apply", lambda self, parts, level, _: apply(self, parts, level, "cuda")
    )
    engine = Runtime()
    exact = drawn(engine, root, photos[:1])
    for level in ("tuned", "", "tuned"):
        asked = drawn(engine, root, photos[:1], tuning=level)
        assert np.abs(asked.astype(int) - exact).max() <= 1
        assert level or np.array_equal(asked, exact)
    other = Runtime()  # here the adapter is first put in while the model is tuned
    drawn(other, root, photos[:1], tuning="tuned")
    assert np.array_equal(drawn(other, root, photos[:1]), exact)
    engine.close()
    other.close()


def test_another_encoder_in_the_same_place_is_looked_through(root, tmp_path, photos):
    import shutil

    place = tmp_path / "eyes"
    shutil.copytree(root, place)
    engine, fresh = Runtime(), Runtime()
    before = drawn(engine, place, photos[:1])
    write_vision(place / "vision", seed=77)
    after = drawn(engine, place, photos[:1])
    assert not np.array_equal(before, after)
    assert np.array_equal(after, drawn(fresh, place, photos[:1]))
    engine.close()
    fresh.close()


def test_a_model_that_refines_itself_goes_on_looking(runtime, root, photos):
    from studio.core.request_parts import Refiner

    alone = drawn(runtime, root, photos[:1], scheduler="DDIM")
    parts = {"refiner": Refiner("same", 0.5)}
    others = {"same": model_at(root / "sd15")}
    twice = drawn(runtime, root, photos[:1], scheduler="DDIM", parts=parts, others=others)
    assert np.array_equal(alone, twice)


@pytest.mark.parametrize("rung", [r for r in Rung if r is not Rung.WHOLE])
def test_a_reference_and_another_vae_act_on_every_rung_of_memory(
    runtime, root, photos, monkeypatch, rung
):
    originals.vae(0.18215).save_pretrained(root / "vae")
    more = {"parts": {"vae": "other"}, "others": {"other": entry_at(root / "vae")}}
    whole = drawn(runtime, root, photos[:1], **more)
    monkeypatch.setattr(Climb, "first", lambda *_: Stance(rung, taken=10**9))
    engine = Runtime()
    made = drawn(engine, root, photos[:1], **more)
    apart = np.abs(made.astype(int) - whole).mean()
    alone = np.abs(drawn(engine, root, [], **more).astype(int) - whole).mean()
    assert apart == 0 if rung <= Rung.LAYERS else apart < alone
    engine.close()


def test_what_is_kept_for_the_next_picture_counts_as_memory(root, photos):
    engine = Runtime()
    drawn(engine, root, [])
    before = engine.residents.size
    drawn(engine, root, photos[:1])
    kept = engine.residents.size - before
    adapter = (root / "sd15-plain.safetensors").stat().st_size
    assert 0.9 * adapter < kept < 1.1 * adapter


def test_a_picture_that_fails_leaves_no_adapter_behind(runtime, root, photos, monkeypatch):
    before = drawn(runtime, root, [])
    monkeypatch.setattr("studio.engine.diffusion.drawn", fail)
    with pytest.raises(ZeroDivisionError):
        drawn(runtime, root, photos[:1])
    monkeypatch.undo()
    assert np.array_equal(before, drawn(runtime, root, []))


def fail(*_):
    raise ZeroDivisionError


def test_a_picture_is_encoded_once(runtime, root, photos, monkeypatch):
    drawn(runtime, root, photos[:1])
    monkeypatch.setattr(module, "load_vision", fail)
    assert drawn(runtime, root, photos[:1], seed=9).std() > 1
    with pytest.raises(ZeroDivisionError):
        drawn(runtime, root, [photos[0][:, ::-1].copy()])


def test_an_encoder_may_be_a_single_file(root, tmp_path, photos):
    import shutil

    alone = tmp_path / "alone"
    shutil.copytree(root, alone)
    (alone / "vision" / "model.safetensors").rename(alone / "eye.safetensors")
    shutil.rmtree(alone / "vision")
    assert entry_at(alone / "eye.safetensors").kind is Kind.VISION
    (alone / "eye.safetensors").rename(alone / "vision")
    engines = Runtime(), Runtime()
    one, two = (drawn(e, r, photos[:1]) for e, r in zip(engines, (root, alone), strict=True))
    assert np.array_equal(one, two)


def test_without_its_encoder_the_adapter_says_which_it_wants(runtime, root, photos, tmp_path):
    asked = payload(root / "sd15", PROMPT)
    request = dataclasses.replace(asked.request, references=(Reference("0", "look"),))
    adapter = entry_at(root / "sd15-plain.safetensors")
    foreign = entry_at(write_vision(tmp_path / "wide", projection=48))
    asked = dataclasses.replace(asked, request=request, references=tuple(photos[:1]))
    cases = [
        ({}, "IP-Adapter look was not found"),
        ({"look": adapter}, "projection width 24, which was not found. Put its folder"),
        ({"look": adapter, "wide": foreign}, "projection width 24, which was not found"),
    ]
    for others, sentence in cases:
        with pytest.raises(WeightsMissingError, match=sentence):
            runtime.run(
                "generate",
                dataclasses.replace(asked, others=others),
                lambda _: None,
                CancelToken(),
            )


def test_an_adapter_of_another_base_model_is_refused_with_its_layer(runtime, root, photos):
    import shutil

    shutil.copy(root / "sdxl-plain.safetensors", root / "sd15-foreign.safetensors")
    with pytest.raises(ModelRefusedError, match=r"another base model: its layer ip_adapter\.1\."):
        drawn(runtime, root, photos[:1], kinds=("foreign",))


def test_an_adapter_for_faces_is_refused_by_name(runtime, root, photos):
    from safetensors.torch import load_file, save_file

    state = load_file(root / "sd15-plain.safetensors")
    state["image_proj.proj.0.weight"] = state.pop("image_proj.proj.weight")
    save_file(state, root / "sd15-face.safetensors")
    with pytest.raises(ModelRefusedError, match="may need a face detector"):
        drawn(runtime, root, photos[:1], kinds=("face",))


@pytest.mark.parametrize("shape", [(70, 90), (90, 70), (32, 32), (300, 33), (20, 25)])
def test_pictures_are_prepared_as_the_library_does(shape):
    from PIL import Image
    from transformers import CLIPImageProcessor

    pixels = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    theirs = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=32)(
        Image.fromarray(pixels), return_tensors="np"
    ).pixel_values
    assert np.array_equal(prepared(pixels, 32).numpy(), theirs)
