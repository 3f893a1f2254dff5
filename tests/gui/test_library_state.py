"""The library as the window sees it: searches, marks and the trash, over one project or all."""

from __future__ import annotations

import shutil

import pytest

from studio.core.library.marks import Marks, read_marks
from studio.core.library.query import Grouping, Order, Query, SavedSearch, Scope
from studio.core.library.store import index_path
from studio.core.project import Project
from studio.core.request import Request
from studio.jobs.service import JobService
from studio.state.browsing import Browsing
from studio.state.desk import lay
from studio.state.history import RunRole
from studio.state.notices import Step
from studio.tasks.library import read_runs
from tests.gui.scripted import ScriptedEngine
from tests.projects import add

NAMES = ("red house", "blue boat", "海边的塔")


class Studio:
    """A desk without a window."""

    def __init__(self, qtbot, home):
        self.qtbot = qtbot
        self.jobs = JobService()
        self.desk = lay(self.jobs, ScriptedEngine(), home / "config")
        self.library, self.history = self.desk.library, self.desk.history
        self.browsing = Browsing(self.desk, self.jobs)
        self.library.start()

    def open(self, root, **how):
        self.desk.projects.open(root, **how)
        self.settle()
        return self

    def settle(self):
        """Wait until nothing is to be done any more."""
        self.qtbot.waitUntil(lambda: not self.jobs.active)

    def prompts(self):
        return [self.history.card(row).prompt for row in range(self.history.rowCount())]

    def runs(self, *prompts):
        rows = range(self.history.rowCount())
        return [self.history.run(row) for row in rows if self.history.card(row).prompt in prompts]

    def said(self):
        notice = self.desk.notices.current
        return str(notice.message) if notice else ""

    def close(self):
        self.jobs.close()
        self.desk.projects.close()


@pytest.fixture
def root(tmp_path):
    return made(tmp_path / "project", *NAMES)


def made(root, *prompts):
    with Project.open(root, create=True) as project:
        for seed, prompt in enumerate(prompts):
            add(project, Request(prompt, seed=seed))
    return root


@pytest.fixture
def another(qtbot, studio_home):
    """Start studios, one after the other; all are closed at the end."""
    started = []

    def start():
        started.append(Studio(qtbot, studio_home))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def studio(another, root):
    return another().open(root)


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


def test_stars_tags_and_albums_are_shown_at_once_and_kept(studio, root, another):
    changed = []
    studio.history.dataChanged.connect(
        lambda first, last: changed.append((first.row(), last.row()))
    )
    runs = studio.runs("red house", "blue boat")
    studio.library.set_stars(runs, 4)
    assert studio.history.index(1).data(RunRole.STARS) == 4
    assert changed == [(1, 2)]
    studio.library.add_tags(runs, ["sea", " two  words "])
    studio.library.remove_tags(runs[:1], ["sea"])
    studio.library.put_into_album(runs, "Best")
    studio.library.take_out_of_album(runs[1:], "Best")
    expected = [
        Marks(4, frozenset({"two words"}), frozenset({"Best"})),
        Marks(4, frozenset({"sea", "two words"})),
    ]
    assert [studio.history.marks(row) for row in (1, 2)] == expected
    studio.settle()
    assert [studio.history.marks(row) for row in (1, 2)] == expected
    said = read_marks(root)
    assert [said[run.id] for run in runs] == expected
    assert studio.library.facets.tags == {"sea": 1, "two words": 2}
    assert studio.library.facets.stars == {0: 1, 4: 2}
    studio.close()
    index_path(root, studio.desk.library._needs.cache).unlink()
    again = another().open(root)
    assert [again.history.marks(row) for row in (1, 2)] == expected


def test_what_no_longer_fits_leaves_the_rows(studio):
    studio.library.set_stars(studio.runs(*NAMES), 3)
    studio.library.query = Query(min_stars=2)
    studio.settle()
    removed = []
    studio.history.rowsRemoved.connect(lambda _p, first, last: removed.append((first, last)))
    studio.library.set_stars(studio.runs("blue boat"), 1)
    studio.settle()
    assert studio.prompts() == ["海边的塔", "red house"]
    assert removed == [(1, 1)]


def test_marks_that_cannot_be_written_are_taken_back_and_told(studio, root):
    (root / "marks.jsonl").mkdir()
    studio.library.set_stars(studio.runs("red house"), 5)
    assert studio.history.marks(2).stars == 5
    studio.settle()
    assert studio.history.marks(2).stars == 0
    assert "cannot be written" in studio.said()


def test_a_project_for_reading_only_refuses_with_a_sentence(another, root):
    studio = another().open(root, read_only=True)
    studio.desk.notices.dismiss()
    studio.library.set_stars(studio.runs("red house"), 5)
    assert "reading only" in studio.said()
    assert studio.history.marks(2).stars == 0
    studio.desk.notices.dismiss()
    studio.library.trash(studio.runs("red house"))
    studio.settle()
    assert "reading only" in studio.said()
    assert len(studio.prompts()) == 3


def test_trash_takes_rows_out_and_undo_brings_them_back(studio, root):
    removed = []
    studio.history.rowsRemoved.connect(lambda _p, first, last: removed.append((first, last)))
    runs = studio.runs("red house", "blue boat")
    studio.library.trash(runs)
    assert studio.prompts() == ["海边的塔"]
    assert removed == [(1, 2)]
    studio.settle()
    assert sorted(path.name for path in (root / "trash").iterdir()) == sorted(r.id for r in runs)
    assert studio.library.total == 1
    notice = studio.desk.notices.current
    assert notice.steps == (Step.UNDO,)
    notice.act(Step.UNDO)
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat", "red house"]
    assert list((root / "trash").iterdir()) == []
    assert not studio.library.trashing.can_undo


def test_the_trash_can_be_looked_at_restored_and_emptied(studio, root):
    studio.library.trash(studio.runs("red house", "blue boat"))
    studio.settle()
    studio.library.query = Query(trashed=True)
    studio.settle()
    assert studio.prompts() == ["blue boat", "red house"]
    studio.library.restore(studio.runs("blue boat"))
    assert studio.prompts() == ["red house"]
    studio.library.empty_trash()
    studio.settle()
    assert studio.prompts() == []
    assert "deleted for good: 1" in studio.said()
    studio.library.query = Query()
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat"]
    studio.library.undo()
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat"], "what is deleted does not come back"


def test_a_run_that_cannot_be_thrown_away_is_shown_again(studio, root):
    (root / "trash").write_text("in the way")
    studio.library.trash(studio.runs("red house"))
    assert len(studio.prompts()) == 2
    studio.settle()
    assert len(studio.prompts()) == 3
    assert studio.said()


@pytest.mark.parametrize(
    ("selected", "thrown", "then"),
    [
        ("blue boat", ["blue boat"], "red house"),
        ("red house", ["red house"], "blue boat"),
        ("blue boat", ["blue boat", "red house"], "海边的塔"),
        ("blue boat", ["red house"], "blue boat"),
        ("blue boat", list(NAMES), None),
    ],
)
def test_the_shown_run_gives_way_to_a_neighbour(studio, selected, thrown, then):
    studio.browsing.selected = studio.runs(selected)[0]
    studio.library.trash(studio.runs(*thrown))
    found = studio.browsing.selected
    assert (found and found.request.prompt) == then
    studio.settle()


def test_a_run_thrown_away_while_its_thumbnail_is_read_does_no_harm(studio):
    for row in range(3):
        studio.history.index(row).data(RunRole.THUMBNAIL)
    studio.library.trash(studio.runs("red house"))
    studio.settle()
    assert len(studio.prompts()) == 2


def test_refresh_finds_what_other_programs_did(studio, root, tmp_path):
    gone, copied = studio.runs("red house", "blue boat")
    shutil.move(gone.folder, tmp_path / "away")
    shutil.copytree(copied.folder, root / "runs" / "my favourite")
    studio.library.refresh()
    studio.settle()
    assert sorted(studio.prompts()) == sorted(["red house", "red house", "海边的塔"]) or sorted(
        studio.prompts()
    ) == sorted(["blue boat", "blue boat", "海边的塔"])


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
    studio.desk.projects.opened.connect(lambda _o: studio.library.stop_indexing())
    studio.open(root)
    assert len(studio.prompts()) < 20
    studio.library.refresh()
    studio.settle()
    assert len(studio.prompts()) == 20
