"""Zoom, pan, turn and mirror as arithmetic."""

from __future__ import annotations

import pytest

from studio.ui.canvas.viewport import (
    LARGEST,
    SMALLEST,
    Viewport,
    centered,
    drawn_to_step,
    filled,
    fitted,
    next_step,
)


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


TURNED = [Viewport(1.5, 40, -20, degrees, mirrored) for degrees in (0, 15, 90, -120, 180)
          for mirrored in (False, True)]  # fmt: skip


@pytest.mark.parametrize("at", TURNED)
def test_view_and_picture_are_inverse_however_it_is_turned(at):
    assert at.to_picture(*at.to_view(31, 7)) == pytest.approx((31, 7))
    m11, m12, m21, m22, dx, dy = at.matrix()
    assert at.to_view(3, 5) == pytest.approx((3 * m11 + 5 * m21 + dx, 3 * m12 + 5 * m22 + dy))


@pytest.mark.parametrize("at", TURNED)
def test_zooming_turning_and_mirroring_hold_the_point_under_the_hand(at):
    held = pytest.approx(at.to_picture(300, 200))
    assert at.zoomed(2.5, 300, 200).to_picture(300, 200) == held
    assert at.turned(37, 300, 200).to_picture(300, 200) == held
    assert at.flipped(300, 200).to_picture(300, 200) == held


@pytest.mark.parametrize("at", TURNED)
def test_mirroring_mirrors_what_is_seen_and_twice_is_nothing(at):
    flipped = at.flipped(300, 200)
    x, y = at.to_view(10, 20)
    assert flipped.to_view(10, 20) == pytest.approx((600 - x, y))
    back = flipped.flipped(300, 200)
    assert back.matrix() == pytest.approx(at.matrix())


def test_turning_goes_clockwise_on_the_screen_and_around_once():
    at = Viewport().turned(90, 0, 0)
    assert at.to_view(10, 0) == pytest.approx((0, 10))
    for _ in range(3):
        at = at.turned(90, 0, 0)
    assert at.degrees == 0
    assert Viewport().turned(-190, 5, 5).degrees == 170


def test_a_turned_picture_is_fitted_by_the_box_around_it():
    at = fitted((848, 648), (1000, 500), like=Viewport(degrees=90, mirrored=True))
    assert at.scale == pytest.approx(0.6)
    assert (at.degrees, at.mirrored) == (90, True)
    left, top, width, height = at.bounds((1000, 500))
    assert (width, height) == pytest.approx((300, 600))
    assert (left, top) == pytest.approx((274, 24))


def test_a_filling_picture_leaves_nothing_free():
    left, top, width, height = filled((800, 600), (100, 100)).bounds((100, 100))
    assert left <= 0
    assert top <= 0
    assert left + width >= 800
    assert top + height >= 600


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_at_one_to_one_pixels_are_whole_on_every_screen(ratio, degrees):
    at = Viewport(1 / ratio, 10.37, 7.9, degrees).snapped(ratio, (3.4, 0.2))
    for x, y in ((0, 0), (17, 31)):
        seen = at.to_view(x, y)
        device = ((seen[0] + 3.4) * ratio, (seen[1] + 0.2) * ratio)
        assert device == pytest.approx((round(device[0]), round(device[1])))
    assert abs(at.x - 10.37) <= 0.5 / ratio + 1e-9


def test_between_whole_magnifications_nothing_is_moved():
    for at in (Viewport(1.37, 0.3, 0.4), Viewport(0.5, 0.3, 0.4), Viewport(2, 0.3, 0.4, 15)):
        assert at.snapped(1.0) == at


def test_zoom_steps_lead_up_and_down_and_go_on_beyond_the_last():
    assert next_step(1.0, up=True) == 1.5
    assert next_step(1.1, up=True) == 1.5
    assert next_step(1.1, up=False) == 1.0
    assert next_step(1.0, up=False) == 0.66
    assert next_step(16, up=True) == 32
    assert next_step(0.2, up=False) == 0.1


def test_a_free_turn_is_drawn_to_a_step_that_is_near():
    assert drawn_to_step(43) == 45
    assert drawn_to_step(38) == 38
    assert drawn_to_step(179) == 180
    assert drawn_to_step(-358) == 0
