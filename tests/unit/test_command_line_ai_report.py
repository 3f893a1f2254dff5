"""`ai-report` on the command line writes a page and JSON of a project."""

from __future__ import annotations

import json

from tests.unit.command_line import make


def test_the_page_and_its_data_are_written_and_named(studio, engine, tmp_path):
    (run,) = make(studio, "ink", "--project", tmp_path / "p")
    status, out, _ = studio("ai-report", tmp_path / "report", "--project", tmp_path / "p")
    assert status == 0
    assert out.split() == [str(tmp_path / "report.html"), str(tmp_path / "report.json")]
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert data["pictures"][0]["run"] in run["folder"]
    status, out, _ = studio("ai-report", tmp_path / "report", "--project", tmp_path / "p", "--json")
    assert json.loads(out)["project"] == "p"


def test_what_is_no_project_is_told(studio, tmp_path):
    status, out, err = studio("ai-report", tmp_path / "r.html", "--project", tmp_path / "nowhere")
    assert (status, out) == (1, "")
    assert "nowhere" in err
