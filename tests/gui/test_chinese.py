"""The window in Chinese: nothing is left in English, nothing is too long for its place."""

from __future__ import annotations

import re

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio.core import paths
from studio.core.text import N_
from studio.ui import translate
from tests.gui.steps import generate, trigger

ENGLISH = re.compile(r"[A-Za-z]{3}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAGES = ("window.generate", "window.gallery", "window.models")
NAMES = {"Scripted", "Second", "project"}  # what the user calls things stays as it is


@pytest.fixture
def small(qtbot, studio):
    """The smallest window that is allowed, in Chinese, with a picture on its canvas."""
    generate(qtbot, studio)
    english = studio.window
    trigger(studio, "view.language_chinese")
    qtbot.waitUntil(lambda: studio.window is not english and not shiboken6.isValid(english))
    studio.window.resize(960, 600)
    yield studio
    translate.speak(paths.resources() / "translations", "en")


def shown(window, kind):
    return [one for one in window.findChildren(kind) if one.isVisible()]


def words(widget):
    """What a control says to the eye, to the mouse and to a screen reader."""
    found = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    return [text for text in found if ENGLISH.search(text) and not CHINESE.search(text)]


def clipped(window):
    """Texts that need more than the width they have; those that may break lines never do."""
    kinds = (QPushButton, QToolButton, QCheckBox)  # others draw their text where it fits
    labels = [one for one in shown(window, QWidget) if type(one) is QLabel and not one.wordWrap()]
    texts = [one for kind in kinds for one in shown(window, kind)] + labels
    texts = [one for one in texts if one.text() and not is_icon_alone(one)]
    assert len(texts) > 5
    return {one.text(): one.width() for one in texts if one.width() < one.sizeHint().width() - 1}


def is_icon_alone(widget):
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == style


def texts_of_the_menu(line):
    menu = line.createStandardContextMenu()
    return [action.text() for action in menu.actions()]


@pytest.mark.parametrize("page", PAGES)
def test_every_control_of_a_page_speaks_chinese(small, page):
    trigger(small, page)
    controls = shown(small.window, QAbstractButton) + shown(small.window, QLineEdit)
    assert len(controls) > 10
    english = {text for control in controls for text in words(control)}
    assert {text for text in english if not any(name in text for name in NAMES)} == set()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_too_long_for_its_place_in_the_smallest_window(qtbot, small, page):
    trigger(small, page)
    qtbot.waitUntil(lambda: clipped(small.window) == {})  # once it is laid out


def test_every_command_speaks_chinese(small):
    titles = {one.title.strip("★") for one in small.window.actions_table.listed()} - {"", "English"}
    assert {title for title in titles if not CHINESE.search(title)} == set()
    assert {title for title in titles if re.search(r"[&(…]", title)} == set()


def test_the_styles_stand_under_chinese_titles(small):
    picker = small.window.request.style_picker
    picker.showPopup()
    lists = (picker.popup.categories, picker.popup.list)
    texts = [found.item(row).text() for found in lists for row in range(found.count())]
    picker.popup.hide()
    assert "素描与钢笔" in texts
    assert [text for text in texts if not CHINESE.search(text)] == []


def test_the_menu_of_a_line_of_text_speaks_chinese_and_names_keys_as_they_are(small):
    texts = texts_of_the_menu(QLineEdit())
    assert any("复制" in text for text in texts)
    keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
    assert not CHINESE.search(keys)


def test_the_language_goes_back_to_english(small):
    translate.speak(paths.resources() / "translations", "en")
    assert not any(CHINESE.search(text) for text in texts_of_the_menu(QLineEdit()))
    assert translate.shown(N_("Cancelled.")) == "Cancelled."
