"""Choices, wildcards and comments: what becomes of a raw text for one seed."""

from __future__ import annotations

import itertools

import pytest

from studio.core.prompt.errors import PromptError
from studio.core.prompt.expand import expand, trace
from studio.core.prompt.wildcards import load_wildcards, used

LISTS = {
    "color": ("red", "blue", "green"),
    "colors/warm": ("orange", "{crimson|scarlet}"),
    "colors/cold": ("teal",),
    "pair": ("__color__ and __color__",),
    "loop": ("x __loop__",),
    "empty": (),
    "broken": ("{a|b",),
    "地点": ("海边",),
}


def outcomes(text, seeds=60):
    return {expand(text, seed, LISTS) for seed in range(seeds)}


def test_the_same_seed_makes_the_same_text_and_other_seeds_make_others():
    text = "{a|b|c} __color__ {2$$x|y|z}"
    assert expand(text, 7, LISTS) == expand(text, 7, LISTS)
    assert len(outcomes(text)) > 20


def test_the_numbers_behind_a_choice_never_change():
    # Stored requests rely on it: a change here changes every picture that used a choice.
    told = [expand("{a|b|c|d|e|f|g|h} __color__", seed, LISTS) for seed in range(6)]
    assert told == ["g green", "b green", "h green", "b blue", "b red", "e green"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a|b}", {"a", "b"}),
        ("{a|}x", {"ax", "x"}),
        ("{a}", {"a"}),
        ("{}x", {"x"}),
        ("{a|{b|{c|d}}}", {"a", "b", "c", "d"}),
        ("{0::a|1::b}", {"b"}),
        ("{0::a|b}", {"b"}),
        ("{2$$a|b}", {"a, b", "b, a"}),
        ("{2$$ and $$a|b}", {"a and b", "b and a"}),
        ("{1-2$$+$$a|b}", {"a", "b", "a+b", "b+a"}),
        ("{0-1$$a|b}", {"", "a", "b"}),
        ("{2-$$a|b}", {"a, b", "b, a"}),
        ("{-1$$a|b}", {"", "a", "b"}),
        ("{9$$a|b}", {"a, b", "b, a"}),
        ("{2$$ a | b }", {"a, b", "b, a"}),
        (
            "{2$$__colors/*__}",
            {f"{a}, {b}" for a, b in itertools.permutations(("orange", "teal", "crimson"), 2)}
            | {f"{a}, {b}" for a, b in itertools.permutations(("orange", "teal", "scarlet"), 2)},
        ),
        ("｛红｜蓝｝", {"红", "蓝"}),
        ("__color__", {"red", "blue", "green"}),
        ("__地点__日落", {"海边日落"}),
        ("__colors/*__", {"orange", "crimson", "scarlet", "teal"}),
        ("{[a|b]|c}", {"[a|b]", "c"}),
        ("{[a|b}", {"[a", "b"}),
        ("[a:{b|c}:0.5]", {"[a:b:0.5]", "[a:c:0.5]"}),
        (r"\{a|b\}", {r"\{a|b\}"}),
        (r"\__color__", {r"\__color__"}),
        ("a } b | c", {"a } b | c"}),
        ("snake_case __ and ____", {"snake_case __ and ____"}),
        ("$5 $$ {a}", {"$5 $$ a"}),
    ],
)
def test_a_choice_takes_exactly_the_written_options(text, expected):
    assert outcomes(text) == expected


def test_odds_weigh_the_options():
    picked = [expand("{0.9::a|0.1::b}", seed, {}) for seed in range(300)]
    assert 240 < picked.count("a") < 295


def test_options_of_a_draw_are_all_different():
    for seed in range(50):
        words = expand("{3$$a|b|c|d}", seed, {}).split(", ")
        assert len(set(words)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat # not a dog", "a cat"),
        ("# title\na cat\n  # more\nred", "a cat\nred"),
        ("a cat, # one\nred", "a cat,\nred"),
        ("color #ff8800 dress", "color #ff8800 dress"),
        ("#FF8800AA", "#FF8800AA"),
        ("#ff88 x", ""),
        ("#ff8800x", ""),
        (r"a \# b", r"a \# b"),
        ("{a # b|c\n}", "a"),
        ("# {", ""),
        ("__color__ # __nothing__", "red"),
    ],
)
def test_comments_are_left_out_and_hex_colors_are_not_comments(text, expected):
    assert expand(text, 1, {"color": ("red",)}) == expected


@pytest.mark.parametrize(
    ("text", "position", "sentence"),
    [
        ("ab {x|y", 3, "never closed"),
        ("ab｛x", 2, "never closed"),
        ("{a|{b}", 0, "never closed"),
        ("a __colour__", 2, "Did you mean __color__?"),
        ("__zzz__", 0, "no list __zzz__"),
        ("__zzz*__", 0, "no list __zzz*__"),
        ("a __empty__", 2, "empty"),
        ("a __loop__", 2, "leads back to itself"),
        ("a __broken__", 2, "never closed"),
        ("{-1::a|b}", 1, "-1"),
        ("{a|1.2.3::b}", 3, "1.2.3"),
        ("{0::a|0::b}", 0, "weight 0"),
        ("a ${x=1}", 2, "variables"),
        ("{" * 11 + "a" + "}" * 11, 10, "choices inside each other"),
    ],
)
def test_errors_point_at_the_character_of_the_raw_text(text, position, sentence):
    with pytest.raises(PromptError) as caught:
        expand(text, 0, LISTS)
    assert caught.value.position == position
    assert sentence in str(caught.value)


def test_ten_choices_inside_each_other_are_allowed():
    assert expand("{" * 10 + "a" + "}" * 10, 0, {}) == "a"


def test_lists_that_multiply_each_other_stop_before_memory_is_full():
    lists = {str(i): (" ".join([f"__{i + 1}__"] * 50),) for i in range(9)} | {"9": ("x" * 50,)}
    with pytest.raises(PromptError, match="grows beyond"):
        expand("__0__", 0, lists)


def test_every_character_knows_where_it_came_from():
    traced = trace("ab {cd} __color__ # x\n!", 0, {"color": ("red",)})
    assert traced.text == "ab cd red\n!"
    assert traced.origins == (0, 1, 2, 4, 5, 7, 8, 8, 8, 21, 22)
    assert traced.origin(99) == 23


def test_wildcard_files_are_read_from_folders_and_later_folders_win(tmp_path):
    for name, text in {
        "a/color.txt": "red\n\n# note\n blue \n",
        "a/deep/light.txt": "\ufeffdim\n",
        "a/bad.txt": "",
        "a/no.csv": "x\n",
        "b/color.txt": "黄\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "a" / "binary.txt").write_bytes(b"\xff\xfe\x00\xff")
    assert load_wildcards(tmp_path / "a", tmp_path / "missing") == {
        "bad": (),
        "color": ("red", "blue"),
        "deep/light": ("dim",),
    }
    assert load_wildcards(tmp_path / "a", tmp_path / "b")["color"] == ("黄",)


def test_used_finds_the_lists_behind_lists_and_in_unpicked_choices():
    assert set(used("{a|__pair__} __colors/*__ # __地点__", LISTS)) == {
        "pair",
        "color",
        "colors/warm",
        "colors/cold",
    }
    assert used("__loop__ __unknown__", LISTS) == {"loop": LISTS["loop"]}
