"""The real window over a scripted engine, and the check that nothing of it is left behind."""

from __future__ import annotations

from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication

from studio import app
from tests.gui.scripted import ScriptedDialogs, ScriptedEngine, write_model

PATIENCE_MS = 30_000  # a machine may be busy; nothing waits this long on one that is not


@pytest.fixture
def qtbot(qtbot):
    """Wait for facts as long as it takes."""
    for name in ("waitUntil", "waitSignal", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture
def engine():
    return ScriptedEngine()


@pytest.fixture
def dialogs(qapp):
    return ScriptedDialogs()


@pytest.fixture
def models(tmp_path):
    write_model(tmp_path / "models" / "scripted")
    write_model(tmp_path / "models" / "second", title="Second")
    return tmp_path / "models"


@pytest.fixture
def open_studio(qtbot, tmp_path, models, engine, dialogs):
    """Open a window as `main` does; it is closed at the end if the test does not."""
    opened = []

    def open_one(project=None, *, remembered=False, wait=True, **parts):
        root = None if remembered else project or tmp_path / "project"
        parts = {"engine": engine, "dialogs": dialogs, "models": (models,)} | parts
        studio = app.build(app.Parts(project=root, **parts))
        opened.append(studio)
        studio.window.resize(1280, 800)
        with qtbot.waitExposed(studio.window):
            studio.window.show()
        studio.window.activateWindow()  # there may be no window manager to do it
        qtbot.waitUntil(studio.window.isActiveWindow)
        studio.start()
        if not wait:
            return studio
        desk = studio.session.desk
        qtbot.waitUntil(lambda: bool(desk.catalog.supplies.models) and not desk.projects.opening)
        qtbot.waitUntil(lambda: not desk.jobs.active)
        return studio

    yield open_one
    engine.gate.set()
    for studio in opened:
        if shiboken6.isValid(studio.window):
            shut(studio)


@pytest.fixture
def studio(open_studio):
    return open_studio()


def shut(studio):
    """End a studio as the end of `main` does, whatever its window says."""
    studio.close()
    studio.window.session.leaving.may_close = lambda: True
    studio.window.close()
    studio.window.deleteLater()
    studio.jobs.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def nothing_is_hashed_by_itself(monkeypatch):
    """However slow the machine is: a test that wants hashes in the background asks for them."""
    monkeypatch.setattr("studio.state.hashing.IDLE_MS", 10_000_000)


@pytest.fixture(autouse=True)
def nothing_is_left(qapp):
    """After each test no lane runs and no window is left."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    lanes = [thread for thread in qapp.findChildren(QThread) if thread.isRunning()]
    assert lanes == []
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == []
