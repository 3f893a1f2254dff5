"""The index is only a cache: whatever becomes of it, the folders are shown."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.errors import ProjectLockedError
from studio.core.job import CancelToken
from studio.core.library.cards import Cards
from studio.core.library.index import Index
from studio.core.library.listing import View
from studio.core.library.marks import Marks, append_marks
from studio.core.library.numbers import number_of
from studio.core.library.query import Query
from studio.core.library.store import IndexLostError, index_path
from studio.core.library.tables import SCHEMA
from studio.core.project import Project
from studio.core.request import Request
from studio.core.run import read_run
from studio.tasks.library.open_indexes import CheckIndexes, OpenIndexes
from studio.tasks.library.read_runs import CompareFolder, ReadRuns, Unread, compare, take_up
from studio.tasks.open_project import FEW, OpenProject
from tests.projects import REQUEST, WEIGHTS, add, tree

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path):
    """A project of four runs, closed, in the order they were made."""
    with Project.open(tmp_path / "project", create=True) as project:
        for seed in range(3):
            add(project, Request(f"picture {seed}", seed=seed))
        add(project)
    return tmp_path / "project"


def ids(root, folder="runs"):
    return sorted(path.name for path in (root / folder).iterdir())


def opened(root, cache, **how):
    """Open as the window does, read all, close, and return what would be shown, newest first."""
    found = OpenProject(root, cache=cache, **how).run(print, CancelToken())
    index = found.index
    try:
        unread = found.unread or CompareFolder(index, found.project).run(print, CancelToken())
        while len(unread):
            unread = ReadRuns(index, unread, rest_s=0).run(print, CancelToken())
        return [index.run(n) for n in sorted(index.find(Query()).numbers.tolist(), reverse=True)]
    finally:
        found.project.close()
        index.close()


def read_again(root):
    """The runs as their folders say, newest first."""
    return [read_run(root / "runs" / run_id) for run_id in reversed(ids(root))]


def test_what_is_shown_is_what_the_folders_say(root, cache):
    assert opened(root, cache) == read_again(root)
    assert opened(root, cache) == read_again(root)  # now from the index


def test_the_second_opening_reads_no_run(root, cache, monkeypatch):
    opened(root, cache)

    def refuse(_folder):
        raise AssertionError("a run was read")

    monkeypatch.setattr("studio.core.library.reading.read_whole", refuse)
    assert len(opened(root, cache)) == 4


def test_a_deleted_index_comes_back(root, cache):
    before = opened(root, cache)
    shutil.rmtree(cache)
    assert opened(root, cache) == before
    assert index_path(root, cache).exists()


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_cost_no_picture(root, cache, seed):
    opened(root, cache)
    path = index_path(root, cache)
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(1 + 400 * (seed % 3)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    index = Index(root, cache)
    CheckIndexes((index,)).run(print, CancelToken())
    index.close()
    try:
        shown = opened(root, cache)
    except IndexLostError:  # seen only when the very run is looked at
        index = Index(root, cache)
        CheckIndexes((index,), are_lost=True).run(print, CancelToken())
        index.close()
        shown = opened(root, cache)
    assert shown == read_again(root)


@pytest.mark.parametrize("data", [b"", b"not a database, by no means", bytes(8192)])
def test_a_file_that_is_no_index_is_replaced(root, cache, data):
    path = index_path(root, cache)
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert opened(root, cache) == read_again(root)


def test_a_bad_page_is_found_when_all_is_read_and_the_index_made_anew(root, cache):
    opened(root, cache)
    path = index_path(root, cache)
    with sqlite3.connect(path) as db:
        question = "SELECT rootpage FROM sqlite_schema WHERE name = 'records'"
        [page] = db.execute(question).fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(range(256)) * 16
    path.write_bytes(data)
    index = Index(root, cache)
    assert index.ids() == set(ids(root)), "nothing else is damaged"
    with pytest.raises(IndexLostError):
        index.check()
    with pytest.raises(IndexLostError):
        index.run(number_of(ids(root)[0]))
    assert CheckIndexes((index,)).run(print, CancelToken()) == (index,)
    assert set(compare(index).runs) == set(ids(root))
    index.close()
    assert opened(root, cache) == read_again(root)


def test_an_index_of_a_newer_version_is_left_alone(root, cache):
    path = index_path(root, cache)
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE treasures (gold)")
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.close()
    before = path.read_bytes()
    assert opened(root, cache) == read_again(root)
    assert path.read_bytes() == before


def test_an_index_of_an_older_version_is_made_anew(root, cache):
    opened(root, cache)
    with sqlite3.connect(index_path(root, cache)) as db:
        db.execute("DROP TABLE records")
        db.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    db.close()
    assert opened(root, cache) == read_again(root)


def test_without_a_place_for_it_the_index_is_in_memory(root, tmp_path):
    (tmp_path / "cache").write_text("a file is in the way")
    assert opened(root, tmp_path / "cache") == read_again(root)


def test_a_run_added_by_hand_is_found_and_one_removed_is_missed(root, cache, tmp_path):
    opened(root, cache)
    first, second = ids(root)[:2]
    shutil.move(root / "runs" / first, tmp_path / first)
    shutil.copytree(root / "runs" / second, root / "runs" / "my favourite")
    shown = opened(root, cache)
    assert sorted(run.id for run in shown) == ids(root)
    assert "my favourite" in ids(root)
    shutil.move(tmp_path / first, root / "runs" / first)
    assert sorted(run.id for run in opened(root, cache)) == ids(root)


def test_a_run_that_was_edited_is_read_again(root, cache):
    opened(root, cache)
    params = root / "runs" / ids(root)[0] / "params.json"
    params.write_bytes(params.read_bytes().replace(b"picture 0", b"painting 0"))
    assert opened(root, cache)[-1].request.prompt == "painting 0"
    params.write_bytes(b"{")
    assert len(opened(root, cache)) == 3
    index = Index(root, cache)
    assert list(index.damage()) == [ids(root)[0]]
    assert "cannot be shown" in str(index.damage()[ids(root)[0]])
    index.close()


def test_damage_that_was_mended_is_no_damage(root, cache):
    params = root / "runs" / ids(root)[1] / "params.json"
    whole = params.read_bytes()
    params.write_bytes(b"{")
    assert len(opened(root, cache)) == 3
    params.write_bytes(whole)
    assert len(opened(root, cache)) == 4
    index = Index(root, cache)
    assert index.damage() == {}
    index.close()


def test_the_newest_are_read_first(root, cache):
    index = Index(root, cache)
    unread = compare(index)
    assert list(unread.runs) == list(reversed(ids(root)))
    left = ReadRuns(index, unread, at_most=1, rest_s=0).run(print, CancelToken())
    assert index.ids() == {ids(root)[-1]}
    assert (len(left), left.changed) == (3, True)
    index.close()


def test_a_read_only_project_is_indexed_without_a_trace_in_it(root, cache):
    before = tree(root)
    assert opened(root, cache, read_only=True) == read_again(root)
    assert tree(root) == before


def test_a_locked_project_is_indexed_by_others(root, cache):
    with Project.open(root) as holder:
        with pytest.raises(ProjectLockedError):
            OpenProject(root, cache=cache).run(print, CancelToken())
        assert opened(root, cache, read_only=True) == read_again(root)
        assert not holder.read_only


def test_an_equal_request_is_found_by_the_index(root, cache, monkeypatch):
    found = OpenProject(root, cache=cache).run(print, CancelToken())
    monkeypatch.setattr("studio.core.project.scan", lambda _folder: 1 / 0)
    newest = read_again(root)[0]
    assert found.project.find(REQUEST, WEIGHTS) == newest
    assert found.project.find(REQUEST, "other") is None
    assert found.project.find(Request("picture 1", seed=2), WEIGHTS) is None
    shutil.rmtree(newest.folder)
    assert found.project.find(REQUEST, WEIGHTS) is None, "the index does not know yet; we do"
    found.project.close()
    found.index.close()


def test_marks_changed_by_hand_are_taken_up(root, cache):
    opened(root, cache)
    with Project.open(root):
        append_marks(root, {ids(root)[0]: Marks(4, frozenset({"sea"}))})
    index = Index(root, cache)
    compare(index)
    assert index.find(Query(min_stars=4)).numbers.tolist() == [number_of(ids(root)[0])]
    assert index.find(Query("sea")).numbers.tolist() == [number_of(ids(root)[0])]
    (root / "marks.jsonl").unlink()
    compare(index)
    assert index.find(Query(min_stars=1)).numbers.tolist() == []
    assert index.find(Query("sea")).numbers.tolist() == []
    index.close()


def test_marks_of_runs_that_are_not_read_yet_wait_for_them(root, cache):
    with Project.open(root):
        append_marks(root, {ids(root)[0]: Marks(2, frozenset({"later"}))})
    index = Index(root, cache)
    unread = compare(index)
    assert index.ids() == set()
    take_up(index, unread.runs, trashed=False)
    assert index.find(Query("later", min_stars=2)).numbers.tolist() == [number_of(ids(root)[0])]
    index.close()


def test_projects_that_are_not_open_are_found_by_their_indexes(root, cache, tmp_path):
    opened(root, cache)
    with Project.open(tmp_path / "never indexed", create=True) as project:
        add(project)
    gone = tmp_path / "gone"
    with Project.open(gone, create=True) as project:
        add(project)
    opened(gone, cache)
    shutil.rmtree(gone)
    task = OpenIndexes((tmp_path / "never indexed", tmp_path / "nowhere"), cache)
    with Project.open(root):  # locked by somebody: it is only looked at
        found = task.run(print, CancelToken())
    assert {index.root for index in found} == {root, tmp_path / "never indexed"}
    assert {index.name for index in found} == {"project", "never indexed"}
    assert {len(index.ids()) for index in found} == {4, 0}
    for index in found:
        index.close()


WRITER = """
import sys
from pathlib import Path
from studio.core.library.cards import Cards
from studio.core.library.index import Index
from studio.tasks.library.read_runs import compare, take_up
root, cache = map(Path, sys.argv[1:])
for _ in range(10):
    index = Index(root, cache)
    names = [path.name for path in (root / "runs").iterdir()]
    index.forget(names)
    take_up(index, names, trashed=False)
    index.close()
"""


def test_two_processes_write_one_index(root, cache):
    opened(root, cache)
    command = [sys.executable, "-c", WRITER, root, cache]
    writers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    index = Index(root, cache)
    while any(writer.poll() is None for writer in writers):
        assert index.ids() <= set(ids(root))
        index.find(Query("picture"))
    assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [(b"", 0)] * 2
    index.check()
    assert index.ids() == set(ids(root))
    assert len(index.find(Query("picture")).numbers) == 3
    index.close()


ENDLESS = WRITER.replace("range(10)", "iter(int, 1)").replace(
    "    index.close()", "    index.close()\n    print('once', flush=True)"
)


@pytest.mark.parametrize("rounds", [1, 2, 5])
def test_a_killed_process_leaves_an_index_that_can_be_used(root, cache, rounds):
    opened(root, cache)
    command = [sys.executable, "-c", ENDLESS, root, cache]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        for _ in range(rounds):
            assert writer.stdout.readline() == b"once\n"
        writer.kill()
    index = Index(root, cache)
    index.check()
    index.close()
    assert opened(root, cache) == read_again(root)


def test_a_large_project_is_shown_before_its_folder_is_compared(root, cache, monkeypatch):
    opened(root, cache)
    monkeypatch.setattr("studio.tasks.open_project.FEW", 3)
    monkeypatch.setattr("studio.tasks.open_project.compare", lambda _index: 1 / 0)
    draft = root / "runs" / ".20260824-101601-0077.0a1b2c3d"
    draft.mkdir()
    assert FEW > 3
    found = OpenProject(root, cache=cache, view=View()).run(print, CancelToken())
    assert (len(found.listing), found.unread) == (4, None)
    assert draft.exists()
    left = CompareFolder(found.index, found.project).run(print, CancelToken())
    assert left == Unread()
    assert not draft.exists(), "what a crash left is swept all the same"
    found.project.close()
    found.index.close()


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_name_that_is_no_text_hides_no_other_run(tmp_path):
    root = tmp_path / os.fsdecode(b"caf\xe9")
    with Project.open(root, create=True) as project:
        odd, run = add(project), add(project)
    os.rename(os.fsencode(odd.folder), os.fsencode(root / "runs") + b"/caf\xe9")
    opened = OpenProject(root, cache=tmp_path / "cache").run(print, CancelToken())
    assert [card.id for card in Cards(opened.listing, (range(len(opened.listing)),))] == [run.id]
    assert [found.id for found in opened.project.runs()] == [run.id]
    (again,) = OpenIndexes((), tmp_path / "cache").run(print, CancelToken())
    assert again.root == root
    again.close()
    opened.index.close()
    opened.project.close()
