"""Styles that the open model does not know are marked, by measurement."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.engine.verbs.style_effect import StyleEffect
from tests.gui.scripted import ScriptedEngine
from tests.gui.steps import trigger


class MeasuringEngine(ScriptedEngine):
    """Knows watercolor and nothing else."""

    def run(self, verb, payload, report, cancel):
        if verb != "style_effect":
            return super().run(verb, payload, report, cancel)
        cancel.check()
        known = payload.style.key == "watercolor"
        return StyleEffect(payload.style.key, 2.0 if known else 0.1, 1.0, 0.1, known, ())


def test_measuring_marks_the_styles_that_change_nothing(qtbot, open_studio):
    studio = open_studio(engine=MeasuringEngine())
    picker = studio.window.request.style_picker
    assert not any("needs a full model" in text for text in titles(picker))
    trigger(studio, "picture.measure")
    qtbot.waitUntil(lambda: any("needs a full model" in text for text in titles(picker)))
    unmarked = [t for t in titles(picker) if "needs a full model" not in t]
    assert unmarked == ["No style", "Watercolor"]


def test_measuring_waits_in_the_queue_and_is_kept_for_next_time(qtbot, open_studio):
    studio = open_studio(engine=MeasuringEngine())
    work, lines = studio.session.desk.work, studio.session.desk.lines
    work.pause()
    trigger(studio, "picture.measure")
    [entry] = work.entries
    assert entry.payload.model == "scripted"
    detail = studio.window.dock("queue").words.detail(lines.line(1), "project")
    assert detail == ""  # it makes no pictures
    qtbot.waitUntil(lambda: not work.keeper.busy)
    studio.close()
    studio.window.close()
    again = open_studio(engine=MeasuringEngine())
    qtbot.waitUntil(lambda: len(again.session.desk.work.entries) == 1)
    trigger(again, "queue.pause")
    qtbot.waitUntil(lambda: bool(again.session.desk.catalog.effects))
    qtbot.waitUntil(lambda: not again.session.desk.work.entries)


def test_a_damaged_file_of_styles_is_named_and_the_other_styles_are_there(
    qtbot, open_studio, studio_home
):
    (studio_home / "styles").mkdir()
    (studio_home / "styles" / "mine.json").write_text("{", encoding="utf-8")
    studio = open_studio()
    notices = studio.session.desk.notices
    qtbot.waitUntil(lambda: notices.current is not None)
    assert "mine.json was left out: line 1 is not JSON" in str(notices.current.message)
    assert any("Watercolor" in title for title in titles(studio.window.request.style_picker))


def titles(picker):
    items = [picker.popup.list.item(row) for row in range(picker.popup.list.count())]
    return [item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text() for item in items]
