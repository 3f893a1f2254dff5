"""Styles of other programs become ours, and ours can be given away."""

from __future__ import annotations

import json

import pytest

from studio.core import style_formats
from studio.core.prompt.styled import styled
from studio.core.prompt.styles import load_styles
from studio.core.registry import discover
from studio.core.style import Style
from studio.core.style_format import StyleFileError, StyleFormat, read_styles

FORMATS = discover(style_formats, "FORMAT", StyleFormat)

CSV = (
    "\ufeffname,prompt,negative_prompt\r\n"
    'Film,"{prompt}, 35mm, ""grain""\nsecond line","digital,\nclean"\r\n'
    'Ink,"bold ink, paper",\r\n'
    "Only negative,,ugly\r\n"
    "----- a divider -----,,\r\n"
    ",nameless,\r\n"
)


def read(text):
    return list(read_styles(FORMATS.values(), text))


def test_the_csv_of_automatic1111_is_read():
    film, ink, negative = read(CSV)
    assert film == Style(
        "Film", "Film", "Film", '{prompt}, 35mm, "grain"\nsecond line', "digital,\nclean"
    )
    assert ink.template == "{prompt}, bold ink, paper"
    assert styled("a cat", ink) == "a cat, bold ink, paper"
    assert (negative.template, negative.negative) == ("{prompt}", "ugly")


def test_the_older_csv_is_read():
    assert read("name,text\nInk,ink on paper\n")[0].template == "{prompt}, ink on paper"


def test_the_lists_of_fooocus_are_read():
    text = json.dumps(
        [
            {
                "name": "cine",
                "prompt": "cinematic still {prompt} . film",
                "negative_prompt": "anime",
            },
            {"name": "plain", "negative_prompt": "bad"},
        ]
    )
    cine, plain = read(text)
    assert styled("a cat", cine) == "cinematic still a cat . film"
    assert (plain.template, plain.negative) == ("{prompt}", "bad")


def test_a_style_of_krita_is_read():
    text = json.dumps(
        {
            "version": 6,
            "name": "Cinematic",
            "architecture": "sdxl",
            "checkpoints": ["a.safetensors"],
            "loras": [],
            "style_prompt": "{prompt}, film still",
            "negative_prompt": "drawing",
            "clip_skip": 0,
            "sampler": "Default - DPM++ 2M Karras",
            "sampler_steps": 20,
            "cfg_scale": 7.0,
        }
    )
    (style,) = read(text)
    assert (style.title, style.template, style.negative) == (
        "Cinematic",
        "{prompt}, film still",
        "drawing",
    )
    assert style.params == {"steps": 20, "guidance": 7.0, "scheduler": "DPM++ 2M Karras"}


STYLES = [
    Style("a", "A, b", "甲", '{prompt}, "x"\ny', "no, nay", "craft", {"guidance": 6.0}),
    Style("b", "B", "B", "{prompt}", "only negative"),
]


@pytest.mark.parametrize("key", [key for key, entry in FORMATS.items() if entry.write])
def test_what_is_written_is_read_again(key):
    data = FORMATS[key].write(STYLES)
    assert FORMATS[key].detect(data.decode("utf-8-sig"))
    found = read(data.decode("utf-8"))
    assert [(s.title, s.template, s.negative) for s in found] == [
        (s.title, s.template, s.negative) for s in STYLES
    ]


def test_our_own_file_keeps_everything(tmp_path):
    (tmp_path / "s.json").write_bytes(FORMATS["studio"].write(STYLES))
    assert list(load_styles(tmp_path).values()) == STYLES


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": 99, "styles": []}',
        '[{"name": 7}]',
        '[{"name": "a"',
        '{"style_prompt": "x"}',
        '{"style_prompt": ' + "[" * 100_000,
        '[{"name": ' + "[" * 100_000,
        'name,prompt\n"' + "x" * 200_000,
        json.dumps([{"name": str(n)} for n in range(5001)]),
    ],
)
def test_a_damaged_file_ends_in_one_sentence(text):
    with pytest.raises(StyleFileError):
        read(text)


@pytest.mark.parametrize("text", ["", "just words", "{}", "[]", "a,b\n1,2", '{"name": "x"}', "\0"])
def test_what_holds_no_styles_is_left_alone(text):
    assert read_styles(FORMATS.values(), text) is None
