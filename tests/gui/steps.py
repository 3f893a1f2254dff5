"""What a user does and sees, in one line each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt


def write(qtbot, studio, text):
    studio.window.request.prompt.setFocus()
    qtbot.keyClicks(studio.window.request.prompt, text)


def click_generate(qtbot, studio):
    qtbot.mouseClick(studio.window.request.generate, Qt.MouseButton.LeftButton)


def made(qtbot, studio, n=1):
    """Wait until `n` runs are in the gallery and nothing works any more."""
    desk = studio.session.desk
    qtbot.waitUntil(lambda: desk.history.rowCount() >= n and not desk.jobs.active)
    return [desk.history.run(row) for row in range(desk.history.rowCount())]


def canvas_color(studio):
    """The color in the middle of the canvas, as it is on the screen."""
    view = studio.window.canvas.view
    image = view.grab().toImage()
    at = view.picture_rect().center() * image.devicePixelRatio()
    pixel = image.pixelColor(int(at.x()), int(at.y()))
    return np.array([pixel.red(), pixel.green(), pixel.blue()], np.uint8)


def generate(qtbot, studio, text="clouds", seed=None):
    """Write a prompt, click Generate and return the run that was made."""
    draft, desk = studio.session.desk.draft, studio.session.desk
    draft.prompt = ""
    write(qtbot, studio, text)
    if seed is not None:
        draft.seed, draft.seed_locked = seed, True
    click_generate(qtbot, studio)
    return made(qtbot, studio, desk.history.rowCount() + 1)[0]


def press(qtbot, studio, step):
    """Click the button of a step in the error bar."""
    qtbot.mouseClick(studio.window.error_bar.buttons[step], Qt.MouseButton.LeftButton)


def trigger(studio, key):
    """Choose a command of the menus."""
    studio.window.actions_table[key].trigger()
