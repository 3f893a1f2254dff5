"""Every cell of a grid, then the sheets that show them together, as one job that goes on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.core import xmp
from studio.core.artifact import Picture
from studio.core.grid import Legend, in_order, told
from studio.core.job import Progress
from studio.core.metadata import a1111, studio
from studio.core.metadata_format import Recipe
from studio.core.request import Request  # noqa: TC001 - the codec reads the annotations
from studio.core.run import GRID, IMAGE, SHEET, THUMB
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import thumbnail
from studio.tasks.generate import Generate
from studio.tasks.grid_sheet import draw
from studio.tasks.prepare_requests import PrepareRequests
from studio.tasks.queueable.pictures import Whole, is_stored, noted_id
from studio.tasks.queueing import Context, Queueable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.run import Run

KEY = "grid"


@dataclass(frozen=True, slots=True)
class Grid:
    """What is asked for. `requests` are the cells: along x first, then along y, then along z."""

    base: Request
    axes: tuple[Legend, ...]
    requests: tuple[Request, ...]

    @property
    def sheets(self) -> int:
        """How many sheets there are: one for each value of z."""
        return len(self.axes[2].labels) if len(self.axes) > 2 else 1

    @property
    def pieces(self) -> int:
        """How many pictures it stores."""
        return len(self.requests) + self.sheets


@dataclass(frozen=True, slots=True, eq=False)
class MakeGrid:
    """Makes the cells that the project does not have, one model after the other.

    The parts of its ledger are the cells in their order on the sheets, then the sheets. Reports
    what `MakePictures` reports; each sheet is a run of its own.
    """

    context: Context
    grid: Grid
    models: Mapping[str, Model]
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return told(self.grid.axes)

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[Run, ...]:
        """Return the sheets that were made now. Raises like `Generate`."""
        self.context.project.check_writable()
        made = self.context.ledger.made(partial(is_stored, self.context))
        whole = Whole(report, self.grid.pieces)
        for turn, part in enumerate(in_order(self.grid.requests)):
            if part not in made:
                cancel.check()
                whole.begin(turn, self.grid.requests[part])
                made[part] = self._cell(part, whole.forward, cancel)
        first = len(self.grid.requests)
        sheets: list[Run] = []
        for n in range(self.grid.sheets):
            if first + n not in made:
                cancel.check()
                whole.begin(first + n, self.grid.base)
                sheets.append(self._sheet(n, made, whole.forward, cancel))
        return tuple(sheets)

    def _cell(self, part: int, report: Reporter, cancel: CancelToken) -> str:
        """Return the run of a cell: the stored one of the same request, or a new one."""
        request, project = self.grid.requests[part], self.context.project
        more = self.context.supplies.additions
        model = self.models[request.model]
        look = PrepareRequests(
            (request,), project, {request.model: model}, {}, False, more, self.context.others
        )
        stored = look.run(report, cancel).stored
        if stored:
            with suppress(OSError):  # then it is found again the next time
                self.context.ledger.note(part, stored[-1].id)
            return stored[-1].id
        new_id = partial(noted_id, self.context, part)
        others = self.context.others(request)
        make = Generate(self.context.engine, project, request, model, new_id, more, others)
        made = make.run(report, cancel)
        return made[-1].id if made else ""  # held back: its place on the sheet stays empty

    def _sheet(self, n: int, made: Mapping[int, str], report: Reporter, cancel: CancelToken) -> Run:
        """Draw the sheet of one z, and store it."""
        stage = message(N_("Drawing the sheet"))
        report(Progress(0, 1, stage))
        axes = self.grid.axes
        each = len(self.grid.requests) // self.grid.sheets
        paths = [self._picture(made[part]) for part in range(n * each, (n + 1) * each)]
        over = f"{axes[2].title}: {axes[2].labels[n]}" if len(axes) > 2 else ""
        pixels = draw(axes[0], axes[1], paths, over, cancel)
        height, width = pixels.shape[:2]
        names = zip("xyz", axes, strict=False)
        said = "; ".join(f"{name}: {axis}" for name, axis in names)
        facts = {GRID: f"{said}; {over}" if over else said, SHEET: f"{width}x{height}"}
        recipe = Recipe(self.grid.base, facts)
        origin = xmp.write(xmp.source_of(self.grid.base))
        text = {**a1111.write(recipe), **studio.write(recipe), **origin}
        files = {IMAGE: PNG.encode(Picture(pixels, text)), THUMB: thumbnail(pixels)}
        run_id = noted_id(self.context, len(self.grid.requests) + n)
        run = self.context.project.add(run_id, self.grid.base, files, facts)
        report(Progress(1, 1, stage, preview=pixels, result=run))
        return run

    def _picture(self, run_id: str) -> Path:
        """Return where the picture of a run lies, also of one that was thrown away since."""
        root = self.context.project.root
        places = (root / place / run_id / IMAGE for place in ("runs", "trash"))
        return next((path for path in places if path.is_file()), root / "runs" / run_id / IMAGE)


def _make(context: Context, grid: Grid) -> MakeGrid:
    keys = {request.model for request in grid.requests}
    return MakeGrid(context, grid, {key: context.model(key) for key in keys})


def _models(grid: Grid) -> tuple[str, ...]:
    return (grid.base.model,)


QUEUEABLE = Queueable(KEY, Grid, _make, models=_models)
