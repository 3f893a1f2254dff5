"""The report counts what a project was made with, and names licenses by the files' hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from studio.core import ai_report
from studio.core.addition import Addition, AdditionKind
from studio.core.ai_report import REPORT, Used
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.request_parts import Inpaint
from studio.core.run import DIGITAL_SOURCE, GRID, IMAGE, IMPORTED
from studio.tasks.ai_report import WriteAiReport

FILES = {IMAGE: b"picture"}
REQUEST = Request("a secret prompt", "ada & co", extent=Extent(8, 8))
CARD = "---\nlicense: creativeml-openrail-m\n---\n"


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "p", create=True) as project:
        yield project


@pytest.fixture
def model(tmp_path):
    """A model folder with a license, and the hash that a run would name."""
    from studio.engine.fingerprint import hash_at_hand
    from tests.gui.scripted import write_model

    folder = write_model(tmp_path / "models" / "one")
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    known = hash_at_hand(folder, 1 << 20)
    assert known
    return Model("renamed since", "One", "starter", folder, Layout.FOLDER), known


def add(project, request=REQUEST, **facts):
    return project.add(project.new_run_id(), request, FILES, facts)


def written(project, tmp_path, models=(), additions=(), translate=str):
    task = WriteAiReport(project.root, tmp_path / "r.html", models, additions, translate)
    return task.run(lambda _: None, CancelToken())


def test_every_way_of_coming_about_is_counted(project, tmp_path):
    key = project.inputs.keep(b"png")
    gone = hashlib.sha256(b"gone").hexdigest()
    add(project, model_hash="ab" * 32)
    add(project, replace(REQUEST, source=key, inpaint=Inpaint(gone)), model_hash="ab" * 32)
    add(project, **{IMPORTED: "x", DIGITAL_SOURCE: "digitalCapture", "imported_from": "photo.jpg"})
    add(project, **{IMPORTED: "y"})
    add(project, **{GRID: "x: Seed"})
    found = written(project, tmp_path).report
    assert found.counts == {
        "trainedAlgorithmicMedia": 1,
        "compositeWithTrainedAlgorithmicMedia": 1,
        "digitalCapture": 1,
        ai_report.FOREIGN: 1,
        ai_report.SHEET: 1,
    }
    assert [(entry.role, entry.sha256, entry.here) for entry in found.inputs] == [
        ("mask", gone, False),
        ("starting picture", key, True),
    ]
    (used,) = found.used
    assert (used.kind, used.pictures, used.license, used.commercial) == ("model", 2, "", "")


def test_a_license_is_found_by_the_hash_whatever_the_file_is_called_now(project, tmp_path, model):
    here, known = model
    add(project, model_hash=known)
    add(project, replace(REQUEST, model="renamed since"), model_hash="cd" * 32)
    first, second = written(project, tmp_path, [here]).report.used
    assert (first.license, first.commercial) == ("CreativeML OpenRAIL-M", "conditions")
    assert (second.license, second.commercial) == ("", ""), "another file of the same name"


def test_loras_and_further_models_are_named_with_their_hashes(project, tmp_path):
    lora = tmp_path / "ink.safetensors"
    lora.write_bytes(b"no safetensors")
    facts = {"loras": "ink: 0123456789", "loras_sha256": f"ink: {'01' * 32}"}
    add(project, model_hash="ab" * 32, others=f"vae: {'ef' * 32}", **facts)
    found = written(project, tmp_path, (), [Addition("ink", AdditionKind.LORA, lora)]).report
    assert [(u.kind, u.name, u.sha256[:4]) for u in found.used] == [
        ("model", "ada & co", "abab"),
        ("LoRA", "ink", "0101"),
        ("further model", "vae", "efef"),
    ]
    assert found.used[1].commercial == "unsaid", "it is here, by its name, and says nothing"


def test_no_prompt_is_in_either_file_and_names_are_escaped(project, tmp_path):
    add(project, model_hash="ab" * 32)
    done = written(project, tmp_path)
    page, data = done.page.read_text("utf-8"), done.data.read_text("utf-8")
    assert "secret" not in page + data
    assert "ada &amp; co" in page
    assert json.loads(data)["format"] == "studio.ai_report"
    assert REPORT.loads(data.encode()) == done.report


def test_the_page_is_in_the_language_of_who_asks(project, tmp_path):
    add(project, model_hash="ab" * 32)
    chinese = {
        "Drawn by a model": "由模型绘制",
        "Use of AI in {project}": "{project} 的 AI 使用情况",
    }
    done = written(project, tmp_path, translate=lambda text: chinese.get(text, text))
    page = done.page.read_text("utf-8")
    assert "由模型绘制" in page
    assert "<h1>p 的 AI 使用情况</h1>" in page


def test_a_damaged_run_is_counted_and_does_not_hide_the_others(project, tmp_path):
    add(project, model_hash="ab" * 32)
    (add(project).folder / "params.json").write_text("{", encoding="utf-8")
    found = written(project, tmp_path).report
    assert (len(found.pictures), found.damaged) == (1, 1)


def test_what_most_pictures_were_made_with_comes_first_and_knows_its_days(project, tmp_path):
    for hash_ in ("ab", "cd", "cd"):
        add(project, model_hash=hash_ * 32)
    found = written(project, tmp_path).report
    assert [u.pictures for u in found.used] == [2, 1]
    assert isinstance(found.used[0], Used)
    assert found.used[0].first <= found.used[0].last
