"""A folder that is not ours, or damaged, is told of and left alone."""

from __future__ import annotations

import json
import os

import pytest

from studio.core.errors import ProjectError
from studio.core.project import Project
from studio.core.run import changed_files
from tests.projects import FILES, REQUEST, WEIGHTS, add, edited, tree


@pytest.fixture
def root(tmp_path):
    return tmp_path / "my project"


@pytest.fixture
def project(root):
    with Project.open(root, create=True) as opened:
        yield opened


@pytest.mark.parametrize("names", [["holiday.jpg"], ["runs/train/weights.pt"], [".git/HEAD"]])
def test_a_folder_of_something_else_is_never_made_a_project(root, names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("mine", encoding="utf-8")
    before = tree(root)
    with pytest.raises(ProjectError, match="holds other files"):
        Project.open(root, create=True)
    assert tree(root) == before


def test_an_empty_folder_becomes_a_project(root):
    root.mkdir()
    (root / ".DS_Store").write_bytes(b"the system's own")
    with Project.open(root, create=True) as project:
        assert project.runs() == []


def test_without_create_nothing_is_made(root):
    with pytest.raises(ProjectError, match="is not there"):
        Project.open(root)
    assert not root.exists()
    root.mkdir()
    with pytest.raises(ProjectError, match="is not a project"):
        Project.open(root)
    assert tree(root) == {}


def test_a_file_is_no_project(root):
    root.write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="is a file"):
        Project.open(root, create=True)
    assert root.read_text(encoding="utf-8") == "mine"


FOREIGN = {
    "another program's": b'{"name": "web-shop", "version": "1.0"}',
    "cut off": b'{"format": "studio.project", "schema": 1, "na',
    "zeros": b"\0" * 90,
    "empty": b"",
    "not text": bytes(range(256)),
}


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_damaged_or_foreign_project_is_left_as_it_is(root, project, data, create):
    add(project)
    project.close()
    (root / "project.json").write_bytes(data)
    before = tree(root)
    with pytest.raises(ProjectError, match=r"project\.json is damaged or not ours"):
        Project.open(root, create=create)
    assert tree(root) == before


def test_a_project_of_a_newer_version_is_refused_politely(root, project):
    project.close()
    data = json.loads((root / "project.json").read_text(encoding="utf-8"))
    newer = json.dumps({**data, "schema": 99, "layers": []})
    (root / "project.json").write_text(newer, encoding="utf-8")
    before = tree(root)
    with pytest.raises(ProjectError, match="newer version of the studio"):
        Project.open(root, create=True)
    assert tree(root) == before


def test_pictures_whose_project_file_is_lost_can_be_kept(root, project):
    run = add(project)
    project.close()
    (root / "project.json").rename(root.with_name("moved away"))
    with pytest.raises(ProjectError):
        Project.open(root)
    with Project.open(root, create=True) as again:
        assert again.runs() == [run]


def test_a_folder_that_cannot_be_written_says_so(root, project, monkeypatch):
    project.close()

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(ProjectError, match="cannot be written: Permission denied"):
            Project.open(root)


def spoil_params(folder):
    (folder / "params.json").write_bytes(b'{"format": "studio.run", "schema": 2')


def empty_params(folder):
    (folder / "params.json").write_bytes(b"")


def no_params(folder):
    (folder / "params.json").unlink()


def no_picture(folder):
    (folder / "image-0.png").unlink()


def newer_params(folder):
    edited(folder, schema=99)


def deep_params(folder):
    (folder / "params.json").write_bytes(b"[" * 100_000)


def params_as_folder(folder):
    no_params(folder)
    (folder / "params.json").mkdir()


DAMAGES = [
    spoil_params,
    empty_params,
    no_params,
    no_picture,
    newer_params,
    deep_params,
    params_as_folder,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_run_is_named_and_hides_no_other(root, project, damage):
    first, broken, last = add(project), add(project), add(project)
    project.close()
    damage(broken.folder)
    before = tree(root)
    with Project.open(root) as again:
        assert again.runs() == [first, last]
        assert len(again.damaged) == 1
        assert broken.id in str(again.damaged[0])
        assert add(again).id > last.id
    assert {name: before[name] for name in before if broken.id in name} == tree_of(root, broken.id)


def tree_of(root, run_id):
    return {name: data for name, data in tree(root).items() if run_id in name}


def test_a_missing_thumbnail_damages_nothing(root, project):
    run = add(project)
    run.path("thumb.webp").unlink()
    project.close()
    with Project.open(root) as again:
        assert again.runs() == [run]
        assert again.damaged == ()


def test_strange_files_among_the_runs_are_left_alone(root, project):
    run = add(project)
    project.close()
    (root / "runs" / "notes.txt").write_text("mine", encoding="utf-8")
    (root / "runs" / ".hidden").mkdir()
    with Project.open(root) as again:
        assert again.runs() == [run]
        assert again.damaged == ()
    assert (root / "runs" / "notes.txt").exists()
    assert (root / "runs" / ".hidden").exists()


def test_a_run_that_knew_of_no_starting_picture_is_still_read(root, project):
    run = add(project)
    project.close()
    data = json.loads((run.folder / "params.json").read_text(encoding="utf-8"))
    data["schema"] = 2
    del data["request"]["source"], data["request"]["denoise"]
    (run.folder / "params.json").write_text(json.dumps(data), encoding="utf-8")
    with Project.open(root) as again:
        assert again.runs() == [run]


def test_a_run_of_the_first_schema_is_still_read(root, project):
    run = add(project)
    project.close()
    data = json.loads((run.folder / "params.json").read_text(encoding="utf-8"))
    data |= {"schema": 1, "files": list(FILES)}  # it listed names and knew no checksums
    (run.folder / "params.json").write_text(json.dumps(data), encoding="utf-8")
    with Project.open(root) as again:
        assert again.runs() == [run]
        assert again.find(REQUEST, WEIGHTS) == run
    assert changed_files(run.folder) == []
