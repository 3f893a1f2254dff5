"""Grids: what axes say, what their cells are, and the job that makes them and their sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from studio.core import xmp
from studio.core.codec import from_json, to_json
from studio.core.content import HeldBack
from studio.core.errors import Cancelled, RequestError
from studio.core.grid import GridError, Legend, cells, in_order, read_axis
from studio.core.grid_knobs import Choices, ModelChoice, knobs
from studio.core.job import CancelToken
from studio.core.ledger import Ledger
from studio.core.model import Layout, Model
from studio.core.params import choice, decimal, flag, integer
from studio.core.picture_text import read_text
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.run import GRID
from studio.core.style import Style
from studio.core.text import message
from studio.engine.verbs.generate import Generated
from studio.tasks.find_supplies import Supplies
from studio.tasks.guard import Guard
from studio.tasks.load_picture import decoded
from studio.tasks.queueable import grid as grid_kind
from studio.tasks.queueing import Context


@dataclass(frozen=True)
class Params:
    steps: int = integer(20, 1, 150, title="Steps", help="")
    guidance: float = decimal(7.5, 1.0, 30.0, 0.5, title="Guidance", help="")
    scheduler: str = choice("", (("", "its own"), ("Euler a", "Euler a")), title="S", help="")
    tiled: bool = flag(False, title="Tiled", help="")


BASE = Request("a red house, red roof", model="one", params={"steps": 20, "guidance": 7.5})
INK = Style("ink", "Ink, wet", "水墨", "{prompt}, ink")
MODELS = (ModelChoice("one", "One", {"steps": 20}), ModelChoice("two", "Two", {"steps": 4}))
CHOICES = Choices(Params, MODELS, {"ink": INK})


def axis(key, text, base=BASE):
    return read_axis({knob.key: knob for knob in knobs(base, CHOICES)}[key], text)


def labels(key, text):
    return [point.label for point in axis(key, text).values]


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        ("params.steps", "10, 20,30", ["10", "20", "30"]),
        ("params.steps", "1-4", ["1", "2", "3", "4"]),
        ("params.steps", "1-10 (+3)", ["1", "4", "7", "10"]),
        ("params.steps", "10-1 (-3)", ["10", "7", "4", "1"]),
        ("params.steps", "1-10 [4]", ["1", "4", "7", "10"]),
        ("params.steps", "5, 1-2, 5", ["5", "1", "2"]),
        ("params.guidance", "1-3", ["1", "2", "3"]),
        ("params.guidance", "1-2.5", ["1", "1.5", "2", "2.5"]),
        ("params.guidance", "1-2 [3]", ["1", "1.5", "2"]),
        ("style_strength", "0-1 [5]", ["0", "0.25", "0.5", "0.75", "1"]),
        ("style_strength", "0.1-0.3", ["0.1", "0.2", "0.3"]),
        ("seed", "4294967295", ["4294967295"]),
        ("size", "512x768, 256", ["512x768", "256x256"]),
        ("params.scheduler", "euler A, its own", ["Euler a", "its own"]),
        ("params.tiled", "on, off", ["on", "off"]),
        ("style", '"Ink, wet", none', ["Ink, wet", "-"]),
        ("style", "水墨", ["Ink, wet"]),
        ("model", "Two, one", ["Two", "One"]),
        ("words", 'red，blue, "green, ""dark"""', ["red", "blue", 'green, "dark"']),
    ],
)
def test_lists_and_ranges_are_read(key, text, wanted):
    assert labels(key, text) == wanted


@pytest.mark.parametrize(
    ("key", "text", "wrong", "why"),
    [
        ("params.steps", "10, 0", "0", "bounds"),
        ("params.steps", "10, ten", "ten", "no number"),
        ("params.steps", "1.5", "1.5", "whole"),
        ("params.steps", "1-1000", "1-1000", "bounds"),
        ("params.steps", "1-5 (+0)", "1-5 (+0)", "steps of 0"),
        ("seed", "1, 1-99999", "1-99999", "more than"),
        ("size", "512, 100x100", "100x100", "side"),
        ("params.scheduler", "Euler a, Oiler", "Oiler", "none of"),
        ("style", "ink, oil", "oil", "no style"),
        ("model", "three", "three", "no model"),
        ("words", "green, blue", "green", "prompt"),
        ("words", 'red, "blue', ' "blue', "quotation"),
        ("params.guidance", "nan", "nan", "bounds"),
    ],
)
def test_an_error_points_at_its_value(key, text, wrong, why):
    with pytest.raises(GridError, match=why) as told:
        axis(key, text)
    assert text[told.value.start : told.value.end] == wrong


def test_the_change_of_a_picture_is_offered_where_there_is_one_to_start_from():
    keys = lambda base: {knob.key for knob in knobs(base, CHOICES)}  # noqa: E731
    assert keys(Request("", source="ab")) - keys(BASE) == {"denoise"}


def test_cells_go_along_x_then_y_then_z():
    found = cells(BASE, (axis("seed", "1, 2"), axis("params.steps", "5, 6"), axis("size", "64,72")))
    told = [(r.seed, r.params["steps"], r.extent.width) for r in found]
    assert told[:5] == [(1, 5, 64), (2, 5, 64), (1, 6, 64), (2, 6, 64), (1, 5, 72)]
    assert len(set(told)) == 8


def test_words_are_replaced_wherever_they_stand():
    found = cells(BASE, (axis("words", "red, blue"), axis("seed", "1")))
    assert [r.prompt for r in found] == ["a red house, red roof", "a blue house, blue roof"]


def test_a_model_brings_its_parameters_and_the_other_axis_still_counts():
    found = cells(BASE, (axis("params.steps", "7"), axis("model", "one, two")))
    assert [(r.model, r.params["steps"]) for r in found] == [("one", 7), ("two", 7)]
    found = cells(BASE, (axis("seed", "7"), axis("model", "one, two")))
    assert [r.params["steps"] for r in found] == [20, 4]


def test_each_model_is_loaded_once():
    found = cells(BASE, (axis("model", "one, two"), axis("seed", "1, 2, 3")))
    order = [found[n].model for n in in_order(found)]
    assert order == ["one"] * 3 + ["two"] * 3


def test_the_same_on_two_axes_and_too_many_pictures_are_refused():
    with pytest.raises(RequestError, match="same"):
        cells(BASE, (axis("seed", "1"), axis("seed", "2")))
    with pytest.raises(RequestError, match="more than"):
        cells(BASE, (axis("seed", "1-900"), axis("params.steps", "1-20")))


# ---------------------------------------------------------------------------------- the job


class Painter:
    """Paints every picture in the shade of its seed; stops before the n-th if told so."""

    def __init__(self):
        self.asked = []
        self.stop_at = 0

    def run(self, _verb, payload, _report, _cancel):
        if len(self.asked) + 1 == self.stop_at:
            raise Cancelled
        request = payload.request
        self.asked.append(request)
        shape = (request.extent.height, request.extent.width, 3)
        facts = {"model_hash": "ab"}
        return Generated(np.full(shape, request.seed, np.uint8), 0.5, facts, ())


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as opened:
        yield opened


def made_by(painter, project, asked, ledger=None):
    models = tuple(
        Model(key, key, "starter", Path("models") / key, Layout.FOLDER) for key in ("one", "two")
    )
    context = Context(painter, Supplies(models=models), ledger or Ledger(), project)
    told = []
    runs = grid_kind.QUEUEABLE.make(context, asked).run(told.append, CancelToken())
    return runs, told


def asked_of(*axes, titles=("Seed", "种子", "Model")):
    base = Request("a house", model="one", extent=Extent(64, 32))
    legends = tuple(
        Legend(title, tuple(p.label for p in one.values))
        for title, one in zip(titles, axes, strict=False)
    )
    return grid_kind.Grid(base, legends, cells(base, axes))


def test_the_sheet_shows_every_picture_where_its_labels_say(project):
    asked = asked_of(axis("params.steps", "1, 2, 3"), axis("seed", "40, 90"))
    [sheet], told = made_by(Painter(), project, asked)
    pixels = decoded(sheet.path("image-0.png"), sheet.folder)
    assert pixels.shape[:2] == (sheet.extent.height, sheet.extent.width)
    assert sheet.request == asked.base
    assert sheet.facts[GRID] == "x: Seed 1, 2, 3; y: 种子 40, 90"
    assert xmp.KEY in read_text(sheet.path("image-0.png").read_bytes()).text
    upper = (pixels == 40).all(axis=2)
    lower = (pixels == 90).all(axis=2)
    assert upper.sum() >= 3 * 64 * 32
    assert lower.sum() >= 3 * 64 * 32
    assert np.nonzero(upper)[0].mean() < np.nonzero(lower)[0].mean()
    assert (pixels < 60).any()  # labels
    assert told[-1].fraction == 1
    assert told[-1].result == sheet
    assert len(project.runs()) == 7


def test_each_value_of_z_has_a_sheet(project):
    painter = Painter()
    axes = (axis("seed", "1, 2"), axis("params.steps", "3"), axis("model", "one, two"))
    sheets, _ = made_by(painter, project, asked_of(*axes))
    assert [sheet.facts[GRID][-10:] for sheet in sheets] == ["Model: One", "Model: Two"]
    assert [request.model for request in painter.asked] == ["one", "one", "two", "two"]


def test_a_grid_that_was_stopped_goes_on_at_its_next_cell(project, tmp_path):
    painter, ledger = Painter(), Ledger(tmp_path / "ledger")
    asked = asked_of(axis("seed", "1, 2"), axis("params.steps", "3, 4"))
    painter.stop_at = 3
    with pytest.raises(Cancelled):
        made_by(painter, project, asked, ledger)
    painter.stop_at = 0
    [sheet], _ = made_by(painter, project, asked, ledger)
    assert len(painter.asked) == 4
    assert made_by(painter, project, asked, ledger)[0] == ()
    assert sheet in project.runs()
    assert len(project.runs()) == 5


def test_a_large_grid_is_shrunk_to_a_sane_size(project):
    base = Request("a", model="one", extent=Extent(1024, 1536))
    axes = (axis("seed", "1, 2"), axis("params.steps", "3"))
    asked = grid_kind.Grid(base, (Legend("a", ("1", "2")), Legend("b", ("3",))), cells(base, axes))
    [sheet], _ = made_by(Painter(), project, asked)
    assert max(sheet.extent.width, sheet.extent.height) < 1200


def test_what_is_asked_for_survives_the_file_of_the_queue():
    asked = asked_of(axis("seed", "1, 2"), axis("params.steps", "3, 4"))
    assert from_json(grid_kind.Grid, to_json(asked)) == asked


def test_a_cell_that_is_held_back_leaves_its_place_on_the_sheet_empty(project, monkeypatch):
    held = HeldBack(message("Not this one."))

    def look(_guard, _engine, request, *_):
        return held if request.seed == 90 else None

    monkeypatch.setattr(Guard, "held_back", look)
    asked = asked_of(axis("params.steps", "1, 2, 3"), axis("seed", "40, 90"))
    [sheet], told = made_by(Painter(), project, asked)
    pixels = decoded(sheet.path("image-0.png"), sheet.folder)
    assert (pixels == 40).all(axis=2).sum() >= 3 * 64 * 32
    assert (pixels == 90).all(axis=2).sum() < 64 * 32
    assert [one.result for one in told].count(held) == 3
