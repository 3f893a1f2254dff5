"""The illustrator draws what it says and says what it draws."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from studio.engine.training.illustrator import (
    CORE,
    FULL,
    Color,
    Figure,
    Place,
    Position,
    Scene,
    Size,
    Split,
    Style,
    Subject,
    Time,
    caption,
    held_out,
    render,
    render_with_mask,
    sample_scene,
    subject_mask,
    words,
)
from studio.engine.training.illustrator.palette import PAINTS
from studio.engine.training.illustrator.phrases import CHINESE, ENGLISH
from studio.engine.training.illustrator.sheet import color_rows, contact_sheet

PLAIN = Scene(Time.DAY, Place.HILLS, Style.FLAT, (Figure(Subject.HOUSE, Color.RED),), seed=5)


def samples(count, seed=0, vocabulary=FULL):
    rng = np.random.default_rng(seed)
    return [sample_scene(rng, vocabulary, Split.ANY) for _ in range(count)]


@cache
def album():
    """Pictures shared by the slower tests: 25 per style with mask and scene."""
    scenes = samples(25 * len(FULL.styles), seed=3)
    scenes = [replace(s, style=FULL.styles[i % 8]) for i, s in enumerate(scenes)]
    return [(scene, *render_with_mask(scene)) for scene in scenes]


def box_height(mask):
    rows = np.flatnonzero((mask > 127).any(axis=1))
    return (rows[-1] - rows[0] + 1) / mask.shape[0]


@pytest.mark.parametrize("style", list(Style))
def test_the_same_scene_gives_the_same_bytes(style):
    scene = replace(PLAIN, style=style)
    first, other = render(scene), render(replace(scene))
    assert first.shape == (256, 256, 3)
    assert first.dtype == np.uint8
    assert first.tobytes() == other.tobytes()


def test_another_seed_gives_another_picture():
    assert render(PLAIN).tobytes() != render(replace(PLAIN, seed=6)).tobytes()


@pytest.mark.parametrize("size", [96, 128, 250, 512])
def test_pictures_come_in_the_size_asked_for(size):
    for style in (Style.WATERCOLOR, Style.PIXEL):
        picture, mask = render_with_mask(replace(PLAIN, style=style), size)
        assert picture.shape == (size, size, 3)
        assert mask.shape == (size, size)


@pytest.mark.parametrize("place", list(Place))
def test_every_subject_stands_in_every_place(place):
    for i, subject in enumerate(Subject):
        time, position = tuple(Time)[i % 6], tuple(Position)[i % 3]
        figure = Figure(subject, tuple(Color)[i % 9], position, tuple(Size)[i % 2])
        assert render(Scene(time, place, Style.FLAT, (figure,), seed=i), 64).std() > 5


@pytest.mark.parametrize("style", list(Style))
def test_every_time_of_day_looks_different_in_every_style(style):
    means = [
        render(replace(PLAIN, style=style, time=time)).reshape(-1, 3).mean(axis=0) for time in Time
    ]
    gaps = [np.abs(a - b).max() for i, a in enumerate(means) for b in means[:i]]
    assert min(gaps) > 3


def test_two_figures_get_two_places():
    pairs = [scene for scene in samples(80) if len(scene.subjects) == 2]
    assert pairs
    for scene in pairs:
        left, right = scene.subjects
        assert left.position != right.position
        assert left.subject != right.subject


def test_the_core_vocabulary_never_leaves_the_core():
    for scene in samples(60, vocabulary=CORE):
        (figure,) = scene.subjects
        assert scene.time in CORE.times
        assert scene.place in CORE.places
        assert scene.style in CORE.styles
        assert figure.subject in CORE.subjects
        assert figure.color in CORE.colors


@pytest.mark.parametrize(("language", "phrases"), [("en", ENGLISH), ("zh", CHINESE)])
def test_captions_name_every_attribute(language, phrases):
    rng = np.random.default_rng(0)
    for scene in samples(150):
        text = caption(scene, rng, language, layout=1.0)
        named = [
            phrases.time[scene.time] + phrases.in_time[scene.time],
            phrases.place[scene.place] + phrases.in_place[scene.place],
            phrases.style[scene.style],
        ]
        for figure in scene.subjects:
            named += [
                phrases.subject[figure.subject],
                phrases.color[figure.color],
                phrases.position[figure.position],
                phrases.size[figure.size],
            ]
        for options in named:
            assert any(option in text for option in options), (text, options)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_omitting_keeps_the_subject_and_drops_the_rest(language):
    rng = np.random.default_rng(0)
    table = ENGLISH.subject if language == "en" else CHINESE.subject
    for scene in samples(60):
        bare = caption(scene, rng, language, omit=1.0)
        assert all(any(o in bare for o in table[f.subject]) for f in scene.subjects)
        assert "," not in bare
        assert "，" not in bare


def test_captions_vary_and_use_both_commas():
    rng = np.random.default_rng(0)
    english = {caption(PLAIN, rng, "en") for _ in range(60)}
    chinese = {caption(PLAIN, rng, "zh") for _ in range(60)}
    assert len(english) > 40
    assert len(chinese) > 40
    assert any("," in text for text in chinese)
    assert any("，" in text for text in chinese)


def test_chinese_measure_words_fit_their_nouns():
    rng = np.random.default_rng(1)
    house, fish = PLAIN, replace(PLAIN, subjects=(Figure(Subject.FISH, Color.BLUE),))
    houses = "".join(caption(house, rng, "zh", layout=0) for _ in range(40))
    fishes = "".join(caption(fish, rng, "zh", layout=0) for _ in range(40))
    assert "一座红色的房子" in houses
    assert "一条蓝色的鱼" in fishes
    assert "一条红色" not in houses


def test_the_word_lists_cover_every_caption():
    rng = np.random.default_rng(2)
    english, chinese = set(words("en")), set(words("zh"))
    for scene in samples(300):
        text = caption(scene, rng, "en", omit=0.1)
        assert set(re.findall(r"[\w-]+|[^\w\s]", text)) <= english
        assert set(caption(scene, rng, "zh", omit=0.1)) <= chinese


def test_one_combination_in_ten_is_held_out():
    share = np.mean([held_out(scene) for scene in samples(4000)])
    assert 0.08 < share < 0.12


def test_the_held_out_rule_ignores_seed_and_layout_and_never_changes():
    scene = samples(1, seed=9)[0]
    moved = tuple(replace(f, position=Position.LEFT, size=Size.SMALL) for f in scene.subjects)
    assert held_out(scene) == held_out(replace(scene, seed=1234, subjects=moved))
    verdicts = "".join("x" if held_out(s) else "." for s in samples(40, seed=21))
    assert verdicts == "x..x.x...........x.....................x"


def test_training_never_sees_a_held_out_combination():
    rng = np.random.default_rng(4)
    assert not any(held_out(sample_scene(rng, CORE)) for _ in range(200))
    assert all(held_out(sample_scene(rng, CORE, Split.HELD_OUT)) for _ in range(20))


def test_the_mask_covers_the_subject_and_little_else():
    red_house = replace(PLAIN, subjects=(Figure(Subject.HOUSE, Color.RED, Position.LEFT),))
    picture, mask = render_with_mask(red_house)
    assert (mask == subject_mask(red_house)).all()
    inside = picture[mask > 200].mean(axis=0)
    outside = picture[mask < 50].mean(axis=0)
    assert inside[0] > inside[1] + 60
    assert outside[0] < outside[1] + 20
    assert mask[:, 190:].max() == 0


@pytest.mark.parametrize(
    ("size", "low", "high"), [(Size.SMALL, 0.28, 0.4), (Size.LARGE, 0.53, 0.68)]
)
def test_sizes_keep_their_bounds(size, low, high):
    for i, subject in enumerate(Subject):
        for seed in range(3):
            figure = Figure(subject, Color.BLUE, tuple(Position)[seed], size)
            mask = subject_mask(replace(PLAIN, subjects=(figure,), seed=i * 3 + seed))
            assert low <= box_height(mask) <= high, subject


def test_positions_order_the_subject_across_the_picture():
    def middle(position):
        figure = Figure(Subject.TREE, Color.GREEN, position, Size.SMALL)
        columns = np.flatnonzero(subject_mask(replace(PLAIN, subjects=(figure,))).any(axis=0))
        return columns.mean() / 256

    assert middle(Position.LEFT) < 0.35 < 0.42 < middle(Position.CENTER) < 0.58
    assert middle(Position.RIGHT) > 0.65


@pytest.mark.parametrize("style", list(Style))
def test_the_mean_color_of_a_subject_is_nearest_to_its_name(style):
    names = list(Color)
    paints = np.array([PAINTS[name] for name in names], float)
    hits = []
    for scene, picture, mask in album():
        if scene.style is style and len(scene.subjects) == 1:
            mean = picture[mask > 127].mean(axis=0)
            nearest = names[int(((paints - mean) ** 2).sum(axis=1).argmin())]
            hits.append(nearest is scene.subjects[0].color)
    assert np.mean(hits) > 0.5


def test_a_color_histogram_does_not_give_the_style_away():
    features, labels = [], []
    for scene, picture, _ in album():
        q = (picture // 64).astype(np.intp)
        cells = q[..., 0] * 16 + q[..., 1] * 4 + q[..., 2]
        features.append(np.bincount(cells.ravel(), minlength=64) / cells.size)
        labels.append(FULL.styles.index(scene.style))
    x, y = np.sqrt(np.array(features)), np.array(labels)
    x = np.hstack([x, np.ones((len(x), 1))])
    train = np.arange(len(y)) % 16 < 8
    a, target = x[train], np.eye(8)[y[train]]
    weights = np.linalg.solve(a.T @ a + 0.1 * np.eye(65), a.T @ target)
    accuracy = ((x[~train] @ weights).argmax(axis=1) == y[~train]).mean()
    assert accuracy < 0.6


def test_a_contact_sheet_shows_every_row():
    rows = [row[:2] for row in color_rows()[:2]]
    assert contact_sheet(rows).size == (320, 320)
