"""Everything can be done by keys, and the canvas by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.gui.steps import generate


def wheel(widget, at, notches):
    """Turn the wheel over a place of a widget."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def in_menu(menu):
    """Every line of a menu and of the menus inside it."""
    for action in menu.actions():
        yield action
        if action.menu():
            yield from in_menu(action.menu())


def test_every_command_is_in_a_menu_and_no_shortcut_twice(studio):
    actions = [studio.window.actions_table[key] for key in studio.window.actions_table.names()]
    shortcuts = [s.toString() for action in actions for s in action.shortcuts()]
    assert len(shortcuts) == len(set(shortcuts))
    assert all(action.text() for action in actions)
    assert set(actions) <= set(in_menu(studio.window.menuBar()))


@pytest.mark.parametrize("key", ["Ctrl+0", "Ctrl+1", "Ctrl++", "Ctrl+-"])
def test_zoom_has_keys(qtbot, studio, key):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    view.zoom_by(1.7)
    before = view.zoom
    combination = QKeySequence(key)[0]
    qtbot.keyClick(studio.window, combination.key(), combination.keyboardModifiers())
    assert view.zoom != before


def test_the_wheel_zooms_to_the_cursor(qtbot, studio):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    at = QPoint(150, 120)
    before = view.viewport.to_picture(150, 120)
    wheel(view, at, 3)
    assert view.viewport.to_picture(150, 120) == pytest.approx(before)
    assert studio.window.canvas.zoom.text() == f"{100 * view.zoom:.0f} %"


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_dragging_pans(qtbot, studio, button):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    before = view.picture_rect()
    qtbot.mousePress(view, button, pos=QPoint(200, 200))
    qtbot.mouseMove(view, QPoint(230, 180))
    qtbot.mouseRelease(view, button, pos=QPoint(230, 180))
    assert view.picture_rect() == before.translated(30, -20)


def test_a_fitted_picture_stays_fitted_when_the_window_changes(qtbot, studio):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    view.fit()
    studio.window.resize(1000, 700)
    qtbot.waitUntil(lambda: abs(view.picture_rect().center().x() - view.width() / 2) < 1)
    assert view.rect().contains(view.picture_rect().toAlignedRect())


def test_one_to_one_is_one_pixel_per_pixel(qtbot, studio):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    view.actual_size()
    assert view.zoom == 1.0
    assert view.picture_rect().width() * view.devicePixelRatioF() == 256


def test_the_arrows_walk_through_the_gallery(qtbot, studio):
    runs = [generate(qtbot, studio, seed=seed) for seed in (1, 2, 3)]
    view, browsing = studio.window.canvas.view, studio.session.browsing
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert browsing.selected.id == runs[1].id
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert browsing.selected.id == runs[0].id
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert browsing.selected.id == runs[1].id
    current = studio.window.gallery.view.currentIndex().row()
    assert current == 1


def test_tab_on_the_canvas_leaves_only_the_canvas(qtbot, studio):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not studio.window.request.isVisible()
    assert not studio.window.gallery.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert studio.window.request.isVisible()


def test_commands_work_while_the_menus_are_hidden(qtbot, studio):
    generate(qtbot, studio)
    studio.window.toggle_canvas_only()
    studio.window.canvas.view.setFocus()
    view = studio.window.canvas.view
    view.zoom_by(2)
    qtbot.keyClick(studio.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    qtbot.keyClick(studio.window, Qt.Key.Key_F9)
    assert studio.window.request.isVisible()


def test_tab_walks_from_the_prompt_through_the_panel(qtbot, studio):
    texts = studio.window.request.texts
    texts.prompt.setFocus()
    qtbot.keyClick(texts.prompt, Qt.Key.Key_Tab)
    for widget in (texts.star, texts.history):
        assert studio.window.focusWidget() is widget
        qtbot.keyClick(studio.window.focusWidget(), Qt.Key.Key_Tab)
    assert studio.window.focusWidget() is studio.window.request.negative_section.header
    qtbot.keyClick(studio.window.focusWidget(), Qt.Key.Key_Tab)
    assert studio.window.request.source_row.isAncestorOf(studio.window.focusWidget())
    qtbot.keyClick(studio.window.focusWidget(), Qt.Key.Key_Tab)
    assert studio.window.focusWidget() is studio.window.request.style_picker


def test_control_up_weighs_the_word_under_the_cursor(qtbot, studio):
    prompt = studio.window.request.prompt
    prompt.setFocus()
    qtbot.keyClicks(prompt, "a red house")
    qtbot.keyClick(prompt, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert studio.session.desk.draft.prompt == "a red (house:1.1)"
    qtbot.keyClick(prompt, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert studio.session.desk.draft.prompt == "a red house"
    prompt.undo()
    assert studio.session.desk.draft.prompt == "a red (house:1.1)"
