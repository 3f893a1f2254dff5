"""What a studio decided shows in the window, and no control undoes it."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core import policy
from studio.core.picture_text import read_text
from studio.core.policy import POLICY, Policy
from studio.core.xmp import KEY
from studio.engine.verbs.check_content import CheckedContent
from studio.ui.commands.settings import SettingsCommands
from studio.ui.gallery.export_window import ExportWindow
from tests.gui.steps import click_generate, generate, trigger, write


@pytest.fixture
def decide(tmp_path, monkeypatch):
    place = tmp_path / "policy.json"
    monkeypatch.setattr(policy, "places", lambda: (place,))
    return lambda **rules: place.write_bytes(POLICY.dumps(Policy(**rules)))


@pytest.fixture
def settings(qtbot, studio):
    def open_window():
        trigger(studio, "edit.settings")
        window = studio.window.findChild(SettingsCommands).shown
        qtbot.waitUntil(lambda: window.isVisible() and not studio.jobs.active)
        window.open("origin")
        return window

    return open_window


def test_a_locked_filter_is_shown_as_on_and_cannot_be_switched_off(qtbot, studio, decide, settings):
    row = settings().rows["content_filter"]
    assert row.field.isEnabled()
    assert not row.field.isChecked()
    decide(content_filter=True)
    settings()
    qtbot.waitUntil(lambda: not row.field.isEnabled())
    assert row.field.isChecked()
    assert row.field.text() == "On, by this studio's policy"
    decide()
    settings()
    qtbot.waitUntil(row.field.isEnabled)
    assert not row.field.isChecked()


def test_the_origin_is_always_said_where_the_policy_wants_it(qtbot, studio, decide, tmp_path):
    decide(say_origin=True)
    generate(qtbot, studio, "a house", seed=3)
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    qtbot.waitUntil(lambda: not window.with_origin.isEnabled())
    assert window.with_origin.isChecked()
    window.with_origin.setChecked(False)  # not by hand
    window.folder.setText(str(tmp_path / "out"))
    with qtbot.waitSignal(studio.session.exports.exported) as done:
        window.export()
    (path,) = done.args[0].paths
    assert "trainedAlgorithmicMedia" in read_text(path.read_bytes()).text[KEY]


def test_a_word_that_is_not_drawn_is_told(qtbot, studio, decide, engine):
    decide(blocked_words=("wolf",))
    write(qtbot, studio, "a wolf")
    click_generate(qtbot, studio)
    desk = studio.session.desk
    qtbot.waitUntil(lambda: "“wolf”" in str(desk.notices.current and desk.notices.current.message))
    assert engine.requests == []


def test_a_picture_that_is_held_back_is_told_and_never_shown(
    qtbot, studio, decide, engine, models, monkeypatch
):
    decide(content_filter=True)
    folder = models / "scripted" / "safety_checker"
    folder.mkdir()
    kind = '{"architectures": ["StableDiffusionSafetyChecker"]}'
    (folder / "config.json").write_text(kind, encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"")
    draw, seen = engine.run, []

    def looked(verb, payload, report, cancel):
        if verb == "check_content":
            seen.append(payload.pixels)
            return CheckedContent((1,))
        return draw(verb, payload, report, cancel)

    monkeypatch.setattr(engine, "run", looked)
    write(qtbot, studio, "a wolf")
    click_generate(qtbot, studio)
    desk = studio.session.desk
    qtbot.waitUntil(
        lambda: "held back" in str(desk.notices.current and desk.notices.current.message)
    )
    qtbot.waitUntil(lambda: not desk.jobs.active)
    assert desk.history.rowCount() == 0
    on_canvas = desk.canvas.shown
    assert on_canvas is None or not np.array_equal(on_canvas.pixels, seen[0])
