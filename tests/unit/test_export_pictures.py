"""Pictures leave the project under names of their own; nothing is ever written over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from studio.core import xmp
from studio.core.artifact import Picture
from studio.core.errors import Cancelled, SaveError, StudioError
from studio.core.job import CancelToken
from studio.core.naming import NamingError, Subject
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import EXPORTER as WEBP
from studio.tasks.contact_sheet import (
    Paper,
    Sheet,
    SheetFormat,
    Shot,
    ShowSheet,
    WriteSheet,
    page_count,
)
from studio.tasks.export_pictures import ExportPictures, Outgoing
from studio.tasks.inside import Inside

DAY = datetime(2026, 8, 24, tzinfo=UTC)
SUBJECT = Subject(DAY, "Sea", "starter", 1, 32, 24, "Ink", "a red house 红房子", 3)


def pixels(seed, size=(24, 32)):
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)


@pytest.fixture
def outgoing(tmp_path):
    """Three pictures as the project stores them."""
    folder = tmp_path / "runs"
    folder.mkdir()
    found = []
    for seed in (1, 2, 3):
        path = folder / f"{seed}.png"
        text = {"parameters": f"house {seed}", **xmp.write(xmp.DigitalSource.TRAINED)}
        path.write_bytes(PNG.encode(Picture(pixels(seed), text)))
        found.append(Outgoing(path, replace(SUBJECT, seed=seed)))
    return tuple(found)


def run(task, token=None, seen=None):
    return task.run((seen if seen is not None else []).append, token or CancelToken())


def test_each_picture_gets_the_name_the_template_says(outgoing, tmp_path):
    seen = []
    task = ExportPictures(outgoing, tmp_path / "out", "{number:03} {prompt} {seed}", PNG)
    done = run(task, seen=seen)
    assert [p.name for p in done.paths] == [f"00{n} a red house 红房子 {n}.png" for n in (1, 2, 3)]
    assert done.paths[0].read_bytes() == outgoing[0].path.read_bytes()
    assert [(p.step, p.total) for p in seen] == [(0, 3), (1, 3), (2, 3)]


def test_the_parameters_go_along_or_stay_here(outgoing, tmp_path):
    for exporter, key in ((PNG, "parameters"), (WEBP, "exif")):
        for with_text in (True, False):
            folder = tmp_path / f"{exporter.key}-{with_text}"
            [path, *_] = run(
                ExportPictures(outgoing, folder, "{seed}", exporter, Inside(with_text))
            ).paths
            with Image.open(path) as picture:
                assert (key in picture.info) is with_text
                assert picture.size == (32, 24)
                if exporter is PNG:
                    assert np.array_equal(np.asarray(picture), pixels(1))


def test_no_file_is_written_over(outgoing, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "HOUSE.png").write_bytes(b"mine")
    done = run(ExportPictures(outgoing, folder, "house", PNG))
    assert [p.name for p in done.paths] == ["house 2.png", "house 3.png", "house 4.png"]
    assert (folder / "HOUSE.png").read_bytes() == b"mine"


def test_a_broken_picture_is_told_and_the_others_are_written(outgoing, tmp_path):
    outgoing[1].path.write_bytes(b"no picture")
    done = run(ExportPictures(outgoing, tmp_path / "out", "{seed}", WEBP))
    assert [p.name for p in done.paths] == ["1.webp", "3.webp"]
    [problem] = done.problems
    assert "2.png" in str(problem)


def test_a_folder_that_refuses_leaves_nothing_behind(outgoing, tmp_path, monkeypatch):
    def full(_path, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studio.tasks.export_pictures.write_atomic", full)
    with pytest.raises(SaveError, match="No space left"):
        run(ExportPictures(outgoing, tmp_path / "out", "{seed}", PNG))
    assert list((tmp_path / "out").iterdir()) == []


def test_it_can_be_stopped_between_two_pictures(outgoing, tmp_path):
    token = CancelToken()
    task = ExportPictures(outgoing, tmp_path / "out", "{seed}", PNG)
    with pytest.raises(Cancelled):
        task.run(lambda p: token.cancel() if p.step == 1 else None, token)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_wrong_template_writes_nothing(outgoing, tmp_path):
    with pytest.raises(NamingError):
        run(ExportPictures(outgoing, tmp_path / "out", "{sed}", PNG))
    assert not (tmp_path / "out").exists()


def shots(outgoing, n):
    return tuple(
        Shot(
            outgoing[i % 3].path, outgoing[i % 3].path.with_suffix(".webp"), outgoing[i % 3].subject
        )
        for i in range(n)
    )


SMALL = Sheet("Houses 红", "{seed}", 3, Paper.SCREEN, pixels=(300, 260), format=SheetFormat.PNG)


def test_a_sheet_has_as_many_pages_as_it_takes(outgoing, tmp_path):
    paths = run(WriteSheet(SMALL, shots(outgoing, 8), tmp_path / "out", "sheet"))
    assert page_count(SMALL, 8) == len(paths) == 2
    assert [p.name for p in paths] == ["sheet-1.png", "sheet-2.png"]
    with Image.open(paths[0]) as first, Image.open(paths[1]) as second:
        assert first.size == second.size == (300, 260)
        full, rest = (np.asarray(page.convert("L")) < 200 for page in (first, second))
    assert full.mean() > rest.mean() > 0.05


def test_a_sheet_is_one_pdf_whose_pages_are_as_large_as_the_paper(outgoing, tmp_path):
    sheet = replace(SMALL, paper=Paper.A4, columns=2, format=SheetFormat.PDF)
    [path] = run(WriteSheet(sheet, shots(outgoing, 8), tmp_path / "out", "sheet"))
    from PIL.PdfParser import PdfParser

    with PdfParser(str(path)) as pdf:
        assert len(pdf.pages) == page_count(sheet, 8) == 2
    assert b"595" in path.read_bytes()  # points: 210 mm
    again = run(WriteSheet(sheet, shots(outgoing, 1), tmp_path / "out", "sheet"))
    assert [p.name for p in again] == ["sheet 2.pdf"]
    assert not [p for p in (tmp_path / "out").iterdir() if p.name.startswith(".")]


def test_the_preview_is_the_page_made_small(outgoing):
    small = run(ShowSheet(SMALL, shots(outgoing, 3), 3, 150))
    assert small.shape == (130, 150, 3)
    assert small.std() > 10


def test_more_columns_than_there_is_room_for_is_said(outgoing, tmp_path):
    sheet = replace(SMALL, pixels=(900, 60), columns=1)
    with pytest.raises(StudioError, match="No picture fits"):
        run(WriteSheet(sheet, shots(outgoing, 1), tmp_path, "sheet"))
    with pytest.raises(NamingError):
        run(ShowSheet(replace(SMALL, caption="{sed}"), shots(outgoing, 1), 1, 100))


def test_without_parameters_none_are_left_in_exif_either(outgoing, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "a secret prompt"
    exif[0x0112] = 6  # held sideways
    path = outgoing[0].path
    with Image.open(path) as picture:
        picture.save(path, exif=exif.tobytes())
    assert b"secret" in path.read_bytes()
    task = ExportPictures(outgoing[:1], tmp_path / "out", "{seed}", PNG, Inside(parameters=False))
    (made,) = run(task).paths
    assert b"secret" not in made.read_bytes()
    with Image.open(made) as picture:
        assert np.array_equal(np.asarray(picture), np.rot90(pixels(1), -1))


def test_a_file_that_came_while_a_sheet_was_drawn_is_not_written_over(outgoing, tmp_path):
    shots = tuple(Shot(o.path, o.path, o.subject) for o in outgoing)
    out = tmp_path / "out"
    for form in SheetFormat:
        theirs = out / f"Sea{form.value}"

        def come(_progress, theirs=theirs):
            theirs.write_bytes(b"somebody's")

        (made,) = WriteSheet(Sheet(format=form), shots, out, "Sea").run(come, CancelToken())
        assert made.name == f"Sea 2{form.value}"
        assert theirs.read_bytes() == b"somebody's"
    assert len(list(out.iterdir())) == 4  # and no draft
