"""Sums typed into number fields."""

from __future__ import annotations

import pytest

from studio.core.arithmetic import evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("512*2", 1024),
        (" (3 + 1) / 2 ", 2),
        ("-4", -4),
        ("7,5", 7.5),
        ("５１２＊２", 1024),
        ("1e3", 1000),
        ("7//2", 3),
    ],
)
def test_a_sum_has_its_value(text, value):
    assert evaluate(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1/0", "2**9999999", "__import__('os')", "[1]", "True", "1 if 1 else 2", "(" * 90],
)
def test_what_is_no_sum_has_none(text):
    assert evaluate(text) is None


def test_a_monster_is_refused_before_it_is_read():
    assert evaluate("1+" * 60 + "1") is None
