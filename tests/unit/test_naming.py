"""A template makes names that every system takes, and says where it is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.names import is_safe
from studio.core.naming import (
    FIELDS,
    START,
    NamingError,
    Subject,
    check,
    free_name,
    name_of,
    text_of,
)

SUBJECT = Subject(
    datetime(2026, 8, 24, 9, 5, 7, tzinfo=UTC),
    "Sea",
    "starter",
    42,
    256,
    192,
    "Ink",
    "a red house by the sea at sunset, watercolor",
    3,
)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{date} {time}", "2026-08-24 09-05-07"),
        ("{project}-{model}-{style}", "Sea-starter-Ink"),
        ("{seed} {width}x{height}", "42 256x192"),
        ("{prompt:12}", "a red house"),
        ("{prompt:8}", "a red"),
        ("{number:04}", "0007"),
        ("{seed:6}", "000042"),
        ("{stars}", "★★★"),
        ("{{{seed}}}", "{42}"),
        ("a/b\\c:d", "a-b-c-d"),
        ("nul", "_nul"),
        ("...", "picture"),
        ("", "picture"),
        ("  {style:3}. ", "Ink"),
    ],
)
def test_every_field_stands_for_its_value(template, name):
    assert name_of(template, SUBJECT, 7) == name


def test_the_template_at_first_names_pictures_apart():
    assert name_of(START, SUBJECT) == "2026-08-24 a red house by the sea at sunset 42"


def test_words_of_the_prompt_cannot_leave_the_folder():
    wild = replace(SUBJECT, prompt="../../etc/passwd\0\u202e<>|\n\tq")
    name = name_of("{prompt}", wild)
    assert is_safe(name)
    assert name == "-..-etc-passwd q" or "/" not in name


@given(st.text(), st.text())
def test_whatever_the_words_are_the_name_is_safe(prompt, style):
    subject = replace(SUBJECT, prompt=prompt, style=style)
    name = name_of("{prompt} {style}", subject)
    assert is_safe(name)
    assert len(name.encode()) <= 200


@pytest.mark.parametrize(
    ("template", "wrong", "words"),
    [
        ("{date} {sed}", "{sed}", "no field “sed”"),
        ("{prompt:many}", "{prompt:many}", "{prompt:40}"),
        ("{number:x}", "{number:x}", "{number:04}"),
        ("{prompt:0}", "{prompt:0}", "length of 0"),
        ("{date", "{", "“{”"),
        ("date} {seed}", "}", "“}”"),
        ("{}", "{}", "no field"),
    ],
)
def test_what_is_wrong_is_pointed_at(template, wrong, words):
    with pytest.raises(NamingError) as caught:
        name_of(template, SUBJECT)
    assert template[caught.value.start : caught.value.end] == wrong
    assert words in str(caught.value)


def test_all_fields_are_known():
    check(" ".join(f"{{{name}}}" for name in FIELDS))


def test_a_caption_keeps_its_signs():
    assert text_of("{seed}: {prompt:5}/{width}", SUBJECT) == "42: a red/256"


def test_a_taken_name_gets_a_number_whatever_its_case():
    taken = {"house.png", "house 2.png"}
    assert free_name("House", ".png", taken) == "House 3.png"
    assert free_name("boat", ".png", taken) == "boat.png"
