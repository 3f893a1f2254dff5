"""Closing the window asks about work, ends it cleanly and gives the project back."""

from __future__ import annotations

import pytest

from studio.core.errors import ProjectLockedError
from studio.core.project import Project
from studio.state.notices import Step
from tests.gui.steps import click_generate, press, write


def begin(qtbot, studio, engine):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(engine.requests))


def test_an_idle_window_closes_at_once(qtbot, studio, tmp_path):
    studio.window.close()
    assert studio.window.isHidden()
    studio.close()
    Project.open(tmp_path / "project").close()


def test_work_is_asked_about_and_can_be_cancelled(qtbot, studio, engine, tmp_path):
    begin(qtbot, studio, engine)
    studio.window.close()
    assert studio.window.isVisible()
    assert "still working" in studio.window.error_bar.text.text()
    press(qtbot, studio, Step.CANCEL_AND_CLOSE)
    qtbot.waitUntil(studio.window.isHidden)
    with pytest.raises(ProjectLockedError):
        Project.open(tmp_path / "project")
    studio.close()
    assert engine.is_closed
    with Project.open(tmp_path / "project") as project:
        assert project.runs() == []


def test_the_window_can_close_when_the_work_is_done(qtbot, studio, engine, tmp_path):
    begin(qtbot, studio, engine)
    studio.window.close()
    press(qtbot, studio, Step.CLOSE_WHEN_DONE)
    assert studio.window.isVisible()
    engine.gate.set()
    qtbot.waitUntil(studio.window.isHidden)
    studio.close()
    with Project.open(tmp_path / "project") as project:
        assert len(project.runs()) == 1


def test_a_second_click_while_the_window_waits_cancels_nothing(qtbot, studio, engine, tmp_path):
    begin(qtbot, studio, engine)
    studio.window.close()
    press(qtbot, studio, Step.CLOSE_WHEN_DONE)
    studio.window.close()
    assert studio.window.isVisible()
    assert set(studio.window.error_bar.buttons) == {
        Step.KEEP_QUEUE,
        Step.CANCEL_AND_CLOSE,
        Step.STAY,
    }
    engine.gate.set()
    qtbot.waitUntil(studio.window.isHidden)
    studio.close()
    with Project.open(tmp_path / "project") as project:
        assert len(project.runs()) == 1


def test_one_can_stay(qtbot, studio, engine):
    begin(qtbot, studio, engine)
    studio.window.close()
    press(qtbot, studio, Step.STAY)
    engine.gate.set()
    qtbot.waitUntil(lambda: not studio.jobs.active)
    assert studio.window.isVisible()
    assert studio.window.error_bar.isHidden()


def test_unsaved_pictures_keep_the_window_open(qtbot, studio, monkeypatch):
    def refuse(_self, *_args, **_values):
        from studio.core.errors import SaveError

        error = SaveError("full")
        error.files = {"image-0.png": b"x"}
        raise error

    monkeypatch.setattr(Project, "add", refuse)
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(studio.session.keeping.unsaved) and not studio.jobs.active)
    studio.window.close()
    assert studio.window.isVisible()
    assert "only in memory" in studio.window.error_bar.text.text()
    press(qtbot, studio, Step.LOSE_AND_CLOSE)
    qtbot.waitUntil(studio.window.isHidden)
