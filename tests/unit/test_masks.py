"""Masks that grow and soften, and the colors that are drawn in under them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import RequestError
from studio.core.request import Extent, Request
from studio.core.request_parts import Inpaint, Outpaint
from studio.engine.canvas import canvas_of
from studio.engine.masks import blended, bounds, filled, prepared


def dot(side, y, x):
    mask = np.zeros((side, side), np.uint8)
    mask[y, x] = 255
    return mask


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 19), st.integers(0, 19))
def test_a_dot_grows_into_a_square_of_its_radius(radius, y, x):
    grown = prepared(dot(20, y, x), radius, 0)
    rows, columns = np.abs(np.arange(20) - y), np.abs(np.arange(20) - x)
    near = (rows[:, None] <= radius) & (columns[None, :] <= radius)
    assert np.array_equal(grown, near.astype(np.float32))


def test_a_feather_softens_the_edge_and_nothing_far_from_it():
    mask = np.zeros((64, 64), np.uint8)
    mask[:, 32:] = 255
    soft = prepared(mask, 0, 12)[30]
    assert list(soft) == sorted(soft)
    assert soft[32 - 14] <= 0.02
    assert soft[32 + 13] >= 0.98
    assert soft[2] == 0
    assert 0.3 < soft[31] < 0.7


def test_a_mask_that_a_feather_would_wipe_out_is_refused():
    with pytest.raises(RequestError, match="too small for a feather of 200 px"):
        prepared(dot(64, 30, 30), 0, 200)


def test_a_hole_takes_the_colors_around_it_and_nothing_else_changes():
    ramp = np.tile(np.linspace(0, 255, 96).astype(np.uint8), (64, 1))
    pixels = np.stack([ramp, 255 - ramp, np.full_like(ramp, 77)], axis=2)
    mask = np.zeros((64, 96), np.float32)
    mask[20:44, 30:70] = 1
    damaged = pixels.copy()
    damaged[mask > 0] = (0, 255, 0)
    mended = filled(damaged, mask).astype(int)
    assert np.array_equal(mended[mask == 0], pixels[mask == 0])
    assert np.abs(mended - pixels)[mask > 0].mean() < 25, "a ramp goes on through the hole"
    assert np.abs(mended[..., 2] - 77).max() <= 1


def test_where_nothing_is_known_nothing_is_filled_in():
    pixels = np.full((8, 8, 3), 9, np.uint8)
    assert np.array_equal(filled(pixels, np.ones((8, 8), np.float32)), pixels)


def test_bounds_and_blending_are_exact():
    mask = np.zeros((10, 12), np.float32)
    assert bounds(mask) is None
    mask[2:5, 3:9] = 1
    assert bounds(mask) == (3, 2, 9, 5)
    random = np.random.default_rng(0)
    one, two = random.integers(0, 256, (2, 10, 12, 3)).astype(np.uint8)
    mixed = blended(one, two, mask)
    assert np.array_equal(mixed[mask == 0], one[mask == 0])
    assert np.array_equal(mixed[mask == 1], two[mask == 1])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_is_cut_out_and_put_back_undrawn_leaves_the_picture_as_it_was(data):
    """Wherever the mask lies, and whatever shape is drawn at, kept pixels stay in their place."""
    height, width = data.draw(st.integers(20, 90)), data.draw(st.integers(20, 90))
    source = np.random.default_rng(1).integers(0, 256, (height, width, 3)).astype(np.uint8)
    mask = np.zeros((height, width), np.uint8)
    top, left = data.draw(st.integers(0, height - 5)), data.draw(st.integers(0, width - 5))
    mask[top : top + 5, left : left + 5] = 255
    extent = data.draw(st.sampled_from([Extent(64, 64), Extent(128, 64), Extent(64, 192)]))
    asked = Inpaint("", 0, 0, context=data.draw(st.integers(0, 60)))
    request = Request("", extent=extent, inpaint=asked)
    canvas = canvas_of(request, source, mask, 8)
    assert canvas.extent == extent
    assert canvas.mask.max() > 0
    back = canvas.back(np.full((extent.height, extent.width, 3), 128, np.uint8))
    assert np.array_equal(back[mask == 0], source[mask == 0])
    assert (back[mask > 0] == 128).all()


@settings(max_examples=40, deadline=None)
@given(*[st.integers(0, 50)] * 4)
def test_margins_are_as_wide_as_asked_whatever_the_model_needs(left, top, right, bottom):
    source = np.random.default_rng(1).integers(0, 256, (64, 72, 3)).astype(np.uint8)
    asked = Outpaint(left, top, right, bottom, feather=0)
    canvas = canvas_of(Request("", extent=Extent(72, 64), outpaint=asked), source, None, 16)
    assert canvas.extent.width % 16 == canvas.extent.height % 16 == 0
    back = canvas.back(np.zeros_like(canvas.pixels))
    assert back.shape == (64 + top + bottom, 72 + left + right, 3)
    assert np.array_equal(back[top : top + 64, left : left + 72], source)
    assert back.sum() == source.sum(), "everything else was drawn"
