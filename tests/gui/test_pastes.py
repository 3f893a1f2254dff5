"""What is pasted or dropped as text, and what the window says meanwhile."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.request import Extent
from studio.state.notices import Step
from tests.gui.dropping import WORDS, drop, enter, files, let_go, png, said
from tests.gui.steps import press, trigger


@pytest.fixture
def fox(tmp_path):
    path = tmp_path / "fox.png"
    path.write_bytes(png({"parameters": WORDS}))
    return path


def test_text_with_parameters_is_offered_wherever_it_is_dropped(qtbot, studio):
    mime = QMimeData()
    mime.setText(WORDS)
    studio.session.desk.draft.prompt = "mine"
    prompt = studio.window.request.prompt
    drop(qtbot, studio, mime, prompt.viewport())
    assert prompt.toPlainText() == "mine"
    press(qtbot, studio, Step.USE_ALL)
    assert studio.session.desk.draft.prompt == "a tower"
    assert studio.session.desk.draft.seed == 77


def test_parameters_pasted_into_the_prompt_are_offered(qtbot, studio):
    prompt = studio.window.request.prompt
    prompt.setFocus()
    QGuiApplication.clipboard().setText(WORDS)
    with qtbot.waitSignal(studio.session.drops.looked):
        qtbot.keyClick(prompt, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert prompt.toPlainText() == ""
    press(qtbot, studio, Step.USE_PROMPT)
    assert prompt.toPlainText() == "a tower"


def test_plain_words_are_pasted_into_the_prompt_as_ever(qtbot, studio):
    prompt = studio.window.request.prompt
    prompt.setFocus()
    QGuiApplication.clipboard().setText("a quiet lake")
    qtbot.keyClick(prompt, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert prompt.toPlainText() == "a quiet lake"
    assert studio.session.desk.notices.current is None


def test_files_dropped_on_the_prompt_are_looked_at(qtbot, studio, fox):
    prompt = studio.window.request.prompt
    drop(qtbot, studio, files(fox), prompt.viewport())
    assert prompt.toPlainText() == ""
    assert studio.session.drops.about.name == "fox.png"


def test_words_dropped_beside_the_prompt_can_become_it(qtbot, studio):
    mime = QMimeData()
    mime.setText("a quiet lake")
    drop(qtbot, studio, mime)
    press(qtbot, studio, Step.USE_PROMPT)
    assert studio.session.desk.draft.prompt == "a quiet lake"


def test_a_workflow_file_is_read(qtbot, studio, tmp_path):
    graph = {
        "1": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 3,
                "steps": 4,
                "sampler_name": "euler",
                "positive": ["2", 0],
                "latent_image": ["3", 0],
            },
        },
        "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a bridge"}},
        "3": {"class_type": "EmptyLatentImage", "inputs": {"width": 128, "height": 64}},
    }
    path = tmp_path / "workflow.json"
    path.write_text(json.dumps(graph), encoding="utf-8")
    drop(qtbot, studio, files(path))
    press(qtbot, studio, Step.USE_ALL)
    draft = studio.session.desk.draft
    assert (draft.prompt, draft.seed, draft.extent) == ("a bridge", 3, Extent(128, 64))


def test_an_address_is_never_fetched(qtbot, studio):
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/fox.png")])
    assert enter(studio, mime)
    assert "fetched" in studio.window.drop_target.overlay.text
    let_go(studio, mime)
    assert "fetches nothing" in said(studio)
    assert not studio.session.desk.jobs.active


def test_while_dragging_the_window_says_what_will_happen(qtbot, studio, fox):
    overlay = studio.window.drop_target.overlay
    assert enter(studio, files(fox))
    assert overlay.isVisible()
    assert overlay.text == "Show this picture and read what made it"
    assert overlay.geometry() == studio.window.rect()
    QApplication.sendEvent(studio.window, QDragLeaveEvent())
    assert not overlay.isVisible()
    assert not enter(studio, QMimeData()), "an empty drag is refused"


def test_a_picture_is_pasted_with_all_that_it_says(qtbot, studio):
    mime = QMimeData()
    mime.setData("image/png", QByteArray(png({"parameters": WORDS})))
    QGuiApplication.clipboard().setMimeData(mime)
    studio.window.canvas.view.setFocus()
    with qtbot.waitSignal(studio.session.drops.looked):
        trigger(studio, "import.paste")
    assert studio.session.drops.about.recipe.request.prompt == "a tower"
    with qtbot.waitSignal(studio.session.drops.imported):
        trigger(studio, "import.keep")
    assert studio.session.desk.history.run(0).request.seed == 77


def test_bare_pixels_are_pasted(qtbot, studio):
    image = QImage(33, 21, QImage.Format.Format_ARGB32)
    image.fill(0xFF102030)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(studio.session.drops.looked):
        trigger(studio, "import.paste")
    pixels = studio.session.drops.about.pixels
    assert pixels.shape == (21, 33, 3)
    assert np.array_equal(pixels[7, 7], [0x10, 0x20, 0x30])


def test_an_empty_clipboard_is_told(qtbot, studio):
    QGuiApplication.clipboard().clear()
    trigger(studio, "import.paste")
    assert "nothing on the clipboard" in said(studio)


def test_a_key_that_nobody_takes_pastes_nothing(qtbot, studio):
    """Such a key goes up to the window, whatever the clipboard holds."""
    QGuiApplication.clipboard().setText("not meant for anybody")
    desk, asked = studio.session.desk, []
    desk.jobs.changed.connect(lambda *_: asked.append("something"))
    studio.window.request.generate.setFocus()
    for key in (Qt.Key.Key_X, Qt.Key.Key_Shift, Qt.Key.Key_F9):
        QTest.keyClick(studio.window.request.generate, key)
    assert asked == []
    assert desk.notices.current is None
