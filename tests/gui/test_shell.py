"""Docks, workspaces, the palette of commands, and keys that one chooses."""

from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import QByteArray, Qt

from studio.core.fuzzy import score
from studio.ui.command_palette import CommandPalette
from studio.ui.shortcuts import parsed, resolved, written
from studio.ui.shortcuts_editor import ShortcutsEditor
from tests.gui.steps import trigger

CTRL = Qt.KeyboardModifier.ControlModifier


def shown_docks(studio):
    places = studio.window.places
    return {key for key, place in places.items() if not place.isHidden()}


def test_a_workspace_shows_its_docks_and_remembers_how_they_were_left(qtbot, studio, open_studio):
    window = studio.window
    for workspace in ("gallery", "models", "generate"):
        trigger(studio, f"window.{workspace}")
        wanted = {key for key, p in window.places.items() if workspace in p.dock.workspaces}
        assert shown_docks(studio) == wanted
        assert window.tabs.tabData(window.tabs.currentIndex()) == workspace
    trigger(studio, "view.dock_gallery")
    trigger(studio, "window.gallery")
    assert "gallery" in shown_docks(studio)
    qtbot.waitUntil(lambda: not studio.jobs.active)
    assert window.close()
    second = open_studio(remembered=True)
    assert second.window.workspaces.workspace == "gallery"
    trigger(second, "window.generate")
    assert "gallery" not in shown_docks(second)
    trigger(second, "window.reset")
    assert "gallery" in shown_docks(second)


@pytest.mark.parametrize("garbage", ["", "!!", "AAAA", QByteArray(os.urandom(300)).toBase64()])
def test_a_layout_that_is_garbage_is_the_first_layout(studio, garbage):
    text = garbage if isinstance(garbage, str) else bytes(garbage.data()).decode()
    studio.session.desk.memory.remember(layouts={"gallery": text}, workspace="nowhere")
    studio.window.workspaces.restore()
    assert studio.window.workspaces.workspace == "generate"
    studio.session.desk.memory.remember(layouts={"gallery": text})
    studio.window.workspaces._show("gallery")
    assert "gallery" in shown_docks(studio)


def test_docks_that_nobody_saw_are_not_made(studio):
    assert studio.window.places["models"].made() is None
    studio.window.dock("models")
    assert studio.window.places["models"].made() is not None


def test_canvas_only_comes_back_exactly(qtbot, studio):
    window = studio.window
    window.dock("queue")
    window.places["gallery"].setFloating(True)
    before = shown_docks(studio)
    window.toggle_canvas_only()
    assert shown_docks(studio) == set()
    assert not window.bottom.isVisible()
    assert not window.menuBar().isVisible()
    window.toggle_canvas_only()
    assert shown_docks(studio) == before
    assert window.places["gallery"].isFloating()
    assert window.bottom.isVisible()


def test_no_two_commands_have_the_same_keys(studio):
    keys = [written(k) for found in studio.window.actions_table.defaults().values() for k in found]
    assert sorted(keys) == sorted(set(keys))


def palette_of(studio):
    trigger(studio, "help.commands")
    return studio.window.findChild(CommandPalette)


def test_the_palette_finds_and_runs_a_command(qtbot, studio):
    palette = palette_of(studio)
    assert palette.list.count() > 20
    qtbot.keyClicks(palette.search, "light th")
    assert palette.list.item(0).text() == "Light theme"
    before = studio.session.desk.memory.settings.theme
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: studio.session.desk.memory.settings.theme != before)
    assert not palette.isVisible()
    palette_of(studio)
    assert palette.list.item(0).text() == "Light theme", "what was used last comes first"
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    palette.hide()
    studio.window.toggle_theme()


def test_letters_fit_the_beginnings_of_words():
    assert score("cp", "Copy picture") > score("cp", "Scrape") == 0
    assert score("save pic", "Save picture as") > score("save pic", "Save") == 0
    assert score("zoom", "Zoom in") > score("zm", "Zoom in")


@pytest.fixture
def editor(studio):
    trigger(studio, "edit.shortcuts")
    editor = studio.window.findChild(ShortcutsEditor)
    yield editor
    editor.close()


def choose(editor, key):
    item = next(i for i in editor._items() if i.data(0, Qt.ItemDataRole.UserRole) == key)
    editor.list.setCurrentItem(item)


def keys_of(studio, key):
    return [written(k) for k in studio.window.actions_table[key].shortcuts()]


def test_keys_are_recorded_kept_and_reset(qtbot, studio, editor, studio_home):
    choose(editor, "view.theme")
    qtbot.keyClick(editor.recorder, Qt.Key.Key_F12, CTRL)
    assert keys_of(studio, "view.theme") == ["Ctrl+F12"]
    qtbot.waitUntil(lambda: not studio.jobs.active)
    kept = json.loads(next(studio_home.rglob("shortcuts.json")).read_text(encoding="utf-8"))
    assert kept["keys"] == {"view.theme": ["Ctrl+F12"]}
    qtbot.mouseClick(editor.reset, Qt.MouseButton.LeftButton)
    assert keys_of(studio, "view.theme") == ["Ctrl+Shift+L"]


def test_a_key_of_another_command_is_named_and_can_be_taken(qtbot, studio, editor):
    choose(editor, "view.theme")
    qtbot.keyClick(editor.recorder, Qt.Key.Key_K, CTRL)
    assert "Find a command" in editor.told.text()
    assert keys_of(studio, "view.theme") == ["Ctrl+Shift+L"]
    qtbot.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    assert keys_of(studio, "view.theme") == ["Ctrl+K"]
    assert keys_of(studio, "help.commands") == []
    qtbot.mouseClick(editor.reset_all, Qt.MouseButton.LeftButton)
    assert keys_of(studio, "help.commands") == ["Ctrl+K"]


def test_what_is_chosen_comes_first_and_nonsense_is_passed_over():
    defaults = {"a": parsed(["Ctrl+A"]), "b": parsed(["Ctrl+B", "F5"])}
    chosen = {"a": ("Ctrl+B", "Flurb+", ""), "gone": ("F5",)}
    found = resolved(defaults, chosen)
    assert {key: [written(k) for k in keys] for key, keys in found.items()} == {
        "a": ["Ctrl+B"],
        "b": ["F5"],
    }


def test_a_damaged_file_of_shortcuts_is_put_aside(open_studio, studio_home):
    from studio.core import paths

    folder = paths.config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shortcuts.json").write_text("{", encoding="utf-8")
    studio = open_studio()
    assert keys_of(studio, "help.commands") == ["Ctrl+K"]
    assert list(folder.glob("shortcuts.json.damaged-*"))
