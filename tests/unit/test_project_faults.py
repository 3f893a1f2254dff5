"""Crashes, full disks and power cuts cost no picture and break no project."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from studio.core.errors import ProjectError, ProjectLockedError, SaveError
from studio.core.holder import HOLDER, this_process
from studio.core.lock import NAME as LOCK_NAME
from studio.core.project import Project
from studio.core.request import Request
from studio.core.run import changed_files
from tests.full_disk import full_disk
from tests.power_cut import power_cut
from tests.projects import FACTS, FILES, REQUEST, WEIGHTS, add, tree


@pytest.fixture
def root(tmp_path):
    return tmp_path / "my project"


@pytest.fixture
def project(root):
    with Project.open(root, create=True) as opened:
        yield opened


def test_drafts_of_a_crash_are_swept_at_the_next_start(root, project):
    run = add(project)
    project.close()
    draft = root / "runs" / ".20260824-101601-0077.0a1b2c3d"
    draft.mkdir()
    (draft / "image-0.png").write_bytes(b"half")
    (root / ".project.json.0a1b2c3d").write_bytes(b"half")
    with Project.open(root) as again:
        assert again.runs() == [run]
    assert sorted(p.name for p in (root / "runs").iterdir()) == [run.id]
    assert sorted(p.name for p in root.iterdir()) == ["project.json", "runs"]


def test_sweeping_does_not_follow_links(tmp_path, root, project):
    project.close()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "precious").write_bytes(b"mine")
    (root / "runs" / ".x.0a1b2c3d").symlink_to(tmp_path / "outside")
    with Project.open(root):
        assert (tmp_path / "outside" / "precious").exists()


def test_a_second_opener_sweeps_nothing(root, project):
    draft = root / "runs" / ".20260824-101601-0077.0a1b2c3d"
    draft.mkdir()
    with pytest.raises(ProjectLockedError):
        Project.open(root)
    Project.open(root, read_only=True)
    assert draft.exists()


def test_reading_only_writes_nothing(root, project):
    run = add(project)
    before = tree(root)
    second = Project.open(root, read_only=True)
    assert second.read_only
    assert second.runs() == [run]
    assert second.find(REQUEST, WEIGHTS) == run
    with pytest.raises(ProjectError, match="reading only"):
        second.add("x", REQUEST, FILES)
    with pytest.raises(ProjectError, match="reading only"):
        second.rename("x")
    assert tree(root) == before


def test_a_closed_project_takes_nothing_more(root, project):
    project.close()
    with pytest.raises(ProjectError, match="reading only"):
        add(project)
    assert not (root / LOCK_NAME).exists()


def test_a_failed_opening_keeps_no_lock(root, project, monkeypatch):
    project.close()
    with monkeypatch.context() as patch:
        patch.setattr("studio.core.project.sweep", lambda _root: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Project.open(root)
    Project.open(root).close()


@pytest.mark.parametrize("room", [0, 3, 9, 20])
def test_a_full_disk_costs_no_picture(root, project, monkeypatch, room):
    stored = add(project)
    before = tree(root)
    run_id = project.new_run_id()
    with full_disk(monkeypatch, room), pytest.raises(SaveError, match="No space left") as caught:
        project.add(run_id, Request("new"), FILES, FACTS, 2.0)
    assert tree(root) == before, "what was there is there, and nothing half-written"
    assert str(root / "runs" / run_id) in str(caught.value)
    assert caught.value.files["image-0.png"] == b"picture"
    assert "params.json" in caught.value.files
    assert project.runs() == [stored]
    assert project.find(Request("new"), WEIGHTS) is None
    assert add(project).id > run_id, "with room again it goes on"


def test_a_project_taken_over_by_another_costs_no_picture(root, project):
    other = replace(this_process("its token"), pid=1)
    (root / LOCK_NAME).write_bytes(HOLDER.dumps(other))
    with pytest.raises(SaveError, match="taken the project over") as caught:
        add(project)
    assert caught.value.files["image-0.png"] == b"picture"
    assert list((root / "runs").iterdir()) == []


def test_a_lock_file_tidied_away_costs_nothing(root, project):
    (root / LOCK_NAME).unlink()
    assert add(project) in project.runs()


def test_a_project_on_a_full_disk_still_opens(root, project, monkeypatch):
    run = add(project)
    project.close()
    with full_disk(monkeypatch), Project.open(root) as again:
        assert again.runs() == [run]
        with pytest.raises(SaveError):
            add(again)
        with pytest.raises(ProjectLockedError):
            Project.open(root)


def test_a_full_disk_keeps_the_old_name(root, project, monkeypatch):
    with full_disk(monkeypatch), pytest.raises(ProjectError, match="No space left"):
        project.rename("new")
    assert project.name == "my project"
    project.close()
    with Project.open(root) as again:
        assert again.name == "my project"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="finds files by /proc")
def test_no_power_cut_leaves_a_broken_project(tmp_path, root, project, monkeypatch):
    old = add(project)
    with power_cut(root, tmp_path / "wrecks", monkeypatch) as disk:
        new = add(project, Request("new"))
        project.rename("new name")
    seen = set()
    for wreck in disk.wrecks:
        with Project.open(wreck) as found:
            ids = [run.id for run in found.runs()]
            assert ids in ([old.id], [old.id, new.id])
            assert found.damaged == ()
            assert [changed_files(run.folder) for run in found.runs()] == [[]] * len(ids)
            seen.add((len(ids), found.name))
    assert seen == {(1, "my project"), (2, "my project"), (2, "new name")}
    with Project.open(disk.wrecks[-1]) as last:
        assert (len(last.runs()), last.name) == (2, "new name"), "what was told is there for good"
