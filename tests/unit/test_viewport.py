"""Zoom and pan as arithmetic."""

from __future__ import annotations

import pytest

from studio.ui.canvas.viewport import LARGEST, SMALLEST, Viewport, centered, fitted


@pytest.mark.parametrize("factor", [0.5, 1.2, 3.0, 1e6, 1e-6])
def test_the_point_under_the_cursor_stays_there(factor):
    before = Viewport(1.5, 40, -20)
    after = before.zoomed(factor, 300, 200)
    assert after.to_picture(300, 200) == pytest.approx(before.to_picture(300, 200))
    assert SMALLEST <= after.scale <= LARGEST


def test_a_fitted_picture_is_whole_and_in_the_middle():
    at = fitted((800, 600), (1000, 2000))
    assert at.y > 0
    assert at.y + 2000 * at.scale < 600
    assert at.x + 500 * at.scale == pytest.approx(400, abs=1)


def test_a_small_picture_is_not_blown_up_without_end():
    assert fitted((4000, 4000), (64, 64)).scale == 4.0


def test_at_one_to_one_a_picture_begins_on_a_whole_pixel():
    at = centered((801, 600), (256, 255), 1.0)
    assert (at.x, at.y) == (272, 172)


def test_panning_moves_without_scaling():
    assert centered((100, 100), (50, 50), 1.0).moved(5, -5) == Viewport(1.0, 30, 20)
