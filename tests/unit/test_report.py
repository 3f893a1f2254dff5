"""A report tells no prompt unless it is wanted, and no name of the home folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import StudioError
from studio.core.job import CancelToken
from studio.tasks.report import HIDDEN, MakeReport, scrubbed
from studio.tasks.save_text import SaveText
from tests.full_disk import full_disk

PROMPT = "a zyxomorph castle, by the lake\nsecond line"


def report(tmp_path, **more):
    task = MakeReport((("jobs", f"Generate: {PROMPT}"), ("model", "starter")), (PROMPT,), tmp_path,
                      **more)  # fmt: skip
    return task.run(lambda _progress: None, CancelToken())


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "window-20260101-120000-000001.log"
    home = Path.home()
    path.write_text(
        f"2026-01-01 12:00:00,000 ERROR studio.jobs: job failed: {PROMPT}\n"
        f"  File \"{home}/x.py\", request=Request(prompt='ZYXOMORPH castle')\n"
        "2026-01-01 12:00:01,000 INFO studio: by the lake it was\n",
        encoding="utf-8",
    )
    return path


def test_no_part_of_a_report_holds_the_prompt(tmp_path, log):
    text = report(tmp_path)
    assert "zyxomorph" not in text.casefold()
    assert "by the lake" not in text
    assert HIDDEN in text
    assert "starter" in text
    assert "job failed" in text


def test_the_prompt_is_there_when_it_is_wanted(tmp_path, log):
    assert PROMPT in report(tmp_path, with_prompts=True)


def test_the_home_folder_is_shortened(tmp_path, log):
    assert f"{Path.home()}/x.py" not in report(tmp_path)
    assert "~/x.py" in report(tmp_path, with_prompts=True)


def test_titles_of_jobs_are_hidden_even_where_their_prompt_is_not_known():
    assert "unknown words" not in scrubbed("- jobs: Generate: unknown words", ())
    assert "unknown words" not in scrubbed("prompt='unknown words'", ())


def test_the_worker_that_crashed_is_in_it_though_another_one_was_begun(tmp_path, log):
    crashed = tmp_path / "worker-20260101-120000-000001.log"
    crashed.write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    (tmp_path / "worker-20260101-120100-000001.log").write_text("fresh\n", encoding="utf-8")
    text = report(tmp_path)
    assert text.index("Segmentation fault") < text.index("fresh")


def test_without_a_log_there_is_a_report_all_the_same(tmp_path):
    assert "version" in report(tmp_path / "nowhere")


def test_a_report_that_cannot_be_saved_says_so(tmp_path, monkeypatch):
    with full_disk(monkeypatch), pytest.raises(StudioError, match="No space left"):
        SaveText(tmp_path / "r.txt", "x").run(lambda _p: None, CancelToken())
    SaveText(tmp_path / "r.txt", "x").run(lambda _p: None, CancelToken())
    assert (tmp_path / "r.txt").read_text() == "x"
