"""Settings act at once, are found by their words, and can be taken back."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from studio.core.settings import CATEGORIES, declared
from studio.ui.commands.settings import SettingsCommands
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.folder_list import FolderList
from studio.ui.widgets.number_field import NumberField
from tests.gui.steps import click_generate, trigger, write


@pytest.fixture
def settings(qtbot, studio):
    trigger(studio, "edit.settings")
    window = studio.window.findChild(SettingsCommands).shown
    qtbot.waitUntil(window.isVisible)
    return window


def memory(studio):
    return studio.session.desk.memory.settings


def kept(studio_home):
    return json.loads((studio_home / "config" / "settings.json").read_text(encoding="utf-8"))


def test_every_setting_has_a_control_that_changes_it_and_is_kept(
    qtbot, studio, settings, studio_home, dialogs, tmp_path
):
    settings.show()
    for name, row in settings.rows.items():
        if name == "language":
            continue  # the window is rebuilt: another test
        before = getattr(memory(studio), name)
        settings.open(row.setting.category)
        match row.field:
            case Combo():
                row.field.setCurrentIndex((row.field.currentIndex() + 1) % row.field.count())
                row.field.activated.emit(row.field.currentIndex())
            case NumberField():
                row.field.setFocus()
                at_top = row.field.value() >= row.field.high
                qtbot.keyClick(row.field, Qt.Key.Key_Down if at_top else Qt.Key.Key_Up)
            case FolderList():
                dialogs.answer = tmp_path
                qtbot.mouseClick(row.field.add_button, Qt.MouseButton.LeftButton)
            case QLineEdit():
                qtbot.keyClicks(row.field, "Ada")
            case _:
                row.field.click()
        assert getattr(memory(studio), name) != before, name
        assert row.way_back.isVisibleTo(settings), name
        qtbot.waitUntil(lambda: not studio.jobs.active)
    found = kept(studio_home)
    changed = [name for name in declared() if name != "language"]
    assert all(found[name] != _json(declared()[name].default) for name in changed)
    settings.reset_all.click()
    assert studio.session.desk.preferences.differing() == ()
    settings.undo.click()
    assert set(studio.session.desk.preferences.differing()) == set(changed)
    settings.reset_all.click()


def _json(value):
    return list(value) if isinstance(value, tuple) else value


def test_a_setting_is_found_by_any_of_its_words(settings):
    settings.search.setText("graphics card")
    shown = [name for name, row in settings.rows.items() if row.isVisibleTo(settings)]
    assert "cpu_threads" in shown
    assert set(shown) < set(settings.rows)
    assert "background-color" in settings.rows["cpu_threads"].help.text()
    settings.search.setText("nothing has such words")
    assert settings.nothing.isVisibleTo(settings)
    settings.search.clear()
    assert settings.rows["theme"].isVisibleTo(settings)
    assert "background-color" not in settings.rows["cpu_threads"].help.text()


def test_a_search_leaves_the_categories_in_which_something_was_found(qtbot, settings):
    settings.open(list(CATEGORIES)[1])
    row = next(iter(settings.rows.values()))  # of the first category
    settings.search.setText(row.title.text())
    items = [settings.categories.item(at) for at in range(len(CATEGORIES))]
    assert not items[0].isHidden()
    assert sum(not item.isHidden() for item in items) < len(items)
    assert settings.categories.selectedItems() == []
    place = settings.categories.visualItemRect(items[0]).center()
    qtbot.mouseClick(settings.categories.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert settings.search.text() == ""
    assert settings.category() == next(iter(CATEGORIES))
    assert settings.categories.selectedItems() == [items[0]]


def test_one_setting_and_one_category_go_back(studio, settings):
    preferences = studio.session.desk.preferences
    preferences.choose("cpu_threads", 2)
    preferences.choose("preview_rate", 3)
    preferences.choose("kept_logs", 9)
    settings.rows["cpu_threads"].way_back.click()
    assert (memory(studio).cpu_threads, memory(studio).preview_rate) == (0, 3)
    settings.categories.setCurrentRow(list(CATEGORIES).index("drawing"))
    settings.reset_category.click()
    assert (memory(studio).preview_rate, memory(studio).kept_logs) == (10, 9)
    settings.undo.click()
    assert memory(studio).preview_rate == 3


def test_a_drag_is_taken_back_in_one(studio):
    preferences = studio.session.desk.preferences
    for threads in range(1, 6):
        preferences.choose("cpu_threads", threads)
    assert preferences.undoable == 1
    preferences.undo()
    assert memory(studio).cpu_threads == 0


def test_the_keyboard_finds_and_leaves(qtbot, settings):
    qtbot.keyClicks(settings.search, "theme")
    qtbot.keyClick(settings.search, Qt.Key.Key_Escape)
    assert settings.search.text() == ""
    qtbot.keyClick(settings.search, Qt.Key.Key_Down)
    assert settings.categories.hasFocus()
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert not settings.isVisible()


def test_a_folder_that_is_not_there_is_marked(qtbot, studio, settings, tmp_path):
    settings.open("folders")
    studio.session.desk.preferences.choose("styles_folders", (str(tmp_path / "gone"),))
    field = settings.rows["styles_folders"].field
    qtbot.waitUntil(lambda: "is not there" in field.list.item(0).text())


def test_another_folder_is_searched_at_once(qtbot, studio, tmp_path):
    from tests.gui.scripted import write_model

    write_model(tmp_path / "elsewhere" / "third", title="Third")
    studio.session.desk.preferences.choose("models_folders", (str(tmp_path / "elsewhere"),))
    catalog = studio.session.desk.catalog
    qtbot.waitUntil(lambda: "Third" in [m.title for m in catalog.supplies.models])
    studio.session.desk.preferences.undo()
    qtbot.waitUntil(lambda: "Third" not in [m.title for m in catalog.supplies.models])


def test_without_previews_the_canvas_waits_for_the_picture(qtbot, studio, engine):
    studio.session.desk.preferences.choose("preview", False)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    shown = []
    studio.session.desk.canvas.shown_changed.connect(lambda s: shown.append(s and s.origin.value))
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: studio.session.desk.history.rowCount() == 1)
    assert "preview" not in shown


def test_a_draft_that_is_not_kept_is_gone_at_the_next_start(qtbot, studio):
    studio.session.desk.preferences.choose("keep_draft", False)
    studio.session.desk.draft.prompt = "secret"
    studio.session.remember()
    assert studio.session.desk.memory.remembered.draft.prompt == ""
    studio.session.desk.preferences.choose("keep_draft", True)
    studio.session.remember()
    assert studio.session.desk.memory.remembered.draft.prompt == "secret"


def test_other_threads_replace_the_worker_when_it_has_no_job(qtbot):
    from functools import partial

    from studio.engine.client import WorkerEngine
    from studio.engine.runtime import Runtime

    engine = WorkerEngine(partial(Runtime, 1))
    try:
        engine._living()
        first = engine.pid
        engine._is_warm = False
        engine.restart(partial(Runtime, 2))
        qtbot.waitUntil(lambda: engine.pid is None)
        engine._living()
        assert engine.pid != first
        assert engine._make().threads == 2
    finally:
        engine.close()
