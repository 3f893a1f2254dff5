"""Stars, tags and albums are in the project folder, and nothing that was said is lost."""

from __future__ import annotations

import json
import os

import pytest

from studio.core.errors import ProjectError
from studio.core.job import CancelToken
from studio.core.library.index import Index
from studio.core.library.marks import (
    MARKS_FILE,
    NO_MARKS,
    Marks,
    append_marks,
    clean_name,
    compact_marks,
    read_marks,
)
from studio.core.library.numbers import number_of
from studio.core.library.query import Query
from studio.core.project import Project
from studio.tasks.library.change_marks import ChangeMarks
from studio.tasks.library.read_runs import compare, take_up
from tests.full_disk import full_disk
from tests.power_cut import power_cut
from tests.projects import add

ONE = Marks(3, frozenset({"sea", "海"}), frozenset({"Best of"}))


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as project:
        yield project


def test_what_was_said_comes_back(project):
    append_marks(project.root, {"a": ONE, "b": Marks(5)})
    append_marks(project.root, {"b": Marks(1), "c": NO_MARKS})
    assert read_marks(project.root) == {"a": ONE, "b": Marks(1), "c": NO_MARKS}


def test_the_file_can_be_read_by_anyone(project):
    append_marks(project.root, {"20260824-101530-0042": ONE})
    lines = (project.root / MARKS_FILE).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"format": "studio.marks", "schema": 1}
    assert json.loads(lines[1]) == {
        "run": "20260824-101530-0042",
        "stars": 3,
        "tags": ["sea", "海"],
        "albums": ["Best of"],
    }


def test_a_line_that_was_cut_off_is_ignored_and_not_continued(project):
    append_marks(project.root, {"a": Marks(1), "b": Marks(2)})
    path = project.root / MARKS_FILE
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        found = read_marks(project.root)
        assert found.items() <= {"a": Marks(1), "b": Marks(2)}.items()
        append_marks(project.root, {"c": Marks(3)})
        assert read_marks(project.root) == found | {"c": Marks(3)}


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff\xfe",
        b"[1, 2]",
        b'{"run": 7}',
        b'{"run": "../x", "stars": 3}',
        b'{"run": "a", "stars": "many", "tags": 5, "albums": [7, " "]}',
        b'{"run": "a", "stars": 1e400}',
    ],
)
def test_a_strange_line_harms_no_other(project, line):
    append_marks(project.root, {"b": Marks(2)})
    with (project.root / MARKS_FILE).open("ab") as file:
        file.write(line + b"\n")
    append_marks(project.root, {"c": Marks(3)})
    found = read_marks(project.root)
    assert (found.pop("b"), found.pop("c")) == (Marks(2), Marks(3))
    assert found in ({}, {"a": NO_MARKS})


def test_stars_are_five_at_most(project):
    (project.root / MARKS_FILE).write_text('{"run": "a", "stars": 99}\n{"run": "b", "stars": -1}\n')
    assert read_marks(project.root) == {"a": Marks(5), "b": Marks(0)}


def test_names_are_kept_on_one_line():
    assert clean_name("  two\n words\t") == "two words"
    assert clean_name("\ud800") == "?"
    assert len(clean_name("x" * 999)) == 200


def test_a_file_of_a_newer_version_is_neither_used_nor_changed(project):
    path = project.root / MARKS_FILE
    path.write_text('{"format": "studio.marks", "schema": 99}\n{"run": "a", "hearts": 3}\n')
    before = path.read_bytes()
    assert read_marks(project.root) == {}
    with pytest.raises(ProjectError, match="newer version"):
        append_marks(project.root, {"a": Marks(1)})
    compact_marks(project.root)
    assert path.read_bytes() == before


def test_a_link_out_of_the_project_is_not_followed(project, tmp_path):
    (tmp_path / "outside.jsonl").write_text("mine")
    (project.root / MARKS_FILE).symlink_to(tmp_path / "outside.jsonl")
    with pytest.raises(ProjectError, match="leads elsewhere"):
        append_marks(project.root, {"a": Marks(1)})
    assert (tmp_path / "outside.jsonl").read_text() == "mine"


def test_a_file_of_what_is_past_is_written_anew_at_the_next_start(project):
    for n in range(300):
        append_marks(project.root, {"a": Marks(n % 6), "b": NO_MARKS})
    append_marks(project.root, {"a": ONE})
    size = (project.root / MARKS_FILE).stat().st_size
    project.close()
    Project.open(project.root).close()
    assert (project.root / MARKS_FILE).stat().st_size < size / 50
    assert read_marks(project.root) == {"a": ONE}


def test_what_cannot_be_read_is_not_thrown_away(project):
    with (project.root / MARKS_FILE).open("ab") as file:
        file.write(b"a note of mine\n")
    for n in range(300):
        append_marks(project.root, {"a": Marks(n % 6)})
    compact_marks(project.root)
    assert b"a note of mine" in (project.root / MARKS_FILE).read_bytes()


def test_a_full_disk_keeps_what_was_said(project, monkeypatch):
    append_marks(project.root, {"a": Marks(1)})
    before = (project.root / MARKS_FILE).read_bytes()
    with full_disk(monkeypatch), pytest.raises(OSError, match="No space"):
        append_marks(project.root, {"a": Marks(2)})
    assert (project.root / MARKS_FILE).read_bytes() == before


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="finds files by /proc")
def test_no_power_cut_loses_what_was_said(project, tmp_path, monkeypatch):
    append_marks(project.root, {"a": Marks(1)})
    with power_cut(project.root, tmp_path / "wrecks", monkeypatch) as disk:
        append_marks(project.root, {"a": Marks(2)})
    found = [read_marks(wreck) for wreck in disk.wrecks]
    assert {marks["a"].stars for marks in found} == {1, 2}
    assert found[-1] == {"a": Marks(2)}


def change(index, changes, project=None):
    ChangeMarks(index, changes, project).run(print, CancelToken())


def test_a_change_is_known_to_the_project_and_to_the_index(project, tmp_path):
    run = add(project)
    index = Index(project.root, tmp_path / "cache")
    take_up(index, [run.id], trashed=False)
    compare(index)
    change(index, {run.id: ONE}, project)
    assert read_marks(project.root) == {run.id: ONE}
    assert index.marks([run.id]) == {run.id: ONE}
    assert index.find(Query("海", tags=("sea",))).numbers.tolist() == [number_of(run.id)]
    assert index.facets(Query()).albums == {"Best of": 1}
    assert not compare(index).changed, "the index knows that it is up to date"
    index.close()


def test_a_project_that_is_not_open_is_locked_for_the_moment(project, tmp_path):
    run = add(project)
    index = Index(project.root, tmp_path / "cache")
    with pytest.raises(ProjectError, match="open in another window"):
        change(index, {run.id: ONE})
    assert read_marks(project.root) == {}
    project.close()
    change(index, {run.id: ONE})
    assert read_marks(project.root) == {run.id: ONE}
    Project.open(project.root).close()  # given back
    index.close()


def test_a_project_taken_over_is_not_changed(project, tmp_path):
    run = add(project)
    index = Index(project.root, tmp_path / "cache")
    project.close()
    with pytest.raises(ProjectError, match="reading only"):
        change(index, {run.id: ONE}, project)
    assert read_marks(project.root) == {}
    index.close()
