"""Shows a picture at 1 : 1 on a screen of a scale, and prints what is not as sharp as it should be.

A process of its own: the scale of a screen is fixed when the application starts.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from studio.core.request import Extent
from studio.core.settings import Settings
from studio.jobs.service import JobService
from studio.state.canvas import CanvasState, Comparing, Origin, Shown
from studio.state.errands import Errands
from studio.state.levels import Levels
from studio.state.notices import Notices
from studio.state.observable import Observable
from studio.ui import theme
from studio.ui.canvas.view import CanvasView
from studio.ui.palette import DARK


class Chosen(QObject):
    settings_changed = Signal(object)
    settings = Observable(Settings())


def noise(seed):
    return np.random.default_rng(seed).integers(0, 256, (77, 101, 3), dtype=np.uint8)


def shown(seed):
    return Shown(noise(seed), Extent(101, 77), Origin.STORED)


def grabbed(window):
    """The window as it is on the screen: (h, w, 3) uint8 of device pixels."""
    image = window.grab().toImage().convertToFormat(image_format())
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def image_format():
    from PySide6.QtGui import QImage

    return QImage.Format.Format_RGB888


def place(window, view):
    """Where the picture begins, in device pixels of the window."""
    corner = view.mapTo(window, QPoint(0, 0)).toPointF() + view.picture_rect().topLeft()
    ratio = window.devicePixelRatioF()
    return round(corner.x() * ratio), round(corner.y() * ratio)


def is_exact(window, view, pixels):
    """Whether every pixel of the picture is one of the screen, give or take where it begins."""
    screen, (x, y) = grabbed(window), place(window, view)
    height, width = pixels.shape[:2]
    return any(
        np.array_equal(screen[top : top + height, left : left + width], pixels)
        for top in (y - 1, y, y + 1)
        for left in (x - 1, x, x + 1)
    )


def main():
    application = QApplication(sys.argv[:1])
    theme.apply(application, DARK)
    jobs = JobService()
    levels = Levels(jobs, Errands(jobs, Notices(jobs), jobs), jobs)
    state = CanvasState(jobs)
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(33, 21, 15, 9)
    view = CanvasView(state, levels, Chosen(jobs), window)
    layout.addWidget(view)
    window.resize(461, 387)
    window.show()
    application.processEvents()
    state.grid = False
    state.shown = shown(1)
    view.actual_size()
    found = {"ratio": view.devicePixelRatioF(), "zoom": view.zoom}
    found["exact"] = is_exact(window, view, noise(1))
    view.pan(7, 3)
    found["exact after a pan"] = is_exact(window, view, noise(1))
    view.turn(90)
    found["exact when turned"] = is_exact(window, view, np.rot90(noise(1), -1))
    view.turn(-90)
    view.mirror()
    found["exact when mirrored"] = is_exact(window, view, noise(1)[:, ::-1])
    view.mirror()
    state.compare, state.comparing = (shown(2),), Comparing.WIPE
    state.wipe_share = 0.0
    application.processEvents()
    screen, (_, y) = grabbed(window), place(window, view)
    accent = [DARK.color(theme.Role.ACCENT).getRgb()[:3]]
    line = (screen[y + 5] == accent).all(axis=1).sum()
    found["line of the wipe"] = int(line)
    jobs.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
