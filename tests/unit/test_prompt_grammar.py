"""Weights, schedules, parts and chunks: what a text says to the encoder."""

from __future__ import annotations

import pytest

from studio.core.prompt.ast import Part, Prompt, Span, Stage
from studio.core.prompt.errors import PromptError
from studio.core.prompt.plain import has_weights, plain
from studio.core.prompt.reading import WEIGHT_LIMIT
from studio.core.prompt.schedule import schedule
from studio.core.prompt.unparse import unparse


def only(text, steps=1):
    stages = schedule(text, steps)
    assert len(stages) == 1
    return stages[0].prompt


def spans(text):
    (part,) = only(text).parts
    (chunk,) = part.chunks
    return [(span.text, span.weight) for span in chunk]


def told(text, steps):
    return [(stage.first_step, unparse(stage.prompt)) for stage in schedule(text, steps)]


def test_the_check_vector_of_the_a1111_grammar_reads_as_published():
    assert spans("a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).") == [
        ("a ", 1.0),
        ("house", 1.573),
        (" ", 1.1),
        ("on", 1.0),
        (" a ", 1.1),
        ("hill", 0.55),
        (", sun, ", 1.1),
        ("sky", 1.4641),
        (".", 1.1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", [("plain words", 1.0)]),
        ("(x)", [("x", 1.1)]),
        ("((x))", [("x", 1.21)]),
        ("[x]", [("x", 0.909090909)]),
        ("(x:1.3)", [("x", 1.3)]),
        ("(x: 1.3 )", [("x", 1.3)]),
        ("(x:-0.5)", [("x", -0.5)]),
        ("(x:.5)", [("x", 0.5)]),
        ("(x:0)", [("x", 0.0)]),
        ("((x:2):1.5)", [("x", 3.0)]),
        ("[(x:1.1)]", [("x", 1.0)]),
        ("a (b:c:2)", [("a ", 1.0), ("b:c", 2.0)]),
        ("(a b: c d)", [("a b: c d", 1.1)]),
        ("（风格：水彩）", [("风格:水彩", 1.1)]),
        (r"\(x\) \[y\] \\ \{z\} \: \| \#", [("(x) [y] \\ {z} : | #", 1.0)]),
        (r"a\b", [("a\\b", 1.0)]),
        ("(a", [("a", 1.1)]),
        ("[a", [("a", 0.909090909)]),
        ("(a:1.3", [("a:1.3", 1.1)]),
        ("a) b]", [("a) b]", 1.0)]),
        ("([a)] b", [("a b", 1.0)]),
        ("()", []),
        ("", []),
        ("   ", []),
        (":) | :(", [(":) | :", 1.0)]),
    ],
)
def test_weights_multiply_as_in_a1111(text, expected):
    assert spans(text) == expected


@pytest.mark.parametrize("text", ["(x:1e9)", "(x:99999999999999)", "(" * 90 + "x"])
def test_huge_weights_are_clamped(text):
    assert spans(text) == [("x", WEIGHT_LIMIT)]
    assert spans("(x:-1e9)") == [("x", -WEIGHT_LIMIT)]


def test_full_width_brackets_are_read_like_their_ascii_twins():
    assert spans("一座（红色：１．３）的房子，海边") == [
        ("一座", 1.0),
        ("红色", 1.3),
        ("的房子,海边", 1.0),
    ]
    assert schedule("［日：夜：０．５］ ［甲｜乙］", 4) == schedule("[日:夜:0.5] [甲|乙]", 4)


def test_break_starts_a_new_chunk_and_keeps_the_weight_around_it():
    assert only("a BREAK b\n BREAK\nc").parts[0].chunks == (
        (Span("a"),),
        (Span("b"),),
        (Span("c"),),
    )
    assert only("(a BREAK b:1.2)").parts[0].chunks == ((Span("a", 1.2),), (Span("b", 1.2),))
    assert len(only("红色BREAK蓝色").parts[0].chunks) == 2
    assert spans("BREAKFAST, outBREAK, break") == [("BREAKFAST, outBREAK, break", 1.0)]


def test_and_makes_parts_with_weights():
    assert only("a cat :1.2 AND a dog AND a (bird:1.5):-0.5") == Prompt(
        (
            Part(((Span("a cat"),),), 1.2),
            Part(((Span("a dog"),),)),
            Part(((Span("a "), Span("bird", 1.5)),), -0.5),
        )
    )


def test_a_weight_at_the_end_needs_an_and():
    assert spans("a clock showing 12:30") == [("a clock showing 12:30", 1.0)]
    assert only(r"12\:30 AND b").parts[0] == Part(((Span("12:30"),),))
    assert only("a AND ").parts == (Part(((Span("a"),),)),)
    assert spans("SAND and LANDS") == [("SAND and LANDS", 1.0)]


@pytest.mark.parametrize(
    ("text", "steps", "expected"),
    [
        ("a [b:c:0.5]", 10, [(0, "a b"), (5, "a c")]),
        ("a [b:c:3]", 10, [(0, "a b"), (3, "a c")]),
        ("a [b:4]", 10, [(0, "a"), (4, "a b")]),
        ("a [b::4]", 10, [(0, "a b"), (4, "a")]),
        ("[b:c:0.29]", 100, [(0, "b"), (29, "c")]),
        ("[b:c:1.0]", 10, [(0, "b")]),
        ("[b:c:1]", 10, [(0, "b"), (1, "c")]),
        ("[b:c:0]", 10, [(0, "c")]),
        ("[b:c:-2]", 10, [(0, "c")]),
        ("[b:c:99]", 10, [(0, "b")]),
        ("[a|b|c] x", 4, [(0, "a x"), (1, "b x"), (2, "c x"), (3, "a x")]),
        ("[fe|]male", 3, [(0, "female"), (1, "male"), (2, "female")]),
        ("[a:[b:c:6]:3]", 10, [(0, "a"), (3, "b"), (6, "c")]),
        ("([a:b:2]:1.5)", 4, [(0, "(a:1.5)"), (2, "(b:1.5)")]),
        ("[a:(b:1.5):2]", 4, [(0, "a"), (2, "(b:1.5)")]),
        ("[a AND b:c:2]", 4, [(0, "a AND b"), (2, "c")]),
        ("[[a|b]:c:2]", 4, [(0, "a"), (1, "b"), (2, "c")]),
        ("[a:a:2]", 4, [(0, "a")]),
    ],
)
def test_schedules_change_the_prompt_at_their_step(text, steps, expected):
    assert told(text, steps) == expected


def test_a_prompt_that_never_changes_is_one_stage():
    assert schedule("a cat", 150) == (Stage(0, Prompt((Part(((Span("a cat"),),)),))),)


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("ab (x:1.3.)", 6, "1.3."),
        ("（红：1,3）", 3, "1,3"),
        ("(x:)", 3, "number"),
        ("(x:1.2.3)", 3, "1.2.3"),
        ("a [b:c:0,5]", 7, "0,5"),
        ("[b:]", 3, "step"),
    ],
)
def test_a_weight_or_step_that_is_no_number_is_pointed_at(text, position, word):
    with pytest.raises(PromptError) as caught:
        schedule(text, 10)
    assert caught.value.position == position
    assert word in str(caught.value)
    assert f"Character {position + 1}:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words", "weight"),
    [
        ("(rem, re:zero)", "rem, re:zero", 1.1),
        ("[Re:Zero]", "Re:Zero", 1 / 1.1),
        ("(time:12pm)", "time:12pm", 1.1),
        ("(x:nan)", "x:nan", 1.1),
    ],
)
def test_words_after_a_colon_are_words(text, words, weight):
    assert spans(text) == [(words, pytest.approx(weight))]


def test_too_many_brackets_are_refused_at_the_first_that_is_too_deep():
    with pytest.raises(PromptError) as caught:
        schedule("(" * 20_000 + "x", 1)
    assert caught.value.position == 100
    assert spans("(" * 100 + "x" + ")" * 100 + "y") == [("x", WEIGHT_LIMIT), ("y", 1.0)]


def test_nul_emoji_and_half_surrogates_reach_no_encoder_as_such():
    assert spans("a\0b 🦊 \ud83d") == [("a b 🦊 \N{REPLACEMENT CHARACTER}", 1.0)]


def test_ten_thousand_words_are_read():
    (part,) = only(", ".join(["(red fox:1.2)"] * 10_000)).parts
    assert sum(span.text == "red fox" for span in part.chunks[0]) == 10_000


def test_plain_text_has_the_words_without_the_weights():
    assert plain("a (red:1.3) [fox] BREAK by night AND a dog :2") == "a red fox, by night, a dog"
    assert plain(r"a \(b\) [c:d:0.5]", 10) == "a (b) c"
    assert plain("") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat", False),
        ("a BREAK b", False),
        ("(a)", True),
        ("[a]", True),
        ("(a:1)", False),
        ("a AND b :2", True),
        ("[a:(b):5]", True),
    ],
)
def test_has_weights_says_whether_plain_loses_something(text, expected):
    assert has_weights(text, 10) is expected
