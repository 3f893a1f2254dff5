"""A prompt matrix: every combination, each once."""

from __future__ import annotations

import pytest

from studio.core.errors import RequestError
from studio.core.matrix import combined, prompts_in


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("a house", ["a house"]),
        ("a {red|blue} house", ["a red house", "a blue house"]),
        ("a house|night|snow", ["a house", "a house, night", "a house, snow",
                                "a house, night, snow"]),
        ("{a|b} {c|d}", ["a c", "a d", "b c", "b d"]),
        ("{2$$a|b|c}", ["a, b", "a, c", "b, c"]),
        ("{a|{b|c}}", ["a", "b", "c"]),
        ("__colors__ {a|b}", ["__colors__ a", "__colors__ b"]),
    ],
)  # fmt: skip
def test_every_combination_is_there_once(prompt, wanted):
    assert combined(prompt) == wanted


def test_too_many_are_refused_before_they_are_made():
    with pytest.raises(RequestError, match="more than"):
        combined("{a|b|c|d|e|f|g|h}" * 12)


def test_a_brace_that_is_never_closed_is_told():
    with pytest.raises(RequestError, match="never closed"):
        combined("a {b|c")


def test_a_list_has_a_prompt_a_line():
    assert prompts_in("one\n\n# no\n  two \r\n") == ["one", "two"]
