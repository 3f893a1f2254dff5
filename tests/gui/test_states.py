"""Each state of the window that somebody designed, brought about, grabbed and looked at.

`STUDIO_SHOTS` names a folder that the grabs are saved to.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from studio.core.errors import DeviceFullError
from studio.state.canvas import Origin
from studio.state.notices import Step
from studio.ui import theme
from studio.ui.palette import Role
from tests.full_disk import full_disk
from tests.gui.conftest import shut
from tests.gui.scripted import color, preview
from tests.gui.steps import canvas_color, click_generate, generate, press, write


@pytest.fixture
def grab(qtbot):
    """Grab the window as (h, w, 3) uint8, and save it where somebody wants to look at it."""

    def grab_as(studio, name):
        image = studio.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        if folder := os.environ.get("STUDIO_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            image.save(str(Path(folder) / f"{name}.png"))
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()

    return grab_as


def part(studio, pixels, widget):
    """The pixels of a widget in a grab of its window."""
    ratio = studio.window.devicePixelRatioF()
    corner = widget.mapTo(studio.window, widget.rect().topLeft()) * ratio
    size = widget.size() * ratio
    x, y = corner.x(), corner.y()
    return pixels[y : y + size.height(), x : x + size.width()]


def has(pixels, role, least=8):
    """Whether a color of the palette is there at all."""
    wanted = theme.color(role)
    rgb = np.array([wanted.red(), wanted.green(), wanted.blue()], int)
    return int((np.abs(pixels.astype(int) - rgb).max(axis=-1) <= 3).sum()) >= least


def bar_of(studio):
    return studio.window.error_bar


def test_empty(qtbot, studio, grab):
    qtbot.waitUntil(lambda: "Ctrl+Enter" in " ".join(texts(studio.window.gallery)))
    pixels = grab(studio, "empty")
    start = studio.window.canvas.start_page
    assert start.isVisible()
    colors = np.unique(part(studio, pixels, start).reshape(-1, 3), axis=0)
    assert len(colors) > 2000, "three pictures are shown"
    assert bar_of(studio).isHidden()
    assert has(part(studio, pixels, studio.window.request.generate), Role.PRIMARY, 500)


def texts(widget):
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_busy(qtbot, studio, engine, grab):
    engine.gate.clear()
    studio.session.desk.draft.seed, studio.session.desk.draft.seed_locked = 5, True
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown is not None and canvas.shown.origin is Origin.PREVIEW)
    qtbot.waitUntil(studio.window.request.cancel.isVisible)
    pixels = grab(studio, "busy")
    request = engine.requests[0]
    assert np.abs(canvas_color(studio).astype(int) - preview(request)[0, 0]).max() <= 2
    told = " ".join(texts(studio.window.job_strip))
    assert "clouds" in told
    assert "Drawing" in told
    strip = part(studio, pixels, studio.window.job_strip)
    assert has(strip, Role.RAISED), "the track of what is done"


def test_failed(qtbot, studio, engine, grab):
    engine.error = DeviceFullError("Memory ran out. Choose a smaller size.")
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    bar = bar_of(studio)
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    pixels = grab(studio, "failed")
    assert "Choose a smaller size" in bar.text.text()
    assert has(part(studio, pixels, bar), Role.ERROR)
    assert studio.window.request.generate.isEnabled()
    assert not studio.window.request.cancel.isVisible()


def test_full(qtbot, studio, grab, monkeypatch):
    studio.session.desk.draft.seed, studio.session.desk.draft.seed_locked = 7, True
    write(qtbot, studio, "clouds")
    with full_disk(monkeypatch):
        click_generate(qtbot, studio)
        canvas = studio.session.desk.canvas
        qtbot.waitUntil(lambda: canvas.shown is not None and canvas.shown.origin is Origin.UNSAVED)
        qtbot.waitUntil(lambda: not studio.jobs.active)
    pixels = grab(studio, "full")
    bar = bar_of(studio)
    assert "No space left" in bar.text.text()
    assert Step.SAVE_ELSEWHERE in bar.buttons
    assert has(part(studio, pixels, bar), Role.ERROR)
    assert np.array_equal(canvas_color(studio), color(7)), "the picture is still there"
    assert "not saved" in studio.window.canvas.about.text()
    studio.session.keeping.forget()


def test_offline(qtbot, studio, engine, grab):
    studio.session.desk.draft.model = "stabilityai/sdxl-turbo"
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    bar = bar_of(studio)
    qtbot.waitUntil(bar.isVisible)
    pixels = grab(studio, "offline")
    assert "stabilityai/sdxl-turbo" in bar.text.text()
    assert Step.OPEN_MODELS_FOLDER in bar.buttons
    assert "stabilityai/sdxl-turbo is not here" in studio.window.request.model.placeholderText()
    assert has(part(studio, pixels, bar), Role.ERROR) or has(
        part(studio, pixels, bar), Role.WARNING
    )
    assert engine.requests == []


def test_read_only(qtbot, open_studio, grab):
    first = open_studio()
    run = generate(qtbot, first, seed=9)
    second = open_studio()
    press(qtbot, second, Step.OPEN_READ_ONLY)
    desk = second.session.desk
    qtbot.waitUntil(lambda: desk.history.rowCount() == 1 and not desk.jobs.active)
    qtbot.waitUntil(lambda: np.array_equal(canvas_color(second), color(9)))
    write(qtbot, second, "more clouds")
    click_generate(qtbot, second)
    qtbot.waitUntil(bar_of(second).isVisible)
    pixels = grab(second, "read-only")
    assert "reading only" in bar_of(second).text.text()
    assert Step.NEW_PROJECT in bar_of(second).buttons
    assert has(part(second, pixels, bar_of(second)), Role.ERROR) or has(
        part(second, pixels, bar_of(second)), Role.WARNING
    )
    assert [child.name for child in run.folder.parent.iterdir()] == [run.id]
    shut(second)
