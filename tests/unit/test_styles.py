"""Styles and word lists as data: those that ship and those of the user."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from studio.core import paths
from studio.core.prompt.checking import check
from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.core.prompt.schedule import schedule
from studio.core.prompt.styles import CATEGORIES, load_styles, read_styles, save_style
from studio.core.prompt.wildcards import load_wildcards
from studio.core.request import Request
from studio.core.style import Style
from studio.engine.training.illustrator.phrases import ENGLISH

SHIPPED = load_styles(paths.resources() / "styles")
LISTS = load_wildcards(paths.resources() / "wildcards")


def write(folder, name, data):
    folder.mkdir(parents=True, exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data)
    (folder / name).write_text(text, encoding="utf-8")


def test_the_shipped_styles_are_many_whole_and_different():
    shelf = read_styles(paths.resources() / "styles")
    assert shelf.problems == ()
    assert len(shelf.styles) >= 40
    templates = {style.template for style in shelf.styles.values()}
    assert len(templates) == len(shelf.styles)
    files = [json.loads(p.read_text("utf-8")) for p in paths.resources().glob("styles/*.json")]
    assert sum(len(file["styles"]) for file in files) == len(shelf.styles)  # no key twice


@pytest.mark.parametrize("style", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_style_can_be_used(style):
    assert style.template.count("{prompt}") == 1
    assert style.title
    assert any("\u4e00" <= char <= "\u9fff" for char in style.title_zh)
    assert style.category in CATEGORIES
    assert check(style.template.replace("{prompt}", "x"), {}) == []
    prompt, negative = final_prompts(Request("a red house", style=style))
    assert "a red house" in prompt
    assert negative == style.negative
    assert len(schedule(prompt, 20)) == 1


GLUE = {"a", "an", "at", "by", "during", "in", "is", "of", "on", "the", "there", "under", "with"}
CONTENT = {
    word
    for field in fields(ENGLISH)
    if field.name != "style"
    for options in getattr(ENGLISH, field.name).values()
    for text in options
    for word in re.findall(r"[\w-]+", text)
} - GLUE


@pytest.mark.parametrize("style", SHIPPED.values(), ids=SHIPPED)
def test_a_style_says_how_a_picture_is_made_and_not_what_it_shows(style):
    told = f"{style.template.replace('{prompt}', '')} {style.negative}"
    assert CONTENT & set(re.findall(r"[\w-]+", told)) == set()


def test_styles_that_the_starter_learnt_use_the_words_of_its_captions():
    words = {style.template.removeprefix("{prompt}, ") for style in SHIPPED.values()}
    for style, phrases in ENGLISH.style.items():
        assert words & set(phrases), style


@pytest.mark.parametrize("name", LISTS)
def test_a_shipped_list_has_words_that_can_be_used(name):
    assert len(LISTS[name]) == len(set(LISTS[name])) >= 3
    for line in LISTS[name]:
        assert check(line, LISTS) == []
    for seed in range(20):
        request = with_wildcards(Request(f"__{name}__", seed=seed), LISTS)
        prompt = final_prompts(request)[0]
        assert prompt
        assert "__" not in prompt


def test_a_style_of_the_user_replaces_or_joins_those_that_ship(tmp_path):
    write(
        tmp_path,
        "mine.json",
        {
            "schema": 1,
            "styles": [
                {"key": "ink", "title": "My ink", "template": "{prompt}, my ink"},
                {"key": "new", "title": "New", "params": {"steps": 9}},
            ],
        },
    )
    styles = load_styles(paths.resources() / "styles", tmp_path)
    assert styles["ink"].template == "{prompt}, my ink"
    assert styles["new"] == Style("new", "New", "New", params={"steps": 9})
    assert len(styles) == len(SHIPPED) + 1


def test_a_list_of_name_prompt_and_negative_prompt_is_read_too(tmp_path):
    write(
        tmp_path, "list.json", [{"name": "Foo", "prompt": "foo {prompt}", "negative_prompt": "b"}]
    )
    assert load_styles(tmp_path) == {"Foo": Style("Foo", "Foo", "Foo", "foo {prompt}", "b")}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("{", "line 1 is not JSON"),
        ("3", 'no list "styles"'),
        ({"styles": {}}, 'no list "styles"'),
        ({"schema": 2, "styles": []}, "newer version (schema 2)"),
        ([3], "style 1 is not an object"),
        ([{"key": "a"}, {"template": "x"}], "style 2 has no key"),
        ([{"key": "a", "template": 3}], '"template" of style 1 is not text'),
        ([{"key": "a", "params": [1]}], '"params" of style 1 are not plain values'),
        ([{"key": "a", "params": {"steps": [1]}}], '"params" of style 1 are not plain values'),
        ("[" * 100_000, "not a UTF-8 text file of the expected form"),
    ],
)
def test_a_damaged_file_gets_a_sentence_and_costs_no_other_style(tmp_path, data, reason):
    write(tmp_path, "bad.json", data)
    write(tmp_path, "good.json", [{"key": "good"}])
    shelf = read_styles(tmp_path)
    assert list(shelf.styles) == ["good"]
    (problem,) = shelf.problems
    assert "bad.json" in str(problem)
    assert reason in str(problem)


def test_bytes_that_are_no_text_are_a_damaged_file(tmp_path):
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in str(read_styles(tmp_path).problems[0])


def test_a_saved_style_is_read_back_as_it_was(tmp_path):
    style = Style("水/墨", "Wash", "水墨", "{prompt}, wash", "photo", "mine", {"guidance": 5.5})
    path = save_style(tmp_path / "styles", style)
    assert path.parent == tmp_path / "styles"
    assert load_styles(tmp_path / "styles") == {"水/墨": style}


def test_folders_that_are_missing_hold_no_styles(tmp_path):
    assert load_styles(tmp_path / "none") == {}
    assert load_wildcards(tmp_path / "none") == {}


def test_every_style_that_ships_has_a_small_picture_and_no_picture_is_left_over():
    folder = paths.resources() / "styles"
    pictures = {path.stem: path.stat().st_size for path in (folder / "thumbnails").iterdir()}
    assert set(pictures) == {*SHIPPED, "_none"}
    assert max(pictures.values()) <= 4096
