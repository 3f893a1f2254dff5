"""The language changes at once: another window over the same state, in the same place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from studio import ui
from studio.state.observable import Observable
from tests.gui.steps import generate, trigger

UI = Path(ui.__file__).parent
STATE = re.compile(
    r"\b(session|desk|draft|catalog|canvas_state|history|library|queue|work|notices|memory|"
    r"preferences|projects|browsing|generation|keeping|leaving|jobs|errands|thumbnails|shortcuts)\b"
)


def switch(qtbot, studio, language):
    """Choose a language in the menu, and wait until the window that had another is gone."""
    old = studio.window
    trigger(studio, f"view.language_{language}")
    qtbot.waitUntil(lambda: studio.window is not old and not shiboken6.isValid(old))


def states(studio):
    """Every object of the state that has signals."""
    found = list(vars(studio.session.desk).values())
    found += studio.session.findChildren(QObject) + studio.session.desk.memory.findChildren(QObject)
    return [one for one in {id(one): one for one in found}.values() if isinstance(one, QObject)]


def announce_everything(studio):
    """Let every observable say what it is, as if it had just changed."""
    told = 0
    for state in states(studio):
        for name in dir(type(state)):
            if isinstance(getattr(type(state), name, None), Observable):
                getattr(state, f"{name}_changed").emit(getattr(state, name))
                told += 1
    return told


@pytest.fixture(autouse=True)
def english_again(qapp):
    yield
    from studio.core import paths
    from studio.ui import translate

    translate.speak(paths.resources() / "translations", "en")


def test_the_window_is_rebuilt_in_place_and_nothing_of_the_old_one_hears(qtbot, studio):
    run = generate(qtbot, studio)
    studio.session.desk.draft.prompt = "what I write"
    studio.window.resize(1100, 720)
    studio.window.workspaces.toggle_canvas_only()
    studio.window.workspaces.toggle_canvas_only()
    studio.window.request.seed.setFocus()
    for language, title in (("chinese", "文件"), ("english", "File"), ("chinese", "文件")):
        switch(qtbot, studio, language)
        window = studio.window
        assert window.menuBar().actions()[0].text().replace("&", "").startswith(title)
        assert announce_everything(studio) > 20
        assert (window.width(), window.height()) == (1100, 720)
        assert window.request.prompt.toPlainText() == "what I write"
        assert window.focusWidget() is window.request.seed
        assert studio.session.browsing.selected == run
        assert window.canvas.view.picture_rect().width() > 0
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
    assert windows == [studio.window]
    assert generate(qtbot, studio, seed=7).request.seed == 7


def test_work_goes_on_while_the_language_changes(qtbot, studio, engine):
    engine.gate.clear()
    studio.session.desk.draft.prompt = "clouds"
    studio.session.generation.generate()
    qtbot.waitUntil(lambda: studio.session.desk.queue.leading is not None)
    switch(qtbot, studio, "chinese")
    assert studio.window.job_strip.cancel.isVisible()
    engine.gate.set()
    qtbot.waitUntil(lambda: studio.session.desk.history.rowCount() == 1)


def test_canvas_only_stays_canvas_only(qtbot, studio):
    studio.window.toggle_canvas_only()
    switch(qtbot, studio, "chinese")
    assert not studio.window.places["request"].isVisible()
    studio.window.toggle_canvas_only()
    assert studio.window.request.isVisible()


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda p: str(p.relative_to(UI)))
def test_no_state_is_tied_to_a_window_by_a_lambda(path):
    """Qt cannot disconnect a lambda when the widget in it dies; a method it can."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "connect" or not node.args:
            continue
        loose = isinstance(node.args[0], ast.Lambda) or ast.unparse(node.args[0]).startswith(
            "partial("
        )
        if loose and STATE.search(ast.unparse(node.func.value)):
            found.append(f"{node.lineno}: {ast.unparse(node.func)}")
    assert found == []
