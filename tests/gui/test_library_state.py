"""The library as the window sees it: what is shown, searched, grouped, and found by itself."""

# ruff: noqa: F401, F811 - fixtures are imported by name
from __future__ import annotations

import shutil

from studio.core.library.marks import read_marks
from studio.core.library.query import Grouping, Order, Query, SavedSearch, Scope
from studio.core.library.store import index_path
from studio.core.project import Project
from studio.core.request import Request
from studio.state.history import RunRole
from studio.tasks.library import read_runs
from tests.gui.library_desk import NAMES, another, made, root, studio
from tests.projects import add


def test_an_opened_project_shows_its_runs_newest_first(studio):
    assert studio.prompts() == ["海边的塔", "blue boat", "red house"]
    assert (studio.library.total, studio.library.searching) == (3, False)
    run = studio.history.run(2)
    assert (run.request.prompt, run.path("image-0.png").read_bytes()) == ("red house", b"picture")
    assert studio.history.row(run.id) == 2
    assert studio.history.project_name(0) == "project"


def test_a_search_narrows_down_and_letting_go_shows_all(studio):
    studio.library.query = Query("blue")
    assert studio.library.searching
    studio.settle()
    assert studio.prompts() == ["blue boat"]
    assert studio.library.facets.models == {"starter": 1}
    assert studio.library.total == 3
    studio.library.ask(text="边", order=Order.OLDEST)
    studio.settle()
    assert studio.prompts() == ["海边的塔"]
    studio.library.ask(text="")
    studio.settle()
    assert studio.prompts() == list(NAMES)


def test_the_last_of_quick_searches_counts(studio):
    for text in ("r", "re", "blue", "bl", "red"):
        studio.library.query = Query(text)
    studio.settle()
    assert studio.prompts() == ["red house"]


def test_a_new_run_comes_on_top_without_a_reset(studio, qtbot):
    project = studio.desk.projects.project
    resets, inserted = [], []
    studio.history.modelReset.connect(lambda: resets.append(1))
    studio.history.rowsInserted.connect(lambda _p, first, last: inserted.append((first, last)))
    run = add(project, Request("green hill"))
    studio.history.add(run)
    studio.history.add(run)
    assert studio.prompts()[0] == "green hill"
    studio.settle()
    assert studio.prompts() == ["green hill", "海边的塔", "blue boat", "red house"]
    assert (resets, inserted) == ([], [(0, 0)])
    assert studio.library.total == 4
    assert project.find(run.request, "ab12") == run


def test_a_new_run_that_is_not_asked_for_is_not_shown(studio):
    studio.library.query = Query("red")
    studio.settle()
    for prompt in ("green hill", "red hill"):
        studio.history.add(add(studio.desk.projects.project, Request(prompt)))
    assert studio.prompts() == ["red hill", "red house"]
    studio.settle()
    studio.library.query = Query()
    studio.settle()
    assert studio.prompts() == ["red hill", "green hill", "海边的塔", "blue boat", "red house"]


def test_refresh_finds_what_other_programs_did(studio, root, tmp_path):
    gone, copied = studio.runs("red house", "blue boat")
    shutil.move(gone.folder, tmp_path / "away")
    shutil.copytree(copied.folder, root / "runs" / "my favourite")
    studio.library.refresh()
    studio.settle()
    assert sorted(studio.prompts()) == sorted(["red house", "red house", "海边的塔"]) or sorted(
        studio.prompts()
    ) == sorted(["blue boat", "blue boat", "海边的塔"])


def test_coming_back_to_the_window_finds_what_came_meanwhile(studio, root, monkeypatch):
    compared = []
    real = read_runs.compare
    monkeypatch.setattr(read_runs, "compare", lambda index: compared.append(1) or real(index))
    monkeypatch.setattr(read_runs, "SETTLED_S", -1.0)
    studio.library.look_again()
    studio.settle()
    assert len(compared) == 1
    studio.library.look_again()
    studio.settle()
    assert len(compared) == 1, "nothing changed: nothing is listed"
    shutil.copytree(studio.runs("red house")[0].folder, root / "runs" / "my favourite")
    studio.library.look_again()
    studio.settle()
    assert len(compared) == 2
    assert sorted(studio.prompts()) == sorted([*NAMES, "red house"])


def test_a_run_that_was_edited_by_hand_is_read_anew_when_it_is_looked_at(studio):
    run = studio.runs("red house")[0]
    params = run.path("params.json")
    params.write_bytes(params.read_bytes().replace(b"red house", b"green house"))
    for row in range(3):
        studio.history.index(row).data(RunRole.THUMBNAIL)
    studio.qtbot.waitUntil(lambda: "green house" in studio.prompts())
    studio.settle()
    studio.library.query = Query("green")
    studio.settle()
    assert studio.prompts() == ["green house"]


def test_groups_by_day_and_request(studio):
    studio.library.grouping = Grouping.REQUEST
    studio.settle()
    groups = [(g.first_row, g.count, str(g.title)) for g in studio.history.groups]
    assert groups == [(0, 1, "海边的塔"), (1, 1, "blue boat"), (2, 1, "red house")]
    studio.history.add(add(studio.desk.projects.project, Request("blue boat", seed=77)))
    studio.settle()
    groups = [(g.first_row, g.count, str(g.title)) for g in studio.history.groups]
    assert groups == [(0, 2, "blue boat"), (2, 1, "海边的塔"), (3, 1, "red house")]
    studio.library.grouping = Grouping.DAY
    studio.settle()
    [today] = studio.history.groups
    assert (today.first_row, today.count, str(today.title)) == (0, 4, "Today")
    studio.history.add(add(studio.desk.projects.project, Request("once more")))
    assert [group.count for group in studio.history.groups] == [5]
    studio.library.trash([studio.history.run(0)])
    assert [group.count for group in studio.history.groups] == [4]
    studio.settle()


def test_all_projects_are_searched_and_changed_without_opening_them(another, root, tmp_path):
    other = made(tmp_path / "other", "red tower", "green hill")
    first = another().open(other)
    first.close()
    studio = another().open(root)
    studio.library.scope = Scope.ALL
    studio.library.query = Query("red")
    studio.settle()
    assert sorted(studio.prompts()) == ["red house", "red tower"]
    assert studio.library.total == 5
    row = studio.prompts().index("red tower")
    assert studio.history.index(row).data(RunRole.PROJECT) == "other"
    assert studio.history.run(row).folder.parent.parent == other
    studio.library.set_stars([studio.history.run(row)], 2)
    assert studio.history.marks(row).stars == 2
    studio.settle()
    assert [marks.stars for marks in read_marks(other).values()] == [2]
    studio.library.trash([studio.history.run(row)])
    studio.settle()
    assert studio.prompts() == ["red house"]
    assert len(list((other / "trash").iterdir())) == 1
    with Project.open(other):  # its lock was held for a moment only; now it is ours
        studio.library.undo()
        studio.settle()
        assert "open in another window" in studio.said()
    studio.library.scope = Scope.PROJECT
    studio.settle()
    assert studio.library.total == 3


def test_what_was_thrown_away_together_comes_back_together(another, root, tmp_path):
    other = made(tmp_path / "other", "red tower", "green hill")
    another().open(other).close()
    studio = another().open(root)
    studio.library.scope = Scope.ALL
    studio.settle()
    studio.library.trash(studio.runs("red tower", "red house"))
    studio.settle()
    assert "2" in studio.said()
    assert len(studio.prompts()) == 3
    studio.library.undo()
    studio.settle()
    assert len(studio.prompts()) == 5
    assert not studio.library.trashing.can_undo


def test_saved_searches_are_kept_and_used_in_any_project(studio, another, root):
    studio.library.query = Query("red", min_stars=2)
    studio.library.save_search(" Best reds ")
    studio.library.save_search("other")
    studio.library.forget_search("other")
    studio.settle()
    expected = (SavedSearch("Best reds", Query("red", min_stars=2)),)
    assert studio.library.saved == expected
    studio.close()
    again = another().open(root)
    assert again.library.saved == expected
    again.library.use_search(again.library.saved[0])
    assert again.library.query == Query("red", min_stars=2)
    again.settle()


def test_damage_of_the_index_while_it_is_used_is_mended_unseen(studio, root):
    path = index_path(root, studio.library._needs.cache)
    assert studio.library.shelves.home.path == path
    studio.library.shelves.home._store.close()  # so that no page of it is in memory
    data = bytearray(path.read_bytes())
    data[100:] = bytes(len(data) - 100)
    path.write_bytes(data)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    studio.library.query = Query("red")
    studio.settle()
    assert studio.prompts() == ["red house"]
    studio.library.shelves.home.check()


def test_a_first_opening_shows_what_is_read_so_far_and_goes_on(another, tmp_path, monkeypatch):
    monkeypatch.setattr(read_runs, "BATCH", 2)
    monkeypatch.setattr("studio.state.indexing.CHUNK_S", 0.0)
    monkeypatch.setattr("studio.tasks.open_project.AT_ONCE_S", 1e-9)
    root = made(tmp_path / "large", *[f"picture {n:02}" for n in range(20)])
    studio = another()
    shown, progress = [], []
    studio.desk.projects.opened.connect(lambda _o: shown.append(studio.prompts()))
    studio.library.indexing.progress_changed.connect(progress.append)
    studio.open(root)
    assert shown == [["picture 19", "picture 18"]], "the newest"
    assert len(progress) > 5
    assert studio.library.indexing.progress.total == 0
    assert studio.prompts() == [f"picture {n:02}" for n in reversed(range(20))]


def test_indexing_can_be_stopped_and_goes_on_another_time(another, tmp_path, monkeypatch):
    monkeypatch.setattr(read_runs, "BATCH", 2)
    monkeypatch.setattr("studio.tasks.open_project.AT_ONCE_S", 1e-9)
    root = made(tmp_path / "large", *[f"picture {n:02}" for n in range(20)])
    studio = another()
    studio.desk.projects.opened.connect(lambda _o: studio.library.indexing.stop())
    studio.open(root)
    assert len(studio.prompts()) < 20
    studio.library.refresh()
    studio.settle()
    assert len(studio.prompts()) == 20
