"""What the canvas needs to know of pictures: panes, wipes, halvings, differences, pixels."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import Cancelled
from studio.core.halving import SMALLEST, STRIP, halved, halvings
from studio.core.job import CancelToken
from studio.core.request import Extent
from studio.state.canvas import Origin, Shown
from studio.tasks.find_difference import GAIN, FindDifference
from studio.tasks.halve_picture import HalvePicture
from studio.ui.canvas.panes import GAP, Wipe, inside, laid_out, pane_at
from studio.ui.canvas.reading import read_pixel


def noise(height, width):
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


def silent(_progress):
    pass


@pytest.mark.parametrize("size", [(2, 2), (7, 9), (2 * STRIP + 50, 12)])
def test_a_half_is_the_mean_of_each_four_pixels(size):
    pixels = noise(*size)
    height, width = size[0] // 2, size[1] // 2
    quads = pixels[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3).astype(int)
    assert np.array_equal(halved(pixels), (quads.sum(axis=(1, 3)) + 2) // 4)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1)])
def test_a_line_of_pixels_can_be_halved_too(size):
    assert halved(noise(*size)).shape == (max(size[0] // 2, 1), max(size[1] // 2, 1), 3)


def test_halvings_end_where_the_picture_is_small():
    assert [h.shape[:2] for h in halvings(noise(500, 300))] == [(250, 150), (125, 75)]
    assert list(halvings(noise(2 * SMALLEST - 1, 2 * SMALLEST - 1))) == []


def test_halving_a_picture_can_be_cancelled():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        HalvePicture(noise(400, 400)).run(silent, cancel)


def test_a_difference_is_strengthened_and_black_where_there_is_none():
    one = noise(600, 40)
    other = one.copy()
    other[550, 3] = np.where(one[550, 3] > 100, one[550, 3] - 10, one[550, 3] + 100)
    apart = FindDifference(one, other).run(silent, CancelToken())
    assert set(apart[550, 3]) <= {10 * GAIN, 255}
    apart[550, 3] = 0
    assert not apart.any()


def test_a_picture_of_another_size_is_brought_to_the_first_ones():
    one = np.full((8, 6, 3), 50, np.uint8)
    other = np.full((16, 12, 3), 60, np.uint8)
    assert (FindDifference(one, other).run(silent, CancelToken()) == 10 * GAIN).all()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(800, 601), (300, 900)])
def test_panes_are_equal_and_do_not_overlap(count, size):
    panes = laid_out(count, *size)
    assert len(panes) == count
    assert len({(pane.width, pane.height) for pane in panes}) == 1
    assert all(p.x + p.width <= size[0] and p.y + p.height <= size[1] for p in panes)
    for pane in panes:
        middle = (pane.x + pane.width / 2, pane.y + pane.height / 2)
        assert [p for p in panes if p.contains(*middle)] == [pane]
        assert pane_at(panes, *middle) is pane


def test_two_panes_share_the_longer_side():
    wide, tall = laid_out(2, 802, 600), laid_out(2, 600, 802)
    assert [pane.x for pane in wide] == [0, 400 + GAP]
    assert [pane.y for pane in tall] == [0, 400 + GAP]


def test_between_two_panes_the_first_one_counts():
    panes = laid_out(2, 802, 600)
    assert pane_at(panes, 400 + GAP / 2, 5) is panes[0]


def test_a_picture_of_another_shape_lies_in_the_middle():
    assert inside((200, 100), (50, 50)) == (50, 0, 100, 100)
    assert inside((100, 200), (100, 50)) == (0, 75, 100, 50)


@pytest.mark.parametrize("upright", [True, False])
def test_the_line_of_a_wipe_follows_the_hand_and_stays_on_the_picture(upright):
    wipe, box = Wipe(0.25, upright), (100.0, 40.0, 400.0, 200.0)
    assert wipe.line(box) == (200 if upright else 90)
    assert wipe.is_near(box, 203, 93)
    assert not wipe.is_near(box, 250, 150)
    assert wipe.share_at(box, 300, 140) == 0.5
    assert wipe.share_at(box, -9, -9) == 0
    assert wipe.share_at(box, 9999, 9999) == 1


def test_a_pixel_is_read_from_its_place_and_beside_the_picture_is_none():
    pixels = noise(4, 6)
    shown = Shown(pixels, Extent(60, 40), Origin.PREVIEW)  # a preview has fewer pixels
    reading = read_pixel(shown, (60, 40), 59.9, 0.0)
    assert (reading.x, reading.y) == (59, 0)
    assert (reading.red, reading.green, reading.blue) == tuple(pixels[0, 5])
    assert reading.hex == "#{:02x}{:02x}{:02x}".format(*pixels[0, 5])
    assert read_pixel(shown, (60, 40), 60, 0) is None
    assert read_pixel(shown, (60, 40), 5, -0.1) is None


def test_a_pixel_of_a_picture_of_another_shape_is_read_where_it_is_drawn():
    shown = Shown(noise(50, 50), Extent(50, 50), Origin.STORED)
    assert read_pixel(shown, (200, 100), 40, 50) is None
    assert read_pixel(shown, (200, 100), 50, 0).x == 0
    assert read_pixel(shown, (200, 100), 149, 99).x == 49
