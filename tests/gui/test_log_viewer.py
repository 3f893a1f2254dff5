"""The log can be read, narrowed down and copied; a report is shown before it is copied."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QGuiApplication

from studio import app
from studio.core.paths import cache_folder
from studio.state.notices import Step
from studio.ui.commands.service import ServiceCommands
from tests.gui.steps import click_generate, press, trigger, write

LINES = (
    "2026-01-01 12:00:00,000 DEBUG studio: small\n"
    "2026-01-01 12:00:00,000 INFO studio: usual\n"
    "2026-01-01 12:00:00,000 ERROR studio: broken\nTraceback of it\n"
)


@pytest.fixture
def log():
    path = cache_folder() / "logs" / "window-20260101-120000-000001.log"
    path.parent.mkdir(parents=True)
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def viewer(qtbot, log, studio):
    trigger(studio, "help.log")
    viewer = studio.window.findChild(ServiceCommands).log
    qtbot.waitUntil(lambda: "usual" in viewer.text.toPlainText())
    return viewer


def test_it_is_narrowed_down_by_level_and_words(viewer):
    viewer.level.select("ERROR")
    viewer.level.activated.emit(3)
    assert viewer.text.toPlainText().splitlines() == [*LINES.splitlines()[2:]]
    viewer.level.select("DEBUG")
    viewer.search.setText("SMALL")
    assert viewer.text.toPlainText() == LINES.splitlines()[0]
    viewer.copy.click()
    assert QGuiApplication.clipboard().text() == LINES.splitlines()[0]


def test_it_follows_what_is_written(qtbot, viewer, log):
    with log.open("a", encoding="utf-8") as file:
        file.write("2026-01-01 12:00:05,000 INFO studio: new line\n")
    qtbot.waitUntil(lambda: "new line" in viewer.text.toPlainText())


def test_logs_of_former_starts_and_of_the_worker_are_there(qtbot, log, studio, dialogs):
    worker = log.with_name("worker-20260101-120001-000001.log")
    worker.write_text("a native stack", encoding="utf-8")
    trigger(studio, "help.log")
    viewer = studio.window.findChild(ServiceCommands).log
    qtbot.waitUntil(lambda: viewer.file.count() == 2)
    viewer.file.select(str(worker))
    viewer.file.activated.emit(viewer.file.currentIndex())
    qtbot.waitUntil(lambda: "a native stack" in viewer.text.toPlainText())
    viewer.folder.click()
    assert dialogs.shown[-1] == log.parent


def test_a_bug_offers_a_report_without_the_prompt(qtbot, studio, log, tmp_path, monkeypatch):
    studio.session.desk.draft.prompt = "a zyxomorph castle"
    try:
        raise RuntimeError("no zyxomorph")
    except RuntimeError:
        app._on_bug(studio, *sys.exc_info())
    press(qtbot, studio, Step.COPY_REPORT)
    report = studio.window.findChild(ServiceCommands).report
    qtbot.waitUntil(lambda: "## Studio" in report.text.toPlainText())
    assert "zyxomorph" not in report.text.toPlainText()
    assert "Unexpected error" in report.text.toPlainText()
    report.copy.click()
    assert QGuiApplication.clipboard().text() == report.text.toPlainText()
    report.prompts.click()
    qtbot.waitUntil(lambda: "a zyxomorph castle" in report.text.toPlainText())
    target = tmp_path / "report.txt"
    monkeypatch.setattr(studio.window.dialogs, "text_file", lambda *_: target, raising=False)
    report.save.click()
    qtbot.waitUntil(target.exists)
    assert target.read_text(encoding="utf-8") == report.text.toPlainText()


def test_a_job_that_crashed_offers_a_report(qtbot, studio, engine, caplog):
    engine.error = ZeroDivisionError("nothing to divide by")
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: Step.COPY_REPORT in studio.window.error_bar.buttons)
    assert "Unexpected error" in studio.window.error_bar.text.text()
