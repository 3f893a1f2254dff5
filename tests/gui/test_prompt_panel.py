"""Writing a prompt: errors, completions, what was written before, favorites, and the time left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio.core.prompt.book import BOOK, Written
from studio.core.request import Extent
from studio.state.notices import Step
from tests.gui.conftest import shut
from tests.gui.steps import generate, press, write

Key, Control, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def texts(studio, qtbot):
    texts = studio.window.request.texts
    texts.prompt.setFocus()
    qtbot.waitUntil(lambda: studio.session.desk.prompts.is_open)
    return texts


@pytest.fixture
def popup(texts):
    """The completions of the prompt."""
    return texts.completers[0].popup


def test_an_error_is_underlined_and_told_while_one_writes(qtbot, studio, texts):
    qtbot.keyClicks(texts.prompt, "sky __nowhere__ sea")
    qtbot.waitUntil(lambda: len(texts.prompt.extraSelections()) == 1)
    assert texts.prompt.extraSelections()[0].cursor.selectedText() == "__nowhere__"
    assert "there is no list __nowhere__" in texts.prompt_field.line.text()
    assert not texts.prompt.is_wrong()
    texts.prompt.selectAll()
    qtbot.keyClicks(texts.prompt, "sky")
    qtbot.waitUntil(lambda: texts.prompt.extraSelections() == [])
    assert texts.prompt_field.line.text() == ""


def test_the_words_of_a_style_and_what_is_left_out_are_checked_too(qtbot, studio):
    draft, request = studio.session.desk.draft, studio.window.request
    draft.negative, draft.style_text = "(a:1,2)", "ink of {prompt} {x"
    qtbot.waitUntil(lambda: bool(request.negative.marks and request.style_text.marks))
    assert [mark.start for mark in request.style_text.marks] == [16]


def test_several_words_are_weighed_as_one_step_and_stay_selected(qtbot, texts):
    texts.prompt.show_text("a red house，一座房子, sea")
    cursor = texts.prompt.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(11, cursor.MoveMode.KeepAnchor)
    texts.prompt.setTextCursor(cursor)
    qtbot.keyClick(texts.prompt, Key.Key_Up, Control)
    qtbot.keyClick(texts.prompt, Key.Key_Up, Control)
    assert texts.prompt.toPlainText() == "a (red house:1.2)，一座房子, sea"
    assert texts.prompt.textCursor().selectedText() == "red house"
    texts.prompt.undo()
    assert texts.prompt.toPlainText() == "a (red house:1.1)，一座房子, sea"
    cursor.setPosition(texts.prompt.toPlainText().index("座"))
    texts.prompt.setTextCursor(cursor)
    qtbot.keyClick(texts.prompt, Key.Key_Down, Control)
    assert "，(一座房子:0.9)," in texts.prompt.toPlainText()


def test_lists_are_offered_while_typing_and_return_takes_one(qtbot, studio, texts, popup):
    qtbot.keyClicks(texts.prompt, "a __colo")
    qtbot.waitUntil(popup.isVisible)
    assert QApplication.focusWidget() is texts.prompt
    qtbot.keyClick(texts.prompt, Key.Key_Return)
    assert studio.session.desk.draft.prompt == "a __color__"
    assert not popup.isVisible()
    texts.prompt.undo()
    assert texts.prompt.toPlainText() == "a __colo"


def test_return_and_tab_belong_to_the_text_until_a_word_is_chosen(qtbot, studio, texts, popup):
    studio.session.desk.prompts.note(Written("golden light"))
    qtbot.keyClicks(texts.prompt, "gol")
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(texts.prompt, Key.Key_Return)
    assert texts.prompt.toPlainText() == "gol\n"
    assert not popup.isVisible()
    qtbot.keyClicks(texts.prompt, "gol")
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(texts.prompt, Key.Key_Down)
    qtbot.keyClick(texts.prompt, Key.Key_Tab)
    assert texts.prompt.toPlainText() == "gol\ngolden"
    assert QApplication.focusWidget() is texts.prompt
    qtbot.keyClick(texts.prompt, Key.Key_Tab)
    assert QApplication.focusWidget() is texts.star


def test_escape_closes_the_list_before_it_cancels_a_picture(qtbot, studio, texts, popup, engine):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    studio.session.generation.generate()
    qtbot.waitUntil(lambda: studio.session.desk.queue.leading is not None)
    qtbot.keyClicks(texts.prompt, " __")
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(texts.prompt, Key.Key_Escape)
    assert not popup.isVisible()
    assert studio.session.desk.queue.leading is not None


def test_the_mouse_takes_a_style_from_the_list_and_the_typed_word_goes(qtbot, studio, texts, popup):
    qtbot.keyClicks(texts.prompt, "a house, waterc")
    qtbot.waitUntil(popup.isVisible)
    place = popup.list.visualItemRect(popup.list.item(0)).center()
    qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert studio.session.desk.draft.style.key == "watercolor"
    assert texts.prompt.toPlainText() == "a house, "


def test_control_space_offers_at_once(qtbot, texts, popup):
    texts.prompt.show_text("__mo")
    texts.prompt.moveCursor(texts.prompt.textCursor().MoveOperation.End)
    qtbot.keyClick(texts.prompt, Key.Key_Space, Control)
    assert popup.isVisible()
    assert popup.is_chosen()
    qtbot.keyClick(texts.prompt, Key.Key_Left)
    assert not popup.isVisible()


def test_alt_up_walks_through_what_was_made_and_back_to_what_was_being_written(
    qtbot, studio, texts
):
    draft = studio.session.desk.draft
    for prompt, negative in (("first", "blurry"), ("second", "")):
        draft.negative = negative
        generate(qtbot, studio, prompt)
    draft.prompt, draft.negative = "unsent", "mine"
    seen = []
    for key in (Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Down):
        qtbot.keyClick(texts.prompt, key, Alt)
        seen.append((draft.prompt, draft.negative))
    first, second, unsent = ("first", "blurry"), ("second", ""), ("unsent", "mine")
    assert seen == [second, first, first, second, unsent]


def test_the_history_is_searched_and_taken_over_by_keys(qtbot, studio, texts):
    desk = studio.session.desk
    for prompt in ("a red house", "the sea", "一座红色的房子"):
        desk.prompts.note(Written(prompt, f"not {prompt}"))
    studio.window.actions_table["prompt.history"].trigger()
    qtbot.waitUntil(texts.popup.isVisible)
    assert texts.popup.list.count() == 3
    qtbot.keyClicks(texts.popup.search, "house")
    assert texts.popup.list.count() == 1
    qtbot.keyClick(texts.popup.search, Key.Key_Return)
    assert (desk.draft.prompt, desk.draft.negative) == ("a red house", "not a red house")
    texts.open_history()
    qtbot.keyClick(texts.popup.search, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.draft.prompt == "a red house一座红色的房子"


def test_a_prompt_is_starred_named_and_given_back_by_undo(qtbot, studio, texts):
    desk = studio.session.desk
    write(qtbot, studio, "a red house")
    qtbot.mouseClick(texts.star, Qt.MouseButton.LeftButton)
    assert texts.star.isChecked()
    studio.window.actions_table["prompt.favorites"].trigger()
    qtbot.keyClick(texts.popup.search, Key.Key_F2)
    texts.popup.name.selectAll()
    qtbot.keyClicks(texts.popup.name, "Mine")
    qtbot.keyClick(texts.popup.name, Key.Key_Return)
    [favorite] = desk.prompts.book.favorites
    assert (favorite.name, favorite.written) == ("Mine", Written("a red house"))
    qtbot.mouseClick(texts.popup.delete, Qt.MouseButton.LeftButton)
    assert desk.prompts.book.favorites == ()
    texts.popup.hide()
    press(qtbot, studio, Step.UNDO)
    assert desk.prompts.book.favorites == (favorite,)


def test_what_was_written_and_how_long_it_took_is_there_after_a_restart(
    qtbot, open_studio, studio_home
):
    first = open_studio()
    generate(qtbot, first, "clouds")
    file = studio_home / "config" / "prompts.json"
    qtbot.waitUntil(lambda: file.exists() and b"clouds" in file.read_bytes())
    pace = studio_home / "config" / "pace.json"
    qtbot.waitUntil(pace.exists)
    shut(first)
    second = open_studio()
    desk = second.session.desk
    qtbot.waitUntil(lambda: bool(desk.prompts.book.written))
    assert desk.prompts.book.written == BOOK.loads(file.read_bytes()).written
    estimate = second.window.request.bar.estimate
    qtbot.waitUntil(estimate.isVisible)


def test_the_time_is_told_once_it_is_known_and_follows_the_draft(qtbot, studio):
    desk, bar = studio.session.desk, studio.window.request.bar
    assert not bar.estimate.isVisible()
    generate(qtbot, studio, "clouds")  # the script says: half a second
    qtbot.waitUntil(bar.estimate.isVisible)
    assert bar.estimate.text() == "less than a second"
    desk.draft.count = 16
    qtbot.waitUntil(lambda: bar.estimate.text() == "about 8 s")
    desk.draft.extent = Extent(512, 512)
    qtbot.waitUntil(lambda: bar.estimate.text() == "about 30 s")


def test_linked_sides_keep_their_shape_and_far_sizes_are_told(qtbot, studio):
    row, draft = studio.window.request.size_row, studio.session.desk.draft
    qtbot.mouseClick(row.shapes.buttons[(16, 9)], Qt.MouseButton.LeftButton)
    wide = draft.extent
    assert row.shapes.buttons[(16, 9)].isChecked()
    assert not row.notice.isVisible()
    qtbot.mouseClick(row.link, Qt.MouseButton.LeftButton)
    row.width_field.setFocus()
    row.width_field._on_typed(f"{wide.width}*2")
    assert draft.extent.width == 2 * wide.width
    assert abs(draft.extent.height - 2 * wide.height) <= 8
    assert "was trained on pictures of 256x256" in row.notice.text()
    assert row.notice.isVisible()


def test_plus_takes_the_next_seed_and_keeps_it(qtbot, studio):
    rows, draft = studio.window.request.picture_rows, studio.session.desk.draft
    draft.seed, draft.seed_locked = 2**32 - 1, False
    qtbot.mouseClick(rows.next, Qt.MouseButton.LeftButton)
    assert (draft.seed, draft.seed_locked) == (0, True)


def test_every_style_that_ships_has_its_picture_and_others_a_letter(qtbot, studio):
    desk, picker = studio.session.desk, studio.window.request.style_picker
    with qtbot.waitSignal(desk.style_pictures.arrived):
        picker.showPopup()
    assert [
        key for key in desk.catalog.supplies.styles if desk.style_pictures.get(key) is None
    ] == []
    picture = desk.style_pictures.get("watercolor")
    assert picture.shape == (192, 192, 3)
    assert (picture != desk.style_pictures.get("pencil")).any()


def test_a_starred_style_stands_first_and_among_the_favorites(qtbot, studio):
    picker = studio.window.request.style_picker
    picker.showPopup()
    picker.popup.search.setText("charcoal")
    [key, *_] = picker.popup.listed()
    qtbot.keyClick(picker.popup.search, Key.Key_D, Control)
    picker.popup.search.clear()
    assert picker.popup.listed()[:2] == ["", key]
    qtbot.keyClick(picker.popup.search, Key.Key_PageDown)
    assert picker.popup.listed() == [key]
    qtbot.keyClick(picker.popup.search, Key.Key_Return)
    assert studio.session.desk.draft.style.key == key


def test_tab_goes_through_the_request_in_the_order_of_the_screen(studio):
    request = studio.window.request
    size, picture = request.size_row, request.picture_rows
    sides = (size.width_field, size.height_field, size.swap, size.link)
    seeding = (picture.random, picture.lock, picture.seed, picture.next, picture.dice)
    order = (*sides, *size.shapes.buttons.values(), request.count, *seeding, request.model)
    walked, control = [], request.size_row.width_field
    while control is not request.params_section.header:
        walked += [control] if control in order else []
        control = control.nextInFocusChain()
    assert walked == list(order)
