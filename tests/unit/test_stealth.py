"""Text hidden in pixels is found, and noise is not taken for it."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from studio.core import metadata
from studio.core.metadata_format import MetadataFormat, read_recipe
from studio.core.registry import discover
from studio.core.stealth import hidden_text
from tests import corpus

FORMATS = discover(metadata, "FORMAT", MetadataFormat).values()


def hide(signature, payload, channels, height=97, width=211):
    """Write bits column by column, as these programs do, one at a time."""
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, channels), np.uint8)
    data = signature + (len(payload) * 8).to_bytes(4, "big") + payload
    bits = [(byte >> (7 - i)) & 1 for byte in data for i in range(8)]
    planes = (3,) if signature[8:11] == b"png" else (0, 1, 2)
    for number, bit in enumerate(bits):
        place, plane = divmod(number, len(planes))
        x, y = divmod(place, height)
        value = pixels[y, x, planes[plane]]
        pixels[y, x, planes[plane]] = (value & 0xFE) | bit
    return pixels


WORDS = "a 红 fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 9, Size: 64x64"


@pytest.mark.parametrize(
    ("signature", "channels"),
    [
        (b"stealth_pnginfo", 4),
        (b"stealth_pngcomp", 4),
        (b"stealth_rgbinfo", 3),
        (b"stealth_rgbcomp", 4),
    ],
)
def test_hidden_parameters_are_found(signature, channels):
    payload = WORDS.encode()
    payload = gzip.compress(payload) if signature.endswith(b"comp") else payload
    found = hidden_text(hide(signature, payload, channels))
    assert found == {"parameters": WORDS}
    assert read_recipe(FORMATS, found).request.seed == 9


def test_novelai_hides_all_its_chunks():
    case = next(c for c in corpus.cases() if c.format == "novelai")
    packed = gzip.compress(json.dumps(case.text).encode())
    found = hidden_text(hide(b"stealth_pngcomp", packed, 4))
    assert found == case.text


@pytest.mark.parametrize("shape", [(64, 64, 4), (1, 1, 3), (3, 1, 4), (1, 500, 3)])
def test_noise_hides_nothing(shape):
    assert hidden_text(np.random.default_rng(0).integers(0, 256, shape, np.uint8)) == {}


def test_a_lying_length_or_a_bomb_is_refused():
    pixels = hide(b"stealth_pnginfo", b"x" * 50, 4)
    assert hidden_text(pixels[:, :5]) == {}
    bomb = gzip.compress(b"\0" * (17 * 2**20), 9)
    assert hidden_text(hide(b"stealth_rgbcomp", bomb, 3, 211, 331)) == {}
    assert hidden_text(hide(b"stealth_rgbcomp", b"no gzip", 3)) == {}
