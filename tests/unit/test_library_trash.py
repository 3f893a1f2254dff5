"""Nothing goes to the trash half, and nothing leaves it unasked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.errors import ProjectError
from studio.core.job import CancelToken
from studio.core.library.index import Index
from studio.core.library.marks import Marks, append_marks, read_marks
from studio.core.library.query import Query
from studio.core.library.trash import purge, take_back, throw_away
from studio.core.project import Project
from studio.core.request import Request
from studio.core.run import changed_files
from studio.tasks.library.move_runs import MoveRuns, Way
from studio.tasks.library.open_indexes import ListTrash
from studio.tasks.library.read_runs import compare, take_up
from tests.projects import add, tree

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as project:
        yield project


@pytest.fixture
def runs(project):
    return [add(project, Request(f"picture {n}", seed=n)) for n in range(3)]


@pytest.fixture
def index(project, runs, tmp_path):
    index = Index(project.root, tmp_path / "cache")
    take_up(index, [run.id for run in runs], trashed=False)
    yield index
    index.close()


def move(index, ids, way, project=None):
    return MoveRuns(index, tuple(ids), way, project).run(print, CancelToken())


def shown(index, *, trashed=False):
    found = index.find(Query(trashed=trashed)).numbers.tolist()
    return sorted(card.id for card in index.cards(found).values())


def test_a_run_goes_to_the_trash_and_comes_back_as_it_was(project, runs, index):
    before = tree(project.root / "runs")
    first, second, third = (run.id for run in runs)
    assert move(index, [second, third], Way.TO_TRASH, project).ids == (second, third)
    assert shown(index) == [first]
    assert shown(index, trashed=True) == [second, third]
    card = index.cards(index.find(Query(trashed=True)).numbers.tolist()).popitem()[1]
    assert card.folder.parent == project.root / "trash"
    assert card.path("image-0.png").read_bytes() == b"picture"
    assert move(index, [second, third], Way.BACK, project).ids == (second, third)
    assert tree(project.root / "runs") == before
    assert shown(index) == [first, second, third]


def test_the_trash_is_kept_over_restarts_and_without_an_index(project, runs, index):
    move(index, [runs[0].id], Way.TO_TRASH, project)
    project.close()
    with Project.open(project.root) as again:
        assert [run.id for run in again.runs()] == [runs[1].id, runs[2].id]
        assert again.new_run_id() > runs[2].id
    index.renew()
    unread = compare(index)
    assert (set(unread.runs), unread.trashed) == ({runs[1].id, runs[2].id}, (runs[0].id,))
    take_up(index, unread.trashed, trashed=True)
    assert shown(index, trashed=True) == [runs[0].id]
    assert index.find(Query("picture", trashed=True)).numbers.size == 1


def test_an_id_in_the_trash_is_not_given_again(project, runs):
    throw_away(project.root, [run.id for run in runs])
    project.close()
    with Project.open(project.root, clock=lambda: runs[0].created) as again:
        assert again.new_run_id() > runs[-1].id


def test_what_cannot_be_moved_is_said_and_keeps_the_others(project, runs):
    shutil.rmtree(runs[1].folder)
    moved = throw_away(project.root, [run.id for run in runs])
    assert moved.ids == (runs[0].id,)
    assert "is not there" in str(moved.problem)
    assert runs[2].folder.is_dir()


def test_nothing_is_written_over(project, runs):
    shutil.copytree(runs[0].folder, project.root / "trash" / runs[0].id)
    before = tree(project.root)
    assert "is there already" in str(throw_away(project.root, [runs[0].id]).problem)
    assert "is there already" in str(take_back(project.root, [runs[0].id]).problem)
    assert tree(project.root) == before


@pytest.mark.parametrize("name", ["..", "../../outside", "{outside}", "", ".", ".lock", "a/b"])
def test_a_name_that_leads_elsewhere_is_not_touched(project, runs, name, tmp_path):
    name = name.format(outside=tmp_path / "outside")  # absolute, but of this test alone
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").write_text("mine")
    throw_away(project.root, [runs[0].id])
    before = tree(project.root.parent)
    for moved in (throw_away(project.root, [name]), take_back(project.root, [name])):
        assert moved.ids == ()
        assert moved.problem
    assert purge(project.root, [name]).ids == ()
    assert tree(project.root.parent) == before


def test_a_trash_that_is_a_link_is_not_used(project, runs, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").mkdir()
    (project.root / "trash").symlink_to(tmp_path / "outside")
    assert "leads elsewhere" in str(throw_away(project.root, [runs[0].id]).problem)
    assert "leads elsewhere" in str(purge(project.root).problem)
    assert (tmp_path / "outside" / "precious").is_dir()
    assert runs[0].folder.is_dir()


def test_emptying_deletes_what_is_in_the_trash_and_what_was_said_of_it(project, runs, index):
    append_marks(project.root, {run.id: Marks(2) for run in runs})
    compare(index)
    move(index, [runs[0].id], Way.TO_TRASH, project)
    ids = ListTrash(project.root).run(print, CancelToken())
    assert ids == (runs[0].id,)
    assert move(index, ids, Way.AWAY, project).ids == ids
    assert list((project.root / "trash").iterdir()) == []
    assert shown(index, trashed=True) == []
    assert shown(index) == [runs[1].id, runs[2].id]
    assert read_marks(project.root)[runs[0].id] == Marks()


def test_a_project_that_cannot_be_written_keeps_its_runs(project, runs, index):
    before = tree(project.root)
    with pytest.raises(ProjectError, match="open in another window"):
        move(index, [runs[0].id], Way.TO_TRASH)
    assert tree(project.root) == before


def test_a_deletion_that_was_interrupted_is_finished_at_the_next_start(project, runs):
    throw_away(project.root, [runs[0].id])
    trashed = project.root / "trash" / runs[0].id
    trashed.rename(trashed.with_name(f".{trashed.name}.0a1b2c3d"))
    project.close()
    Project.open(project.root).close()
    assert list((project.root / "trash").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize(
    "stride", [11, pytest.param(1, marks=pytest.mark.soak)], ids=["some moments", "all moments"]
)
def test_a_kill_at_any_call_loses_no_run(tmp_path, stride):
    command = [sys.executable, "-m", "tests.kill_trash", str(tmp_path), str(stride)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["moments"] > 100
    assert found["broken"] == []
    assert set(found["in the trash"]) == {"0", "1", "2"}


def test_a_run_in_the_trash_is_whole(project, runs):
    throw_away(project.root, [runs[0].id])
    assert changed_files(project.root / "trash" / runs[0].id) == []


def test_emptying_leaves_what_somebody_else_put_into_that_folder(project, runs, index):
    throw_away(project.root, [run.id for run in runs])
    trash = project.root / "trash"
    (trash / "0 my sketches").mkdir()
    (trash / "0 my sketches" / "a.png").write_bytes(b"mine")
    (trash / "0 notes.txt").write_bytes(b"mine too")
    (trash / runs[1].id / "params.json").write_bytes(b"damaged")
    shutil.copytree(trash / runs[0].id, trash / "a copy by hand")
    names = ListTrash(project.root).run(print, CancelToken())
    assert set(names) == {*(run.id for run in runs), "a copy by hand"}
    assert purge(project.root).problem is None
    assert tree(trash) == {
        "0 my sketches": None,
        "0 my sketches/a.png": b"mine",
        "0 notes.txt": b"mine too",
    }
