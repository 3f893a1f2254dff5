"""What helps to write a prompt: marks, completions, the book of what was written, the pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.kept_file import KeptFile
from studio.core.pace import Paces, steps_of
from studio.core.prompt.book import BOOK, Book, Favorite, Written, name_for
from studio.core.prompt.checking import MARK_LIMIT, marks
from studio.core.prompt.completing import (
    Kind,
    complete,
    embedding_names,
    lora_names,
    style_titles,
    used_words,
    wildcard_names,
)
from studio.core.prompt.vocabulary import Vocabulary
from studio.core.request import Extent, Request
from studio.core.request_parts import HighRes, Outpaint
from studio.core.style import Style

LISTS = {"color": ("red", "blue"), "camera/lens": ("wide",), "mood": ("calm",)}


def underlined(text, **how):
    return [text[mark.start : mark.end] for mark in marks(text, LISTS, **how)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a (red:1.2) [a|b] {x|y} __color__ \\( # __no__", []),
        ("a __nowhere__ b", ["__nowhere__"]),
        ("a （一座:1,3） b", ["1,3"]),
        ("{a|b", ["{"]),
        ("[a:b:0.5.1]", ["0.5.1"]),
        ("<lora::1> sky", ["<lora::1>"]),
        ("🦊 __nowhere__", ["__nowhere__"]),
    ],
)
def test_what_is_wrong_is_underlined_and_nothing_else(text, wrong):
    assert underlined(text) == wrong


def test_the_place_of_the_prompt_is_no_choice_in_the_words_of_a_style():
    assert underlined("ink of {prompt}, (x:1,3)", is_style=True) == ["1,3"]
    assert underlined("墨 ｛prompt｝ {a", is_style=True) == ["{"]


def test_a_lora_that_is_not_there_is_underlined_where_additions_are_known():
    [mark] = marks("sky <lora:ink:1>", LISTS, ())
    assert (mark.start, mark.end) == (4, 16)
    assert "ink" in str(mark.message)
    ink = Addition("ink", AdditionKind.LORA, Path("ink.safetensors"))
    assert marks("sky <lora:ink:1> # <lora:no:1>", LISTS, (ink,)) == ()


def test_a_text_too_long_to_read_between_two_keys_is_left_alone():
    assert underlined("{" + "a" * MARK_LIMIT) == []


def test_lists_are_offered_after_two_underscores_until_they_are_closed():
    offer = wildcard_names(LISTS)
    assert [c.insert for c in offer("a __c")] == ["__camera/lens__", "__color__"]
    assert [c.title for c in offer("a __")] == ["camera/lens", "color", "mood"]
    assert offer("a __color__") == []
    assert [c.start for c in offer("__color__, __mo")] == [11]


def test_additions_are_offered_where_the_grammar_takes_them():
    assert [c.insert for c in lora_names(("ink", "wash"))("x <lora:wa")] == ["<lora:wash:1>"]
    assert lora_names(("ink",))("ink") == []
    assert [c.insert for c in embedding_names(("easyneg", "other"))("a, ea")] == ["easyneg"]
    assert embedding_names(("easyneg",))("a, e") == []


def test_words_written_before_come_back_the_most_used_first():
    words = Vocabulary()
    for prompt in ("golden light, a red house", "golden hour", "golden light, (wolf:1.2)"):
        words.add(prompt)
    offered = [c.insert for c in used_words(words)("sky, gol")]
    assert offered[0] == "golden"
    assert offered.index("golden light") < offered.index("golden hour")
    assert [c.insert for c in used_words(words)("a wo")] == ["wolf"]
    assert used_words(words)("golden light, ") == []


def test_chinese_words_need_no_blanks_to_be_offered():
    words = Vocabulary()
    words.add("一座红色的房子，海边，日落")
    [found] = used_words(words)("天空，海")
    assert (found.insert, found.start) == ("海边", 3)


def test_styles_are_offered_by_any_word_of_their_title_in_either_language():
    style = Style("ink", "Wet Ink", "水墨", template="ink of {prompt}, wet")
    offer = style_titles({"ink": style})
    for before in ("a house, ink", "a house, wet", "房子，水"):
        [found] = offer(before)
        assert (found.kind, found.key, found.insert) == (Kind.STYLE, "ink", "ink of, wet")
    assert offer("a house, in") == []


def test_nothing_is_offered_inside_a_comment():
    assert complete("a # __c", [wildcard_names(LISTS)]) == []
    assert complete("a __c", [wildcard_names(LISTS)]) != []


def test_a_prompt_is_in_the_book_once_and_the_newest_is_on_top():
    book = Book()
    for text in ("a", "b", "a", "  "):
        book = book.with_written(Written(text))
    assert [w.prompt for w in book.written] == ["a", "b"]
    assert book.with_written(Written("a", "blurry")).written[0].negative == "blurry"


def test_the_book_forgets_the_oldest_before_it_grows_too_large(monkeypatch):
    monkeypatch.setattr("studio.core.prompt.book.MOST_WRITTEN", 3)
    monkeypatch.setattr("studio.core.prompt.book.MOST_CHARACTERS", 10)
    book = Book()
    for number in range(5):
        book = book.with_written(Written(str(number)))
    assert [w.prompt for w in book.written] == ["4", "3", "2"]
    assert [w.prompt for w in book.with_written(Written("x" * 9)).written] == ["x" * 9, "4"]


def test_a_favorite_taken_off_comes_back_to_its_place():
    one, two = (Favorite(name, Written(name)) for name in ("one", "two"))
    book = Book().with_favorite(one).with_favorite(two)
    without = book.without_favorite(one)
    assert without.favorites == (two,)
    assert without.with_favorite(one, 0).favorites == (one, two)
    renamed = book.with_favorite(replace(one, name="other"))
    assert [f.name for f in renamed.favorites] == ["other", "two"]


def test_a_name_is_the_first_words():
    assert name_for(Written("a red house")) == "a red house"
    long = name_for(Written("a red house by the sea at sunset, painted by hand"))
    assert long.endswith("…")
    assert len(long) <= 41
    assert len(name_for(Written("一" * 90))) == 41


def test_a_damaged_book_is_put_aside_and_the_next_one_is_kept(tmp_path):
    path = tmp_path / "prompts.json"
    path.write_bytes(b'{"format": "studio.prompts", "schema": 1, "written": [{"prom')
    file = KeptFile(path, BOOK, Book())
    assert file.notice is not None
    file.save(Book().with_written(Written("new")))
    assert KeptFile(path, BOOK, Book()).value.written == (Written("new"),)
    assert len(list(tmp_path.iterdir())) == 2


REQUEST = Request("x", extent=Extent(256, 256), params={"steps": 20, "guidance": 3.0})


def test_nothing_is_said_of_a_model_that_was_never_used():
    assert Paces().seconds(REQUEST) is None
    assert Paces().with_picture(REQUEST, 4.0).seconds(replace(REQUEST, model="other")) is None


def test_the_time_grows_with_steps_pictures_and_pixels():
    paces = Paces().with_picture(REQUEST, 4.0)
    assert paces.seconds(REQUEST) == pytest.approx(4.0)
    assert paces.seconds(replace(REQUEST, count=3)) == pytest.approx(12.0)
    large = replace(REQUEST, extent=Extent(512, 512))
    assert paces.seconds(large) == pytest.approx(16.0)
    assert paces.with_picture(large, 30.0).seconds(large) == pytest.approx(30.0)
    half = replace(REQUEST, params={"steps": 10, "guidance": 1.0})
    assert paces.seconds(half) == pytest.approx(1.0)


def test_a_second_pass_and_what_lies_beyond_the_edges_take_their_time():
    paces = Paces().with_picture(REQUEST, 4.0)
    larger = replace(REQUEST, high_res=HighRes(scale=2.0, denoise=0.5))
    assert paces.seconds(larger) == pytest.approx(4.0 + 4.0 * 4 * 0.5)
    assert paces.with_picture(larger, 100.0) == paces, "a plain picture is not slower for it"
    wide = REQUEST.extent.width
    beyond = replace(REQUEST, source="f" * 64, denoise=1.0, outpaint=Outpaint(right=wide))
    assert paces.seconds(beyond) == pytest.approx(8.0)


def test_from_a_picture_only_its_share_of_the_steps_is_made():
    assert steps_of(replace(REQUEST, source="key", denoise=0.25)) == 5
    assert steps_of(replace(REQUEST, denoise=0.25)) == 20


def test_a_measure_follows_the_machine_without_jumping():
    paces = Paces().with_picture(REQUEST, 4.0).with_picture(REQUEST, 8.0)
    assert paces.seconds(REQUEST) == pytest.approx(6.0)
    assert len(paces.measures) == 1
