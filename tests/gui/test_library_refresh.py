"""F5 shows what was copied into the project by hand, and says so when there is nothing."""

from __future__ import annotations

import shutil

from tests.gui.steps import generate, trigger


def test_looking_for_new_pictures_finds_them_or_says_that_there_are_none(qtbot, studio):
    run = generate(qtbot, studio)
    history, bar = studio.session.desk.history, studio.window.error_bar
    trigger(studio, "gallery.refresh")
    qtbot.waitUntil(lambda: "nothing new" in bar.text.text())
    shutil.copytree(run.folder, run.folder.with_name("my favourite"))
    trigger(studio, "gallery.refresh")
    qtbot.waitUntil(lambda: history.rowCount() == 2)
    assert {history.card(row).id for row in (0, 1)} == {run.id, "my favourite"}
