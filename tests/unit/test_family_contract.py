"""What every family promises, whatever its models are made of."""

import dataclasses
import shutil

import numpy as np
import pytest

from studio.core.errors import Cancelled, ModelRefusedError, RequestError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.params import clean
from studio.core.registry import discover
from studio.core.request import PARTS, Extent
from studio.core.request_parts import (
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.core.text import Message
from studio.engine import families
from studio.engine.family import Family, Header
from studio.engine.folder import read_folder
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from tests.families import WRITERS
from tests.unit.engine_help import draw

FAMILIES = discover(families, "FAMILY", Family)
PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return the folder of a tiny model of a family, written once."""
    root = tmp_path_factory.mktemp("families")

    def folder(key):
        place = root / key
        return place if place.is_dir() else WRITERS[key](place)

    return folder


@pytest.fixture(scope="module", params=FAMILIES)
def family(request):
    """One family after the other, so that its model stays loaded through its tests."""
    return FAMILIES[request.param]


@pytest.fixture(scope="module")
def model(folders, family):
    return folders(family.key)


@pytest.fixture(scope="module")
def plain(runtime, model):
    """What a model draws when nothing special is asked."""
    return draw(runtime, model, PROMPT).pixels


def test_every_family_has_a_model_to_keep_its_promises_with():
    assert WRITERS.keys() == FAMILIES.keys()


def test_it_knows_its_own_models_and_no_other_family_does(model, family):
    header = read_folder(model)
    assert [f.key for f in FAMILIES.values() if f.recognize(header)] == [family.key]
    found = model_at(model)
    assert (found.family, found.size_bytes > 0) == (family.key, True)
    assert isinstance(found.native, Extent)


def test_it_does_not_take_what_it_cannot_know(family, tmp_path):
    nothing = Header(tmp_path, {}, {}, {"weights.0": (4, 4)}, {})
    assert family.recognize(nothing) is None
    other = {"model_index.json": {"_class_name": "SomethingElse"}}
    assert family.recognize(Header(tmp_path, {"unet": "Other"}, other, {}, {})) is None


def test_its_parameters_are_a_frozen_value_with_bounds(family):
    assert family.title
    assert dataclasses.is_dataclass(family.params)
    assert clean(family.params, {}) == family.params()
    with pytest.raises(RequestError, match="steps cannot be 9000"):
        clean(family.params, {"steps": 9000})
    assert set(family.takes) <= set(PARTS)


def test_it_draws_the_same_pixels_twice_and_others_for_another_seed(runtime, model, plain):
    first = draw(runtime, model, PROMPT)
    assert np.array_equal(first.pixels, plain)
    assert (first.pixels.shape, first.pixels.dtype) == ((64, 64, 3), np.uint8)
    assert first.pixels.std() > 1
    assert not np.array_equal(first.pixels, draw(runtime, model, PROMPT, seed=4).pixels)
    runtime.free()
    again = draw(runtime, model, PROMPT)
    assert np.array_equal(first.pixels, again.pixels)
    assert first.facts == again.facts
    assert first.facts["family"] == model_at(model).family


def test_it_follows_the_words(runtime, model):
    pictures = [draw(runtime, model, text).pixels for text in (PROMPT, "a blue cat")]
    assert not np.array_equal(*pictures)
    negative = [draw(runtime, model, negative=text).pixels for text in ("", "night")]
    assert not np.array_equal(*negative)


def test_it_starts_from_a_picture_as_far_as_it_is_told(runtime, model, plain):
    photo = np.random.default_rng(5).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    kept = draw(runtime, model, PROMPT, source=photo, denoise=0.0)
    assert np.array_equal(kept.pixels, photo)
    changed = draw(runtime, model, PROMPT, source=photo, denoise=0.5).pixels
    assert not np.array_equal(changed, photo)
    assert not np.array_equal(changed, plain)


def test_a_weight_counts_or_the_user_is_told_that_it_does_not(runtime, model, family):
    plain, heavy = (draw(runtime, model, text) for text in ("a red house", "a (red:1.9) house"))
    assert np.array_equal(plain.pixels, heavy.pixels) is not family.weighted
    assert bool(len(heavy.notices) > len(plain.notices)) is not family.weighted


def test_cancel_takes_effect_within_one_step_and_the_next_picture_is_whole(runtime, model, plain):
    cancel, steps = CancelToken(), []

    def report(progress):
        if progress.stage == Message("Drawing"):
            steps.append(progress.step)
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(runtime, model, steps=50, report=report, cancel=cancel)
    assert steps == [1]
    assert np.array_equal(plain, draw(runtime, model, PROMPT).pixels)


def test_a_cancel_while_it_loads_leaves_nothing_behind(model):
    engine, cancel = Runtime(), CancelToken()

    def report(progress):
        if "Loading" in progress.stage.template:
            cancel.cancel()

    with pytest.raises(Cancelled):
        draw(engine, model, report=report, cancel=cancel)
    assert draw(engine, model).pixels.std() > 1


def test_a_file_that_is_cut_off_is_refused_with_its_path(runtime, model, tmp_path):
    copy = shutil.copytree(model, tmp_path / "copy")
    weights = sorted(copy.rglob("*.safetensors"))
    for path in weights:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(ModelRefusedError, match="cut off") as caught:
            draw(runtime, copy)
        assert caught.value.message.values["path"] == path
        path.write_bytes(whole)
    assert weights
    assert draw(runtime, copy).pixels.std() > 1


def test_a_size_that_it_cannot_make_is_refused_by_name(runtime, model):
    with pytest.raises(RequestError, match="65x64 is not a possible size"):
        draw(runtime, model, extent=Extent(65, 64))


PHOTO = np.random.default_rng(6).integers(0, 256, (64, 64, 3), dtype=np.uint8)
MASK = np.zeros((64, 64), np.uint8)
MASK[16:48, 16:48] = 255
ASKED = {
    "inpaint": (Inpaint("0" * 64, feather=0), {"source": PHOTO, "mask": MASK, "denoise": 1.0}),
    "outpaint": (Outpaint(right=64), {"source": PHOTO, "denoise": 1.0}),
    "high_res": (HighRes(2.0, 0.7), {}),
    "refiner": (Refiner("gone"), {}),
    "variation": (Variation(7, 0.5), {}),
    "seamless": (Seamless.X, {}),
    "vae": ("gone", {}),
    "references": ((Reference("0" * 64, "gone"),), {}),
    "savings": (Savings(guidance_end=0.4), {}),
}
NAMES_ANOTHER = ("refiner", "vae", "references")


def test_every_part_of_a_request_is_known_here():
    assert ASKED.keys() == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_it_acts_on_a_part_of_a_request_or_refuses_it_with_a_sentence(runtime, model, family, part):
    wanted, more = ASKED[part]
    if part not in family.takes:
        with pytest.raises(RequestError, match="knows nothing of"):
            draw(runtime, model, parts={part: wanted}, **more)
    elif part in NAMES_ANOTHER:
        with pytest.raises(WeightsMissingError, match="gone"):
            draw(runtime, model, parts={part: wanted}, **more)
    else:
        made = draw(runtime, model, PROMPT, parts={part: wanted}, **more).pixels
        assert not np.array_equal(made, plain)
