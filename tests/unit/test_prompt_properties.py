"""What holds for every text that anyone may type."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.prompt.checking import check
from studio.core.prompt.compose import final_prompts
from studio.core.prompt.editing import bump_weight
from studio.core.prompt.errors import PromptError
from studio.core.prompt.expand import expand, trace
from studio.core.prompt.grammar import read
from studio.core.prompt.highlight import highlight
from studio.core.prompt.plain import has_weights, plain
from studio.core.prompt.schedule import prompt_at, schedule
from studio.core.prompt.tags import extract_tags
from studio.core.prompt.unparse import unparse
from studio.core.prompt.wildcards import used
from studio.core.request import Request
from studio.core.style import Style

LISTS = {"a": ("red", "(blue:1.2)", "__b__"), "b": ("{x|y}",), "c": ()}
PIECES = [
    *"()[]{}:|,#\\$_ \n0123.-xab红",
    *"（）［］｛｝：，｜",
    *["AND", "BREAK", " AND ", "__a__", "__*__", "2$$", "::", "<lora:x:1>", "(x:1.3)", "[a:b:0.5]"],
    *["[a|b]", "{a|b}", "#ff8800", "\0", "🦊", "1e9", "\ud800"],
]
grammatical = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
anything = grammatical | st.text(max_size=40)
TWINS = str.maketrans("（）［］｛｝：，｜", "()[]{}:,|")


@given(anything, st.integers(0, 2**32 - 1))
def test_nothing_that_is_typed_breaks_the_reading(text, seed):
    highlight(text)
    used(text, LISTS)
    check(text, LISTS)
    with contextlib.suppress(PromptError):
        final_prompts(Request(text, style=Style("s", "s", "s", "{prompt}, ink"), seed=seed))
    for use in (lambda: extract_tags(text), lambda: plain(text), lambda: has_weights(text, 3)):
        with contextlib.suppress(PromptError):
            use()
    with contextlib.suppress(PromptError):
        schedule(expand(text, seed, LISTS), 4)


@given(anything.filter(lambda text: not set(text) & set("{｛_")))
def test_a_text_without_errors_can_be_scheduled(text):
    if not check(text, LISTS):
        assert schedule(expand(text, 0, LISTS), 4)


@given(anything)
def test_every_error_stands_inside_the_raw_text(text):
    for error in check(text, LISTS):
        assert 0 <= error.position <= len(text)
        assert str(error)


@given(anything)
def test_a_prompt_can_be_written_and_read_again(text):
    prompt = prompt_at(read(text).nodes, 0, 1)
    assert schedule(unparse(prompt), 1)[0].prompt == prompt


@given(anything)
def test_weights_are_finite_and_neighbors_differ(text):
    for part in prompt_at(read(text).nodes, 0, 1).parts:
        assert -10 <= part.weight <= 10
        for chunk in part.chunks:
            assert all(-10 <= span.weight <= 10 and span.text for span in chunk)
            assert all(one.weight != two.weight for one, two in pairwise(chunk))


@given(anything)
def test_full_width_text_says_what_its_ascii_twin_says(text):
    twin = text.translate(TWINS)
    assert read(text).nodes == read(twin).nodes
    assert [e.position for e in check(text, LISTS)] == [e.position for e in check(twin, LISTS)]
    assert highlight(text) == highlight(twin)


@given(anything)
def test_closing_what_was_left_open_changes_nothing(text):
    tree = read(text)
    again = read(tree.balanced)
    assert prompt_at(again.nodes, 0, 1) == prompt_at(tree.nodes, 0, 1)
    assert again.balanced == tree.balanced


@given(anything, st.integers(0, 1000))
def test_an_expanded_text_is_traced_to_its_raw_text(text, seed):
    try:
        traced = trace(text, seed, LISTS)
    except PromptError:
        return
    assert len(traced.origins) == len(traced.text)
    assert all(0 <= origin < len(text) for origin in traced.origins)


@given(anything)
def test_colors_are_in_order_and_inside_the_text(text):
    last = 0
    for start, end, _kind in highlight(text):
        assert last <= start < end <= len(text)
        last = end


@given(anything, st.integers(0, 40), st.integers(0, 40), st.sampled_from([0.1, -0.1]))
def test_a_key_press_selects_words_of_the_text(text, start, end, delta):
    changed, left, right = bump_weight(text, start, end, delta)
    assert 0 <= left <= right <= len(changed)
    assert changed[left:right] in text


@given(st.text("ab ,红", min_size=1, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_key_press_on_plain_words_can_be_taken_back(text, start, end):
    changed, left, right = bump_weight(text, start, end, 0.1)
    assert bump_weight(changed, left, right, -0.1) == (text, *bump_weight(text, start, end, 0)[1:])


@pytest.mark.timeout(60)  # reading that grows with the square of the length takes minutes here
@pytest.mark.parametrize("piece", ["(x:a)", "{a|", " ", "[a|b]", "__a", "\\(", "([)]", "(", "|"])
def test_very_long_texts_are_read_too(piece):
    text = piece * (16_000 // len(piece))
    highlight(text)
    check(text, LISTS)
    bump_weight(text, 100, 200, 0.1)
    with contextlib.suppress(PromptError):
        final_prompts(Request(text, style=Style("s", "s", "s", "{prompt}, ink")))
