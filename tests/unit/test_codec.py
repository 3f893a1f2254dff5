"""Values become JSON and come back, and a file that is wrong says so."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.codec import digest, from_json, to_json
from studio.core.file_format import Format, NewerVersionError
from studio.core.json_text import CodecError, parse, text
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.style import Style

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False)
params = st.dictionaries(
    words, st.booleans() | st.integers(-(2**63), 2**63 - 1) | numbers | words, max_size=4
)
styles = st.builds(Style, words, words, words, words, words, words, params)
requests = st.builds(
    Request,
    prompt=words,
    model=words,
    negative=words,
    style=st.none() | styles,
    style_text=words,
    style_strength=numbers,
    extent=st.builds(Extent, st.integers(1, 4096), st.integers(1, 4096)),
    seed=st.integers(0, SEED_LIMIT - 1),
    count=st.integers(1, 9),
    params=params,
    wildcards=st.dictionaries(words, st.lists(words, max_size=3).map(tuple), max_size=3),
)


class Color(Enum):
    RED = "red"


@dataclass(frozen=True)
class Circle:
    radius: float


@dataclass(frozen=True)
class Square:
    side: int


@dataclass(frozen=True)
class Drawing:
    color: Color
    shapes: tuple[Circle | Square, ...] = ()
    place: Path = Path("x")
    when: datetime = datetime(2026, 8, 24, tzinfo=UTC)
    notes: Mapping[str, int | str] = field(default_factory=dict)
    parent: Circle | None = None


DRAWING = Drawing(
    Color.RED,
    (Circle(1.5), Square(2)),
    Path("a") / "b",
    datetime(2026, 8, 24, 10, 15, 30, 5, UTC),
    {"a": 1, "b": "two"},
    Circle(3.0),
)


@given(requests)
def test_a_request_comes_back_as_it_was(request_):
    assert from_json(Request, parse(text(to_json(request_)))) == request_


def test_enums_times_paths_and_unions_come_back_as_they_were():
    assert from_json(Drawing, parse(text(to_json(DRAWING)))) == DRAWING


def test_what_is_missing_takes_its_default():
    assert from_json(Drawing, {"color": "red"}) == Drawing(Color.RED)


WRONG = {
    "an unknown field": {"color": "red", "size": 1},
    "a missing field": {},
    "an unknown kind": {"color": "red", "shapes": [{"kind": "Star", "radius": 1}]},
    "no kind": {"color": "red", "shapes": [{"radius": 1}]},
    "an unknown choice": {"color": "green"},
    "text for a number": {"color": "red", "shapes": [{"kind": "Circle", "radius": "1"}]},
    "true for a number": {"color": "red", "shapes": [{"kind": "Square", "side": True}]},
    "a fraction for a whole number": {"color": "red", "shapes": [{"kind": "Square", "side": 1.5}]},
    "a number for text": {"color": "red", "place": 3},
    "a list for a table": {"color": "red", "notes": []},
    "a table for a list": {"color": "red", "shapes": {}},
    "nothing for text": {"color": "red", "place": None},
    "a time without its zone": {"color": "red", "when": "2026-08-24T10:15:30"},
    "no time at all": {"color": "red", "when": "tomorrow"},
    "not a table": [1, 2],
    "half a character": {"color": "red", "place": "\ud800"},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_data_of_the_wrong_type_is_refused(data):
    with pytest.raises(CodecError):
        from_json(Drawing, data)


def test_an_error_names_the_field_it_is_about():
    data = {"color": "red", "shapes": [{"kind": "Square", "side": 1}, {"kind": "Circle"}]}
    with pytest.raises(CodecError, match=r"shapes\.\[1\]: radius is missing"):
        from_json(Drawing, data)


DAMAGED = {
    "NaN": b'{"a": NaN}',
    "an infinite number": b'{"a": -Infinity}',
    "a number beyond all others": b'{"a": 1e999}',
    "five thousand digits": b'{"a": ' + b"9" * 5000 + b"}",
    "a number above 64 bits": b'{"a": 9223372036854775808}',
    "a hundred thousand levels": b"[" * 100_000,
    "not UTF-8": b'{"a": "\xff"}',
    "cut off": b'{"a": [1, 2',
    "zeros": b"\0" * 64,
    "nothing": b"",
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_text_is_refused_with_a_sentence(data):
    with pytest.raises(CodecError) as caught:
        parse(data)
    assert str(caught.value)


def test_half_a_character_never_keeps_a_request_from_being_written():
    written = text(to_json(Request("a\ud83d cat")))
    assert from_json(Request, parse(written)) == Request("a? cat")


def test_equal_requests_have_one_digest_however_their_numbers_are_written():
    one = Request("a", params={"guidance": 7, "steps": 20}, style_strength=1)
    same = Request("a", params={"steps": 20.0, "guidance": 7.0}, style_strength=1.0)
    assert digest(one) == digest(same)
    assert digest(one) != digest(replace(one, params={"guidance": 7.5, "steps": 20}))
    assert digest(one) != digest(replace(one, params={"guidance": "7", "steps": 20}))
    assert digest(one) != digest(replace(one, seed=1))


@dataclass(frozen=True)
class Note:
    title: str
    stars: int = 0


def with_title(data):
    return {"title": data["name"]}


def with_stars(data):
    return {**data, "stars": len(data["title"])}


NOTE = Format("test.note", Note, schema=2, migrations={0: with_title, 1: with_stars})


def file_of(**data):
    return json.dumps({"format": "test.note", **data}).encode()


def test_a_file_comes_back_as_it_was():
    assert NOTE.loads(NOTE.dumps(Note("红", 3))) == Note("红", 3)


def test_an_older_file_is_migrated_step_by_step():
    assert NOTE.loads(file_of(schema=0, name="abc")) == Note("abc", 3)
    assert NOTE.loads(file_of(schema=1, title="ab")) == Note("ab", 2)


def test_a_newer_file_is_refused_politely():
    with pytest.raises(NewerVersionError, match="newer version of the studio"):
        NOTE.loads(file_of(schema=3, title="ab", unheard_of=1))


def test_an_old_file_that_is_damaged_says_so():
    with pytest.raises(CodecError, match="damaged"):
        NOTE.loads(file_of(schema=0, title="no name here"))


def test_a_file_older_than_all_migrations_is_refused():
    form = Format("test.note", Note, schema=2, migrations={1: with_stars})
    with pytest.raises(CodecError, match="version 0"):
        form.loads(file_of(schema=0, name="abc"))


@pytest.mark.parametrize(
    "data",
    [b"[]", b'{"schema": 2, "title": "a"}', file_of(title="a"), file_of(schema="2", title="a")],
)
def test_a_foreign_file_is_refused(data):
    with pytest.raises(CodecError):
        NOTE.loads(data)


@given(st.binary(max_size=80) | st.from_regex(rb'\A[\[\]{}",:0-9a-z.eE+-]{0,60}\Z'))
def test_whatever_the_bytes_only_a_codec_error_comes_out(data):
    with suppress(CodecError):
        NOTE.loads(data)
