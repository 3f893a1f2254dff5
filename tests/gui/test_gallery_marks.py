"""Stars, tags, albums and the trash: said of many pictures at once, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from studio.core.library.marks import read_marks
from studio.state.notices import Step
from studio.ui.gallery.empty import Empty
from studio.ui.gallery.popups import NamePopup
from tests.gui.pictures import click_cell, fill, selected, settled
from tests.gui.steps import press, trigger

CTRL = Qt.KeyboardModifier.ControlModifier
NEWEST_FIRST = list(range(105, 99, -1))


@pytest.fixture
def runs(tmp_path):
    return fill(tmp_path / "project", 6)


@pytest.fixture
def studio(qtbot, open_studio, runs):
    studio = open_studio()
    settled(qtbot, studio, NEWEST_FIRST)
    return studio


@pytest.fixture
def details(qtbot, studio):
    panel = studio.window.dock("details")
    qtbot.waitUntil(panel.isVisible)
    return panel


def two(qtbot, studio):
    """Select the first and the third picture."""
    click_cell(qtbot, studio, 0)
    click_cell(qtbot, studio, 2, CTRL)
    selected(qtbot, studio, [105, 103])


def stored(qtbot, tmp_path, runs):
    """What the project folder says, newest first."""
    said = read_marks(tmp_path / "project")
    return [said.get(run.id) for run in reversed(runs)]


def idle(qtbot, studio):
    qtbot.waitUntil(lambda: not studio.session.desk.jobs.active)


def test_digits_rate_what_is_selected(qtbot, studio, runs, tmp_path):
    two(qtbot, studio)
    view = studio.window.gallery.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_4)
    history = studio.session.desk.history
    assert [history.marks(row).stars for row in range(4)] == [4, 0, 4, 0]
    idle(qtbot, studio)
    assert [m.stars if m else 0 for m in stored(qtbot, tmp_path, runs)][:4] == [4, 0, 4, 0]
    before = view.viewport().grab(view.visualRect(history.index(0))).toImage()
    trigger(studio, "gallery.star_0")
    assert history.marks(0).stars == 0
    assert view.viewport().grab(view.visualRect(history.index(0))).toImage() != before


def test_tags_are_written_for_many_and_taken_off_by_their_chips(qtbot, studio, details):
    two(qtbot, studio)
    trigger(studio, "gallery.tag")
    popup = studio.window.gallery.findChild(NamePopup)
    popup.line.setText("sea, best")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    history = studio.session.desk.history
    assert history.marks(2).tags == {"sea", "best"}
    qtbot.waitUntil(lambda: set(details.tags.chips) == {"sea", "best"})
    click_cell(qtbot, studio, 1, CTRL)
    qtbot.waitUntil(lambda: "sea (some)" in details.tags.chips["sea"].text())
    qtbot.mouseClick(details.tags.chips["sea"], Qt.MouseButton.LeftButton)
    assert history.marks(0).tags == {"best"}
    details.tags.line.setText("new")
    qtbot.keyClick(details.tags.line, Qt.Key.Key_Return)
    assert history.marks(1).tags == {"new"}


def test_a_tag_is_completed_after_the_last_comma(qtbot, studio, details):
    click_cell(qtbot, studio, 0)
    studio.session.desk.library.add_tags(studio.session.desk.library.selection, ["seaside"])
    qtbot.waitUntil(lambda: studio.session.desk.library.facets.tags == {"seaside": 1})
    line = details.tags.line
    line.setFocus()
    qtbot.keyClicks(line, "fog, se")
    completer = line.completer()
    qtbot.waitUntil(lambda: completer.completionCount() == 1)
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "fog, seaside"
    completer.popup().hide()


def test_an_album_is_a_place_to_look_at(qtbot, studio):
    two(qtbot, studio)
    trigger(studio, "gallery.album")
    popup = studio.window.gallery.findChild(NamePopup)
    popup.line.setText("Portfolio")
    qtbot.mouseClick(popup.take, Qt.MouseButton.LeftButton)
    library = studio.session.desk.library
    qtbot.waitUntil(lambda: library.facets.albums == {"Portfolio": 2})
    shelf = studio.window.gallery.head.shelf
    shelf.fill()
    [menu] = [a.menu() for a in shelf.menu_shown.actions() if a.text() == "Albums"]
    menu.actions()[0].trigger()
    settled(qtbot, studio, [105, 103])
    assert shelf.title() == "Portfolio"
    click_cell(qtbot, studio, 0)
    selected(qtbot, studio, [105])
    out = studio.window.actions_table["gallery.out_of_album"].menu()
    out.aboutToShow.emit()
    out.actions()[0].trigger()
    settled(qtbot, studio, [103])


def test_the_details_show_and_change_everything(qtbot, studio, details, runs):
    click_cell(qtbot, studio, 1)
    qtbot.waitUntil(lambda: details.sheet.values().get("Seed") == "104")
    values = details.sheet.values()
    assert values["Prompt"] == "a blue boat"
    assert values["Size"] == "64 × 64"
    assert values["Model hash"] == "ab12"
    assert values["Hires upscaler"] == "Latent"  # of another program, and kept
    assert values["Folder"] == str(runs[4].folder)
    assert values["Made in"] == "1.5 s"
    [value] = [v for name, v in details.sheet.rows if name.text() == "Prompt"]
    value.selectAll()
    value.copy()
    assert QGuiApplication.clipboard().text() == "a blue boat"
    at = details.stars.star_rect(3).center().toPoint()
    qtbot.mouseClick(details.stars, Qt.MouseButton.LeftButton, pos=at)
    assert studio.session.desk.history.marks(1).stars == 3
    qtbot.mouseMove(details.stars, QPoint(0, 0))
    qtbot.mouseClick(details.stars, Qt.MouseButton.LeftButton, pos=at)
    assert studio.session.desk.history.marks(1).stars == 0
    draft = studio.session.desk.draft
    qtbot.mouseClick(details.reuse["seed"], Qt.MouseButton.LeftButton)
    assert (draft.seed, draft.seed_locked, draft.prompt) == (104, True, "")
    qtbot.mouseClick(details.reuse["prompt"], Qt.MouseButton.LeftButton)
    assert draft.prompt == "a blue boat"


def test_delete_puts_into_the_trash_and_undo_brings_back(qtbot, studio, runs):
    two(qtbot, studio)
    view = studio.window.gallery.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    settled(qtbot, studio, [104, 102, 101, 100])
    idle(qtbot, studio)
    assert not runs[5].folder.exists()
    qtbot.waitUntil(lambda: Step.UNDO in studio.window.error_bar.buttons)
    press(qtbot, studio, Step.UNDO)
    settled(qtbot, studio, NEWEST_FIRST)
    assert runs[5].folder.is_dir()

    click_cell(qtbot, studio, 1)
    selected(qtbot, studio, [104])
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    settled(qtbot, studio, [105, 103, 102, 101, 100])
    idle(qtbot, studio)
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    settled(qtbot, studio, NEWEST_FIRST)
    selected(qtbot, studio, [104])  # what came back is what is looked at


def test_a_key_right_after_a_click_is_about_what_was_clicked(qtbot, studio, runs):
    """Both may come in one turn of the event loop, before any timer."""
    view, history = studio.window.gallery.view, studio.session.desk.history
    click_cell(qtbot, studio, 1)
    selected(qtbot, studio, [104])
    first, fourth = (view.model().index(row, 0) for row in (0, 3))
    view.setCurrentIndex(first)
    QTest.keyClick(view, Qt.Key.Key_4)
    assert [history.marks(row).stars for row in range(2)] == [4, 0]
    view.setCurrentIndex(fourth)
    trigger(studio, "gallery.trash")
    settled(qtbot, studio, [105, 104, 103, 101, 100])
    idle(qtbot, studio)
    assert not runs[2].folder.exists()


def test_the_neighbour_is_looked_at_when_what_is_looked_at_goes(qtbot, studio):
    browsing = studio.session.browsing
    two(qtbot, studio)  # the first and the third, which is looked at
    trigger(studio, "gallery.trash")
    assert browsing.selected.request.seed == 102
    settled(qtbot, studio, [104, 102, 101, 100])
    studio.window.gallery.view.selectAll()
    trigger(studio, "gallery.trash")
    assert browsing.selected is None
    settled(qtbot, studio, [])


def test_the_trash_gives_back_and_is_emptied_only_when_it_is_said_again(qtbot, studio, runs):
    two(qtbot, studio)
    trigger(studio, "gallery.trash")
    idle(qtbot, studio)
    trigger(studio, "gallery.show_trash")
    settled(qtbot, studio, [105, 103])
    panel = studio.window.gallery
    click_cell(qtbot, studio, 0)
    selected(qtbot, studio, [105])
    qtbot.mouseClick(panel.restore, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, [103])
    idle(qtbot, studio)
    assert runs[5].folder.is_dir()

    qtbot.mouseClick(panel.empty_trash, Qt.MouseButton.LeftButton)
    press(qtbot, studio, Step.KEEP_TRASH)
    idle(qtbot, studio)
    trash = runs[3].folder.parents[1] / "trash" / runs[3].id
    assert trash.is_dir()
    qtbot.mouseClick(panel.empty_trash, Qt.MouseButton.LeftButton)
    press(qtbot, studio, Step.EMPTY_TRASH)
    settled(qtbot, studio, [])
    qtbot.waitUntil(lambda: panel.empty.isVisible() and panel.empty.why is Empty.TRASH)
    assert not trash.exists()
    qtbot.mouseClick(panel.empty.button, Qt.MouseButton.LeftButton)
    settled(qtbot, studio, [105, 104, 102, 101, 100])


def test_the_menu_of_a_picture_acts_on_what_is_selected(qtbot, studio):
    two(qtbot, studio)
    view = studio.window.gallery.view
    view.asked.emit(view.mapToGlobal(QPoint(20, 20)))
    menu = studio.window.findChildren(QMenu)[-1]
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert {"Export...", "Contact sheet...", "Put into the trash", "Tags..."} <= set(texts)
    [trash] = [a for a in menu.actions() if a.text().replace("&", "") == "Put into the trash"]
    trash.trigger()
    menu.close()
    settled(qtbot, studio, [104, 102, 101, 100])


def test_without_a_selection_the_commands_say_what_they_need(qtbot, open_studio, tmp_path):
    studio = open_studio(project=tmp_path / "bare")
    for key in ("gallery.trash", "gallery.export", "gallery.tag", "gallery.vary_seed"):
        studio.session.desk.notices.dismiss()
        trigger(studio, key)
        assert studio.window.error_bar.text.text() == "Select a picture first."
    trigger(studio, "edit.undo")
    assert studio.window.error_bar.text.text() == "There is nothing to undo."
