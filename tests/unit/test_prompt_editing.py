"""The keys and the colors of the prompt box."""

from __future__ import annotations

import pytest

from studio.core.prompt.editing import bump_weight
from studio.core.prompt.highlight import Kind, highlight
from studio.core.prompt.schedule import schedule


def pressed(text, *deltas):
    """Press keys on a text whose selection is between ‹ and ›; a lone ‹ is the cursor."""
    start = text.index("‹")
    end = text.replace("‹", "").find("›")
    state = (text.replace("‹", "").replace("›", ""), start, end if end >= 0 else start)
    for delta in deltas:
        state = bump_weight(*state, delta)
    text, start, end = state
    return f"{text[:start]}‹{text[start:end]}›{text[end:]}"


@pytest.mark.parametrize(
    ("text", "deltas", "expected"),
    [
        ("a ‹red house›, sky", [0.1], "a (‹red house›:1.1), sky"),
        ("a ‹red house›, sky", [0.1, 0.1], "a (‹red house›:1.2), sky"),
        ("a ‹red house›, sky", [0.1, -0.1], "a ‹red house›, sky"),
        ("a ‹red house›, sky", [-0.1], "a (‹red house›:0.9), sky"),
        ("a r‹ed house", [0.1], "a (‹red›:1.1) house"),
        ("a red‹ house", [0.1], "a (‹red›:1.1) house"),
        ("红房子‹，海", [0.1], "(‹红房子›:1.1)，海"),
        ("a ‹ red › house", [0.1], "a  (‹red›:1.1)  house"),
        ("(re‹d house:1.2)", [0.1], "(‹red house›:1.3)"),
        ("（re‹d house：1.2）", [0.1], "(‹red house›:1.3)"),
        ("‹(red:1.2)›", [0.1], "(‹red›:1.3)"),
        ("(‹red:1.2›)", [0.1], "(‹red›:1.3)"),
        ("(‹red›)", [0.1], "(‹red›:1.2)"),
        ("(‹red›:1.1)", [-0.1], "‹red›"),
        ("((‹red›))", [0.1], "((‹red›:1.2))"),
        ("(a ‹(b:1.2)› c)", [0.1], "(a (‹b›:1.3) c)"),
        ("a ‹b (c› d) e", [0.1], "a (‹b (c d)›:1.1) e"),
        ("‹x›", [0.1] * 30, "(‹x›:2)"),
        ("‹x›", [-0.1] * 60, "(‹x›:-2)"),
        ("(‹x›:3)", [0.1], "(‹x›:3)"),
        ("(‹x›:3)", [-0.1], "(‹x›:2.9)"),
        ("‹x›", [0.05], "(‹x›:1.05)"),
        ("a ‹,  › b", [0.1, 0.1], "a ‹,  › b"),
        ("a , ‹ , b", [0.1], "a , ‹› , b"),
        ("‹", [0.1], "‹›"),
        (r"‹\(›", [0.1], r"(‹\(›:1.1)"),
    ],
)
def test_keys_change_the_weight_of_the_words_that_are_meant(text, deltas, expected):
    assert pressed(text, *deltas) == expected


def test_what_the_keys_write_is_what_the_grammar_reads():
    text, start, end = bump_weight("a red house", 2, 5, 0.1)
    (chunk,) = schedule(text, 1)[0].prompt.parts[0].chunks
    assert [(span.text, span.weight) for span in chunk] == [
        ("a ", 1.0),
        ("red", 1.1),
        (" house", 1.0),
    ]
    assert text[start:end] == "red"


def kinds(text):
    return [(text[start:end], kind) for start, end, kind in highlight(text)]


def test_every_part_of_the_grammar_has_its_color():
    assert kinds("a (red:1.2) [b:c:0.5] BREAK \\( # hi\nx AND __地点__ <lora:a:1>") == [
        ("(", Kind.BRACKET),
        (":", Kind.BRACKET),
        ("1.2", Kind.NUMBER),
        (")", Kind.BRACKET),
        ("[", Kind.BRACKET),
        (":", Kind.BRACKET),
        (":", Kind.BRACKET),
        ("0.5", Kind.NUMBER),
        ("]", Kind.BRACKET),
        ("BREAK", Kind.KEYWORD),
        ("\\(", Kind.ESCAPE),
        (" # hi", Kind.COMMENT),
        ("AND", Kind.KEYWORD),
        ("__地点__", Kind.WILDCARD),
        ("<lora:a:1>", Kind.TAG),
    ]
    assert kinds("｛2$$a｜0.5::b｝") == [
        ("｛", Kind.CHOICE),
        ("2$$", Kind.CHOICE),
        ("｜", Kind.CHOICE),
        ("0.5::", Kind.CHOICE),
        ("｝", Kind.CHOICE),
    ]


def test_plain_words_have_no_color_and_mistakes_have_their_own():
    assert kinds("a cat, 12:30 | :) and #ff8800 breakfast") == []
    assert kinds("(x:1,3)") == [
        ("(", Kind.BRACKET),
        (":", Kind.BRACKET),
        ("1,3", Kind.ERROR),
        (")", Kind.BRACKET),
    ]
    assert ("{", Kind.ERROR) in kinds("a {b")
