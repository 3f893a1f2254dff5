"""Why a picture looks as it does: words in a panel, each with its map over the picture."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import StudioError
from tests.gui.steps import click_generate, generate, made, trigger


def looked(qtbot, studio, prompt="house moon"):
    """Draw a picture, look into it by the command, and return the panel."""
    studio.session.desk.draft.prompt = prompt  # the test's keyboard knows no Chinese
    click_generate(qtbot, studio)
    made(qtbot, studio)
    trigger(studio, "picture.why")
    explaining = studio.session.explaining
    qtbot.waitUntil(lambda: explaining.explanation is not None and not explaining.working)
    panel = studio.window.dock("why")
    qtbot.waitUntil(panel.isVisible)
    return panel


def at(studio, share):
    """The color of the canvas at a place of the picture, from 0 (left) to 1 (right)."""
    view = studio.window.canvas.view
    box = view.picture_rect()
    image = view.grab().toImage()
    x = box.left() + share * box.width()
    pixel = image.pixelColor(int(x), int(box.center().y()))
    return np.array([pixel.red(), pixel.green(), pixel.blue()], int)


def test_each_word_has_a_row_and_its_map_lies_over_the_picture(qtbot, studio):
    panel = looked(qtbot, studio)
    assert [panel.words.item(n).text() for n in range(panel.words.count())] == ["house", "moon"]
    assert panel.words.currentRow() == 0
    left, right = at(studio, 0.03), at(studio, 0.97)
    assert np.abs(left - right).sum() > 30, "the first word acts on the left alone"
    panel.words.setCurrentRow(1)
    assert np.abs(at(studio, 0.03) - left).sum() > 30
    assert np.array_equal(at(studio, 0.97), left)


def test_the_picture_alone_comes_back(qtbot, studio):
    generate(qtbot, studio, "house moon")
    plain = at(studio, 0.5)
    trigger(studio, "picture.why")
    qtbot.waitUntil(lambda: studio.session.desk.canvas.heat is not None)
    assert np.abs(at(studio, 0.5) - plain).sum() > 30
    studio.window.dock("why").alone.click()
    assert studio.session.desk.canvas.heat is None
    assert np.array_equal(at(studio, 0.5), plain)


def test_the_map_of_one_picture_never_lies_over_another(qtbot, studio):
    first = generate(qtbot, studio, "house moon", seed=1)
    studio.session.explaining.explain(first)
    qtbot.waitUntil(lambda: studio.session.desk.canvas.heat is not None)
    generate(qtbot, studio, "tree", seed=2)
    assert np.array_equal(at(studio, 0.03), at(studio, 0.5))
    panel = studio.window.dock("why")
    panel.words.setCurrentRow(1)  # goes back to the picture whose word it is
    qtbot.waitUntil(lambda: studio.session.desk.canvas.shown.run == first)


def test_without_a_picture_it_is_said_what_to_do(studio):
    trigger(studio, "picture.why")
    assert "Select a picture first" in studio.window.error_bar.text.text()


def test_what_cannot_be_told_is_said_and_the_panel_is_free_again(
    qtbot, studio, engine, monkeypatch
):
    generate(qtbot, studio, "house")

    def refuse(verb, payload, _report, _cancel):
        raise StudioError("It mixes words and picture in one.")

    monkeypatch.setattr(engine, "run", refuse)
    trigger(studio, "picture.why")
    bar = studio.window.error_bar
    qtbot.waitUntil(lambda: bar.isVisible() and "cannot be said" in bar.text.text())
    assert "mixes words and picture" in bar.text.text()
    qtbot.waitUntil(lambda: studio.window.dock("why").ask.isEnabled())


@pytest.mark.parametrize("prompt", ["<b>house</b> moon", "房子 月亮"])
def test_words_are_shown_as_they_are(qtbot, studio, prompt):
    panel = looked(qtbot, studio, prompt)
    assert panel.words.count() == 2
    assert panel.words.item(0).text() == prompt.split()[0]


def test_the_map_goes_with_its_panel(qtbot, studio):
    looked(qtbot, studio)
    assert studio.session.desk.canvas.heat is not None
    trigger(studio, "window.models")
    qtbot.waitUntil(lambda: studio.session.desk.canvas.heat is None)
