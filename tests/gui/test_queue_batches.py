"""Batches of files: lists of prompts, and folders of pictures and texts."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from studio.core.artifact import Picture
from studio.core.metadata import a1111
from studio.core.metadata_format import Recipe
from studio.core.request import Extent, Request
from studio.exporters.png import EXPORTER
from studio.state.batches import Use
from studio.ui.queue.folder_window import FolderWindow
from studio.ui.queue.list_window import ListWindow
from tests.gui.steps import made, trigger


@pytest.fixture
def folder(tmp_path):
    """A folder with a picture that says what made it, one that does not, a prompt, a note."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    request = Request("a red house", "second", seed=5, extent=Extent(64, 64), params={"steps": 9})
    text = a1111.write(Recipe(request, {}))
    data = EXPORTER.encode(Picture(np.full((64, 64, 3), 40, np.uint8), text))
    (folder / "a.png").write_bytes(data)
    Image.new("RGB", (64, 64), (90, 90, 90)).save(folder / "b.png")
    (folder / "c.txt").write_text("a boat", encoding="utf-8")
    (folder / "notes.md").write_text("x", encoding="utf-8")
    return folder


def opened(qtbot, studio, dialogs, folder):
    dialogs.answer = folder
    trigger(studio, "queue.folder")
    window = studio.window.findChild(FolderWindow)
    qtbot.waitUntil(lambda: bool(window.count.text()))
    return window


def test_a_table_of_prompts_brings_its_negatives_and_seeds(
    qtbot, studio, engine, dialogs, tmp_path
):
    dialogs.answer = tmp_path / "list.csv"
    text = "prompt,negative,seed\na cat,blur,7\na dog,,\na cat,noise,8\n"
    dialogs.answer.write_text(text, encoding="utf-8")
    studio.session.desk.draft.negative = "usual"
    trigger(studio, "queue.list")
    window = studio.window.findChild(ListWindow)
    qtbot.mouseClick(window.from_file, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.text.toPlainText() == "a cat\na dog\na cat")
    assert window.count.text().startswith("Pictures: 3")
    window.start.click()
    made(qtbot, studio, 3)
    seed = studio.session.desk.draft.seed
    told = [(r.prompt, r.negative, r.seed) for r in engine.requests]
    assert told == [("a cat", "blur", 7), ("a dog", "usual", seed), ("a cat", "noise", 8)]


def test_a_file_without_prompts_is_told(qtbot, studio, dialogs, tmp_path):
    dialogs.answer = tmp_path / "list.csv"
    dialogs.answer.write_text("words\na\n", encoding="utf-8")
    trigger(studio, "queue.list")
    window = studio.window.findChild(ListWindow)
    window.text.setPlainText("kept")
    window.from_file.click()
    qtbot.waitUntil(lambda: "list.csv" in window.count.text())
    assert window.text.toPlainText() == "kept"


def test_pictures_of_a_folder_are_made_again_by_what_they_say(
    qtbot, studio, engine, dialogs, folder
):
    window = opened(qtbot, studio, dialogs, folder)
    assert "Pictures: 2, of which 1" in window.told.text()
    assert window.count.text() == "Pictures to make: 2. Files left out: 2."
    window.start.click()
    made(qtbot, studio, 2)
    told = [(r.prompt, r.model, r.params["steps"]) for r in engine.requests]
    assert told[0] == ("a red house", "second", 9)
    assert told[1][:2] == ("a boat", "scripted")
    assert engine.requests[0].seed == 5


def test_pictures_of_a_folder_are_what_new_ones_start_from(qtbot, studio, engine, dialogs, folder):
    studio.session.desk.draft.prompt = "a green house"
    window = opened(qtbot, studio, dialogs, folder)
    window.pictures.select(Use.START)
    window.denoise.set_value(0.35)
    window.denoise.changed.emit(0.35)
    window.texts.setChecked(False)
    assert window.count.text() == "Pictures to make: 2. Files left out: 2."
    window.start.click()
    made(qtbot, studio, 2)
    assert {r.prompt for r in engine.requests} == {"a green house"}
    assert [r.denoise for r in engine.requests] == [0.35, 0.35]
    assert sorted(int(source[0, 0, 0]) for source in engine.sources) == [40, 90]


def test_a_folder_of_nothing_says_so_and_starts_nothing(qtbot, studio, dialogs, tmp_path):
    (tmp_path / "bare").mkdir()
    window = opened(qtbot, studio, dialogs, tmp_path / "bare")
    assert window.count.text() == "Pictures to make: 0."
    assert not window.start.isEnabled()
    assert "Pictures: 0" in window.told.text()


def test_a_window_that_is_closed_while_it_looks_is_not_called_back(qtbot, studio, dialogs, folder):
    dialogs.answer = folder
    trigger(studio, "queue.folder")
    studio.window.findChild(FolderWindow).close()
    qtbot.waitUntil(lambda: not studio.jobs.active)
    qtbot.waitUntil(lambda: studio.window.findChild(FolderWindow) is None)


def test_a_picture_of_a_model_that_is_not_here_is_made_with_that_of_the_panel(
    qtbot, studio, engine, dialogs, tmp_path
):
    (tmp_path / "in").mkdir()
    recipe = Recipe(Request("a hill", "elsewhere", extent=Extent(64, 64), params={"steps": 9}), {})
    text = a1111.write(recipe)["parameters"]
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    window = opened(qtbot, studio, dialogs, tmp_path / "in")
    assert "not here: 1" in window.count.text()
    window.start.click()
    made(qtbot, studio, 1)
    assert (engine.requests[0].prompt, engine.requests[0].model) == ("a hill", "scripted")
