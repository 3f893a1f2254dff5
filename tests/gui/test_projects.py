"""New, open, recent; locked, damaged and read-only projects."""

from __future__ import annotations

import pytest

from studio.core.errors import ProjectLockedError
from studio.core.project import Project
from studio.state.notices import Step
from tests.gui.conftest import shut
from tests.gui.steps import click_generate, generate, made, press, trigger, write


def current(studio):
    project = studio.session.desk.projects.project
    return project and project.root


def recent(studio):
    menu = studio.window.actions_table["file.recent"].menu()
    menu.aboutToShow.emit()
    return menu.actions()


def test_new_open_and_recent_projects(qtbot, studio, dialogs, tmp_path):
    generate(qtbot, studio)
    dialogs.answer = tmp_path / "second"
    trigger(studio, "file.new")
    qtbot.waitUntil(lambda: current(studio) == tmp_path / "second")
    assert studio.window.windowTitle().startswith("second")
    assert studio.session.desk.history.rowCount() == 0
    assert studio.window.canvas.start_page.isVisible()
    qtbot.waitUntil(lambda: not studio.jobs.active)
    Project.open(tmp_path / "project").close()  # the first one is given back

    [first] = recent(studio)
    assert first.text().startswith("project")
    first.trigger()
    qtbot.waitUntil(lambda: current(studio) == tmp_path / "project")
    assert studio.session.desk.history.rowCount() == 1

    dialogs.answer = tmp_path / "second"
    trigger(studio, "file.open")
    qtbot.waitUntil(lambda: current(studio) == tmp_path / "second")


def test_a_project_is_left_only_when_its_last_job_has_ended(
    qtbot, studio, engine, dialogs, tmp_path
):
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: bool(engine.requests))
    dialogs.answer = tmp_path / "second"
    trigger(studio, "file.new")
    qtbot.waitUntil(lambda: current(studio) == tmp_path / "second")
    engine.gate.set()
    qtbot.waitUntil(lambda: not studio.jobs.active)
    with Project.open(tmp_path / "project") as first:
        assert len(first.runs()) == 1
    assert studio.session.desk.history.rowCount() == 0


def test_a_project_that_was_left_at_work_can_be_gone_back_to(
    qtbot, studio, engine, dialogs, tmp_path
):
    done = generate(qtbot, studio, "sky")
    engine.gate.clear()
    write(qtbot, studio, "clouds")
    click_generate(qtbot, studio)
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    dialogs.answer = tmp_path / "second"
    trigger(studio, "file.new")
    qtbot.waitUntil(lambda: current(studio) == tmp_path / "second")
    dialogs.answer = tmp_path / "project"
    trigger(studio, "file.open")
    qtbot.waitUntil(lambda: not studio.session.desk.projects.opening)
    assert current(studio) == tmp_path / "project"
    assert studio.window.error_bar.isHidden()
    history = studio.session.desk.history
    assert [history.run(row).id for row in range(history.rowCount())] == [done.id]

    engine.gate.set()
    made(qtbot, studio, 2)
    with pytest.raises(ProjectLockedError):
        Project.open(tmp_path / "project")  # still ours
    Project.open(tmp_path / "second").close()  # left


def test_a_project_that_two_jobs_want_at_once_is_opened_once_for_both(qtbot, studio, tmp_path):
    projects, other = studio.session.desk.projects, tmp_path / "other"
    Project.open(other, create=True).close()
    lent, refused = [], []
    for _ in range(2):
        projects.borrow(other, lent.append, refused.append)
    qtbot.waitUntil(lambda: len(lent) + len(refused) == 2)
    assert refused == []
    assert lent[0] is lent[1]
    assert lent[0].root == other
    qtbot.waitUntil(lambda: not studio.jobs.active)
    Project.open(other).close()  # it is given back


def test_a_project_that_cannot_be_opened_is_refused_to_all_who_want_it(qtbot, studio, tmp_path):
    projects, root = studio.session.desk.projects, tmp_path / "later"
    lent, refused = [], []
    for _ in range(2):
        projects.borrow(root, lent.append, refused.append)
    qtbot.waitUntil(lambda: len(refused) == 2)
    Project.open(root, create=True).close()
    projects.borrow(root, lent.append, refused.append)
    qtbot.waitUntil(lambda: len(lent) == 1)
    assert len(refused) == 2


def test_a_project_open_for_reading_can_be_tried_again(qtbot, open_studio, dialogs, tmp_path):
    first = open_studio()
    second = open_studio()
    press(qtbot, second, Step.OPEN_READ_ONLY)
    qtbot.waitUntil(lambda: current(second) == tmp_path / "project")
    dialogs.answer = tmp_path / "project"
    trigger(second, "file.open")
    qtbot.waitUntil(lambda: not second.session.desk.projects.opening)
    assert "open in another window" in second.window.error_bar.text.text()
    first.window.close()
    shut(first)
    trigger(second, "file.open")
    qtbot.waitUntil(lambda: not second.session.desk.projects.project.read_only)


def test_a_locked_project_can_be_looked_at(qtbot, open_studio, tmp_path):
    first = open_studio()
    generate(qtbot, first)
    second = open_studio()
    bar = second.window.error_bar
    assert current(second) is None
    assert "open in another window" in bar.text.text()
    press(qtbot, second, Step.OPEN_READ_ONLY)
    qtbot.waitUntil(lambda: current(second) == tmp_path / "project")
    assert second.session.desk.history.rowCount() == 1
    write(qtbot, second, "clouds")
    click_generate(qtbot, second)
    assert "reading only" in bar.text.text()
    assert Step.NEW_PROJECT in bar.buttons


def test_without_a_project_generate_says_so(qtbot, open_studio, tmp_path):
    open_studio()
    second = open_studio()
    write(qtbot, second, "clouds")
    click_generate(qtbot, second)
    assert "Open a project first" in second.window.error_bar.text.text()


def test_a_folder_that_is_no_project_is_refused_and_left_as_it_is(qtbot, studio, dialogs, tmp_path):
    foreign = tmp_path / "letters"
    foreign.mkdir()
    (foreign / "dear.txt").write_text("dear")
    dialogs.answer = foreign
    trigger(studio, "file.open")
    qtbot.waitUntil(studio.window.error_bar.isVisible)
    assert current(studio) == tmp_path / "project"
    assert [path.name for path in foreign.iterdir()] == ["dear.txt"]


def test_damaged_runs_are_told_and_the_others_shown(qtbot, open_studio):
    first = open_studio()
    damaged, whole = generate(qtbot, first), generate(qtbot, first)
    first.window.close()
    shut(first)
    (damaged.folder / "params.json").write_text("{")
    second = open_studio()
    history = second.session.desk.history
    assert [history.run(row).id for row in range(history.rowCount())] == [whole.id]
    assert "cannot be read" in second.window.error_bar.text.text()


@pytest.mark.parametrize("text", ["{", '{"format": "studio.window", "schema": 99}'])
def test_a_bad_memory_costs_nothing_but_itself(qtbot, open_studio, studio_home, text):
    path = studio_home / "config" / "window.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    studio = open_studio()
    assert current(studio) is not None
    assert "window.json" in studio.window.error_bar.text.text()


def test_the_last_project_is_opened_without_being_named(qtbot, open_studio, tmp_path, monkeypatch):
    first = open_studio()
    first.window.close()
    shut(first)
    second = open_studio(remembered=True)
    assert current(second) == tmp_path / "project"
