"""Zoom, turn, mirror, read: the canvas by hand and by keys, as it is seen on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from studio.core.request import Extent
from studio.state.canvas import Origin
from studio.ui.canvas.drawing import GRID_FROM
from studio.ui.palette import SURROUNDS
from tests.gui.steps import generate, trigger

Keys = Qt.Key
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 180, 60), (40, 60, 220), (250, 250, 250)


def quarters(side=64):
    """A picture whose quarters are red, green, blue and white, in reading order."""
    pixels = np.empty((side, side, 3), np.uint8)
    half = side // 2
    for n, color in enumerate((RED, GREEN, BLUE, WHITE)):
        top, left = n // 2 * half, n % 2 * half
        pixels[top : top + half, left : left + half] = color
    return pixels


def show(studio, pixels):
    """Put pixels on the canvas as a picture that is not stored."""
    canvas = studio.session.desk.canvas
    canvas.show_unsaved(pixels, Extent(pixels.shape[1], pixels.shape[0]))
    return studio.window.canvas.view


def seen(view, x, y):
    """The color at a place of the view."""
    image = view.grab().toImage()
    color = image.pixelColor(int(x * image.devicePixelRatio()), int(y * image.devicePixelRatio()))
    return color.red(), color.green(), color.blue()


def corners(view):
    """The colors a little inside the corners of what is seen, in reading order."""
    box = view.picture_rect()
    offsets = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    return [
        seen(view, box.x() + across * box.width(), box.y() + down * box.height())
        for across, down in offsets
    ]


def turn_wheel(view, at, notches, keys=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def pinch(view, kind, value, at):
    event = QNativeGestureEvent(
        kind, QPointingDevice.primaryPointingDevice(), 2, QPointF(at), QPointF(at),
        QPointF(view.mapToGlobal(at)), value, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_m_mirrors_what_is_seen_and_nothing_else(qtbot, studio):
    pixels = quarters()
    view = show(studio, pixels)
    assert corners(view) == [RED, GREEN, BLUE, WHITE]
    qtbot.keyClick(view, Keys.Key_M)
    assert corners(view) == [GREEN, RED, WHITE, BLUE]
    assert studio.window.canvas.tools.mirror.isChecked()
    assert np.array_equal(studio.session.desk.canvas.shown.pixels, quarters())
    qtbot.keyClick(view, Keys.Key_M)
    assert corners(view) == [RED, GREEN, BLUE, WHITE]


def test_6_and_4_turn_by_steps_and_5_sets_upright(qtbot, studio):
    view = show(studio, quarters())
    for _ in range(6):
        qtbot.keyClick(view, Keys.Key_6)
    assert view.viewport.degrees == 90
    assert corners(view) == [BLUE, RED, WHITE, GREEN]
    qtbot.keyClick(view, Keys.Key_4)
    assert view.viewport.degrees == 75
    qtbot.keyClick(view, Keys.Key_5)
    assert view.viewport.degrees == 0
    assert corners(view) == [RED, GREEN, BLUE, WHITE]


def test_a_turned_picture_that_fits_is_still_whole(qtbot, studio):
    view = show(studio, quarters(512))
    qtbot.keyClick(view, Keys.Key_6)
    assert view.rect().contains(view.picture_rect().toAlignedRect())


def test_dragging_with_shift_turns_around_the_middle(qtbot, studio):
    view = show(studio, quarters())
    middle = view.rect().center()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, shift, middle + QPoint(100, 0))
    qtbot.mouseMove(view, middle + QPoint(0, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, shift, middle + QPoint(0, 100))
    assert view.viewport.degrees == 90
    assert corners(view) == [BLUE, RED, WHITE, GREEN]


def test_a_pinch_zooms_around_the_fingers_and_turns(qtbot, studio):
    view = show(studio, quarters())
    at = QPoint(150, 130)
    before, zoom = view.viewport.to_picture(150, 130), view.zoom
    pinch(view, Qt.NativeGestureType.ZoomNativeGesture, 0.5, at)
    assert view.zoom == pytest.approx(1.5 * zoom)
    pinch(view, Qt.NativeGestureType.RotateNativeGesture, 20, at)
    assert view.viewport.degrees == 20
    assert view.viewport.to_picture(150, 130) == pytest.approx(before)


def test_the_wheel_zooms_with_control_too_and_pans_with_shift(studio):
    view = show(studio, quarters())
    zoom = view.zoom
    turn_wheel(view, QPoint(200, 200), 1, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > zoom
    box = view.picture_rect()
    turn_wheel(view, QPoint(200, 200), -1, Qt.KeyboardModifier.ShiftModifier)
    assert view.picture_rect() == box.translated(0, -60)


def test_a_double_click_shows_the_pixels_under_the_mouse_and_then_all(qtbot, studio):
    view = show(studio, quarters(1024))
    before = view.viewport.to_picture(180, 150)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(180, 150))
    assert view.zoom == 1.0
    assert view.viewport.to_picture(180, 150) == pytest.approx(before)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(180, 150))
    assert view.rect().contains(view.picture_rect().toAlignedRect())


def test_2_fills_the_canvas_and_keeps_it_filled(qtbot, studio):
    view = show(studio, quarters())
    qtbot.keyClick(view, Keys.Key_2)
    assert view.picture_rect().contains(view.rect())
    studio.window.resize(1100, 900)
    qtbot.waitUntil(lambda: view.picture_rect().contains(view.rect()))
    assert view.picture_rect().width() <= max(view.width(), view.height()) + 1


def test_a_zoom_can_be_typed_stepped_and_chosen(qtbot, studio):
    view = show(studio, quarters())
    trigger(studio, "canvas.zoom")
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "4*75")
    qtbot.keyClick(editor, Keys.Key_Return)
    assert view.zoom == pytest.approx(3.0)
    field = studio.window.canvas.zoom.field
    assert QApplication.focusWidget() is field
    qtbot.keyClick(field, Keys.Key_Up)
    assert view.zoom == pytest.approx(4.0)
    qtbot.keyClick(field, Keys.Key_Down)
    qtbot.keyClick(field, Keys.Key_Down)
    assert view.zoom == pytest.approx(2.0)
    menu = studio.window.canvas.zoom.menu()
    chosen = next(action for action in menu.actions() if action.text() == "800 %")
    chosen.trigger()
    assert view.zoom == pytest.approx(8.0)
    assert field.text() == "800 %"


def test_keys_on_the_canvas_pan_and_zoom(qtbot, studio):
    view = show(studio, quarters())
    view.actual_size()
    box = view.picture_rect()
    qtbot.keyClick(view, Keys.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.picture_rect() == box.translated(60, 0)
    qtbot.keyClick(view, Keys.Key_Plus)
    assert view.zoom == 1.5
    qtbot.keyClick(view, Keys.Key_Minus)
    qtbot.keyClick(view, Keys.Key_Minus)
    assert view.zoom == pytest.approx(0.66)


def test_space_pans_where_shift_would_turn(qtbot, studio):
    view = show(studio, quarters())
    box = view.picture_rect()
    qtbot.keyPress(view, Keys.Key_Space)
    assert view.cursor().shape() is Qt.CursorShape.OpenHandCursor
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, shift, QPoint(90, 90))
    qtbot.mouseMove(view, QPoint(100, 85))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, shift, QPoint(100, 85))
    qtbot.keyRelease(view, Keys.Key_Space)
    assert view.viewport.degrees == 0
    assert view.picture_rect() == box.translated(10, -5)


def test_lines_between_the_pixels_are_there_from_800_percent_on_and_can_be_left_out(qtbot, studio):
    view = show(studio, np.full((64, 64, 3), 255, np.uint8))
    view.zoom_to(GRID_FROM * 2)
    inside = view.viewport.to_view(32.5, 32.5)
    edge = view.viewport.snapped(1.0, _corner(view)).to_view(32, 32)
    assert seen(view, *inside) == (255, 255, 255)
    assert seen(view, edge[0], inside[1]) != (255, 255, 255)
    qtbot.keyClick(view, Keys.Key_G)
    assert seen(view, edge[0], inside[1]) == (255, 255, 255)
    assert not studio.window.canvas.tools.grid.isChecked()
    qtbot.mouseClick(studio.window.canvas.tools.grid, Qt.MouseButton.LeftButton)
    assert seen(view, edge[0], inside[1]) != (255, 255, 255)
    view.zoom_to(GRID_FROM / 2)
    row = view.grab().toImage()
    middle = view.height() // 2
    assert {row.pixelColor(x, middle).value() for x in range(60, 200)} <= {255, *_surround(row)}


def _corner(view):
    corner = view.mapTo(view.window(), QPoint(0, 0))
    return corner.x(), corner.y()


def _surround(image):
    return {image.pixelColor(1, 1).value()}


def test_the_pixel_under_the_mouse_is_told_and_its_color_copied(qtbot, studio):
    view = show(studio, quarters())
    pixel = studio.window.canvas.footer.pixel
    x, y = view.viewport.to_view(40.5, 10.5)
    qtbot.mouseMove(view, QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: pixel.text() == "x 40  y 10   30 180 60   #1eb43c")
    qtbot.keyClick(view, Keys.Key_C)
    assert QGuiApplication.clipboard().text() == "#1eb43c"
    assert pixel.text() == "#1eb43c copied"
    qtbot.keyClick(view, Keys.Key_M)  # the mouse rests, what is under it changes
    assert pixel.text().startswith("x 23  y 10   220 30 30")
    qtbot.mouseMove(view, QPoint(2, 2))
    qtbot.waitUntil(lambda: pixel.text() == "")


def test_a_color_is_copied_without_a_mouse_from_the_middle(studio):
    show(studio, np.full((64, 64, 3), 17, np.uint8))
    trigger(studio, "canvas.copy_color")
    assert QGuiApplication.clipboard().text() == "#111111"


def test_what_made_the_picture_is_told_over_its_corner(qtbot, studio):
    generate(qtbot, studio, "a quiet harbor", seed=31)
    view, info = studio.window.canvas.view, studio.window.canvas.info
    assert not info.isVisible()
    qtbot.keyClick(view, Keys.Key_I)
    assert info.isVisible()
    for told in ("a quiet harbor", "256 × 256", "Scripted", "31", "0.5 s"):
        assert told in info.text()
    assert view.rect().contains(info.geometry())
    generate(qtbot, studio, "another one", seed=32)
    assert "another one" in info.text()
    trigger(studio, "canvas.info")
    assert not info.isVisible()


@pytest.mark.parametrize("name", ["dark", "light", "black", "theme"])
def test_the_shade_around_the_picture_can_be_chosen(qtbot, studio, name):
    view = show(studio, quarters())
    gray = seen(view, 3, 3)
    trigger(studio, "canvas.surround_black")
    trigger(studio, f"canvas.surround_{name}")
    try:
        wanted = gray if name == "theme" else _rgb(SURROUNDS[name])
        assert seen(view, 3, 3) == wanted
        assert studio.window.actions_table[f"canvas.surround_{name}"].isChecked()
    finally:
        trigger(studio, "canvas.surround_theme")
        qtbot.waitUntil(lambda: not studio.session.desk.jobs.active)


def _rgb(text):
    return tuple(int(text[at : at + 2], 16) for at in (1, 3, 5))


def test_the_menu_of_the_canvas_has_the_commands_of_the_picture(qtbot, studio):
    generate(qtbot, studio)
    view = studio.window.canvas.view
    qtbot.mouseMove(view, QPoint(100, 100))
    view.asked.emit(view.mapToGlobal(QPoint(100, 100)))
    menu = QApplication.activePopupWidget()
    offered = menu.actions()
    for key in ("picture.reuse", "picture.copy", "canvas.with_previous", "canvas.surround"):
        assert studio.window.actions_table[key] in offered
    menu.close()


def test_a_preview_says_its_step(qtbot, studio, engine):
    engine.gate.clear()
    studio.session.desk.draft.prompt = "clouds"
    studio.session.generation.generate()
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(lambda: bool(canvas.shown) and canvas.shown.origin is Origin.PREVIEW)
    assert "preview, step 1 of 3" in studio.window.canvas.about.text()
    engine.gate.set()
    qtbot.waitUntil(lambda: canvas.shown.origin is Origin.STORED)
    assert "seed" in studio.window.canvas.about.text()


class Paints(QObject):
    """Counts how often a widget is painted from now on."""

    def __init__(self, widget):
        super().__init__(widget)
        self.n = 0
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):
        self.n += event.type() is QEvent.Type.Paint
        return False


def test_a_large_picture_is_made_smaller_off_the_ui_thread_and_then_drawn_smoothly(qtbot, studio):
    stripes = np.zeros((2048, 2048, 3), np.uint8)
    stripes[::2] = 255
    view = show(studio, stripes)
    box = view.picture_rect().center()
    assert seen(view, box.x(), box.y()) in ((0, 0, 0), (255, 255, 255))  # at once, if roughly
    levels, paints, before = studio.session.levels, Paints(view), []
    levels.arrived.connect(lambda: before.append(paints.n))
    qtbot.waitUntil(lambda: bool(before) and paints.n > before[0])
    assert seen(view, box.x(), box.y()) == (128, 128, 128)
    studio.session.desk.canvas.clear()
    assert levels._kept == {}


def test_all_of_it_has_a_name_for_screen_readers(studio):
    show(studio, quarters())
    panel = studio.window.canvas
    for button in (panel.tools.compare, panel.tools.pin, panel.tools.grid, panel.zoom.list):
        assert button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for part in (panel.view, panel.info, panel.strip.cells, panel.zoom.field, panel.footer.pixel):
        assert part.accessibleName()


def test_a_free_turn_leaves_the_size_and_a_held_key_flips_only_once(qtbot, studio):
    view = show(studio, quarters(512))
    zoom = view.zoom
    view.turn_freely(31)
    assert (view.viewport.degrees, view.zoom) == (30, zoom)
    qtbot.keyClick(view, Keys.Key_M)
    repeated = QKeyEvent(
        QKeyEvent.Type.KeyPress, Keys.Key_M, Qt.KeyboardModifier.NoModifier, "m", True
    )
    QApplication.sendEvent(view, repeated)
    assert view.viewport.mirrored
    trigger(studio, "canvas.straight")
    assert (view.viewport.degrees, view.viewport.mirrored) == (0, False)
    assert "turned" not in studio.window.canvas.about.text()
    trigger(studio, "canvas.turn_left")
    trigger(studio, "canvas.mirror")
    told = studio.window.canvas.about.text()
    assert "turned 15°" in told
    assert "mirrored" in told


def test_the_keys_of_the_canvas_win_over_shortcuts_while_it_has_the_focus(qtbot, studio):
    view = show(studio, quarters())
    studio.window.actions_table["canvas.info"].setShortcut("6")  # as a user may choose
    view.setFocus()
    qtbot.keyClick(view, Keys.Key_6)
    assert view.viewport.degrees == 15
    assert not studio.session.desk.canvas.info
    studio.window.request.generate.setFocus()
    qtbot.keyClick(studio.window.request.generate, Keys.Key_6)
    assert studio.session.desk.canvas.info
