"""The queue in the window: order, pause, failures, undo, and what a batch leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from studio.core.errors import Cancelled, SaveError, StudioError, WorkerDiedError
from studio.core.project import Project
from studio.core.work import EntryState
from studio.state.notices import Step
from studio.state.queue_list import Section
from studio.ui.queue.list_window import ListWindow
from tests.gui.steps import made, press, trigger


@pytest.fixture
def ask(studio):
    """Queue a picture of some words."""

    def ask(words, seed=1, count=1, **values):
        request = replace(studio.session.desk.draft.request(), prompt=words, seed=seed, count=count)
        studio.session.generation.enqueue([request], **values)

    return ask


def settled(qtbot, studio):
    qtbot.waitUntil(lambda: not studio.jobs.active and not studio.session.desk.work.keeper.busy)


def prompts(engine):
    return [request.prompt for request in engine.requests]


def waiting(studio):
    entries = studio.session.desk.work.entries
    return [e.title.values["prompt"] for e in entries if e.state is EntryState.WAITING]


def choose(studio, *words):
    panel = studio.window.dock("queue")
    lines = studio.session.desk.lines
    rows = [lines.line(row) for row in range(lines.rowCount())]
    panel.view.choose([x.key for x in rows if x.title.values.get("prompt") in words])
    return panel


def held(qtbot, studio, engine, ask, *words):
    """Have the first job run and stay, and the others wait."""
    engine.gate.clear()
    for n, word in enumerate(words):
        ask(word, seed=n)
    qtbot.waitUntil(lambda: bool(engine.requests))


def test_jobs_are_done_in_the_order_the_user_gave_them(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b", "c", "d")
    panel = choose(studio, "d")
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert waiting(studio) == ["b", "d", "c"]
    choose(studio, "c")
    trigger(studio, "queue.top")
    engine.gate.set()
    made(qtbot, studio, 4)
    assert prompts(engine) == ["a", "c", "b", "d"]


def test_dragging_changes_the_order(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b", "c", "d")
    choose(studio, "d")
    lines = studio.session.desk.lines
    [index] = studio.window.dock("queue").view.selectedIndexes()
    row = next(
        r
        for r in range(lines.rowCount())
        if lines.line(r).entry_id and "b" in str(lines.line(r).title)
    )
    lines.dropMimeData(lines.mimeData([index]), Qt.DropAction.MoveAction, row, 0, index.parent())
    assert waiting(studio) == ["d", "b", "c"]
    engine.gate.set()
    made(qtbot, studio, 4)


def test_pause_lets_the_running_job_end_and_the_others_stay(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b")
    trigger(studio, "queue.pause")
    engine.gate.set()
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert waiting(studio) == ["b"]
    trigger(studio, "queue.pause")
    made(qtbot, studio, 2)
    assert prompts(engine) == ["a", "b"]


def test_pause_can_stop_what_runs_which_goes_back_to_the_front(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b")
    trigger(studio, "queue.stop")
    settled(qtbot, studio)
    assert waiting(studio) == ["a", "b"]
    engine.gate.set()
    trigger(studio, "queue.pause")
    made(qtbot, studio, 2)


def test_a_batch_that_was_stopped_goes_on_at_its_next_picture(qtbot, studio, engine, ask):
    desk = studio.session.desk
    desk.work.pause()
    ask("a", seed=10, count=4)
    run = engine.run

    def held_at_the_third(verb, payload, report, cancel):
        if len(engine.requests) == 2:
            engine.gate.clear()
        return run(verb, payload, report, cancel)

    engine.run = held_at_the_third
    desk.work.resume()
    qtbot.waitUntil(lambda: len(engine.requests) == 3)
    trigger(studio, "queue.stop")
    qtbot.waitUntil(lambda: desk.work.paused and waiting(studio) == ["a"])
    settled(qtbot, studio)
    engine.gate.set()
    qtbot.waitUntil(lambda: desk.history.rowCount() == 2)
    desk.work.resume()
    runs = made(qtbot, studio, 4)
    assert len(engine.requests) == 5  # the third was begun twice
    assert sorted(run.request.seed for run in runs) == [10, 11, 12, 13]


def test_generate_while_paused_waits_and_can_be_made_at_once(qtbot, studio, engine, ask):
    studio.session.desk.work.pause()
    ask("first")
    ask("now", seed=2)
    assert not engine.requests
    press(qtbot, studio, Step.MAKE_NOW)
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert prompts(engine) == ["now"]
    assert waiting(studio) == ["first"]


def test_a_failed_job_stays_with_its_sentence_until_it_is_tried_again(qtbot, studio, engine, ask):
    engine.error = StudioError("too large")
    ask("a")
    qtbot.waitUntil(lambda: studio.session.desk.work.trouble == 1)
    settled(qtbot, studio)
    [entry] = studio.session.desk.work.entries
    assert (entry.state, str(entry.problem)) == (EntryState.FAILED, "too large")
    engine.error = None
    choose(studio, "a")
    trigger(studio, "queue.again")
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert studio.session.desk.work.entries == ()


def test_a_job_that_ends_its_worker_twice_is_set_aside_and_the_others_run(
    qtbot, studio, engine, ask
):
    run = engine.run

    def poison(verb, payload, report, cancel):
        if payload.request.prompt == "poison":
            engine.requests.append(payload.request)
            raise WorkerDiedError("gone")
        return run(verb, payload, report, cancel)

    engine.run = poison
    ask("poison")
    ask("good", seed=2)
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert prompts(engine) == ["poison", "poison", "good"]
    [entry] = studio.session.desk.work.entries
    assert entry.state is EntryState.SET_ASIDE


def test_a_removed_job_whose_worker_dies_while_it_stops_does_not_come_back(
    qtbot, studio, engine, ask
):
    run = engine.run

    def dying(verb, payload, report, cancel):
        try:
            return run(verb, payload, report, cancel)
        except Cancelled:
            raise WorkerDiedError("gone") from None

    engine.run = dying
    held(qtbot, studio, engine, ask, "bad", "good")
    [bad, _] = studio.session.desk.work.entries
    studio.session.desk.work.remove([bad.id])
    qtbot.waitUntil(lambda: prompts(engine)[1:] != [])
    engine.gate.set()
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert prompts(engine) == ["bad", "good"]
    assert studio.session.desk.work.entries == ()
    assert studio.session.desk.notices.current is None


def test_a_full_disk_pauses_the_queue(qtbot, studio, ask, engine, monkeypatch):
    add = Project.add

    def refuse(_self, *_args, **_values):
        error = SaveError("full")
        error.files = {"image-0.png": b"x"}
        raise error

    monkeypatch.setattr(Project, "add", refuse)
    held(qtbot, studio, engine, ask, "a", "b")
    engine.gate.set()
    qtbot.waitUntil(lambda: studio.session.desk.work.paused)
    settled(qtbot, studio)
    assert waiting(studio) == ["b"]
    monkeypatch.setattr(Project, "add", add)
    studio.session.keeping.forget()
    studio.session.desk.work.again([e.id for e in studio.session.desk.work.entries])
    studio.session.desk.work.resume()
    made(qtbot, studio, 2)


def test_removing_can_be_undone(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b", "c")
    panel = choose(studio, "b")
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert waiting(studio) == ["c"]
    press(qtbot, studio, Step.UNDO)
    assert waiting(studio) == ["b", "c"]
    trigger(studio, "queue.clear")
    assert waiting(studio) == []
    press(qtbot, studio, Step.UNDO)
    engine.gate.set()
    made(qtbot, studio, 3)
    assert prompts(engine) == ["a", "b", "c"]


def test_a_waiting_job_can_be_changed_and_duplicated(qtbot, studio, engine, ask):
    held(qtbot, studio, engine, ask, "a", "b")
    panel = choose(studio, "b")
    trigger(studio, "queue.duplicate")
    choose(studio, "b")
    trigger(studio, "queue.edit")
    assert studio.session.desk.draft.prompt == "b"
    studio.session.desk.draft.prompt = "changed"
    qtbot.mouseClick(panel.update_job, Qt.MouseButton.LeftButton)
    assert waiting(studio) == ["changed", "b"]
    assert panel.editing.isHidden()
    engine.gate.set()
    made(qtbot, studio, 3)
    assert prompts(engine) == ["a", "changed", "b"]


def test_equal_pictures_of_a_batch_are_left_out_unless_wanted(qtbot, studio, engine, ask):
    ask("a", seed=5)
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    ask("a", seed=4, count=3)
    runs = made(qtbot, studio, 3)
    assert [request.seed for request in engine.requests] == [5, 4, 6]
    assert "1 of these" in studio.window.error_bar.text.text()
    settled(qtbot, studio)
    press(qtbot, studio, Step.MAKE_ANYWAY)
    made(qtbot, studio, len(runs) + 1)
    assert engine.requests[-1].seed == 5


def test_the_panel_tells_what_was_done_and_shows_it(qtbot, studio, ask):
    studio.window.dock("queue")
    ask("a", count=2)
    made(qtbot, studio, 2)
    lines = studio.session.desk.lines
    assert lines.count(Section.DONE) == 1
    done = lines.line(lines.rowCount() - 1)
    studio.window.dock("queue").view.opened.emit(done)
    assert studio.session.browsing.selected.id == done.run.id
    trigger(studio, "queue.tidy")
    assert lines.rowCount() == 0
    assert studio.window.dock("queue").empty.isVisible()


def test_the_queue_is_kept_for_next_time_and_comes_back_paused(
    qtbot, studio, engine, ask, open_studio
):
    held(qtbot, studio, engine, ask, "a", "b")
    studio.window.close()
    press(qtbot, studio, Step.KEEP_QUEUE)
    qtbot.waitUntil(studio.window.isHidden)
    studio.close()
    engine.gate.set()
    engine.requests.clear()
    again = open_studio()
    qtbot.waitUntil(lambda: len(again.session.desk.work.entries) == 2)
    assert again.session.desk.work.paused
    assert waiting(again) == ["a", "b"]
    press(qtbot, again, Step.RESUME_QUEUE)
    made(qtbot, again, 2)
    assert prompts(engine) == ["a", "b"]


def test_a_list_of_prompts_becomes_one_job(qtbot, studio, engine):
    trigger(studio, "queue.list")
    window = studio.window.findChild(ListWindow)
    window.text.setPlainText("a {red|blue} house\na boat")
    assert window.count.text() == "Pictures: 2"
    window.combine.setChecked(True)
    assert window.count.text() == "Pictures: 3"
    window.text.setPlainText("a {red")
    assert not window.start.isEnabled()
    window.text.setPlainText("a {red|blue} house\na boat")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    made(qtbot, studio, 3)
    assert prompts(engine) == ["a red house", "a blue house", "a boat"]
    assert len({request.seed for request in engine.requests}) == 1
    assert studio.session.desk.lines.count(Section.DONE) == 1


def test_a_batch_names_its_number_of_pictures_once(qtbot, studio, engine, ask):
    engine.gate.clear()
    ask("a")
    ask("b", seed=2, count=3)
    ask("c", seed=9, count=3, priority=1)
    words, lines = studio.window.dock("queue").words, studio.session.desk.lines
    rows = {str(lines.line(row).title): lines.line(row) for row in range(lines.rowCount())}
    assert words.detail(rows["3 pictures: b"], "project") == ""
    assert words.detail(rows["3 pictures: c"], "project") == "first of all"
    assert words.detail(replace(rows["3 pictures: b"], pieces=5), "project") == "5 pictures"
    engine.gate.set()
    made(qtbot, studio, 7)
