"""Prompts of files: lines, tables, and a folder that is looked through."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.core.artifact import Picture
from studio.core.errors import RequestError, StudioError
from studio.core.job import CancelToken
from studio.core.metadata import a1111
from studio.core.metadata_format import Recipe
from studio.core.prompt_list import Written, read_lines, read_table
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.exporters.png import EXPORTER
from studio.tasks.look_at_batch import LookAtBatch
from studio.tasks.read_prompts import ReadPrompts


def run(task):
    return task.run(lambda _progress: None, CancelToken())


def test_lines_are_prompts_and_notes_are_none():
    assert read_lines("a cat\n\n# a note\n  a dog \n") == (Written("a cat"), Written("a dog"))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_says_prompt_negative_and_seed(mark):
    rows = (("Seed", "Prompt", "Negative_Prompt"), ("7", '"a\ncat"', "blur"), ("-1", "a dog", ""))
    text = "\r\n".join(mark.join(row) for row in rows)
    assert read_table(text) == (Written("a cat", "blur", 7), Written("a dog"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("words,seed\na,1", "no column"),
        ("prompt,seed\na,1\nb,many", "Line 3: “many”"),
        (f"prompt,seed\na,{SEED_LIMIT}", "no seed"),
        ("prompt\n\n", "no prompts"),
        ("", "no column"),
    ],
)
def test_a_wrong_table_says_what_is_wrong_and_where(text, why):
    with pytest.raises(RequestError, match=why):
        read_table(text)


def test_files_are_read_one_after_the_other_in_their_own_way(tmp_path):
    (tmp_path / "a.txt").write_text("猫", encoding="utf-16")
    (tmp_path / "b.csv").write_text("prompt\n狗\n", encoding="utf-8-sig")
    paths = (tmp_path / "a.txt", tmp_path / "b.csv")
    assert [row.prompt for row in run(ReadPrompts(paths))] == ["猫", "狗"]
    (tmp_path / "b.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(RequestError, match=r"b\.csv"):
        run(ReadPrompts(paths))
    with pytest.raises(StudioError, match="cannot be read"):
        run(ReadPrompts((tmp_path / "gone.txt",)))


def test_a_folder_is_looked_through_by_what_is_in_its_files(tmp_path):
    request = Request("a red house", seed=5, extent=Extent(8, 8), params={"steps": 9})
    text = a1111.write(Recipe(request, {"Model": "starter"}))
    picture = EXPORTER.encode(Picture(np.zeros((8, 8, 3), np.uint8), text))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "made.jpg").write_bytes(picture)  # what it is called does not matter
    Image.new("RGB", (8, 8)).save(tmp_path / "plain.png")
    (tmp_path / "broken.png").write_bytes(picture[:40])
    (tmp_path / "cat.txt").write_text("a cat\nin snow", encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" ", encoding="utf-8")
    (tmp_path / "more.txt").write_text(text["parameters"], encoding="utf-8")
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("x", encoding="utf-8")
    found = run(LookAtBatch(tmp_path))
    told = {p.path.name: p.recipe and p.recipe.request.prompt for p in found.pictures}
    assert told == {"plain.png": None, "made.jpg": "a red house"}
    assert {t.path.name: t.prompt for t in found.texts} == {
        "cat.txt": "a cat in snow",
        "more.txt": "a red house",
    }
    assert found.texts[1].recipe.request.seed == 5
    assert len(found.problems) == 1
    assert found.others == 2
