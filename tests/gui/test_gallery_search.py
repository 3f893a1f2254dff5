"""The gallery finds pictures by words and filters, and says so where there are none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from studio.core.library.query import Scope
from studio.core.project import Project
from studio.ui.gallery.empty import Empty
from studio.ui.gallery.popups import NamePopup
from tests.gui.conftest import shut
from tests.gui.pictures import fill, settled
from tests.gui.steps import trigger

NEWEST_FIRST = list(range(108, 99, -1))


@pytest.fixture
def studio(qtbot, open_studio, tmp_path):
    fill(tmp_path / "project", 9)
    studio = open_studio()
    settled(qtbot, studio, NEWEST_FIRST)
    return studio


def head(studio):
    return studio.window.gallery.head


def tick(qtbot, studio, chip, title):
    """Open a chip's list and click on one of its lines."""
    filters = head(studio).filters
    qtbot.mouseClick(filters.chips[chip], Qt.MouseButton.LeftButton)
    checklist = filters.checklist
    lines = [checklist.list.item(row) for row in range(checklist.list.count())]
    [line] = [line for line in lines if line.text().startswith(title)]
    place = checklist.list.visualItemRect(line).center()
    qtbot.mouseClick(checklist.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    checklist.hide()
    return line.text()


def test_typing_finds_words_and_clearing_finds_everything(qtbot, studio):
    trigger(studio, "gallery.find")
    search = head(studio).search
    qtbot.waitUntil(search.hasFocus)
    qtbot.keyClicks(search, "boat")
    settled(qtbot, studio, [107, 104, 101])
    qtbot.waitUntil(lambda: head(studio).count.text() == "3 of 9")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    settled(qtbot, studio, NEWEST_FIRST)
    search.setText("红色")
    head(studio).search_now()
    settled(qtbot, studio, [108, 105, 102])
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert studio.window.gallery.view.hasFocus()


def test_chips_narrow_down_with_what_there_is(qtbot, studio):
    trigger(studio, "gallery.filters")
    assert head(studio).filters.isVisible()
    qtbot.waitUntil(lambda: bool(studio.session.desk.library.facets.sizes))
    text = tick(qtbot, studio, "sizes", "64x48")
    assert text.split()[-1] == "4"
    settled(qtbot, studio, [107, 105, 103, 101])
    chip = head(studio).filters.chips["sizes"]
    assert chip.isChecked()
    assert chip.text() == "Size: 64x48"
    qtbot.mouseClick(head(studio).filters.clear, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, NEWEST_FIRST)
    assert not chip.isChecked()


def test_a_seed_and_a_span_of_days_can_be_asked_for(qtbot, studio):
    filters = head(studio).filters
    trigger(studio, "gallery.filters")
    qtbot.mouseClick(filters.chips["seed"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(filters.seed_popup.line, "10x")
    assert filters.seed_popup.line.property("wrong")
    filters.seed_popup.line.clear()
    qtbot.keyClicks(filters.seed_popup.line, "104")
    qtbot.keyClick(filters.seed_popup.line, Qt.Key.Key_Return)
    settled(qtbot, studio, [104])
    filters.clear_all()
    settled(qtbot, studio, NEWEST_FIRST)
    qtbot.mouseClick(filters.chips["days"], Qt.MouseButton.LeftButton)
    days = filters.days_popup
    days.first.setDate(days.first.date().fromString("2026-03-02", "yyyy-MM-dd"))
    days.last.setDate(days.first.date())
    qtbot.mouseClick(days.between, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, [105, 104, 103])
    assert filters.chips["days"].text() == "Days: 2026-03-02"


def test_stars_filter_what_has_as_many(qtbot, studio):
    library, history = studio.session.desk.library, studio.session.desk.history
    library.set_stars([history.card(0), history.card(4)], 4)
    trigger(studio, "gallery.filters")
    filters = head(studio).filters
    qtbot.mouseClick(filters.chips["stars"], Qt.MouseButton.LeftButton)
    menu = filters.findChildren(QMenu)[-1]
    menu.actions()[3].trigger()
    settled(qtbot, studio, [108, 104])
    assert filters.chips["stars"].text() == "Stars: ★★★"
    menu.close()


def test_nothing_found_offers_to_clear_the_filters(qtbot, studio):
    studio.session.desk.library.ask(text="zebra")
    empty = studio.window.gallery.empty
    qtbot.waitUntil(lambda: empty.isVisible() and empty.why is Empty.NOTHING_FOUND)
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, NEWEST_FIRST)
    assert studio.window.gallery.view.isVisible()
    assert head(studio).search.text() == ""


def test_a_search_is_kept_under_a_name_over_a_restart(qtbot, studio, open_studio, tmp_path):
    studio.session.desk.library.ask(text="boat")
    settled(qtbot, studio, [107, 104, 101])
    trigger(studio, "gallery.save_search")
    popup = head(studio).shelf.findChild(NamePopup)
    popup.line.setText("my boats")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    library = studio.session.desk.library
    qtbot.waitUntil(lambda: [search.name for search in library.saved] == ["my boats"])
    studio.window.close()
    shut(studio)

    again = open_studio(project=tmp_path / "project")
    settled(qtbot, again, NEWEST_FIRST)
    saved = again.session.desk.library
    qtbot.waitUntil(lambda: bool(saved.saved))
    shelf = head(again).shelf
    shelf.fill()
    [menu] = [a.menu() for a in shelf.menu_shown.actions() if a.text() == "Saved searches"]
    menu.actions()[0].trigger()
    settled(qtbot, again, [107, 104, 101])
    assert head(again).search.text() == "boat"


def test_all_projects_are_looked_through_together(qtbot, studio, tmp_path):
    fill(tmp_path / "other", 2, name="Other")
    studio.session.desk.memory.add_project(tmp_path / "other")
    trigger(studio, "gallery.all_projects")
    history = studio.session.desk.history
    qtbot.waitUntil(lambda: history.rowCount() == 11)
    assert studio.session.desk.library.scope is Scope.ALL
    names = {history.project_name(row) for row in range(11)}
    assert names == {"project", "Other"}
    assert head(studio).shelf.title() == "All projects"
    trigger(studio, "gallery.all_projects")
    settled(qtbot, studio, NEWEST_FIRST)


def test_an_empty_project_leads_to_the_prompt(qtbot, open_studio, tmp_path):
    Project.open(tmp_path / "bare", create=True).close()
    studio = open_studio(project=tmp_path / "bare")
    empty = studio.window.gallery.empty
    qtbot.waitUntil(lambda: empty.isVisible() and empty.why is Empty.FRESH)
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert studio.window.request.prompt.hasFocus()


def test_a_project_that_cannot_be_opened_leads_to_another(qtbot, open_studio, dialogs, tmp_path):
    (tmp_path / "broken").write_text("no folder", encoding="utf-8")
    fill(tmp_path / "whole", 3)
    studio = open_studio(project=tmp_path / "broken")
    empty = studio.window.gallery.empty
    qtbot.waitUntil(lambda: empty.isVisible() and empty.why is Empty.NO_PROJECT)
    dialogs.answer = tmp_path / "whole"
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, [102, 101, 100])
    assert studio.window.gallery.view.isVisible()


def test_a_project_that_takes_its_time_is_said_to_be_opening(qtbot, open_studio, tmp_path):
    studio = open_studio(project=tmp_path / "slow", wait=False)
    projects = studio.session.desk.projects
    qtbot.waitUntil(lambda: not projects.opening)
    projects.opening = True
    studio.session.desk.history.reset([])
    empty = studio.window.gallery.empty
    qtbot.waitUntil(lambda: empty.isVisible() and empty.why is Empty.OPENING)
    assert empty.text.text()
    assert empty.button.isHidden()
    projects.opening = False
    qtbot.waitUntil(lambda: empty.why is Empty.FRESH)


def test_the_filters_are_worked_by_keys_alone(qtbot, studio):
    trigger(studio, "gallery.filters")
    filters = head(studio).filters
    qtbot.waitUntil(lambda: bool(studio.session.desk.library.facets.models))
    filters.chips["sizes"].setFocus()
    qtbot.keyClick(filters.chips["sizes"], Qt.Key.Key_Space)
    listed = filters.checklist.list
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    settled(qtbot, studio, [107, 105, 103, 101])
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    settled(qtbot, studio, NEWEST_FIRST)
    filters.checklist.hide()
