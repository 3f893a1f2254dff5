"""Nothing in a project leads out of it."""

from __future__ import annotations

import shutil

import pytest

from studio.core.errors import ProjectError
from studio.core.project import Project
from tests.projects import FILES, REQUEST, add, edited, tree


@pytest.fixture
def root(tmp_path):
    return tmp_path / "my project"


@pytest.fixture
def project(root):
    with Project.open(root, create=True) as opened:
        yield opened


ESCAPES = [
    "../secret.png",
    "..\\secret.png",
    "..",
    ".",
    "",
    "/etc/passwd",
    "C:\\secret.png",
    "C:secret.png",
    "\\\\host\\share\\x.png",
    "//host/share/x.png",
    "a/b.png",
    "CON",
    "nul.png",
    "Com1.txt",
    "lpt¹",
    "AUX .png",
    "CONIN$",
    "x.png:stream",
    "a\0b",
    "line\nbreak",
    "params.json",
    "PARAMS.JSON",
    "dot.",
    "blank ",
    ".hidden",
    "x" * 121,
    "\ud800",
]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leads_elsewhere_is_not_written(root, project, name):
    before = tree(root.parent)
    with pytest.raises(ProjectError):
        project.add("run", REQUEST, {name: b"x"})
    if name.casefold() != "params.json":
        with pytest.raises(ProjectError):
            project.add(name, REQUEST, FILES)
    assert tree(root.parent) == before


@pytest.mark.parametrize("name", [n for n in ESCAPES if n != "\ud800"])
def test_a_name_that_leads_elsewhere_is_not_read(root, project, name):
    (root.parent / "secret.png").write_bytes(b"secret")
    run = add(project)
    project.close()
    edited(run.folder, files={name: {"size": 1, "sha256": ""}})
    with Project.open(root) as again:
        assert again.runs() == []
        assert "is not allowed" in str(again.damaged[0])


def test_two_names_that_are_one_on_windows_are_refused(project):
    with pytest.raises(ProjectError, match="same name"):
        project.add("run", REQUEST, {"A.png": b"", "a.PNG": b""})


def picture_link(run, outside):
    run.path("image-0.png").unlink()
    run.path("image-0.png").symlink_to(outside / "secret.png")


def thumbnail_link(run, outside):
    run.path("thumb.webp").unlink()
    run.path("thumb.webp").symlink_to(outside / "secret.png")


def params_link(run, outside):
    (run.folder / "params.json").rename(outside / "params.json")
    (run.folder / "params.json").symlink_to(outside / "params.json")


def run_link(run, outside):
    shutil.move(run.folder, outside / "run")
    run.folder.symlink_to(outside / "run", target_is_directory=True)


@pytest.mark.parametrize("link", [picture_link, thumbnail_link, params_link, run_link])
def test_a_link_out_of_the_project_is_not_followed(tmp_path, root, project, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(b"secret")
    run = add(project)
    project.close()
    link(run, outside)
    before = tree(outside)
    with Project.open(root) as again:
        assert again.runs() == []
        assert "leads elsewhere" in str(again.damaged[0])
    assert tree(outside) == before


@pytest.mark.parametrize("name", ["runs", "project.json"])
def test_a_project_whose_parts_lie_elsewhere_is_refused(tmp_path, root, project, name):
    add(project)
    project.close()
    shutil.move(root / name, tmp_path / "elsewhere")
    (root / name).symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path / "elsewhere")
    with pytest.raises(ProjectError, match="leads elsewhere"):
        Project.open(root, create=True)
    assert tree(tmp_path / "elsewhere") == before
