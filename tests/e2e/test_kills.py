"""Killing the studio at any moment loses no picture that was shown and breaks no project."""

from __future__ import annotations

import pytest

from tests.kill_loop import kill_loop, models_to_use, report

pytestmark = pytest.mark.timeout(7200)  # the rounds have limits of their own


@pytest.mark.parametrize("kills", [6, pytest.param(300, marks=pytest.mark.soak)])
def test_no_picture_is_lost_when_the_task_is_killed(tmp_path, kills):
    tally = kill_loop(kills, tmp_path, seed=kills)
    assert tally.sound, report(tally, "a scripted engine")
    assert tally.kills == kills
    assert tally.told >= kills


@pytest.mark.slow
def test_no_picture_is_lost_when_the_command_line_is_killed(tmp_path):
    models, what = models_to_use(tmp_path)
    tally = kill_loop(5, tmp_path, models, seed=5)
    assert tally.sound, report(tally, what)
    assert tally.kills == 5
    assert tally.told >= 5
