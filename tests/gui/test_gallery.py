"""The gallery costs the same for ten runs and for a hundred thousand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from studio.core.request import Request
from studio.core.run import Run
from studio.jobs.service import JobService
from studio.state.history import History, RunRole
from studio.state.thumbnails import Thumbnails
from studio.ui.gallery.view import GalleryView

MANY = 100_000


class Counting(History):
    """Counts how often the view asks."""

    asked = 0

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        Counting.asked += 1
        return super().data(index, role)


def runs(n):
    request, now = Request("clouds"), datetime.now(UTC)
    return [
        Run(f"{i:06}", request, (), {}, 1.0, now, Path("nowhere") / f"{i:06}") for i in range(n)
    ]


@pytest.fixture
def gallery(qtbot):
    jobs = JobService()
    thumbnails = Thumbnails(jobs, jobs)
    thumbnails.get = lambda run: np.zeros((8, 8, 3), np.uint8)
    history = Counting(thumbnails, jobs)
    view = GalleryView(history)
    qtbot.addWidget(view)
    view.resize(400, 600)
    yield view, history
    jobs.close()


def test_a_hundred_thousand_runs_are_asked_for_only_where_they_are_seen(qtbot, gallery):
    view, history = gallery
    history.reset(runs(MANY))
    Counting.asked, sizes = 0, []
    plain = view.itemDelegate().sizeHint
    view.itemDelegate().sizeHint = lambda *a: sizes.append(0) or plain(*a)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    assert len(sizes) < 100
    visible = (400 // 120 + 1) * (600 // 120 + 2)
    assert 0 < Counting.asked <= 20 * visible * 2
    Counting.asked = 0
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.grab()
    assert 0 < Counting.asked <= 20 * visible


def test_the_newest_is_first_and_a_new_one_comes_on_top(qtbot, gallery):
    _, history = gallery
    first, second, third = runs(3)
    history.reset([first, second])
    history.add(third)
    history.add(third)
    shown = [history.index(row).data(RunRole.RUN).id for row in range(history.rowCount())]
    assert shown == [third.id, second.id, first.id]
    assert [history.row(run.id) for run in (first, third)] == [2, 0]


def test_columns_fill_the_width(qtbot, gallery):
    view, history = gallery
    history.reset(runs(30))
    with qtbot.waitExposed(view):
        view.show()
    for size in (64, 120, 256):
        view.set_thumbnail_px(size)
        room, side = view.viewport().width(), view.gridSize().width()
        assert 0 <= room - room // side * side < room // side + 2


def top_run(view):
    """The run whose cell is in the upper left corner, and how much of it is scrolled away."""
    index = view.indexAt(view.viewport().rect().topLeft())
    return index.data(RunRole.RUN), view.visualRect(index).top()


def test_what_is_looked_at_stays_when_pictures_are_stored(qtbot, gallery):
    view, history = gallery
    many = runs(20_000 + 3)
    history.reset(many[:20_000])
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    bar, side = view.verticalScrollBar(), view.gridSize().width()
    assert bar.maximum() > 20_000 // (400 // side) * side - 600
    bar.setValue(bar.maximum() // 2)
    before, into = top_run(view)
    newest = many[20_000:]
    for run in newest:
        history.add(run)
        view.select(run)
        view.grab()
    columns = view.viewport().width() // side
    on_top = [history.run(history.row(top_run(view)[0].id) + i).id for i in range(columns)]
    assert before.id in on_top
    assert top_run(view)[1] == into


def test_at_the_top_the_newest_is_seen(qtbot, gallery):
    view, history = gallery
    many = runs(2_000)
    history.reset(many[:-1])
    with qtbot.waitExposed(view):
        view.show()
    history.add(many[-1])
    view.select(many[-1])
    assert top_run(view) == (many[-1], 0)


def test_keys_walk_through_the_grid_and_keep_in_sight(qtbot, gallery):
    view, history = gallery
    history.reset(runs(100))
    with qtbot.waitExposed(view):
        view.show()
    columns = view.viewport().width() // view.gridSize().width()
    rows = []
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_Down,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_Left,
    ):
        qtbot.keyClick(view, key)
        rows.append(view.currentIndex().row())
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
        assert view.selectedIndexes() == [view.currentIndex()]
    assert rows == [0, columns, columns + 1, 1, 1, 99, 98]


def test_the_same_run_stays_on_top_when_the_cells_change_their_size(qtbot, gallery):
    view, history = gallery
    history.reset(runs(1_000))
    with qtbot.waitExposed(view):
        view.show()
    view.verticalScrollBar().setValue(40 * view.gridSize().height())
    before, _ = top_run(view)
    view.set_thumbnail_px(64)
    columns = view.viewport().width() // view.gridSize().width()
    assert 0 <= history.row(before.id) - history.row(top_run(view)[0].id) < columns


def test_a_wide_gallery_reads_every_thumbnail_in_sight(qtbot):
    jobs = JobService()
    thumbnails = Thumbnails(jobs, jobs)
    history = History(thumbnails, jobs)
    many = runs(2_000)
    history.reset(many)
    view = GalleryView(history)
    qtbot.addWidget(view)
    view.set_thumbnail_px(64)
    view.resize(2200, 1600)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    in_sight = view.cells_in_sight() // 2  # surely
    assert in_sight > 400
    rows = [history.run(row) for row in range(in_sight)]
    # looked for, and not found: there are no files
    qtbot.waitUntil(lambda: all(thumbnails.is_broken(run) for run in rows))
    jobs.close()
