"""Pictures beside and over each other: wipes, panes, differences, candidates."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt

from studio.core.artifact import Picture
from studio.exporters.png import EXPORTER as PNG
from studio.state.canvas import Comparing, Origin
from studio.ui.canvas.panel import CanvasPanel
from tests.gui.scripted import color
from tests.gui.steps import generate, made, trigger

Keys = Qt.Key


def seen(view, x, y):
    """The color at a place of the view."""
    image = view.grab().toImage()
    found = image.pixelColor(int(x), int(y))
    return np.array([found.red(), found.green(), found.blue()], np.uint8)


def is_seed(view, x, y, seed):
    return np.array_equal(seen(view, x, y), color(seed))


def pane_middles(view):
    return [(p.x + p.width * 0.5, p.y + p.height * 0.6) for p in view.panes()]


@pytest.fixture
def two(qtbot, studio):
    """A project of two pictures, seeds 1 and 2; the second is on the canvas."""
    generate(qtbot, studio, seed=1)
    generate(qtbot, studio, seed=2)
    studio.window.canvas.view.setFocus()
    return studio


@pytest.fixture
def five(qtbot, studio):
    """Seeds 1 to 5 of one request; the last is on the canvas."""
    draft = studio.session.desk.draft
    draft.prompt, draft.seed, draft.seed_locked, draft.count = "clouds", 1, True, 5
    studio.session.generation.generate()
    made(qtbot, studio, 5)
    draft.count = 1
    studio.window.canvas.view.setFocus()
    return studio


def compare(qtbot, studio, key="canvas.wipe"):
    trigger(studio, key)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: bool(canvas.compare) and not studio.session.desk.jobs.active)
    return canvas


def test_before_and_after_shows_the_earlier_picture_left_of_the_line(qtbot, two):
    view, canvas = two.window.canvas.view, compare(qtbot, two)
    middle, y = view.picture_rect().center().x(), view.picture_rect().center().y() + 40
    assert is_seed(view, middle - 20, y, 1)
    assert is_seed(view, middle + 20, y, 2)
    at = QPoint(round(middle), round(y))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.cursor().shape() is Qt.CursorShape.SplitHCursor
    qtbot.mouseMove(view, at + QPoint(60, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    assert is_seed(view, middle + 40, y, 1)
    assert is_seed(view, middle + 80, y, 2)
    assert canvas.wipe_share > 0.5


def test_the_line_can_lie_across_and_be_moved_by_keys(qtbot, two):
    view, canvas = two.window.canvas.view, compare(qtbot, two)
    trigger(two, "canvas.wipe_across")
    box = view.picture_rect()
    x, y = box.center().x() + 40, box.center().y()
    assert is_seed(view, x, y - 15, 1)
    assert is_seed(view, x, y + 15, 2)
    for _ in range(5):
        qtbot.keyClick(view, Keys.Key_Comma)
    assert canvas.wipe_share == pytest.approx(0.4)
    assert is_seed(view, x, y - 15, 2)
    trigger(two, "canvas.wipe_on")
    assert canvas.wipe_share == pytest.approx(0.5)
    trigger(two, "canvas.wipe_back")
    qtbot.keyClick(view, Keys.Key_Period)
    assert canvas.wipe_share == pytest.approx(0.42)


def test_x_shows_the_other_picture_as_long_as_it_is_held(qtbot, two):
    view = two.window.canvas.view
    qtbot.keyClick(view, Keys.Key_X)  # nothing to compare with yet: it is fetched
    canvas = two.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.comparing is Comparing.WIPE)
    box = view.picture_rect()
    right = box.center().x() + 50, box.center().y() + 40
    assert is_seed(view, *right, 2)
    qtbot.keyPress(view, Keys.Key_X)
    assert is_seed(view, *right, 1)
    qtbot.keyRelease(view, Keys.Key_X)
    assert is_seed(view, *right, 2)


def test_side_by_side_is_looked_at_through_one_viewport(qtbot, two):
    view = two.window.canvas.view
    compare(qtbot, two, "canvas.two")
    first, second = pane_middles(view)
    assert is_seed(view, *first, 1)
    assert is_seed(view, *second, 2)
    view.zoom_to(5)
    assert is_seed(view, *first, 1)
    assert is_seed(view, *second, 2)
    pane = view.panes()[1]
    before = view.viewport.to_picture(30, 40)
    view.zoom_by(0.7, view.in_pane(QPoint(int(pane.x) + 30, 40)))
    assert view.viewport.to_picture(30, 40) == pytest.approx(before)
    trigger(two, "canvas.turn_right")
    assert view.viewport.degrees == 15
    view.fit()
    assert is_seed(view, *first, 1)
    assert is_seed(view, *second, 2)


def test_the_pixel_under_the_mouse_is_that_of_its_pane(qtbot, two):
    view = two.window.canvas.view
    compare(qtbot, two, "canvas.two")
    for (x, y), seed in zip(pane_middles(view), (1, 2), strict=True):
        reading = view.reading_at(QPoint(int(x), int(y)).toPointF())
        assert (reading.red, reading.green, reading.blue) == tuple(color(seed))


def test_four_pictures_can_be_seen_at_once(qtbot, five):
    view, history = five.window.canvas.view, five.session.desk.history
    five.session.comparison.with_runs([history.run(row) for row in range(4)])
    canvas = five.session.desk.canvas
    qtbot.waitUntil(lambda: len(canvas.compare) == 3)
    assert canvas.comparing is Comparing.FOUR
    middles = pane_middles(view)
    assert [next(s for s in range(1, 6) if is_seed(view, *at, s)) for at in middles] == [4, 3, 2, 5]


def test_up_to_four_begins_with_the_last_three(qtbot, five):
    view = five.window.canvas.view
    compare(qtbot, five, "canvas.four")
    found = [next(s for s in range(1, 6) if is_seed(view, *at, s)) for at in pane_middles(view)]
    assert found == [2, 3, 4, 5]


def test_a_panel_that_is_gone_leaves_the_state_working(qtbot, two):
    """The window is built anew over the same state when the language changes."""
    canvas = compare(qtbot, two, "canvas.two")
    panel = CanvasPanel(two.session)
    with qtbot.waitExposed(panel):
        panel.show()
    assert len(panel.view.panes()) == 2
    assert panel.tools.compare.isChecked()
    panel.close()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    generate(qtbot, two, seed=3)
    canvas.info, canvas.grid = True, False
    trigger(two, "canvas.none")
    trigger(two, "canvas.info")
    assert len(two.window.canvas.view.panes()) == 1


def test_what_was_pinned_stays_beside_the_next_pictures(qtbot, five):
    view, canvas = five.window.canvas.view, five.session.desk.canvas
    qtbot.keyClick(view, Keys.Key_P)
    assert canvas.comparing is Comparing.TWO
    qtbot.keyClick(view, Keys.Key_Right)
    qtbot.waitUntil(lambda: canvas.shown.run.request.seed == 4)
    first, second = pane_middles(view)
    assert is_seed(view, *first, 5)
    assert is_seed(view, *second, 4)
    trigger(five, "canvas.swap")
    assert is_seed(view, *first, 4)
    assert is_seed(view, *second, 5)
    assert five.session.browsing.selected.request.seed == 5
    trigger(five, "canvas.none")
    assert (canvas.comparing, canvas.compare) == (Comparing.NONE, ())
    assert len(view.panes()) == 1


def test_a_difference_is_made_off_the_ui_thread_and_made_anew_for_the_next_picture(qtbot, five):
    view, canvas = five.window.canvas.view, five.session.desk.canvas
    compare(qtbot, five, "canvas.difference")
    at = pane_middles(view)[0]
    for shown, first in ((5, 4), (4, 4)):
        apart = np.minimum(np.abs(color(shown).astype(int) - color(first)) * 4, 255)
        qtbot.waitUntil(lambda wanted=apart: np.array_equal(seen(view, *at), wanted))
        assert "difference" in five.window.canvas.about.text()
        if shown == 5:
            qtbot.keyClick(view, Keys.Key_Right)
            qtbot.waitUntil(lambda: canvas.shown.run.request.seed == 4)


def test_a_preview_can_be_compared_with_the_picture_before(qtbot, two, engine):
    canvas = compare(qtbot, two, "canvas.two")
    engine.gate.clear()
    two.session.desk.draft.seed = 3
    two.session.generation.generate()
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.PREVIEW)
    first, second = pane_middles(two.window.canvas.view)
    assert is_seed(two.window.canvas.view, *first, 1)
    assert np.array_equal(seen(two.window.canvas.view, *second), 255 - color(3))
    engine.gate.set()
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.STORED)
    assert is_seed(two.window.canvas.view, *second, 3)


def test_where_nothing_can_be_compared_it_is_said(qtbot, studio):
    for key in ("canvas.wipe", "canvas.pin", "canvas.swap", "canvas.wipe_on"):
        notices = studio.session.desk.notices
        notices.dismiss()
        trigger(studio, key)
        assert notices.current is not None, key
        assert studio.session.desk.canvas.comparing is Comparing.NONE
    generate(qtbot, studio, seed=1)
    studio.session.desk.notices.dismiss()
    trigger(studio, "canvas.with_previous")
    assert studio.session.desk.notices.current is not None


def test_another_project_ends_the_comparison(qtbot, two, tmp_path):
    canvas = compare(qtbot, two, "canvas.two")
    two.session.desk.projects.open(tmp_path / "other", create=True)
    qtbot.waitUntil(lambda: canvas.shown is None)
    assert (canvas.comparing, canvas.compare) == (Comparing.NONE, ())


def test_the_button_of_the_tool_bar_offers_every_way(qtbot, two):
    tools, canvas = two.window.canvas.tools, two.session.desk.canvas
    menu = tools.menu()
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False, False]
    menu.actions()[2].trigger()
    qtbot.waitUntil(lambda: canvas.comparing is Comparing.TWO)
    assert tools.compare.isChecked()
    tools.menu().actions()[0].trigger()
    assert canvas.comparing is Comparing.NONE
    assert not tools.compare.isChecked()


def test_candidates_of_one_request_stand_below_the_canvas(qtbot, five):
    strip, browsing = five.window.canvas.strip, five.session.browsing
    assert strip.isVisible()
    assert [run.request.seed for run in five.session.candidates.runs] == [5, 4, 3, 2, 1]
    cells = strip.cells
    qtbot.mouseClick(cells, Qt.MouseButton.LeftButton, pos=cells.cell(3).center())
    assert browsing.selected.request.seed == 2
    assert cells.current() == 3
    qtbot.keyClick(cells, Keys.Key_Right)
    assert browsing.selected.request.seed == 1
    qtbot.keyClick(cells, Keys.Key_Right)  # there is no further one
    assert browsing.selected.request.seed == 1
    qtbot.keyClick(cells, Keys.Key_Home)
    assert browsing.selected.request.seed == 5
    qtbot.keyClick(cells, Keys.Key_End)
    qtbot.waitUntil(lambda: five.session.desk.canvas.shown.run.request.seed == 1)
    image = cells.grab().toImage()
    at = cells.cell(1).center()
    qtbot.waitUntil(lambda: np.abs(_color(cells.grab().toImage(), at) - color(4)).max() < 12)
    assert not image.isNull()


def _color(image, at):
    found = image.pixelColor(at)
    return np.array([found.red(), found.green(), found.blue()], int)


def test_a_picture_of_another_request_has_no_candidates_beside_it(qtbot, five):
    generate(qtbot, five, "something else", seed=9)
    assert five.session.candidates.runs == ()
    assert not five.window.canvas.strip.isVisible()
    five.session.browsing.step(1)
    assert len(five.session.candidates.runs) == 5
    assert five.window.canvas.strip.isVisible()


def test_what_is_selected_in_the_gallery_can_be_compared(qtbot, five):
    history, library = five.session.desk.history, five.session.desk.library
    library.selection = (history.card(1),)
    five.session.desk.notices.dismiss()
    trigger(five, "canvas.with_selection")
    assert five.session.desk.notices.current is not None
    library.selection = tuple(history.card(row) for row in (1, 2))
    trigger(five, "canvas.with_selection")
    canvas = five.session.desk.canvas
    qtbot.waitUntil(lambda: bool(canvas.compare) and not five.session.desk.jobs.active)
    trigger(five, "canvas.two")
    first, second = pane_middles(five.window.canvas.view)
    assert is_seed(five.window.canvas.view, *first, 4)
    assert is_seed(five.window.canvas.view, *second, 3)


def test_a_picture_is_compared_with_what_it_started_from(qtbot, two):
    trigger(two, "canvas.with_source")
    assert two.session.desk.notices.current is not None  # it started from noise
    source = np.full((128, 128, 3), (10, 200, 90), np.uint8)
    project = two.session.desk.projects.project
    two.session.desk.draft.source = project.inputs.keep(PNG.encode(Picture(source)))
    generate(qtbot, two, seed=3)
    view = two.window.canvas.view
    compare(qtbot, two, "canvas.two")
    first, second = pane_middles(view)
    assert tuple(seen(view, *first)) == (10, 200, 90)
    assert is_seed(view, *second, 3)


def test_candidates_come_and_go_while_one_looks_at_another(qtbot, two, engine):
    engine.gate.clear()
    two.session.desk.draft.seed = 3
    two.session.generation.generate()
    qtbot.waitUntil(lambda: two.session.desk.canvas.shown.origin is Origin.PREVIEW)
    first = two.session.candidates.runs[-1]
    two.session.browsing.show(first)
    engine.gate.set()
    seeds = lambda: [run.request.seed for run in two.session.candidates.runs]  # noqa: E731
    qtbot.waitUntil(lambda: seeds() == [3, 2, 1])
    assert two.session.browsing.selected.id == first.id
    two.session.desk.library.trash([two.session.candidates.runs[0]])
    qtbot.waitUntil(lambda: seeds() == [2, 1])
