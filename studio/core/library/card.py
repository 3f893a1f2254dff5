"""What a list shows of a run without opening it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from studio.core.library.marks import NO_MARKS, Marks
from studio.core.library.numbers import day_of, number_of, place_of
from studio.core.library.query import style_of
from studio.core.project_folder import RUNS, TRASH
from studio.core.request import Extent
from studio.core.run import picture_name

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from studio.core.run import Run


class Placed(Protocol):
    """Anything that says which run it is: a `Run` or a `Card`."""

    @property
    def id(self) -> str:
        """The name of its folder."""

    @property
    def folder(self) -> Path:
        """Where it lies."""


@dataclass(frozen=True, slots=True)
class Card:
    """A run as the index knows it; `picture` is the name of its picture's file."""

    id: str
    folder: Path
    number: int
    place: int
    prompt: str
    picture: str
    extent: Extent
    model: str
    style: str
    seed: int
    marks: Marks = NO_MARKS
    trashed: bool = False

    @classmethod
    def of(cls, root: Path, row: tuple[Any, ...]) -> Card:
        """Make one of a row of the index."""
        n, run_id, trashed, prompt, picture, width, height, model, style, seed = row[:10]
        stars, place, tags, albums = row[10:]
        folder = root / (TRASH if trashed else RUNS) / run_id
        marks = NO_MARKS
        if tags is not None:
            marks = Marks(stars, frozenset(json.loads(tags)), frozenset(json.loads(albums)))
        extent = Extent(width, height)
        return cls(
            run_id, folder, n, place, prompt, picture, extent, model, style, seed, marks,
            bool(trashed),
        )  # fmt: skip

    @classmethod
    def of_run(cls, run: Run, marks: Marks = NO_MARKS) -> Card:
        """Make one of a whole run."""
        request = run.request
        return cls(
            run.id, run.folder, number_of(run.id), place_of(run), request.prompt,
            picture_name(run.files), request.extent, request.model, style_of(run), request.seed,
            marks, run.folder.parent.name == TRASH,
        )  # fmt: skip

    @property
    def root(self) -> Path:
        """The project folder."""
        return self.folder.parent.parent

    @property
    def day(self) -> date:
        """When it was made, where it was made."""
        return day_of(self.place)

    def path(self, name: str) -> Path:
        """Return where one of its files lies."""
        return self.folder / name
