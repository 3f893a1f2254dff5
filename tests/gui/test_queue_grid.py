"""The window of grids: what it reads, what it says, and the sheet that comes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.core.run import GRID
from studio.core.work import EntryState
from studio.ui.queue.grid_window import GridWindow
from tests.gui.steps import made, trigger


def opened(studio):
    studio.session.desk.draft.prompt = "a red house"
    trigger(studio, "queue.grid")
    return studio.window.findChild(GridWindow)


def fill(line, what, values):
    line.what.select(what)
    line.values.setText(values)


def test_a_grid_is_made_and_its_sheet_is_shown(qtbot, studio, engine):
    window = opened(studio)
    fill(window.across, "params.steps", "1-3")
    fill(window.down, "words", "red, blue")
    assert window.count.text().startswith("Pictures: 6 (3 × 2)")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    runs = made(qtbot, studio, 7)
    told = [(r.prompt, r.params["steps"]) for r in engine.requests]
    assert told == [(f"a {c} house", n) for c in ("red", "blue") for n in (1, 2, 3)]
    sheet = next(run for run in runs if GRID in run.facts)
    desk = studio.session.desk
    qtbot.waitUntil(lambda: desk.canvas.shown.run == sheet)
    assert desk.canvas.shown.extent == sheet.extent != sheet.request.extent
    assert sheet.request.prompt == "a red house"
    assert desk.history.run(0) == sheet


def test_cells_that_are_stored_are_not_made_again(qtbot, studio, engine):
    window = opened(studio)
    fill(window.across, "params.steps", "1, 2")
    fill(window.down, "seed", "1, 2")
    window.start.click()
    made(qtbot, studio, 5)
    qtbot.waitUntil(lambda: not studio.session.desk.work.keeper.busy)
    window = GridWindow(studio.window)
    fill(window.across, "params.steps", "1, 2")
    fill(window.down, "seed", "2, 3")
    window.start.click()
    made(qtbot, studio, 8)
    assert len(engine.requests) == 6


def test_an_error_is_said_below_its_value_and_enter_selects_it(qtbot, studio):
    window = opened(studio)
    window.show()
    fill(window.down, "seed", "1")
    fill(window.across, "params.steps", "10, zero, 20")
    assert "zero" in window.across.problem.text()
    assert not window.start.isEnabled()
    qtbot.keyClick(window.across.values, Qt.Key.Key_Return)
    assert window.across.values.selectedText() == "zero"
    window.across.values.setText("10, 20")
    assert not window.across.problem.text()
    assert window.start.isEnabled()


def test_the_window_follows_the_request_panel(qtbot, studio):
    window = opened(studio)
    fill(window.across, "words", "red, blue")
    fill(window.down, "seed", "1")
    assert window.start.isEnabled()
    studio.session.desk.draft.prompt = "a green house"
    assert not window.start.isEnabled()
    assert "red" in window.across.problem.text()
    assert window.sheets.what.findData("denoise") < 0
    studio.session.desk.draft.source = "ab"
    assert window.sheets.what.findData("denoise") > 0
    assert window.across.key == "words"


def test_every_model_can_be_put_in_with_one_click(qtbot, studio, engine):
    window = opened(studio)
    fill(window.across, "model", "")
    qtbot.mouseClick(window.across.every, Qt.MouseButton.LeftButton)
    assert window.across.values.text() == "Scripted, Second"
    fill(window.down, "seed", "1, 2")
    window.start.click()
    made(qtbot, studio, 5)
    assert [r.model for r in engine.requests] == ["scripted"] * 2 + ["second"] * 2


def test_many_pictures_are_asked_about_once_more(qtbot, studio, engine):
    engine.gate.clear()
    window = opened(studio)
    fill(window.across, "seed", "1-100")
    fill(window.down, "params.steps", "1-6")
    window.start.click()
    assert not studio.session.desk.work.entries
    window.start.click()
    qtbot.waitUntil(lambda: len(studio.session.desk.work.entries) == 1)
    [entry] = studio.session.desk.work.entries
    assert entry.pieces == 601
    qtbot.waitUntil(lambda: entry_state(studio) is EntryState.RUNNING)
    trigger(studio, "queue.pause")
    studio.session.generation.cancel()
    qtbot.waitUntil(lambda: not studio.session.desk.work.entries)


def entry_state(studio):
    return studio.session.desk.work.entries[0].state
