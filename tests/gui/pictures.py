"""A project with pictures in it, as if they had been made there."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from PySide6.QtCore import QPoint, Qt

from studio.core.artifact import Picture
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import thumbnail

SUBJECTS = ("a red house", "a blue boat", "一座红色的房子")
PER_DAY = 3


def fill(root, n, name=None):
    """Store `n` pictures, three a day, of three subjects by turns; return them, oldest first."""
    start = datetime(2026, 3, 1, 12).astimezone()
    runs = []
    with Project.open(root, create=True) as project:
        if name:
            project.rename(name)
        for i in range(n):
            request = Request(
                SUBJECTS[i % 3],
                model="scripted",
                extent=Extent(64, 48) if i % 2 else Extent(64, 64),
                seed=100 + i,
                params={"steps": 20, "guidance": 5.5},
            )
            color = np.random.default_rng(i).integers(0, 256, 3, dtype=np.uint8)
            size = (request.extent.height, request.extent.width, 3)
            pixels = np.broadcast_to(color, size).copy()
            at = start + timedelta(days=i // PER_DAY, minutes=i)
            run_id = f"{at:%Y%m%d-%H%M%S}-{i + 1:04}"
            files = {
                "image-0.png": PNG.encode(Picture(pixels, {"parameters": request.prompt})),
                "thumb.webp": thumbnail(pixels),
            }
            facts = {"model_hash": "ab12", "Hires upscaler": "Latent"}
            runs.append(project.add(run_id, request, files, facts, 1.5))
    return runs


def shown(studio):
    """The seeds in the gallery, in their order."""
    history = studio.session.desk.history
    return [history.card(row).seed for row in range(history.rowCount())]


def settled(qtbot, studio, seeds):
    """Wait until the gallery shows these seeds."""
    library = studio.session.desk.library
    qtbot.waitUntil(lambda: not library.searching and shown(studio) == list(seeds))


def click_cell(qtbot, studio, row, modifiers=Qt.KeyboardModifier.NoModifier, button="Left"):
    view = studio.window.gallery.view
    view.scrollTo(view.model().index(row, 0))
    place = view.visualRect(view.model().index(row, 0)).center()
    mouse = getattr(Qt.MouseButton, f"{button}Button")
    qtbot.mouseClick(view.viewport(), mouse, modifiers, place)


def drag(qtbot, studio, start, end):
    """Draw a band over the grid."""
    viewport = studio.window.gallery.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*start))
    for part in (0.5, 1.0):
        x = start[0] + part * (end[0] - start[0])
        y = start[1] + part * (end[1] - start[1])
        qtbot.mouseMove(viewport, QPoint(round(x), round(y)))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*end))


def selected(qtbot, studio, seeds):
    """Wait until exactly these are selected."""
    library = studio.session.desk.library
    qtbot.waitUntil(lambda: sorted(card.seed for card in library.selection) == sorted(seeds))
