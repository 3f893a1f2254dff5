"""A style is known to a model when it moves pictures by more than another seed does."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from studio.core import paths
from studio.core.errors import Cancelled
from studio.core.job import CancelToken, Progress
from studio.core.model import Layout, Model
from studio.core.prompt.compose import final_prompts
from studio.core.prompt.styles import load_styles
from studio.core.request import Extent
from studio.core.style import Style
from studio.engine.runtime import Runtime
from studio.engine.style_descriptor import describe, effect
from studio.engine.style_effects import SHIPPED, cached_place, shipped_place, style_effects
from studio.engine.verbs.generate import Generated
from studio.engine.verbs.style_effect import FEWEST, PROMPTS, SEEDS, StyleEffect, StyleEffectPayload
from studio.engine.weights import model_at
from studio.tasks import measure_styles
from studio.tasks.measure_styles import MeasureStyles

SIZE = 64
GRAY = Style("gray", "Gray", "灰", "{prompt}, pencil")
LINES = Style("lines", "Lines", "线", "a comic of {prompt}")
IGNORED = Style("ignored", "Ignored", "无", "{prompt}, unheard-of")
CONFUSING = Style("confusing", "Confusing", "乱", "{prompt}, confusing words")
STYLES = {style.key: style for style in (GRAY, LINES, IGNORED, CONFUSING)}


PLAIN = (((0.25, 0.5),) * len(SEEDS),) * len(PROMPTS)


def quiet(_progress):
    pass


def scene(words, seed):
    """Draw a picture whose colors follow the words and whose layout follows the seed."""
    of_words = np.random.default_rng(int(hashlib.sha256(words.encode()).hexdigest()[:8], 16))
    of_seed = np.random.default_rng(seed)
    sky, ground, thing = of_words.integers(40, 230, (3, 3))
    y, x = np.mgrid[:SIZE, :SIZE]
    horizon = int(of_seed.integers(25, 40))
    image = np.where((y < horizon)[..., None], sky, ground).astype(float)
    for _ in range(3):
        cx, cy, radius = of_seed.integers(8, 56), of_seed.integers(20, 56), of_seed.integers(5, 11)
        image[(x - cx) ** 2 + (y - cy) ** 2 < radius**2] = thing
    return image + of_seed.normal(0, 2, image.shape)


class Artist:
    """Knows two styles, ignores one, and loses the thread with another."""

    def __init__(self):
        self.drawn = []

    def generate(self, payload, report, cancel):
        cancel.check()
        request = payload.request
        prompt = final_prompts(request)[0]
        self.drawn.append((prompt, request.seed))
        words = prompt if "confusing" in prompt else request.prompt
        image = scene(words, request.seed)
        if "pencil" in prompt:
            image = 128 + 0.5 * (image.mean(axis=2, keepdims=True) - 128).repeat(3, axis=2)
        if "comic" in prompt:
            image[::6] = 0
        return Generated(np.clip(image, 0, 255).astype(np.uint8), 0.0)


@pytest.fixture
def artist():
    return Artist()


@pytest.fixture
def runtime(artist):
    runtime = Runtime()
    family = runtime.families["starter"]
    runtime.families["starter"] = replace(family, load=lambda *_: artist)
    return runtime


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model"
    (folder / "unet").mkdir(parents=True)
    (folder / "unet" / "weights.safetensors").write_bytes(b"one")
    return Model("m", "M", "starter", folder, Layout.FOLDER, Extent(SIZE, SIZE))


class ScriptedEngine:
    """Answers at once with verdicts from a table."""

    def __init__(self):
        self.asked = []

    def run(self, verb, payload, report, cancel):
        assert verb == "style_effect"
        cancel.check()
        report(Progress(1, 2))
        self.asked.append((payload.style.key, payload.plain))
        works = payload.style.key in ("gray", "lines")
        return StyleEffect(payload.style.key, 3.0 if works else 0.5, 1.0, 0.1, works, PLAIN)


@pytest.fixture
def engine():
    return ScriptedEngine()


def measured(runtime, model, style, plain=()):
    payload = StyleEffectPayload(model, style, plain)
    return runtime.run("style_effect", payload, quiet, CancelToken())


@pytest.mark.parametrize(
    ("style", "works"), [(GRAY, True), (LINES, True), (IGNORED, False), (CONFUSING, False)]
)
def test_a_style_works_when_it_moves_pictures_further_than_a_seed(runtime, model, style, works):
    found = measured(runtime, model, style)
    assert found.key == style.key
    assert found.works is works
    assert (found.moved - 3 * found.error > found.spread) is works
    assert (found.moved == 0) is (style is IGNORED)


def test_pictures_without_style_are_drawn_once(runtime, model, artist):
    first = measured(runtime, model, GRAY)
    count = len(first.plain) * len(SEEDS)
    assert len(artist.drawn) == 2 * count
    assert measured(runtime, model, GRAY, first.plain) == first
    assert len(artist.drawn) == 3 * count


def test_a_clear_verdict_needs_few_prompts_and_an_unclear_one_all(runtime, model):
    assert len(measured(runtime, model, GRAY).plain) == FEWEST
    assert len(measured(runtime, model, CONFUSING).plain) > FEWEST


def test_pictures_are_drawn_as_the_user_draws_them_with_and_without_the_style(
    runtime, model, artist
):
    payload = StyleEffectPayload(model, GRAY, prompts=("a", "b"), seeds=(1, 2))
    runtime.run("style_effect", payload, quiet, CancelToken())
    assert artist.drawn == [
        *(("a", 1), ("a", 2), ("a, pencil", 1), ("a, pencil", 2)),
        *(("b", 1), ("b", 2), ("b, pencil", 1), ("b, pencil", 2)),
    ]


def test_progress_counts_the_prompts_and_cancel_stops_at_once(runtime, model, artist):
    cancel = CancelToken()
    seen = []

    def report(progress):
        seen.append(progress.step)
        if len(artist.drawn) == 6:
            cancel.cancel()

    with pytest.raises(Cancelled):
        runtime.run("style_effect", StyleEffectPayload(model, GRAY), report, cancel)
    assert len(artist.drawn) == 6
    assert seen == [0, 0, 0, 0, 1, 1, 1]


def test_the_descriptor_sees_the_hand_rather_than_the_scene():
    plain = scene("a house", 1).clip(0, 255).astype(np.uint8)
    other = scene("a house", 2).clip(0, 255).astype(np.uint8)
    gray = plain.mean(axis=2, keepdims=True).repeat(3, axis=2).astype(np.uint8)
    apart = np.linalg.norm(describe(plain) - describe(other))
    assert np.linalg.norm(describe(plain) - describe(gray)) > 2 * apart
    assert describe(np.dstack([plain, plain[..., 0]])) == pytest.approx(describe(plain))


@pytest.mark.parametrize("value", [0, 255])
def test_the_descriptor_of_an_empty_picture_is_finite(value):
    assert np.isfinite(describe(np.full((64, 80, 3), value, np.uint8))).all()


def test_a_large_picture_looks_like_itself_made_smaller():
    small = scene("a house", 1).clip(0, 255).repeat(4, 0).repeat(4, 1).astype(np.uint8)
    large = small.repeat(2, 0).repeat(2, 1)
    assert describe(large) == pytest.approx(describe(small), abs=1e-6)


def test_equal_pictures_have_no_effect_and_no_scatter():
    looks = np.ones((3, 2, 4))
    found = effect(looks, looks)
    assert (found.moved, found.spread, found.works) == (0, 0, False)


def test_nothing_is_said_of_styles_that_nobody_measured(model):
    assert style_effects(model, STYLES) == {}


def test_a_measurement_is_kept_and_told(engine, model):
    verdicts = MeasureStyles(engine, model, STYLES).run(quiet, CancelToken())
    assert verdicts == {"gray": True, "lines": True, "ignored": False, "confusing": False}
    assert style_effects(model, STYLES) == verdicts
    assert engine.asked == [("gray", ()), *((key, PLAIN) for key in list(STYLES)[1:])]
    assert MeasureStyles(engine, model, STYLES).run(quiet, CancelToken()) == verdicts
    assert len(engine.asked) == len(STYLES)


def test_every_finished_style_is_reported(engine, model):
    seen = []
    MeasureStyles(engine, model, STYLES).run(seen.append, CancelToken())
    results = [progress.result for progress in seen if progress.result is not None]
    assert results == [("gray", True), ("lines", True), ("ignored", False), ("confusing", False)]
    assert [p.fraction for p in seen] == [i / 8 for i in range(1, 9)]


def test_a_cancelled_measurement_goes_on_where_it_stopped(engine, model):
    cancel = CancelToken()

    def stop_after_the_first(progress):
        if progress.result is not None:
            cancel.cancel()

    with pytest.raises(Cancelled):
        MeasureStyles(engine, model, STYLES).run(stop_after_the_first, cancel)
    assert style_effects(model, STYLES) == {"gray": True}
    MeasureStyles(engine, model, STYLES).run(quiet, CancelToken())
    assert [key for key, _ in engine.asked] == list(STYLES)


def test_a_measurement_counts_only_for_its_weights_and_words(engine, model):
    MeasureStyles(engine, model, STYLES).run(quiet, CancelToken())
    reworded = {**STYLES, "gray": replace(GRAY, template="{prompt}, charcoal")}
    assert "gray" not in style_effects(model, reworded)
    assert "lines" in style_effects(model, reworded)
    (model.path / "unet" / "weights.safetensors").write_bytes(b"others")
    assert style_effects(model, STYLES) == {}
    engine.asked.clear()
    MeasureStyles(engine, model, STYLES).run(quiet, CancelToken())
    assert engine.asked[0] == ("gray", ())  # the plain pictures of other weights are no measure


def test_the_record_of_the_maker_counts_and_ours_comes_on_top(engine, model):
    MeasureStyles(engine, model, {"gray": GRAY}, shipped_place(model)).run(quiet, CancelToken())
    assert not cached_place(model).exists()
    assert style_effects(model, STYLES) == {"gray": True}
    MeasureStyles(engine, model, STYLES).run(quiet, CancelToken())
    assert [key for key, _ in engine.asked] == list(STYLES)
    assert set(style_effects(model, STYLES)) == set(STYLES)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"method": 3}', "\0"])
def test_a_damaged_record_is_no_record(engine, model, text):
    MeasureStyles(engine, model, {"gray": GRAY}).run(quiet, CancelToken())
    cached_place(model).write_text(text, encoding="utf-8")
    assert style_effects(model, STYLES) == {}
    assert MeasureStyles(engine, model, {"gray": GRAY}).run(quiet, CancelToken())["gray"]


def test_the_command_of_the_maker_writes_beside_the_model(engine, model, monkeypatch, capsys):
    monkeypatch.setattr("studio.engine.runtime.Runtime", lambda: engine)
    monkeypatch.setattr("studio.engine.weights.model_at", lambda _path: model)
    monkeypatch.setattr(measure_styles, "load_styles", lambda _folder: STYLES)
    assert measure_styles.main([str(model.path)]) == 0
    assert shipped_place(model).is_file()
    assert "4 measured; known: gray, lines" in capsys.readouterr().out
    assert style_effects(model, STYLES)["gray"] is True
    assert measure_styles.main([str(model.path), "--again"]) == 0
    assert [key for key, _ in engine.asked] == 2 * list(STYLES)


STARTER = paths.resources() / "models" / "starter"


@pytest.mark.skipif(
    not (STARTER / SHIPPED).is_file(),
    reason="new weights, not measured yet: python -m studio.tasks.measure_styles",
)
def test_the_styles_of_the_starter_were_measured_on_its_very_weights():
    styles = load_styles(paths.resources() / "styles")
    verdicts = style_effects(model_at(STARTER), styles)
    again = "run: python -m studio.tasks.measure_styles"
    assert set(verdicts) == set(styles), again
    assert {"pencil", "watercolor"} <= {key for key, works in verdicts.items() if works}
    assert not all(verdicts.values())
