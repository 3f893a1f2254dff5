"""The window says where a picture comes from, and exports it with or without that."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.core import xmp
from studio.core.picture_text import read_text
from studio.core.run import DIGITAL_SOURCE, RIGHTS
from studio.tasks.import_pictures import described
from studio.ui.gallery.export_window import ExportWindow
from tests.gui.steps import generate, trigger


def exported(qtbot, studio, folder):
    """Press the button of the export window and return the file."""
    window = studio.window.findChild(ExportWindow)
    window.folder.setText(str(folder))
    with qtbot.waitSignal(studio.session.exports.exported) as done:
        qtbot.mouseClick(window.go, Qt.MouseButton.LeftButton)
    (path,) = done.args[0].paths
    return path.read_bytes()


def test_rights_are_written_remembered_and_read_back(qtbot, studio, tmp_path):
    generate(qtbot, studio, "a house", seed=3)
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    qtbot.keyClicks(window.rights, "(c) Ada")
    data = exported(qtbot, studio, tmp_path / "out")
    assert studio.session.desk.memory.settings.rights == "(c) Ada"
    facts = described(data)[1]
    assert (facts[DIGITAL_SOURCE], facts[RIGHTS]) == ("trainedAlgorithmicMedia", "(c) Ada")
    studio.session.drops.take(list((tmp_path / "out").iterdir()))
    about = studio.window.dock("about")
    qtbot.waitUntil(lambda: "Rights" in about.rows())
    assert about.rows()["Origin"] == "Drawn by a model"
    assert about.rows()["Rights"] == "(c) Ada"


def test_with_both_boxes_off_the_copy_is_clean(qtbot, studio, tmp_path):
    generate(qtbot, studio, "a house", seed=3)
    trigger(studio, "gallery.export")
    window = studio.window.findChild(ExportWindow)
    for box in (window.with_text, window.with_origin):
        assert box.isChecked(), "nothing is left out unless that is wanted"
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert "clean copy" in window.inside.text()
    assert not window.rights.isEnabled()
    assert read_text(exported(qtbot, studio, tmp_path / "out")).text == {}


def test_the_details_say_how_a_picture_came_about(qtbot, studio):
    generate(qtbot, studio, "a house", seed=3)
    sheet = studio.window.dock("details").sheet
    qtbot.waitUntil(lambda: "Origin" in sheet.values())
    assert sheet.values()["Origin"] == "Drawn by a model"
    assert xmp.KEY not in sheet.values()


def test_the_report_on_the_project_is_written_where_the_user_says(qtbot, studio, dialogs, tmp_path):
    run = generate(qtbot, studio, "a house", seed=3)
    dialogs.answer = tmp_path / "report.html"
    with qtbot.waitSignal(studio.session.ai_reporting.written):
        trigger(studio, "file.ai_report")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert run.id in page
    assert str(run.facts["model_hash"]) in page
    notice = studio.session.desk.notices.current
    assert str(tmp_path / "report.json") in str(notice.message)
