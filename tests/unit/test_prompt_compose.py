"""From a request to the two texts that are encoded."""

from __future__ import annotations

import pickle

import pytest

from studio.core.prompt.checking import check
from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.core.prompt.errors import PromptError
from studio.core.prompt.schedule import schedule
from studio.core.prompt.styled import styled, styled_negative
from studio.core.prompt.tags import extract_tags
from studio.core.prompt.unparse import unparse
from studio.core.request import Request
from studio.core.style import Style

OIL = Style(
    "oil",
    "Oil",
    "油画",
    template="an oil painting of {prompt}, thick paint",
    negative="photo, blur",
)
FLAT = Style("flat", "Flat", "扁平", template="{prompt}, flat illustration")


def prompt_of(**values):
    return final_prompts(Request(**{"prompt": "a cat", **values}))[0]


def test_a_request_without_style_is_its_own_words():
    assert final_prompts(Request("a (red:1.2) cat", negative="dog")) == ("a (red:1.2) cat", "dog")


def test_the_style_goes_around_the_words_and_its_negative_behind():
    request = Request("a cat, # mine\n", negative="dog,", style=OIL)
    assert final_prompts(request) == ("an oil painting of a cat, thick paint", "dog, photo, blur")


@pytest.mark.parametrize(
    ("strength", "expected", "negative"),
    [
        (0.0, "a cat", "dog"),
        (1.0, "an oil painting of a cat, thick paint", "dog, photo, blur"),
        (
            0.5,
            "(an oil painting of:0.5) a cat, (thick paint:0.5)",
            "dog, (photo, blur:0.5)",
        ),
        (
            1.5,
            "(an oil painting of:1.5) a cat, (thick paint:1.5)",
            "dog, (photo, blur:1.5)",
        ),
    ],
)
def test_strength_weighs_the_words_of_the_style(strength, expected, negative):
    assert styled("a cat", OIL, "", strength) == expected
    assert styled_negative("dog", OIL, "", strength) == negative


@pytest.mark.parametrize("strength", [-0.1, 2.1, float("nan")])
def test_an_impossible_strength_is_refused(strength):
    with pytest.raises(PromptError, match="strength"):
        prompt_of(style=OIL, style_strength=strength)


def test_free_style_words_take_the_place_of_the_style():
    assert prompt_of(style=OIL, style_text="水彩") == "a cat, 水彩"
    assert prompt_of(style_text="ink drawing of ｛prompt｝") == "ink drawing of a cat"
    assert styled_negative("", OIL, "watercolor") == ""
    assert prompt_of(style_text="  ") == "a cat"


def test_a_style_alone_is_a_prompt():
    assert prompt_of(prompt="", style=FLAT) == "flat illustration"
    assert prompt_of(prompt=" ", style=OIL) == "an oil painting of, thick paint"


def test_each_side_of_an_and_gets_the_style_and_keeps_its_weight():
    assert prompt_of(prompt="a cat :1.2 AND a (dog AND cow)", style=FLAT) == (
        "a cat, flat illustration :1.2 AND a (dog AND cow), flat illustration"
    )


@pytest.mark.parametrize("text", ["((a cat", "[a cat:1.2", "((a (b|c", "a (b:1.3) (c:2"])
def test_brackets_left_open_do_not_swallow_the_style(text):
    stages = schedule(prompt_of(prompt=text, style=FLAT), 1)
    alone = schedule(text, 1)
    assert stages[0].prompt.parts[0].chunks[0][-1].text == ", flat illustration"
    assert stages[0].prompt.parts[0].chunks[0][:-1] == alone[0].prompt.parts[0].chunks[0]


def test_choices_and_lists_work_in_prompt_negative_and_style():
    style = Style("s", "S", "S", template="{oil} of {prompt}, __tone__", negative="{x}")
    request = Request(
        "a {red} __thing__",
        negative="{y}",
        style=style,
        wildcards={"tone": ("warm",), "thing": ("cat",)},
    )
    assert final_prompts(request) == ("oil of a red cat, warm", "y, x")


def test_a_request_takes_along_the_lists_that_it_needs():
    lists = {"a": ("__b__",), "b": ("x",), "c": ("y",), "d": ("z",)}
    style = Style("s", "S", "S", template="{prompt} __c__")
    request = with_wildcards(Request("__a__", style=style), lists)
    assert request.wildcards == {"a": ("__b__",), "b": ("x",), "c": ("y",)}
    assert final_prompts(request)[0] == "x y"


@pytest.mark.parametrize(
    ("values", "field", "position"),
    [
        ({"prompt": "一只（猫：1.2.3）"}, "prompt", 5),
        ({"prompt": "{a|__nothing__}"}, "prompt", 3),
        ({"negative": "a {b"}, "negative", 2),
        ({"style_text": "{prompt} (x:1,)"}, "style", 4),
        ({"prompt": "ab {(c:1.|(c:1.}2.3)"}, "prompt", 13),
        ({"prompt": "ab __bad__", "wildcards": {"bad": ("(x:1,)",)}}, "prompt", 3),
        ({"prompt": "ab __lora__", "wildcards": {"lora": ("<hypernet:x:1>",)}}, "prompt", 3),
        ({"prompt": "a <lora:x:much>"}, "prompt", 2),
    ],
)
def test_errors_name_the_field_and_the_raw_character(values, field, position):
    with pytest.raises(PromptError) as caught:
        prompt_of(**values)
    assert (caught.value.field, caught.value.position) == (field, position)


def test_a_lora_tag_goes_on_to_the_engine_and_other_kinds_are_refused_with_a_sentence():
    assert prompt_of(prompt="a cat <lora:ghibli:0.8>") == "a cat <lora:ghibli:0.8>"
    with pytest.raises(PromptError, match=r"<hypernet:ghibli:0\.8> asks for an addition"):
        prompt_of(prompt="a cat <hypernet:ghibli:0.8>")


def test_tags_are_taken_out_as_data():
    text, tags = extract_tags("a <lora:my style v2:0.8:1> cat <LoRA：毛：1>")
    assert text == "a  cat "
    assert [(t.kind, t.name, t.weights, t.position) for t in tags] == [
        ("lora", "my style v2", (0.8, 1.0), 2),
        ("lora", "毛", (1.0,), 31),
    ]
    with pytest.raises(PromptError, match="not complete"):
        extract_tags("a <lora:x:much>")


def test_check_finds_every_error_in_order():
    errors = check("(a:1,) __no__ <lora:x:y> {c __nor__", {})
    assert [error.position for error in errors] == [3, 7, 14, 25, 28]
    assert check("a {red|blue} (cat:1.2) [a:b:0.5] __x__ # (", {"x": ("y",)}) == []
    assert check("(x:{1.1|1.3}) [a:{b|c}:0.5]", {}) == []


def test_an_error_survives_the_way_between_processes():
    (error,) = check("ab {c", {})
    copy = pickle.loads(pickle.dumps(error.moved(7, "negative")))
    assert (copy.position, copy.field) == (7, "negative")
    assert str(copy).startswith("Character 8:")


def test_text_that_was_read_can_be_written_again():
    assert unparse(schedule("a (b:1.2) BREAK [c:d:1] AND e:2", 1)[0].prompt) == (
        "a (b:1.2) BREAK c AND e :2.0"
    )
