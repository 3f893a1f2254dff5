"""The text in JPEG, WebP and PNG files, wherever other programs put it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.core import metadata, picture_text
from studio.core.exif import comment
from studio.core.metadata_format import MetadataFormat, find_recipe, read_recipe
from studio.core.picture_text import read_text
from studio.core.registry import discover
from tests import corpus

FORMATS = discover(metadata, "FORMAT", MetadataFormat)
CASES = corpus.cases()
PIXELS = np.zeros((8, 8, 3), np.uint8)


def encoded(kind, **options):
    buffer = io.BytesIO()
    Image.fromarray(PIXELS).save(buffer, kind, **options)
    return buffer.getvalue()


def exif_of(*tags, inner=()):
    exif = Image.Exif()
    for tag, value in tags:
        exif[tag] = value
    for tag, value in inner:
        exif.get_ifd(0x8769)[tag] = value
    return exif.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize("order", ["utf-16-be", "utf-16-le"])
def test_the_comment_of_any_picture_is_read(kind, order):
    words = "a 红 house\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 64x64"
    exif = exif_of(inner=[(0x9286, b"UNICODE\0" + words.encode(order))])
    found = read_text(encoded(kind, exif=exif)).text
    assert found["parameters"] == words
    assert read_recipe(FORMATS.values(), found).request.seed == 5


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_our_own_comment_is_read(kind):
    words = "a, b\nSteps: 4, Seed: 1, Size: 8x8"
    assert read_text(encoded(kind, exif=comment(words))).text == {"parameters": words}


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_the_comment_of_a_camera_is_no_prompt(kind):
    found = read_text(encoded(kind, exif=comment("Screenshot: my holiday, steps to the sea"))).text
    assert "parameters" not in found
    assert "holiday" in found["UserComment"]
    assert find_recipe(FORMATS.values(), found) is None


def test_an_ascii_comment_is_read():
    exif = exif_of(inner=[(0x9286, b"ASCII\0\0\0a\nSteps: 5, Seed: 1")])
    assert read_text(encoded("JPEG", exif=exif)).text["parameters"] == "a\nSteps: 5, Seed: 1"


def test_comfyui_writes_its_graphs_into_the_makers_tags():
    case = next(c for c in CASES if c.format == "comfyui")
    exif = exif_of((0x010F, "workflow:{}"), (0x0110, "prompt:" + case.text["prompt"]))
    found = read_text(encoded("WEBP", exif=exif)).text
    assert find_recipe(FORMATS.values(), found).format.key == "comfyui"


def test_fooocus_writes_its_scheme_as_the_makers_note():
    case = next(c for c in CASES if c.format == "fooocus")
    exif = exif_of(
        (0x0131, "Fooocus v2.5"),
        inner=[
            (0x9286, b"UNICODE\0" + case.text["parameters"].encode("utf-16-be")),
            (0x927C, b"fooocus"),
        ],
    )
    found = read_text(encoded("JPEG", exif=exif)).text
    assert found["fooocus_scheme"] == "fooocus"
    assert find_recipe(FORMATS.values(), found).format.key == "fooocus"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_is_read(kind):
    item = b"<rdf:Alt><rdf:li a='x'>a &lt; b&#10;Steps: 5</rdf:li></rdf:Alt>"
    xmp = b"<x><dc:description>" + item + b"</dc:description></x>"
    assert read_text(encoded(kind, xmp=xmp)).text["parameters"] == "a < b\nSteps: 5"


@pytest.mark.parametrize("part", ["<dc:description>", 'exif:UserComment="', "<rdf:li>"])
def test_endless_xmp_ends(part):
    assert "parameters" not in picture_text._keyed({picture_text.XMP: part * 300_000}, {})


@given(st.integers(0, 700), st.binary(max_size=8), st.sampled_from(["JPEG", "WEBP", "PNG"]))
def test_a_picture_cut_or_changed_anywhere_raises_nothing(place, noise, kind):
    whole = encoded(kind, exif=comment("a house, " * 20))
    for data in (whole[:place], whole[:place] + noise + whole[place + len(noise) :]):
        read_text(data)


def test_what_is_no_picture_has_no_text():
    assert read_text(b"").text == {}
    assert read_text(b"\xff\xd8\xff").text == {}
    assert read_text(b"RIFF\0\0\0\0WEBP").text == {}
