"""Pictures leave the gallery: exported, printed, copied, varied."""

from __future__ import annotations

import threading

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from studio.core.library.index import Index
from studio.exporters.png import EXPORTER as PNG
from studio.state.exports import Way
from studio.tasks.contact_sheet import Sheet, SheetFormat
from studio.ui.gallery.export_window import ExportWindow
from studio.ui.gallery.sheet_window import SheetWindow
from tests.gui.pictures import click_cell, fill, selected, settled
from tests.gui.steps import trigger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def studio(qtbot, open_studio, tmp_path):
    fill(tmp_path / "project", 4)
    studio = open_studio()
    settled(qtbot, studio, [103, 102, 101, 100])
    click_cell(qtbot, studio, 0)
    click_cell(qtbot, studio, 1, CTRL)
    selected(qtbot, studio, [103, 102])
    return studio


def test_the_example_shows_the_name_and_a_wrong_field_is_pointed_at(qtbot, studio):
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    window.template.setText("{number:03} {prompt:5} {seed}")
    assert window.example.text() == "001 a red 103.png"
    window.format.select("webp")
    assert window.example.text().endswith(".webp")
    window.template.setText("{prompt} {sed}")
    assert window.problem.isVisible()
    assert "“sed”" in window.problem.text()
    qtbot.mouseClick(window.go, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert window.template.selectedText() == "{sed}"
    window.close()


def test_the_export_button_counts_only_where_there_are_several(qtbot, studio):
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    assert window.go.text() == "Export 2 pictures"
    window.close()
    click_cell(qtbot, studio, 0)
    selected(qtbot, studio, [103])
    trigger(studio, "gallery.export")
    assert studio.window.findChildren(ExportWindow)[-1].go.text() == "Export pictures"
    studio.window.findChildren(ExportWindow)[-1].close()


def test_selected_pictures_are_exported_under_their_names(qtbot, studio, dialogs, tmp_path):
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    dialogs.answer = tmp_path / "out"
    qtbot.mouseClick(window.choose, Qt.MouseButton.LeftButton)
    window.template.setText("{project} {seed}")
    window.with_text.setChecked(False)
    with qtbot.waitSignal(studio.session.exports.exported):
        qtbot.mouseClick(window.go, Qt.MouseButton.LeftButton)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["project 102.png", "project 103.png"]
    with Image.open(tmp_path / "out" / "project 103.png") as picture:
        assert (picture.size, "parameters" in picture.info) == ((64, 48), False)
    assert "2 pictures saved" in studio.window.error_bar.text.text()
    assert not window.isVisible()


@pytest.mark.parametrize("way", ["export", "print_sheet"])
def test_what_is_selected_is_read_by_the_job_that_writes_it(
    qtbot, studio, monkeypatch, tmp_path, way
):
    exports, library = studio.session.exports, studio.session.desk.library
    chosen, asked, read = library.selection, [], Index.cards
    monkeypatch.setattr(
        Index, "cards", lambda self, n: asked.append(threading.current_thread()) or read(self, n)
    )
    if way == "export":
        with qtbot.waitSignal(exports.exported) as done:
            exports.export(chosen, tmp_path / "out", PNG, Way("{seed}"))
        assert [path.name for path in done.args[0].paths] == ["103.png", "102.png"]
    else:
        with qtbot.waitSignal(exports.printed) as done:
            exports.print_sheet(chosen, tmp_path / "out", "Sea", Sheet())
        assert [path.name for path in done.args[0]] == ["Sea.pdf"]
    assert len(asked) == 1
    assert threading.main_thread() not in asked


def test_a_contact_sheet_is_seen_before_it_is_written(qtbot, studio, dialogs, tmp_path):
    trigger(studio, "gallery.sheet")
    window = studio.window.findChild(SheetWindow)
    qtbot.waitUntil(lambda: not window.preview.pixmap().isNull())
    window.name.setText("Houses")
    window.format.select(SheetFormat.PNG)
    window.caption.setPlainText("{sed}")
    qtbot.waitUntil(lambda: "sed" in window.problem.text())
    window.caption.setPlainText("{seed}")
    qtbot.waitUntil(lambda: not window.problem.text())
    dialogs.answer = tmp_path / "out"
    with qtbot.waitSignal(studio.session.exports.printed):
        qtbot.mouseClick(window.go, Qt.MouseButton.LeftButton)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["Houses.png"]


def test_the_parameters_are_copied_as_other_programs_write_them(qtbot, studio):
    click_cell(qtbot, studio, 0)
    trigger(studio, "gallery.copy_text")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("a red house\n")
    assert "Steps: 20" in text
    assert "Seed: 103" in text


def test_more_like_this_makes_other_seeds_of_the_same_request(qtbot, studio, engine):
    click_cell(qtbot, studio, 1)
    history = studio.session.desk.history
    trigger(studio, "gallery.vary_seed")
    qtbot.waitUntil(lambda: history.rowCount() == 8 and not studio.session.desk.jobs.active)
    made = [request for request in engine.requests]
    assert {request.prompt for request in made} == {"一座红色的房子"}
    assert len({request.seed for request in made} - {102}) == 4


def test_more_like_this_changes_the_picture_by_more_and_more(qtbot, studio, engine):
    click_cell(qtbot, studio, 0)
    history = studio.session.desk.history
    trigger(studio, "gallery.vary_strength")
    qtbot.waitUntil(lambda: history.rowCount() == 8 and not studio.session.desk.jobs.active)
    assert sorted(request.denoise for request in engine.requests) == [0.3, 0.45, 0.6, 0.75]
    [source] = {request.source for request in engine.requests}
    project = studio.session.desk.projects.project
    assert (project.root / "inputs" / f"{source}.png").is_file()
