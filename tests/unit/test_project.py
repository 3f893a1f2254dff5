"""A project keeps its runs, in order, through restarts, on any machine."""

from __future__ import annotations

import json
import locale
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from studio.core.codec import digest
from studio.core.project import Project
from studio.core.request import Request
from studio.core.run import changed_files, is_run_id, next_id
from tests.projects import FACTS, FILES, REQUEST, WEIGHTS, add


@pytest.fixture
def root(tmp_path):
    return tmp_path / "my project"


@pytest.fixture
def project(root):
    with Project.open(root, create=True) as opened:
        yield opened


def test_a_run_comes_back_after_a_restart(root, project):
    stored = add(project)
    assert project.runs() == [stored]
    project.close()
    with Project.open(root) as again:
        assert again.runs() == [stored]
        assert again.damaged == ()
    assert stored.request == REQUEST
    assert stored.path("image-0.png").read_bytes() == b"picture"
    assert (stored.facts, stored.seconds, stored.files) == (FACTS, 1.25, tuple(FILES))
    assert changed_files(stored.folder) == []


def test_params_json_can_be_read_by_anyone(project):
    run = add(project)
    data = json.loads((run.folder / "params.json").read_text(encoding="utf-8"))
    assert data["schema"] == 4
    assert data["request"]["prompt"] == REQUEST.prompt
    assert data["request"]["style"]["template"] == "{prompt}, ink"
    assert data["facts"] == FACTS
    assert datetime.fromisoformat(data["created"]) == run.created
    assert data["created"].endswith("Z")


def test_runs_come_in_the_order_they_were_made(project):
    made = [add(project, Request("a", seed=n)) for n in range(12)]
    assert project.runs() == made


def test_a_facts_value_of_any_kind_costs_no_picture(project):
    run = project.add("x", Request("a"), FILES, {"nan": float("nan"), "big": 10**30, "p": root})
    assert run.facts["nan"] == "nan"
    assert run.facts["big"] == str(10**30)


def test_a_changed_file_is_found(project):
    run = add(project)
    run.path("image-0.png").write_bytes(b"Picture")
    assert changed_files(run.folder) == ["image-0.png"]


def test_an_equal_request_finds_its_run(root, project):
    first = add(project)
    newest = add(project)
    add(project, Request("something else"))
    assert first.request == newest.request
    assert project.find(REQUEST, WEIGHTS) == newest
    assert project.find(Request("never made"), WEIGHTS) is None
    project.close()
    with Project.open(root) as again:
        assert again.find(REQUEST, WEIGHTS) == newest


def test_a_run_of_other_weights_is_not_equal(root, project):
    run = add(project)
    other = project.add("20260824-101530-0001", REQUEST, FILES, {**FACTS, "model_hash": "cd34"})
    project.close()
    with Project.open(root) as again:
        assert again.find(REQUEST, WEIGHTS) == run
        assert again.find(REQUEST, "cd34") == other
        assert again.find(REQUEST, "ef56") is None


def test_nothing_is_equal_for_weights_that_are_not_known(project):
    project.add(project.new_run_id(), REQUEST, FILES, {"model_hash": ""})
    project.add(project.new_run_id(), REQUEST, FILES)
    assert project.find(REQUEST, None) is None
    assert project.find(REQUEST, "") is None


def test_there_is_no_index_to_lose(tmp_path, root, project):
    """The folders are the truth: a run that is copied in belongs to the project."""
    run = add(project)
    project.close()
    Project.open(tmp_path / "other", create=True).close()
    shutil.copytree(run.folder, tmp_path / "other" / "runs" / run.id)
    with Project.open(tmp_path / "other") as other:
        assert [(r.id, r.request, r.files) for r in other.runs()] == [(run.id, REQUEST, run.files)]
        assert other.find(REQUEST, WEIGHTS) == other.runs()[0]
    assert sorted(p.name for p in root.iterdir()) == ["project.json", "runs"]


def test_a_project_keeps_its_name(root, project):
    assert project.name == "my project"
    project.rename("海边")
    assert project.name == "海边"
    project.close()
    with Project.open(root) as again:
        assert again.name == "海边"


def clock_of(*moments):
    times = iter(moments)
    return lambda: next(times)


NOON = datetime(2026, 8, 24, 12, 0, 0, tzinfo=UTC)


def test_ids_sort_by_creation_whatever_the_clock_does(root):
    jumps = [0, 0, 0, 1, -3600, -3599, 86400, -(10**8), 0, 86401]
    clock = clock_of(NOON, *(NOON + timedelta(seconds=s) for s in jumps))
    with Project.open(root, create=True, clock=clock) as project:
        ids = [project.new_run_id() for _ in jumps]
    assert ids == sorted(set(ids))
    assert all(is_run_id(i) for i in ids)
    assert ids[0] == "20260824-120000-0001"


def test_ids_go_on_after_a_restart_with_the_clock_set_back(root):
    with Project.open(root, create=True, clock=lambda: NOON) as project:
        last = project.add(project.new_run_id(), REQUEST, FILES).id
    with Project.open(root, clock=lambda: NOON - timedelta(days=400)) as project:
        assert project.new_run_id() > last


def test_a_second_with_ten_thousand_pictures_flows_into_the_next():
    assert next_id(NOON, "20260824-120000-9998") == "20260824-120000-9999"
    assert next_id(NOON, "20260824-120000-9999") == "20260824-120001-0001"
    assert next_id(NOON, "20261231-235959-9999") == "20270101-000000-0001"


def test_an_id_that_was_given_is_not_given_again(project):
    assert len({project.new_run_id() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "name", ["画像 – été", "🎨", "with 'quotes' & %20", "/".join(["a long folder name"] * 20)]
)
def test_any_folder_name_will_do(tmp_path, name):
    root = tmp_path / name
    with Project.open(root, create=True) as project:
        run = add(project)
    with Project.open(root) as again:
        assert again.runs() == [run]
        assert again.runs()[0].path("image-0.png").read_bytes() == b"picture"


@pytest.fixture
def decimal_comma(tmp_path, monkeypatch):
    """A locale that writes 1,25; made here, since few machines have one."""
    made = tmp_path / "locales" / "de_DE.UTF-8"
    made.parent.mkdir()
    if not (program := shutil.which("localedef")):
        pytest.skip("no localedef on this system")
    subprocess.run([program, "-i", "de_DE", "-f", "UTF-8", made], check=False)
    monkeypatch.setenv("LOCPATH", str(made.parent))
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, made.name)
    except locale.Error:
        pytest.skip("localedef has no sources for de_DE")
    assert locale.localeconv()["decimal_point"] == ","
    yield
    locale.setlocale(locale.LC_ALL, before)


def test_a_decimal_comma_changes_nothing(root, project, decimal_comma):
    run = add(project)
    project.close()
    assert '"seconds": 1.25' in (run.folder / "params.json").read_text(encoding="utf-8")
    with Project.open(root) as again:
        assert again.runs() == [run]
        assert digest(again.runs()[0].request) == digest(REQUEST)
