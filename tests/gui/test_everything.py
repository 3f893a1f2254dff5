"""Every command and every control does something that can be seen, found on the disk, or pasted."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QTabBar,
    QWidget,
)

from studio.ui.dialogs import Dialogs
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from tests.gui.scripted import ScriptedDialogs
from tests.gui.steps import generate
from tests.gui.watching import Watched, with_pickle
from tests.gui.watching_parts import every_part, find_parts, words

QUIT = "file.quit"  # tests/gui/test_closing.py closes windows in every way
TALKS = ("help.about",)


@pytest.fixture
def watched(qtbot, studio, dialogs, engine, tmp_path):
    """A window with three pictures, and a way to see it change."""
    QApplication.setCursorFlashTime(0)
    for seed, text in enumerate(("clouds", "a house", "a cat")):
        generate(qtbot, studio, text, seed=seed)
    return Watched(qtbot, studio, dialogs, engine, tmp_path)


BEFORE = {
    "picture.cancel": Watched.run_one,
    "picture.follow": Watched.look_away,
    "canvas.fit": Watched.zoom_in,
    "canvas.wipe_back": Watched.compare,
    "canvas.wipe_on": Watched.compare,
    "canvas.swap": Watched.compare,
    "import.paste": Watched.copy_picture,
    "gallery.clear_filters": Watched.search,
    "gallery.save_search": Watched.search,
    "gallery.order_newest": Watched.other_order,
    "gallery.group_none": Watched.group,
    "gallery.star_0": Watched.star,
    "gallery.out_of_album": Watched.put_into_album,
    "gallery.restore": Watched.look_into_trash,
    "gallery.empty_trash": Watched.look_into_trash,
    "queue.stop": Watched.run_one,
    "queue.top": Watched.queue_some,
    "queue.up": Watched.queue_some,
    "queue.down": Watched.queue_some,
    "queue.bottom": Watched.queue_some,
    "queue.make_now": Watched.queue_some,
    "queue.edit": Watched.queue_some,
    "queue.duplicate": Watched.queue_some,
    "queue.remove": Watched.queue_some,
    "queue.clear": Watched.queue_some,
    "queue.tidy": Watched.do_work,
    "queue.again": Watched.fail_one,
    "window.generate": Watched.go_to_gallery,
    "window.reset": Watched.hide_gallery,
    "file.save_elsewhere": Watched.could_not_save,
    "edit.undo": Watched.throw_away,
    "source.clear": Watched.start_from_picture,
    "canvas.none": Watched.compare,
    "canvas.surround_theme": Watched.darken,
    "models.look": Watched.add_model,
    "view.language_system": Watched.speak_english,
    "part.vae": find_parts,
    "part.references": find_parts,
}


def test_every_command_changes_something(watched):
    def action(key):
        return watched.studio.window.actions_table[key]  # of the window there is now

    dead = []
    for key in watched.studio.window.actions_table.names():
        if key == QUIT or action(key).menu():  # a submenu's lines are in the table themselves
            continue
        watched.rest()
        BEFORE.get(key, lambda _watched: None)(watched)
        watched.until(watched.is_still)
        if not watched.effect(lambda: action(key).trigger(), talks=key in TALKS):  # noqa: B023
            dead.append(key)
    watched.rest()
    assert dead == [], ", ".join(dead)


# ------------------------------------------------------------------------------------- controls

KINDS = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QAbstractItemView,
    QTabBar,
    NumberField,
)


def unfolded(section):
    """Open a section and return what is in it."""
    section.set_open(True)
    return section.form


PLACES = {
    "request": lambda w: w.dock("request"),
    "savings": lambda w: unfolded(w.studio.window.request.savings_section),
    "parts": every_part,
    "why": words,
    "canvas": lambda w: w.studio.window.canvas,
    "gallery": lambda w: w.dock("gallery"),
    "details": lambda w: w.dock("details"),
    "queue": lambda w: w.with_jobs(),
    "models": lambda w: w.models(),
    "a pickle": with_pickle,
    "settings": lambda w: w.opened("edit.settings"),
    "shortcuts": lambda w: w.opened("edit.shortcuts"),
    "tags": lambda w: w.opened("gallery.tag"),
    "export": lambda w: w.opened("gallery.export"),
    "sheet": lambda w: w.opened("gallery.sheet"),
    "list": lambda w: w.opened("queue.list"),
    "batch folder": lambda w: w.opened("queue.folder"),
    "grid": lambda w: w.opened("queue.grid"),
    "log": lambda w: w.opened("help.log"),
    "report": lambda w: w.opened("help.report"),
    "palette": lambda w: w.opened("help.commands"),
    "job strip": lambda w: w.with_work(),
    "notice": lambda w: w.with_notice(),
}


def controls(root):
    """Return what can be used in a part of the window, in a fixed order."""
    found = [w for w in root.findChildren(QWidget) if isinstance(w, KINDS)]
    return [w for w in found if w.isVisible() and w.isEnabled() and _is_for_hands(w)]


def _is_for_hands(widget):
    """Whether it is no part of another control, and can be changed."""
    if isinstance(widget, QLineEdit | QPlainTextEdit) and widget.isReadOnly():
        return False
    if isinstance(widget, QAbstractItemView) and widget.model().rowCount() < 2:
        return False  # nothing else can be chosen
    if type(widget) is Combo and widget.count() < 2:
        return False
    parent = widget.parentWidget()
    return not isinstance(parent, NumberField | QComboBox | QTabBar | QLineEdit)


def bring_into_sight(widget):
    """Scroll whatever hides it."""
    above = widget.parentWidget()
    while above:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def use(widget):
    """Use a control in the way of its kind."""
    bring_into_sight(widget)
    widget.setFocus()
    match widget:
        case QCheckBox():
            QTest.keyClick(widget, Qt.Key.Key_Space)
        case QAbstractButton():
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        case QLineEdit() | QPlainTextEdit():
            QTest.keyClicks(widget, "zz")
        case NumberField():
            low = widget.value() >= widget.high
            QTest.keyClick(widget, Qt.Key.Key_Down if low else Qt.Key.Key_Up)
        case QSlider():
            high = widget.value() >= widget.maximum()
            QTest.keyClick(widget, Qt.Key.Key_Left if high else Qt.Key.Key_Right)
        case QComboBox():
            last = widget.currentIndex() >= widget.count() - 1
            QTest.keyClick(widget, Qt.Key.Key_Up if last else Qt.Key.Key_Down)
        case QTabBar():
            widget.setCurrentIndex((widget.currentIndex() + 1) % widget.count())
        case QAbstractItemView():
            row = 0 if widget.currentIndex().row() == 1 else 1
            place = widget.visualRect(widget.model().index(row, 0)).center()
            none = Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, none, place)


def named_controls(root):
    """Return the controls by names that stay the same when others come and go."""
    named, times = {}, Counter()
    for widget in controls(root):
        words = widget.accessibleName() or getattr(widget, "text", str)() or widget.objectName()
        name = f"{type(widget).__name__} {words}"
        times[name] += 1
        named[f"{name} {times[name]}"] = widget
    return named


@pytest.mark.parametrize("place", PLACES)
def test_every_control_changes_something(watched, place):
    watched.rest()
    names, dead = list(named_controls(PLACES[place](watched))), []
    assert names, "there is nothing to use"
    for name in names:
        watched.rest()
        root = PLACES[place](watched)
        watched.until(watched.is_still)
        widget = named_controls(root).get(name)
        if widget is None or not watched.effect(lambda: use(widget)):  # noqa: B023
            dead.append(name if widget else f"{name} (gone)")
    watched.rest()
    assert dead == [], ", ".join(dead)


def test_no_test_can_open_a_dialog_of_the_system():
    asks = [name for name in vars(Dialogs) if not name.startswith("_") and name.islower()]
    assert [name for name in asks if name not in vars(ScriptedDialogs)] == []
