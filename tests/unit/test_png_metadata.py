"""Pictures carry what they were made from, and those from elsewhere are read with care."""

from __future__ import annotations

import io
import json
import struct
import zlib
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from studio import __version__
from studio.core import metadata
from studio.core.artifact import Picture
from studio.core.metadata import a1111, studio
from studio.core.metadata_format import MetadataError, MetadataFormat, Recipe, read_recipe
from studio.core.png_text import MAX_TEXT, read_text, without_text
from studio.core.registry import discover
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.engine.schedulers import RECIPES
from studio.exporters import png, webp
from studio.tasks.load_picture import opened, pixels_of
from tests.projects import REQUEST

FORMATS = discover(metadata, "FORMAT", MetadataFormat)
PIXELS = np.arange(8 * 6 * 3, dtype=np.uint8).reshape(8, 6, 3)


def encoded(text):
    return png.EXPORTER.encode(Picture(PIXELS, text))


def written(request, **facts):
    return a1111.FORMAT.write(Recipe(request, facts))["parameters"]


def read(parameters):
    return a1111.FORMAT.read({"parameters": parameters})


# ------------------------------------------------------------------------------- AUTOMATIC1111

DRAWN = Request(
    "a (red:1.2) house,\nby the sea",
    negative="fog, people",
    model="starter",
    extent=Extent(256, 192),
    seed=965400086,
    params={"steps": 20, "guidance": 7.0, "scheduler": "DPM++ 2M Karras", "clip_skip": 2},
)


def test_the_text_is_what_automatic1111_writes():
    assert written(DRAWN, model_hash="45dee52b99aa77").splitlines() == [
        "a (red:1.2) house,",
        "by the sea",
        "Negative prompt: fog, people",
        "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 965400086, "
        "Size: 256x192, Model hash: 45dee52b99, Model: starter, Clip skip: 2, RNG: CPU, "
        f"Version: studio {__version__}",
    ]


def test_an_empty_negative_prompt_has_no_line():
    assert "Negative" not in written(replace(DRAWN, negative=""))


def test_the_words_are_those_the_engine_read():
    text = written(Request("{a|b}（红：1.2）"), prompt="a（红：1.2）, ink", negative="fog")
    assert text.startswith("a(红:1.2), ink\nNegative prompt: fog\n")


def test_the_models_own_scheduler_is_named_as_these_tools_do():
    assert "Sampler: Euler a," in written(DRAWN_OWN, scheduler="EulerAncestralDiscreteScheduler")


DRAWN_OWN = replace(DRAWN, params={"steps": 20, "guidance": 7.5, "scheduler": ""})


def test_a_value_with_a_comma_is_quoted():
    text = written(replace(DRAWN, model='my "best", model: one'))
    assert '"my \\"best\\", model: one"' in text
    assert read(text).facts["Model"] == 'my "best", model: one'


THEIRS = """portrait of a fox
with two lines
Negative prompt: blurry,
ugly
Steps: 28, Sampler: Euler a, Schedule type: Automatic, CFG scale: 6.5, Seed: 4294967295, \
Size: 512x768, Model hash: 45dee52b, Model: fox, Denoising strength: 0.7, Clip skip: 2, \
Hires upscale: 2, Lora hashes: "a: abc, b: def", Version: v1.10.1"""


def test_a_picture_of_automatic1111_is_read():
    recipe = read(THEIRS)
    assert recipe.request == Request(
        "portrait of a fox\nwith two lines",
        model="",
        negative="blurry,\nugly",
        extent=Extent(512, 768),
        seed=4294967295,
        params={"clip_skip": 2, "steps": 28, "guidance": 6.5, "scheduler": "Euler a"},
    )
    assert recipe.facts["Model hash"] == "45dee52b"
    assert recipe.facts["Lora hashes"] == "a: abc, b: def"
    assert recipe.facts["Denoising strength"] == "0.7"
    assert recipe.facts["RNG"] == "GPU", "what is left out has its meaning too"


@pytest.mark.parametrize(
    ("fields", "scheduler"),
    [
        ("Sampler: DPM++ 2M Karras", "DPM++ 2M Karras"),  # as before version 1.9
        ("Sampler: DPM++ 2M", "DPM++ 2M"),
        ("Sampler: DPM++ 2M, Schedule type: Automatic", "DPM++ 2M Karras"),
        ("Sampler: DPM++ 2M, Schedule type: Uniform", "DPM++ 2M"),
        ("Sampler: PLMS, Schedule type: Automatic", "PNDM"),
        ("Sampler: Undefined", None),
    ],
)
def test_samplers_of_all_versions_are_understood(fields, scheduler):
    recipe = read(f"a\nSteps: 20, {fields}, CFG scale: 7, Seed: 1, Size: 64x64")
    assert recipe.request.params.get("scheduler") == scheduler


@pytest.mark.parametrize("name", RECIPES)
def test_every_scheduler_of_ours_comes_back(name):
    request = replace(DRAWN, params={**DRAWN.params, "scheduler": name})
    assert read(written(request)).request.params["scheduler"] == name


@pytest.mark.parametrize(
    "text", ["just words", "words: with colons: here", "one\ntwo: 2, three: 3", "", "\n\n", "{"]
)
def test_text_without_a_parameter_line_is_all_prompt(text):
    recipe = read(text)
    assert recipe.request.prompt == text.strip()
    assert recipe.request.params == {}
    assert recipe.facts == {}


@pytest.mark.parametrize(
    "fields",
    [
        "Steps: -3, Seed: 1, CFG scale: 7",
        "Steps: 20, Seed: 99999999999999999999999, CFG scale: nan",
        "Steps: 20, Seed: -1, CFG scale: 1e999",
        "Steps: ²0, Seed: x, Clip skip: 0, Size: 0x0, CFG scale: -1",
        "Steps: 20, Seed: 1, Size: 99999x99999999, CFG scale:",
    ],
)
def test_values_out_of_bounds_stay_mere_facts(fields):
    request = read(f"a\n{fields}").request
    assert 0 <= request.seed < SEED_LIMIT
    assert request.extent == Extent(256, 256)
    assert 0 <= request.params.get("guidance", 1) <= 1000
    assert request.params.get("steps", 20) == 20


lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
texts = st.lists(lines, max_size=3).map("\n".join)


@given(
    prompt=texts,
    negative=texts,
    seed=st.integers(0, SEED_LIMIT - 1),
    steps=st.integers(1, 150),
    guidance=st.floats(1, 30),
    extent=st.builds(Extent, st.integers(1, 9999), st.integers(1, 9999)),
    scheduler=st.sampled_from(sorted(RECIPES)),
    clip_skip=st.integers(1, 12),
    model=lines,
)
def test_what_was_written_is_read(prompt, negative, model, **values):
    params = {name: values[name] for name in ("steps", "guidance", "scheduler", "clip_skip")}
    request = Request(
        prompt, model, negative, seed=values["seed"], extent=values["extent"], params=params
    )
    text = written(request)
    assume(text.count(a1111.NEGATIVE) == bool(negative.strip()))  # that word in a prompt is lost
    found = read(text).request
    assert found.prompt == a1111.readable(prompt).strip()
    assert found.negative == a1111.readable(negative).strip()
    assert found == replace(request, prompt=found.prompt, negative=found.negative, model="")


@given(st.text(max_size=200) | st.from_regex(r'\A[\w :,"\\\n]{0,200}\Z'))
def test_whatever_the_text_only_a_metadata_error_comes_out(text):
    for entry in FORMATS.values():
        chunks = {"parameters": text, "studio": text}
        with suppress(MetadataError):
            entry.read(chunks)


def test_an_endless_line_is_refused_at_once():
    with pytest.raises(MetadataError, match="too long"):
        read("a\n" + "Steps: 1, " * 200_000)
    with pytest.raises(MetadataError, match="too long"):
        read("a" * 40_000)


# ------------------------------------------------------------------------------------ our own


def test_our_own_text_is_the_whole_request():
    recipe = Recipe(REQUEST, {"model_hash": "ab", "threads": 2, "ratio": 0.5, "cuda": False})
    assert studio.FORMAT.read(read_text(encoded(studio.FORMAT.write(recipe))).text) == recipe


def test_the_folder_of_a_model_is_not_told_to_everyone():
    for path in ("/srv/me/models/fox.safetensors", "C:\\Users\\me\\fox.safetensors"):
        for text in (
            studio.FORMAT.write(Recipe(Request("a", model=path)))["studio"],
            written(Request("a", model=path)),
        ):
            assert "fox.safetensors" in text
            assert "me" not in text.replace("name", "")


def our_text(**changes):
    data = json.loads(studio.FORMAT.write(Recipe(REQUEST))["studio"])
    data["request"] |= changes
    return {"studio": json.dumps(data)}


HOSTILE = {
    "too deep": {"studio": "[" * 100_000},
    "NaN": our_text(style_strength=float("nan")),
    "a huge number": {"studio": '{"format": "studio.picture", "schema": ' + "9" * 5000 + "}"},
    "the wrong type": our_text(seed="7"),
    "a seed out of bounds": our_text(seed=2**40),
    "no extent": our_text(extent={"width": 0, "height": 64}),
    "a vast extent": our_text(extent={"width": 2**40, "height": 64}),
    "a vast batch": our_text(count=10**9),
    "a strength out of bounds": our_text(style_strength=1e300),
    "a newer version": {"studio": '{"format": "studio.picture", "schema": 99}'},
    "no JSON": {"studio": "hello"},
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_parameters_are_unreadable_and_the_picture_opens(text):
    data = encoded(text)
    with pytest.raises(MetadataError):
        read_recipe(FORMATS.values(), read_text(data).text)
    assert np.array_equal(pixels_of(opened(io.BytesIO(data))), PIXELS)


def test_what_one_format_cannot_read_another_may():
    text = {"studio": "hello", **a1111.FORMAT.write(Recipe(DRAWN))}
    assert read_recipe([studio.FORMAT, a1111.FORMAT], text).request.prompt == DRAWN.prompt
    assert read_recipe(FORMATS.values(), {"Author": "me"}) is None


def test_text_that_runs_backwards_is_kept_as_it_is():
    request = Request("a \u202egnp.exe\u202c cat \u0000 🎨")
    text = read_text(encoded(studio.FORMAT.write(Recipe(request)))).text
    assert studio.FORMAT.read(text).request == request


@pytest.mark.parametrize(
    "path", ["..\\..\\x", "../../x", "/etc/x", "C:\\x", "\\\\host\\share\\x", "..", "C:", "a/.."]
)
def test_a_models_path_in_a_picture_is_only_a_name(path):
    found = studio.FORMAT.read(our_text(model=path)).request.model
    assert found in ("x", "")
    theirs = read(f"a\nSteps: 1, Seed: 1, Size: 8x8, Model: {path}")
    assert theirs.request.model == ""


# ---------------------------------------------------------------------------------- PNG files


def chunk(kind, body):
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def with_chunk(kind, body, after=33):
    plain = encoded({})
    return plain[:after] + chunk(kind, body) + plain[after:]


@pytest.mark.parametrize("text", ["latin ½", "红色的房子", "nul\0inside", "a" * 100_000, ""])
def test_other_programs_read_our_text(text):
    found = Image.open(io.BytesIO(encoded({"parameters": text}))).text["parameters"]
    assert found == text.replace("\0", "")
    assert read_text(encoded({"parameters": text})).text == {"parameters": found}


BOMB = zlib.compress(b"\0" * (MAX_TEXT + 1), 9)
BOMBS = {
    "zTXt": (b"zTXt", b"bomb\0\0" + BOMB),
    "iTXt": (b"iTXt", b"bomb\0\1\0\0\0" + BOMB),
    "endless": (b"zTXt", b"bomb\0\0" + BOMB[:-10]),
    "no zlib": (b"zTXt", b"bomb\0\0hello"),
    "no UTF-8": (b"iTXt", b"bomb\0\0\0\0\0\xff\xfe"),
}


@pytest.mark.parametrize("after", [33, -12], ids=["before the pixels", "behind the pixels"])
@pytest.mark.parametrize(("kind", "body"), BOMBS.values(), ids=BOMBS.keys())
def test_a_text_bomb_is_refused_and_the_picture_opens(kind, body, after):
    data = with_chunk(kind, body, after)
    found = read_text(data)
    assert found.refused == ("bomb",)
    assert found.text == {}
    assert np.array_equal(pixels_of(opened(io.BytesIO(data))), PIXELS)


def test_large_but_honest_text_is_kept():
    workflow = json.dumps({"nodes": [{"id": n, "title": f"节点 {n}"} for n in range(60_000)]})
    packed = zlib.compress(workflow.encode())
    assert len(workflow) > 1.5e6
    data = with_chunk(b"iTXt", b"workflow\0\1\0\0\0" + packed)
    assert read_text(data).text == {"workflow": workflow}
    assert np.array_equal(pixels_of(opened(io.BytesIO(data))), PIXELS)


def test_many_texts_cannot_fill_the_memory():
    one = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * MAX_TEXT, 9))
    plain = encoded({})
    found = read_text(plain[:33] + one * 20 + plain[33:])
    assert len(found.refused) == 16


@given(st.integers(0, 400), st.binary(max_size=8))
def test_a_file_cut_or_changed_anywhere_raises_nothing_unforeseen(place, noise):
    whole = encoded({"parameters": "a", "studio": "红"})
    for data in (whole[:place], whole[:place] + noise + whole[place + len(noise) :]):
        read_text(data)
        without_text(data)


def test_taking_the_text_out_keeps_all_else():
    data = without_text(encoded({"parameters": "a" * 500, "studio": "红"}))
    assert data == encoded({})
    assert without_text(b"no picture") == b"no picture"


# ---------------------------------------------------------------------------------- WebP files


def test_a_webp_file_carries_the_parameters_as_automatic1111_does():
    data = webp.EXPORTER.encode(Picture(PIXELS, {"parameters": "a 红 house"}))
    comment = Image.open(io.BytesIO(data)).getexif().get_ifd(0x8769)[0x9286]
    assert comment[:8] == b"UNICODE\0"
    assert comment[8:].decode("utf-16-be") == "a 红 house"


@pytest.mark.parametrize(("height", "width"), [(600, 300), (100, 50), (1, 1)])
def test_a_thumbnail_is_small_and_never_larger_than_the_picture(height, width):
    pixels = np.full((height, width, 3), 200, np.uint8)
    small = Image.open(io.BytesIO(webp.thumbnail(pixels)))
    assert small.size == (min(width, 128), min(height, 256))
    assert abs(small.convert("RGB").getpixel((0, 0))[0] - 200) < 4
