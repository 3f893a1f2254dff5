"""Many pictures are chosen by mouse and keys, in groups or one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication

from studio.core.library.query import Grouping
from studio.state.canvas import Origin
from studio.ui.gallery.layout import lay_out
from tests.gui.pictures import click_cell, drag, fill, selected, settled, shown
from tests.gui.steps import trigger

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NEWEST_FIRST = list(range(111, 99, -1))


@pytest.fixture
def studio(qtbot, open_studio, tmp_path):
    fill(tmp_path / "project", 12)
    studio = open_studio()
    settled(qtbot, studio, NEWEST_FIRST)
    return studio


def test_control_adds_and_takes_away_and_shift_takes_all_between(qtbot, studio):
    click_cell(qtbot, studio, 1)
    selected(qtbot, studio, [110])
    click_cell(qtbot, studio, 3, CTRL)
    selected(qtbot, studio, [110, 108])
    click_cell(qtbot, studio, 1, CTRL)
    selected(qtbot, studio, [108])
    click_cell(qtbot, studio, 6)
    click_cell(qtbot, studio, 2, SHIFT)
    selected(qtbot, studio, [109, 108, 107, 106, 105])


def test_keys_extend_and_select_everything(qtbot, studio):
    view = studio.window.gallery.view
    click_cell(qtbot, studio, 0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    selected(qtbot, studio, [111, 110, 109])
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    selected(qtbot, studio, NEWEST_FIRST)
    assert studio.session.browsing.selected.request.seed == 109  # where the keys are


def test_a_band_selects_what_it_touches_and_keeps_the_rest_with_control(qtbot, studio):
    view = studio.window.gallery.view
    side = view.gridSize().width()
    drag(qtbot, studio, (1, 1), (side + side // 2, side // 2))
    selected(qtbot, studio, [111, 110])
    click_cell(qtbot, studio, 5, CTRL)
    selected(qtbot, studio, [111, 110, 106])
    drag(qtbot, studio, (1, 1), (4, 5))
    selected(qtbot, studio, [111])


def test_a_click_on_a_header_selects_its_day(qtbot, studio):
    view = studio.window.gallery.view
    studio.session.desk.library.grouping = Grouping.DAY
    qtbot.waitUntil(lambda: len(studio.session.desk.history.groups) == 4)
    view.verticalScrollBar().setValue(0)
    place = view.header_rect(1).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    selected(qtbot, studio, [108, 107, 106])
    place = view.header_rect(0).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, place)
    selected(qtbot, studio, [111, 110, 109, 108, 107, 106])
    click_cell(qtbot, studio, 4)
    trigger(studio, "gallery.select_group")
    selected(qtbot, studio, [108, 107, 106])


def test_the_header_of_the_day_in_sight_stays_on_top(qtbot, studio):
    view = studio.window.gallery.view
    studio.session.desk.library.grouping = Grouping.DAY
    qtbot.waitUntil(lambda: len(studio.session.desk.history.groups) == 4)
    view.resize(view.width(), 240)
    view.verticalScrollBar().setValue(60)
    assert view.header_rect(0).top() == 0
    assert view.header_at(QPoint(5, 5)) == 0
    group_1 = view.header_rect(1)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + group_1.top() - 10)
    assert view.header_rect(0).top() < 0  # pushed away by the next
    assert view.header_rect(1).top() == 10


def test_groups_by_request_stand_under_their_prompt(qtbot, studio):
    trigger(studio, "gallery.group_request")
    history = studio.session.desk.history
    # two sizes of three subjects
    qtbot.waitUntil(lambda: len(history.groups) == 6)
    assert [history.groups[0].count, history.groups[1].count] == [2, 2]
    assert sorted(shown(studio)) == sorted(NEWEST_FIRST)


def test_choosing_another_order_keeps_the_picture_that_is_looked_at(qtbot, studio):
    click_cell(qtbot, studio, 4)
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: canvas.shown is not None and canvas.shown.origin is Origin.STORED)
    trigger(studio, "gallery.order_oldest")
    settled(qtbot, studio, reversed(NEWEST_FIRST))
    view = studio.window.gallery.view
    qtbot.waitUntil(lambda: view.currentIndex().row() == 7)
    assert studio.session.browsing.selected.request.seed == 107


def test_the_files_of_what_is_selected_can_be_dragged_out(qtbot, studio):
    click_cell(qtbot, studio, 0)
    click_cell(qtbot, studio, 2, CTRL)
    selected(qtbot, studio, [111, 109])
    urls = studio.window.gallery.view.mime_data().urls()
    files = [url.toLocalFile() for url in urls]
    assert [f.rpartition("/")[2] for f in files] == ["image-0.png"] * 2
    with open(files[0], "rb") as file:
        assert file.read(4) == b"\x89PNG"
    qtbot.keyClick(studio.window.gallery.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().mimeData().urls() == urls


def test_up_and_down_keep_the_column_across_groups():
    layout = lay_out(10, (0, 4, 5), columns=3, side=10, header=7)
    # 0 1 2 / 3 // 4 // 5 6 7 / 8 9
    assert layout.moved(1, 1) == 3
    assert layout.moved(2, 2) == 4
    assert layout.moved(4, 1) == 5
    assert layout.moved(9, 1) == 9
    assert layout.moved(7, -1) == 4
    assert layout.moved(5, -2) == 3


@pytest.mark.parametrize("firsts", [(), (0,), (0, 4, 5), (0, 1, 2, 9)])
@pytest.mark.parametrize("columns", [1, 3, 7])
def test_every_cell_is_found_where_it_is_placed(firsts, columns):
    layout = lay_out(10, firsts, columns, side=10, header=7)
    places = [QRect(*layout.place(cell), 10, 10) for cell in range(10)]
    for cell, place in enumerate(places):
        corners = (place.topLeft(), place.bottomRight())
        assert {layout.cell_at(p.x(), p.y()) for p in corners} == {cell}
    assert layout.height == max(place.bottom() for place in places) + 1
    band = QRect(3, 12, 12, 20)
    touched = {
        cell
        for part in layout.within(band.left(), band.top(), band.right(), band.bottom())
        for cell in part
    }
    assert touched == {cell for cell, place in enumerate(places) if place.intersects(band)}


def test_groups_that_are_gone_already_are_left_out():
    assert lay_out(3, (0, 2, 5), 2, 10, 7).firsts == (0, 2, 3)
    assert lay_out(0, (0,), 2, 10, 7).height == 0
